"""What several pages of booking share: the facts of an occasion, one's place and what can be done with it, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from footbridge.access.http import Request
from footbridge.booking import actions, diaries, papers
from footbridge.booking.forms import ClassForm, ColleagueForm, WhyForm
from footbridge.booking.models import Occasion, Place
from footbridge.booking.queries import pages
from footbridge.booking.rules import Refused
from footbridge.booking.words import hours_of
from footbridge.paper.printing import download
from footbridge.ui.parts import Row, Tone

TONES: dict[str, Tone] = {"booked": "good", "waiting": "warning", "invited": "info", "cannot_come": "plain"}


def facts_of(occasion: Occasion, *, public: bool = False, joining: bool = False) -> list[Row]:
    """When, where, how; `joining` for those who are booked."""
    rows = [Row("When", hours_of(occasion)), Row("How", occasion.get_how_display())]
    if occasion.place:
        rows.append(Row("Where", occasion.place))
    if joining and occasion.joining:
        rows.append(Row("How to find or join it", occasion.joining))
    if not occasion.has_begun and occasion.state == Occasion.State.OPEN:
        left = "all taken; you can go on the waiting list" if occasion.free == 0 else f"{occasion.free} left"
        rows.append(Row("Places", left if public else f"{occasion.booked} of {occasion.capacity} taken"))
    return rows


def place_context(place: Place, **forms: Any) -> dict[str, Any]:
    """A place as its page shows it."""
    occasion = place.occasion
    booked = place.state == Place.State.BOOKED
    coming = not occasion.is_over and occasion.state != Occasion.State.CANCELLED
    return {
        "place": place,
        "occasion": occasion,
        "facts": facts_of(occasion, joining=booked),
        "answers": pages.answers_in_words(place, pages.questions_of(occasion)),
        "tone": TONES.get(place.state, "plain"),
        "can_give_up": coming and place.state in ("booked", "waiting", "invited"),
        "can_send": coming and booked and place.link_class is None,
        "can_count": not occasion.has_begun and coming and place.link_class is not None,
        "has_certificate": papers.has_certificate(place),
        "why": forms.get("why") or WhyForm(),
        "colleague": forms.get("colleague") or ColleagueForm(),
        "numbers": forms.get("numbers") or ClassForm(initial={"children": place.children, "adults": place.adults}),
    }


def act_on_place(request: Request, place: Place, *, guest: bool, back: str) -> HttpResponse:
    """Show a place, or do what its page asks: give it up, send a colleague, count a class. Acts once however often posted."""
    shown: dict[str, Any] = {}
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    try:
        if verb == "give_up" and (why := WhyForm(request.POST)).is_valid():
            actions.give_up_place(by=request.viewer, place=place, why=why.cleaned_data["why"], guest=guest)
            messages.success(request, "Thank you for telling us. Your place is free for somebody else.")
            return redirect(back)
        if verb == "colleague":
            shown["colleague"] = form = ColleagueForm(request.POST)
            if form.is_valid():
                who = pages.colleague_of(place, form.cleaned_data["name"], form.cleaned_data["email"])
                new = actions.send_colleague(by=request.viewer, place=place, who=who, guest=guest)
                messages.success(request, f"{new.name} comes instead of you. Both of you get an e-mail.")
                return redirect(back)
        if verb == "class":
            shown["numbers"] = numbers = ClassForm(request.POST)
            if numbers.is_valid():
                answered = actions.answer_for_class(by=request.viewer, place=place, **numbers.cleaned_data)
                waits = answered.state == Place.State.WAITING
                messages.success(request, "You are on the waiting list." if waits else "Your class has its places.")
                return redirect(back)
    except Refused as trouble:
        messages.error(request, str(trouble))
        if verb == "give_up":
            return redirect(back)
    return render(request, "booking/place.html", {**place_context(place, **shown), "guest": guest, "back": back})


def file_answer(place: Place, kind: str) -> HttpResponse:
    """The calendar file or the certificate of a place. Raises Http404 where there is none."""
    if kind == "diary" and place.link_class is None:
        response = HttpResponse(diaries.file_of(place), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="date.ics"'
        response["Cache-Control"] = "no-store"
        return response
    if kind == "certificate" and papers.has_certificate(place):
        return download(papers.certificates(place.occasion, [place]), "certificate")
    raise Http404
