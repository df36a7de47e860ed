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


def place_context(place: Place, *, organiser: bool = False, **forms: Any) -> dict[str, Any]:
    """A place as its page shows it, in words for whoever holds it or for the organiser."""
    occasion = place.occasion
    booked = place.state == Place.State.BOOKED
    coming = not occasion.is_over and occasion.state != Occasion.State.CANCELLED
    return {
        "place": place,
        "occasion": occasion,
        "facts": facts_of(occasion, joining=booked or organiser),
        "answers": pages.answers_in_words(place, pages.questions_of(occasion)),
        "tone": TONES.get(place.state, "plain"),
        "can_give_up": coming and place.state in ("booked", "waiting", "invited"),
        "can_send": coming and booked and place.link_class is None,
        "can_count": not occasion.has_begun and coming and place.link_class is not None,
        "has_certificate": papers.has_certificate(place),
        "why": forms.get("why") or WhyForm(organiser=organiser),
        "colleague": forms.get("colleague") or ColleagueForm(organiser=organiser),
        "numbers": forms.get("numbers") or ClassForm(initial={"children": place.children, "adults": place.adults}),
    }


def act_on_place(
    request: Request, place: Place, *, back: str, guest: bool = False, organiser: bool = False
) -> HttpResponse:
    """Show a place, or do what its page asks: give it up, send a colleague, count a class. Acts once however often posted.

    `organiser` says that the reader runs the occasion and acts for whoever holds the place.
    """
    shown: dict[str, Any] = {}
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    try:
        if verb == "give_up" and (why := WhyForm(request.POST)).is_valid():
            actions.give_up_place(by=request.viewer, place=place, why=why.cleaned_data["why"], guest=guest)
            messages.success(request, GIVEN_UP[organiser])
            return redirect(back)
        if verb == "colleague":
            shown["colleague"] = form = ColleagueForm(request.POST, organiser=organiser)
            if form.is_valid():
                who = pages.colleague_of(place, form.cleaned_data["name"], form.cleaned_data["email"])
                new = actions.send_colleague(by=request.viewer, place=place, who=who, guest=guest)
                instead = place.name if organiser else "you"
                messages.success(request, f"{new.name} comes instead of {instead}. Both get an e-mail.")
                return redirect(back)
        if verb == "class":
            shown["numbers"] = numbers = ClassForm(request.POST)
            if numbers.is_valid():
                answered = actions.answer_for_class(by=request.viewer, place=place, **numbers.cleaned_data)
                messages.success(request, COUNTED[answered.state == Place.State.WAITING, organiser])
                return redirect(back)
    except Refused as trouble:
        messages.error(request, str(trouble))
        if verb == "give_up":
            return redirect(back)
    context = {**place_context(place, organiser=organiser, **shown), "guest": guest, "back": back}
    return render(request, "booking/placed.html" if organiser else "booking/place.html", context)


GIVEN_UP = {
    False: "Thank you for telling us. Your place is free for somebody else.",
    True: "The place is free for somebody else. They get an e-mail.",
}
# waits or not, in words for the organiser or for whoever holds the place
COUNTED = {
    (True, False): "You are on the waiting list.",
    (True, True): "The class is on the waiting list.",
    (False, False): "Your class has its places.",
    (False, True): "The class has its places.",
}


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
