"""Writing to many schools in one go: choose the words, see every letter, send; and the programme's words for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.care.flags.board import Row, live_links, rows_of
from footbridge.care.nudges import actions, letters
from footbridge.care.nudges.forms import NudgeForm, WordsForm
from footbridge.care.nudges.words import KINDS
from footbridge.care.queries import programmes_of
from footbridge.programmes.models import Programme

cares = requires(Permission.LOOK_AFTER_LINKS)


@cares
def nudge(request: Request) -> HttpResponse:
    """GET chooses words for the ticked links; POST shows every letter, and sends when asked to."""
    chosen = _chosen(request)
    back = reverse("care:board")
    if not chosen:
        messages.warning(request, "Tick at least one link, then write to its schools.")
        return redirect(back)
    about = _about(request, chosen)
    programme = chosen[0].link.linking_year.programme
    words = letters.words_of(request.viewer, programme, about)
    start = {"audience": KINDS[about].audience, "subject": words.subject, "words": words.words}
    form = NudgeForm(request.POST if request.method == "POST" else None, initial=start)
    post = None
    if request.method == "POST" and form.is_valid():
        said = letters.Words(form.cleaned_data["subject"], form.cleaned_data["words"])
        post = letters.post_of(request.viewer, chosen, about, form.cleaned_data["audience"], said)
        if "send" in request.POST and post.letters:
            sent = actions.send_nudges(by=request.viewer, about=about, letters=post.letters)
            _say(request, sent)
            return redirect(back)
    context = {
        "form": form,
        "chosen": chosen,
        "about": about,
        "kinds": [(key, kind.short) for key, kind in KINDS.items()],
        "own": words.own,
        "programme": programme,
        "post": post,
        "back": back,
    }
    return render(request, "care/nudge.html", context)


@cares
def words(request: Request) -> HttpResponse:
    """The kinds of nudge with the words each programme uses."""
    found = [
        {
            "programme": programme,
            "kinds": [(key, kind, letters.words_of(request.viewer, programme, key)) for key, kind in KINDS.items()],
        }
        for programme in programmes_of(request.viewer)
    ]
    return render(request, "care/words.html", {"programmes": found})


@cares
def change_words(request: Request, slug: str, about: str) -> HttpResponse:
    """Change a programme's words for one kind of nudge, or go back to the network's."""
    programme = _programme(request, slug)
    if about not in KINDS:
        raise Http404
    current = letters.words_of(request.viewer, programme, about)
    form = WordsForm(
        request.POST if request.method == "POST" else None, initial={"subject": current.subject, "words": current.words}
    )
    if request.method == "POST":
        if "network" in request.POST:
            actions.take_network_words(by=request.viewer, programme=programme, about=about)
            messages.success(request, "The network's words are used again.")
            return redirect("care:words")
        if form.is_valid():
            actions.keep_words(by=request.viewer, programme=programme, about=about, **form.cleaned_data)
            messages.success(request, "Kept. The next nudge begins with these words.")
            return redirect("care:words")
    context = {"form": form, "programme": programme, "kind": KINDS[about], "own": current.own}
    return render(request, "care/change_words.html", context)


def _chosen(request: Request) -> Sequence[Row]:
    sent = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in sent.getlist("link") if one.isdecimal() and len(one) < 15]
    links = live_links(request.viewer, link_ids=ids) if ids else []
    return rows_of(request.viewer, links, timezone.localdate())


def _about(request: Request, chosen: Sequence[Row]) -> str:
    """What the letter is about: as asked, else what most of the chosen links need first."""
    asked = (request.POST if request.method == "POST" else request.GET).get("about", "")
    if asked in KINDS:
        return asked
    first = [row.flags[0].about for row in chosen if row.flags]
    return max(first, key=first.count) if first else "other"


def _programme(request: Request, slug: str) -> Programme:
    found = next((one for one in programmes_of(request.viewer) if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _say(request: Request, sent: int) -> None:
    if sent:
        messages.success(
            request, f"{sent} letter{'s are' if sent != 1 else ' is'} on the way, and logged with each link."
        )
    else:
        messages.info(request, "These letters went today already, so nothing was sent.")
