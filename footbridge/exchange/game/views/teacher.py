"""The teacher's side of the game: choose questions, ask, count, tell, show; and the shared board."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, Request, requires
from footbridge.exchange.game import actions, queries
from footbridge.exchange.game.forms import HandsForm, MakeForm, NumberForm, WordsForm
from footbridge.exchange.game.streaming import told
from footbridge.exchange.models import Game
from footbridge.exchange.questions.queries import questions_of
from footbridge.exchange.room.queries import Room, room_for


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def game(request: Request, link_id: int) -> HttpResponse:
    """Choose the questions of a game; while one is there, play it."""
    room = room_for(request.viewer, link_id)
    found = queries.game_of(request.viewer, link_id)
    if request.method == "GET" and found is not None and found.state != Game.State.OVER:
        return render(request, "exchange/game/play.html", _playing(request, room, found))
    asked = [one for one in questions_of(request.viewer, link_id) if one.state != "noted"]
    form = MakeForm(request.POST if request.method == "POST" else None, asked=asked)
    if form.is_valid():
        said = form.cleaned_data
        actions.make_game(
            by=request.viewer, link=link_id, guesses=said["guesses"], questions=said.get("questions") or []
        )
        return redirect("exchange:game", link_id)
    last = queries.board_of(request.viewer, found) if found and found.state == Game.State.OVER else None
    return render(request, "exchange/game/make.html", {"room": room, "form": form, "last": last})


def _playing(request: Request, room: Room, found: Game, **bound: Any) -> dict[str, Any]:
    board = queries.board_of(request.viewer, found)
    mine = next((one for one in board.halves if one.mine), None)
    hands = {"we": mine.we, "they": mine.they, "same": mine.same} if mine and mine.votes else {}
    forms = {"hands": HandsForm(initial=hands), "number": NumberForm(), "words": WordsForm(), "form": None}
    return {"room": room, "board": board, "mine": mine, **forms, **bound}


@requires(Permission.RUN_EXCHANGE)
@require_POST
def play(request: Request, link_id: int, verb: str) -> HttpResponse:
    """Ask the next round, count hands, tell, show, end. What was typed wrongly comes back."""
    room = room_for(request.viewer, link_id)
    found = queries.game_of(request.viewer, link_id)
    if found is None or found.state == Game.State.OVER:
        return redirect("exchange:game", link_id)
    position = int(request.POST["round"]) if request.POST.get("round", "").isdecimal() else -1
    try:
        bound = _act(request, found, position, verb)
    except actions.CannotPlay as trouble:
        messages.warning(request, str(trouble))
        return redirect("exchange:game", link_id)
    if bound is None:
        return redirect("exchange:game", link_id)
    shown = _playing(request, room, found, **bound, form=next(iter(bound.values())))
    return render(request, "exchange/game/play.html", shown)


def _act(request: Request, found: Game, position: int, verb: str) -> dict[str, Any] | None:
    """Do one verb; answers with the form that has to come back, or nothing."""
    by: dict[str, Any] = {"by": request.viewer, "game": found}
    if verb == "next":
        actions.ask_next(**by, after=position)
    elif verb == "show":
        actions.show_round(**by, position=position)
    elif verb == "end":
        actions.end_game(**by)
    elif verb == "hands":
        hands = HandsForm(request.POST)
        if not hands.is_valid():
            return {"hands": hands}
        actions.count_hands(**by, position=position, counts=hands.counts)
    elif verb == "number":
        number = NumberForm(request.POST)
        if not number.is_valid():
            return {"number": number}
        actions.tell(**by, position=position, number=number.cleaned_data["number"])
    elif verb == "words":
        words = WordsForm(request.POST)
        if not words.is_valid():
            return {"words": words}
        actions.tell(**by, position=position, words=words.cleaned_data["words"])
    else:
        raise Http404
    return None


def _found(request: Request, link_id: int) -> Game:
    room_for(request.viewer, link_id)
    found = queries.game_of(request.viewer, link_id)
    if found is None:
        raise Http404
    return found


@requires(Permission.RUN_EXCHANGE)
@require_safe
def board(request: Request, link_id: int) -> HttpResponse:
    """The shared board, as large as the whiteboard."""
    found = _found(request, link_id)
    return render(request, "exchange/game/board.html", {"board": queries.board_of(request.viewer, found)})


@requires(Permission.RUN_EXCHANGE)
@require_safe
def board_part(request: Request, link_id: int) -> HttpResponse:
    """The board's part that changes; nothing when the version is the one that the board has."""
    found = _found(request, link_id)
    if request.GET.get("v") == f"{found.version}":
        return HttpResponse(status=204)
    return render(request, "exchange/game/_board.html", {"board": queries.board_of(request.viewer, found)})


@requires(Permission.RUN_EXCHANGE)
@require_safe
def live(request: Request, link_id: int) -> StreamingHttpResponse:
    """Server-sent events: one version each."""
    found = _found(request, link_id)
    seen = request.headers.get("Last-Event-ID", "")
    response = StreamingHttpResponse(
        told(seen, partial(queries.version_of, found)), content_type="text/event-stream; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response
