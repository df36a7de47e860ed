"""The table of permissions of one's own class."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_class
from footbridge.exchange.labels import own_labels
from footbridge.exchange.permissions import actions, queries
from footbridge.exchange.permissions.forms import USES, WORDS, cells_from, lines_for
from footbridge.exchange.pieces.actions.keys import tell_of_withdrawal


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def table(request: Request, class_id: int) -> HttpResponse:
    """What families said, child by child; POST adds what has changed."""
    own = own_class(request.viewer, class_id)
    children = own_labels(request.viewer, own.id)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        added, lost = actions.note_decisions(
            by=request.viewer,
            link_class=own.id,
            cells=cells_from(request.POST, children),
            seen=int(seen) if seen.isdecimal() else 0,
        )
        stopped = tell_of_withdrawal(by=request.viewer, link_class=own.id) if added else 0
        if added or not lost:
            words = "1 answer is noted." if added == 1 else f"{added} answers are noted."
            messages.success(request, words if added else "Nothing had changed.")
        if stopped:
            words = "1 piece that was sent is" if stopped == 1 else f"{stopped} pieces that were sent are"
            messages.warning(request, f"{words} stopped now. Your partner is asked to take prints down.")
        if lost:
            words = "A colleague changed the same answer meanwhile. Theirs stands: look again."
            messages.warning(request, words)
        return redirect("exchange:permissions", own.id)
    held, last = queries.ledger_of(request.viewer, own.id)
    lines = lines_for(children, held)
    context = {
        "own": own,
        "lines": lines,
        "uses": [label for _, label in USES],
        "words": WORDS,
        "seen": last,
        "missing": sum(not line.complete for line in lines),
    }
    return render(request, "exchange/permissions/table.html", context)
