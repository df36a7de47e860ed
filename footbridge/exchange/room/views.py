"""The rooms a teacher runs, one room, and its show on the whiteboard."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_classes
from footbridge.exchange.ending.queries import rooms_gone
from footbridge.exchange.game.queries import is_on
from footbridge.exchange.keepsake.queries import goodbyes_of
from footbridge.exchange.labels import counts_of
from footbridge.exchange.media.queries import on_their_way
from footbridge.exchange.permissions.queries import unknown_of
from footbridge.exchange.pieces.queries import cards_of, firsts_for
from footbridge.exchange.questions.queries import questions_of
from footbridge.exchange.resources.queries import taken_in
from footbridge.exchange.room import queries


@requires(Permission.RUN_EXCHANGE)
def rooms(request: Request) -> HttpResponse:
    """Every class that the viewer leads, with how far its list and its permissions are."""
    classes = own_classes(request.viewer)
    counts = counts_of({one.link for one in classes})
    rows = [
        {"own": one, "children": counts.get(one.id, 0), "unknown": unknown_of(request.viewer, one.id)}
        for one in classes
    ]
    context = {"rows": rows, "firsts": len(firsts_for(request.viewer)), "gone": rooms_gone(request.viewer)}
    return render(request, "exchange/room/rooms.html", context)


@requires(Permission.RUN_EXCHANGE)
def room(request: Request, link_id: int) -> HttpResponse:
    """One room: what is new, the pieces by key question, the balance; and what remains of it when it is deleted."""
    try:
        found = queries.room_for(request.viewer, link_id)
    except Http404:
        for gone in rooms_gone(request.viewer):
            if gone.link.pk == link_id:
                return render(request, "exchange/ending/gone.html", {"gone": gone})
        raise
    cards, asked = cards_of(request.viewer, link_id), questions_of(request.viewer, link_id)
    coming = on_their_way(request.viewer, link_id)
    context = {
        "on_their_way": coming,
        "making_ready": any(one.moving for one in coming),
        "room": found,
        "shelves": queries.shelves(cards),
        "balance": queries.balance_of(request.viewer, found, cards, asked),
        "waiting": [card for card in cards if not card.mine and not card.released],
        "tray": [card for card in cards if card.mine and card.piece.may_change],
        "open_questions": sum(not one.mine and one.state == "sent" for one in asked),
        "playing": is_on(request.viewer, link_id),
        "taken": taken_in(request.viewer, link_id),
        "showable": sum(card.show for card in cards),
        "goodbyes": goodbyes_of(link_id),
    }
    return render(request, "exchange/room/room.html", context)


@requires(Permission.RUN_EXCHANGE)
def show(request: Request, link_id: int) -> HttpResponse:
    """The whiteboard: one released piece a page, forward and back by keyboard, remote or link."""
    found = queries.room_for(request.viewer, link_id)
    cards = [card for card in cards_of(request.viewer, link_id) if card.show and not card.mine]
    asked = request.GET.get("n", "1")
    number = min(max(int(asked) if asked.isdecimal() else 1, 1), max(len(cards), 1))
    context = {
        "room": found,
        "card": cards[number - 1] if cards else None,
        "number": number,
        "count": len(cards),
        "before": number - 1 if number > 1 else 0,
        "after": number + 1 if number < len(cards) else 0,
    }
    return render(request, "exchange/room/show.html", context)
