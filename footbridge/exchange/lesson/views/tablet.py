"""The tablets' side of class mode: in with the code, then write, draw, photograph or ask. Nothing here reads a row of the exchange."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Request, holding, public
from footbridge.exchange.game.queries import is_played
from footbridge.exchange.lesson import holding as passes
from footbridge.exchange.lesson.codes import hash_of, typed
from footbridge.exchange.lesson.doors import done, on_tablet, said
from footbridge.exchange.lesson.forms import QuestionForm, WriteForm
from footbridge.exchange.lesson.handing import (
    LONGEST_VOICE,
    TakenNoMore,
    TooManyAtOnce,
    hand_in,
    in_turn,
    records_voices,
    within_reason,
)
from footbridge.exchange.media.microphone import with_microphone
from footbridge.people import throttle
from footbridge.people.throttle import TooManyTries


@public
@require_http_methods(["GET", "POST"])
@on_tablet
def enter(request: Request) -> HttpResponse:
    """Type the code from the whiteboard; the square code leads here with it typed already."""
    if request.method == "GET":
        return render(request, "exchange/lesson/enter.html", {"trouble": "", "typed": ""})
    code = typed(request.POST.get("code", ""))
    network = throttle.network_of(request)
    try:
        throttle.count_try(passes.TYPE_CODE, network=network)
    except TooManyTries as wait:
        return render(request, "exchange/lesson/enter.html", {"trouble": str(wait), "typed": code}, status=429)
    lesson = passes.lesson_with_code(hash_of(code))
    if lesson is None:
        trouble = "That is not the code. Look at the board again." if code else "Type the code from the board."
        return render(request, "exchange/lesson/enter.html", {"trouble": trouble, "typed": code}, status=422)
    throttle.forgive(passes.TYPE_CODE, network=network)
    response = redirect("exchange:lesson_choose")
    passes.give(response, lesson)
    return response


@holding(passes.NAME)
@require_safe
@on_tablet
def choose(request: Request) -> HttpResponse:
    """What would you like to do? A picture for each thing, and the game while one is played."""
    lesson = passes.lesson_for(request.viewer)
    played, voices = lesson is not None and is_played(lesson), records_voices(lesson)
    speak = " record your voice," if voices else ""
    context = {
        "lesson": lesson, "sent": request.GET.get("sent", ""), "played": played, "voices": voices,
        "told": f"What will you do? Write, draw, take a photo,{speak} or ask a question.",
    }  # fmt: skip
    return render(request, "exchange/lesson/choose.html", context)


@holding(passes.NAME)
@require_http_methods(["GET", "POST"])
@on_tablet
def make(request: Request, what: str) -> HttpResponse:
    """Write, draw, photograph or ask; POST puts it into the teacher's tray."""
    return _made(request, what)


@holding(passes.NAME)
@require_http_methods(["GET", "POST"])
@on_tablet
@with_microphone
def speak(request: Request) -> HttpResponse:
    """Record one's voice; POST puts it into the teacher's tray. Only where both schools allow voices."""
    if request.method == "GET" and not records_voices(passes.lesson_for(request.viewer)):
        return redirect("exchange:lesson_choose")
    return _made(request, "voice")


def _made(request: Request, what: str) -> HttpResponse:
    template = f"exchange/lesson/{what}.html"
    lesson = passes.lesson_for(request.viewer)
    once = {"once": uuid.uuid4().hex}
    form = {"write": WriteForm, "ask": QuestionForm}.get(what)
    bound = form(request.POST if request.method == "POST" else None, initial=once) if form else None
    context = {"lesson": lesson, "form": bound, "longest": LONGEST_VOICE}
    if request.method == "GET":
        return render(request, template, {**context, "trouble": ""})
    if bound is not None and not bound.is_valid():
        return said(request, template, context, str(next(iter(bound.errors.values()))[0]))
    try:
        with in_turn(request, what):
            within_reason(request, lesson)
            hand_in(request, lesson, what, bound.cleaned_data if bound else {})
    except (TakenNoMore, TooManyTries) as trouble:
        return said(request, template, context, str(trouble))
    except TooManyAtOnce as trouble:
        return said(request, template, context, str(trouble), later=True)
    except PermissionDenied:  # closed in this very moment
        return redirect("exchange:lesson_enter")
    return done(request, f"{reverse('exchange:lesson_choose')}?sent={what}")


@holding(passes.NAME)
@require_POST
@on_tablet
def leave(request: Request) -> HttpResponse:
    """Give the pass back: this tablet forgets the lesson."""
    response = redirect("exchange:lesson_enter")
    passes.take(response)
    return response
