"""Without an account: reading about a briefing, booking it, and acting on a place by the mailed link."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import public
from footbridge.access.http import Request
from footbridge.booking import actions, keys, throttles
from footbridge.booking.actions.knocking import note_wrong_code
from footbridge.booking.forms import CodeForm, GuestForm
from footbridge.booking.queries import pages
from footbridge.booking.rules import Refused, Who
from footbridge.booking.views.parts import act_on_place, facts_of, file_answer
from footbridge.people.throttle import TooManyTries, network_of

MINE = "booked_here"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: Request, pk: int) -> HttpResponse:
    """A briefing, and the form to book it."""
    occasion = pages.public_occasion(pk)
    questions = pages.questions_of(occasion)
    form = GuestForm(request.POST or None, questions=questions, initial={"sent_key": secrets.token_hex(12)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = Who(name=data["name"], email=data["email"], role=data["role"], school_words=data["school_words"])
        try:
            throttles.count_booking(who.email, network_of(request))
            place = actions.book_place(
                by=request.viewer, occasion=occasion, who=who, answers=form.answers(), sent_key=data["sent_key"]
            )
        except (Refused, TooManyTries) as trouble:
            form.add_error(None, str(trouble))
        else:
            if place.sent_key != data["sent_key"]:  # somebody has booked with this address before: the letter tells
                return render(request, "booking/known.html", {"occasion": occasion})
            request.session[MINE] = [*request.session.get(MINE, []), place.pk][-20:]
            return redirect("booking:mailed", keys.token_of(place))
    context = {"occasion": occasion, "form": form, "facts": facts_of(occasion, public=True)}
    return render(request, "booking/briefing.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mailed(request: Request, token: str) -> HttpResponse:
    """The mailed link: it says which occasion it is about; the code, or the browser that booked, opens the place."""
    place = pages.mailed_place(token)
    if place.pk in request.session.get(MINE, []):
        return act_on_place(request, place, guest=True, back=request.path)
    locked = place.code_tries >= keys.MOST_TRIES
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not locked:
        if keys.code_fits(form.cleaned_data["code"], place):
            request.session[MINE] = [*request.session.get(MINE, []), place.pk][-20:]
            return redirect(request.path)
        note_wrong_code(by=request.viewer, place=place)
        form.add_error("code", "This code is not the one in our e-mail. Check it and type it again.")
    return render(request, "booking/code.html", {"occasion": place.occasion, "form": form, "locked": locked})


@public
@require_safe
def mailed_file(request: Request, token: str, kind: str) -> HttpResponse:
    """Calendar file or certificate of a place that this browser has opened."""
    place = pages.mailed_place(token)
    if place.pk not in request.session.get(MINE, []):
        raise Http404
    return file_answer(place, kind)
