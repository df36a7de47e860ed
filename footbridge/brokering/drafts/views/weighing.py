"""The sliders: what other weights and rules would change, before they are kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.drafts import actions, comparison
from footbridge.brokering.drafts.board import board_of
from footbridge.brokering.drafts.forms import RULES, WEIGHTS, WeightsForm
from footbridge.brokering.drafts.queries import draft_for
from footbridge.brokering.drafts.views.boards import frame
from footbridge.brokering.drafts.views.change import perform


@requires(Permission.BROKER_LINKS)
def weights(request: Request, draft_id: int) -> HttpResponse:
    """GET shows the sliders and, with values in the address, their effect. POST keeps them."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    start = {"version": draft.version, **board.state.weights, **board.state.rules}
    tried = request.method == "POST" or "ethnicity" in request.GET
    sent_in = request.POST if request.method == "POST" else request.GET
    form = WeightsForm(sent_in if tried else None, initial=start)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        return perform(
            request,
            draft,
            form,
            lambda: actions.weigh(
                by=request.viewer,
                draft=draft,
                version=sent["version"],
                weights=form.weights(),
                own_rules=form.rules(),
                again="propose" in request.POST,
            ),
        )
    effect = comparison.effect_of(board, form.weights(), form.rules()) if tried and form.is_valid() else None
    context = {
        **frame(request, draft, board, "weights"),
        "form": form,
        "effect": effect,
        "sliders": " ".join(WEIGHTS),
        "rule_fields": " ".join(RULES),
    }
    return render(request, "brokering/drafts/weights.html", context)
