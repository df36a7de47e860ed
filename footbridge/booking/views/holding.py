"""For people with an account: their dates, booking, their place."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.booking import actions
from footbridge.booking.forms import QuestionsForm
from footbridge.booking.queries import pages
from footbridge.booking.rules import Refused, refusal
from footbridge.booking.views.parts import TONES, act_on_place, facts_of, file_answer
from footbridge.booking.words import hours_of


@requires(Permission.BOOK_PLACES)
@require_safe
def mine(request: Request) -> HttpResponse:
    """My dates: what I am booked on, and what I could book."""
    places = [
        {"place": one, "hours": hours_of(one.occasion), "tone": TONES.get(one.state, "plain")}
        for one in pages.own_places(request.viewer)
    ]
    offered = [{"occasion": one, "hours": hours_of(one)} for one in pages.bookable(request.viewer)]
    context = {"places": places, "offered": offered, "trains": request.viewer.may(Permission.SEE_OWN_TRAINING)}
    return render(request, "booking/mine.html", context)


@requires(Permission.BOOK_PLACES)
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, pk: int) -> HttpResponse:
    """One occasion, to book for oneself."""
    occasion = pages.occasion_for(request.viewer, pk)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=pages.questions_of(occasion))
    who = pages.who_of(request.viewer)
    trouble, why_not = "", refusal(occasion, who) if request.method != "POST" else ""
    if request.method == "POST" and form.is_valid() and not occasion.by_class:
        try:
            place = actions.book_place(
                by=request.viewer,
                occasion=occasion,
                who=who,
                answers=form.answers(),
                sent_key=secrets.token_hex(12),
            )
        except Refused as refused:
            trouble = str(refused)
        else:
            return redirect("booking:place", place.pk)
    facts = facts_of(occasion, public=True)
    context = {"occasion": occasion, "form": form, "facts": facts, "trouble": trouble, "why_not": why_not}
    return render(request, "booking/book.html", context)


@requires(Permission.BOOK_PLACES)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Request, pk: int) -> HttpResponse:
    """One place: what it says, and cannot come, a colleague instead, how many of a class come."""
    return act_on_place(request, pages.place_for(request.viewer, pk), back=request.path)


@requires(Permission.BOOK_PLACES)
@require_safe
def place_file(request: Request, pk: int, kind: str) -> HttpResponse:
    """Calendar file or certificate of one's place."""
    return file_answer(pages.place_for(request.viewer, pk), kind)
