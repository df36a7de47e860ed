"""Offering: the facilitator sees what each head will read, then offers; the head accepts, or declines with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.drafts.board import Board, board_of
from footbridge.brokering.drafts.queries import draft_for
from footbridge.brokering.drafts.steps import CannotDo, DraftMoved
from footbridge.brokering.drafts.views.boards import frame
from footbridge.brokering.drafts.views.change import conflict
from footbridge.brokering.links.queries import link_for, own_side
from footbridge.brokering.offers import actions
from footbridge.brokering.offers.forms import DeclineForm, OfferForm
from footbridge.brokering.offers.reach import reach_of
from footbridge.brokering.offers.reading import letters_of
from footbridge.people.rules import Refused


@requires(Permission.BROKER_LINKS)
def offer(request: Request, draft_id: int) -> HttpResponse:
    """GET shows what each head will read of every link; POST offers the chosen ones."""
    draft = draft_for(request.viewer, draft_id)
    if request.method == "POST":
        keys = request.POST.getlist("keys")
        form = OfferForm(request.POST, keys=keys)
        if form.is_valid():
            try:
                made = actions.offer_links(
                    by=request.viewer,
                    draft=draft,
                    version=form.cleaned_data["version"],
                    groups=form.cleaned_data["keys"],
                )
            except DraftMoved as moved:
                return conflict(request, moved, form)
            except (CannotDo, Refused) as problem:
                messages.warning(request, str(problem))
                return redirect("brokering:offer", draft.pk)
            links = "1 link is" if len(made) == 1 else f"{len(made)} links are"
            messages.success(request, f"{links} offered. The heads have been written to; you see their answers here.")
            return redirect("brokering:links")
        messages.warning(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
    board = board_of(request.viewer, draft)
    context = {**frame(request, draft, board, "offer"), "offers": _offers(board)}
    return render(request, "brokering/offers/preview.html", context)


def _offers(board: Board) -> list[dict[str, object]]:
    """Each link of the draft with the letters its heads will read, and schools whose head must be invited first."""
    reach = reach_of(board.cards)
    return [
        {
            "card": card,
            "letters": letters_of(board.pool, board.programme, card),
            "to_invite": reach.to_invite(card),
            "missing": reach.missing(card),
        }
        for card in board.cards
    ]


@requires(Permission.ACCEPT_OFFER)
@require_POST
def accept(request: Request, link_id: int) -> HttpResponse:
    """The head accepts."""
    link = link_for(request.viewer, link_id)
    side = own_side(request.viewer, link)
    if side is None:
        raise Http404
    try:
        settled = actions.accept_offer(by=request.viewer, link=link, school=side.school_id)
    except actions.Gone as gone:
        messages.warning(request, str(gone))
    else:
        stands = settled.state == "standing"
        messages.success(request, "Thank you. The link stands." if stands else "Thank you. You have accepted.")
    return redirect("brokering:link", link.pk)


@requires(Permission.ACCEPT_OFFER)
def decline(request: Request, link_id: int) -> HttpResponse:
    """The head declines, with a reason that is remembered."""
    link = link_for(request.viewer, link_id)
    side = own_side(request.viewer, link)
    if side is None:
        raise Http404
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            actions.decline_offer(
                by=request.viewer, link=link, school=side.school_id, kind=sent["kind"], words=sent["words"]
            )
            messages.success(request, "You have declined. Thank you for saying why; we look for another partner.")
        except actions.Gone as gone:
            messages.warning(request, str(gone))
        return redirect("brokering:link", link.pk)
    return render(request, "brokering/offers/decline.html", {"form": form, "link": link, "side": side})
