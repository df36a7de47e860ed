"""The game on a tablet in class mode: one question of our list, three buttons, and nothing of anybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Request, holding
from footbridge.exchange.game import actions, queries
from footbridge.exchange.game.guesses import GUESSES
from footbridge.exchange.lesson import holding as passes
from footbridge.exchange.lesson.doors import on_tablet
from footbridge.exchange.models import GameVote


@holding(passes.NAME)
@require_http_methods(["GET", "POST"])
@on_tablet
def guess(request: Request) -> HttpResponse:
    """Which class has more? POST votes."""
    lesson = passes.lesson_for(request.viewer)
    if request.method == "POST":
        position, choice = request.POST.get("round", ""), request.POST.get("choice", "")
        if position.isdecimal() and choice in GameVote.Choice.values:
            actions.vote(by=request.viewer, tablet=passes.tablet_of(request), position=int(position), choice=choice)
        return redirect(f"{request.path}?voted={position if position.isdecimal() else 0}")
    asked = queries.guess_for(lesson) if lesson else None
    voted = bool(asked) and request.GET.get("voted") == f"{asked.position if asked else 0}"
    context = {
        "lesson": lesson,
        "asked": asked,
        "ask": GUESSES[asked.guess].ask if asked else "",
        "choices": GameVote.Choice.choices,
        "voted": voted,
    }
    return render(request, "exchange/lesson/guess.html", context)
