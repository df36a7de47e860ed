"""Schools that closed: where their people, invitations and open answers go."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import Permission, Request, requires
from footbridge.people.actions.moving import settle_move
from footbridge.people.forms import MoveForm
from footbridge.people.moves import gone_schools, settled_moves
from footbridge.people.rules import Refused
from footbridge.ui.parts import Crumb

decides = requires(Permission.INVITE_SCHOOLS, Permission.INVITE_FACILITATORS)


@decides
@require_safe
def moves(request: Request) -> HttpResponse:
    """Closed schools that wait for a decision, and those that were settled."""
    context = {
        "waiting": gone_schools(request.viewer),
        "settled": settled_moves(request.viewer),
        "crumbs": [Crumb("People", reverse("people:colleagues"))],
    }
    return render(request, "people/moves.html", context)


@decides
@require_http_methods(["GET", "POST"])
def move(request: Request, move: int) -> HttpResponse:
    """Decide which school takes over from one that closed."""
    found = next(iter(gone_schools(request.viewer, move)), None)
    if found is None:
        raise Http404
    form = MoveForm(request.POST if request.method == "POST" else None, schools=found.heirs)
    if form.is_valid():
        try:
            made = settle_move(by=request.viewer, move=found.move, after=form.chosen())
        except Refused as trouble:
            form.add_error(None, str(trouble))
        else:
            where = f"now stand at {made.after.name}" if made.after else "follow to no other school"
            messages.success(request, f"The people of {made.before.name} {where}.")
            return redirect("people:moves")
    return render(request, "people/move.html", {"form": form, "gone": found})
