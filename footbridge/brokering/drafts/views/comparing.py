"""Two drafts side by side, or a draft beside last year's pairs, pairing by hand, or the best there is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.drafts import comparison
from footbridge.brokering.drafts.board import board_of
from footbridge.brokering.drafts.queries import draft_for, drafts_of
from footbridge.brokering.drafts.views.boards import frame


@requires(Permission.BROKER_LINKS)
def compare(request: Request, draft_id: int) -> HttpResponse:
    """What changes, the total, the worst link, who is left."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    others = [other for other in drafts_of(request.viewer, draft.linking_year) if other.pk != draft.pk]
    asked = request.GET.get("with", "")
    other = next((one for one in others if str(one.pk) == asked), None)
    choices = [*comparison.KINDS, *((str(one.pk), one.name) for one in others)]
    found = comparison.beside_draft(board, other) if other else comparison.beside(board, asked)
    context = {**frame(request, draft, board, "compare"), "choices": choices, "asked": asked, "found": found}
    return render(request, "brokering/drafts/compare.html", context)
