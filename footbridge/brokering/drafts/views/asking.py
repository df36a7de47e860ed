"""Questions: everything about a class, about a link, "what if these were linked?", and what the choices so far cost."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering import costs
from footbridge.brokering.drafts import asking
from footbridge.brokering.drafts.board import Board, board_of
from footbridge.brokering.drafts.forms import PLACES, PairForm
from footbridge.brokering.drafts.queries import draft_for
from footbridge.brokering.drafts.state import group_from
from footbridge.brokering.drafts.views.boards import frame
from footbridge.brokering.problem.facts import KIND_WORDS

LONG = 12
SHORT = 5


@requires(Permission.BROKER_LINKS)
def one_class(request: Request, draft_id: int, class_id: int) -> HttpResponse:
    """A class: what its school asked for, its link, the best other partners and their price."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    if class_id not in board.pool.classes:
        raise Http404
    one = board.pool.classes[class_id]
    context = {
        **frame(request, draft, board, "class"),
        "one": one,
        "school": board.pool.schools[one.school],
        "card": board.card_with(class_id),
        "waits": next((row for row in board.waiting if row.one.id == class_id), None),
        "choices": asking.choices_for(board, class_id, LONG, exact="exact" in request.GET),
        "wanted": [KIND_WORDS[kind] for kind in sorted(one.wanted)],
        "refused": [KIND_WORDS[kind] for kind in sorted(one.refused)],
        "refused_schools": [board.pool.schools[n].name for n in one.refused_schools if n in board.pool.schools],
        "pair_form": PairForm(board, prefix="pair", initial={"first": str(class_id)}),
    }
    return render(request, "brokering/drafts/class.html", context)


@requires(Permission.BROKER_LINKS)
def partners(request: Request, draft_id: int, class_id: int) -> HttpResponse:
    """The best other partners of a class, as a part of the board."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    if class_id not in board.pool.classes:
        raise Http404
    one = board.pool.classes[class_id]
    context = {"draft": draft, "board": board, "one": one, "choices": asking.choices_for(board, class_id, SHORT)}
    return render(request, "brokering/drafts/_choices.html", context)


@requires(Permission.BROKER_LINKS)
def one_link(request: Request, draft_id: int, key: str) -> HttpResponse:
    """A link of the draft: everything for and against it, what else each class could have, fix, part, rule out."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    card = board.card(key)
    if card is None:
        raise Http404
    one, two = card.schools[0], card.schools[-1]
    context = {
        **frame(request, draft, board, "link"),
        "card": card,
        "choices": [(board.pool.classes[n], asking.choices_for(board, n, SHORT)) for n in card.group],
        "price": asking.price_of_fixed(board, card.group) if card.fixed else None,
        "ban_price": None if card.live else asking.price_of_ruling_out(board, one.id, two.id),
        "one": one,
        "two": two,
        # with other shapes than pairs each weight is a proposal of its own: only when asked for
        "sure": asking.how_sure(board, card.group) if board.best.session.plain or "sure" in request.GET else None,
        "coach_sentence": costs.CoachPrices.of(board.programme.pairing_rules).sentence,
    }
    return render(request, "brokering/drafts/link.html", context)


@requires(Permission.BROKER_LINKS)
def what_if_linked(request: Request, draft_id: int) -> HttpResponse:
    """ "Why not these?": the rule's sentence or the price, the link as it would be, and who would lose a partner."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    classes = _asked(request, board)
    many = "many" in request.GET or "pair-fourth" in request.GET
    context = {
        **frame(request, draft, board, "what-if"),
        "pair_form": PairForm(board, request.GET, prefix="pair", many=many)
        if "pair-first" in request.GET
        else PairForm(board, prefix="pair", classes=classes, many=many),
        "answer": asking.what_if(board, classes) if len(classes) > 1 else None,
    }
    return render(request, "brokering/drafts/what_if.html", context)


@requires(Permission.BROKER_LINKS)
def prices(request: Request, draft_id: int) -> HttpResponse:
    """What each fixed link and each pair ruled out costs the whole."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    context = {
        **frame(request, draft, board, "prices"),
        "pins": [(card, asking.price_of_fixed(board, card.group)) for card in board.fixed_cards],
        "bans": [(row, asking.price_of_ban(board, row.ban)) for row in board.bans],
    }
    return render(request, "brokering/drafts/prices.html", context)


def _asked(request: Request, board: Board) -> list[int]:
    """The classes an address asks about: `?classes=12-31`, or the boxes of the form."""
    if keyed := group_from(request.GET.get("classes", "")):
        return [one for one in keyed if one in board.pool.classes]
    boxes = (request.GET.get(f"pair-{name}", "") for name in PLACES)
    return list(dict.fromkeys(int(value) for value in boxes if value.isdecimal() and int(value) in board.pool.classes))
