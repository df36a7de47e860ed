"""What every page for families has: its language and the others to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from footbridge.access.http import Request
from footbridge.exchange.families.languages import BUILT_IN, ENGLISH, Language
from footbridge.exchange.families.opening import Opened, opened
from footbridge.exchange.families.speech import Speech, languages_of, speech_before_code, speech_for, usable_of


@dataclass(frozen=True)
class Choice:
    """A language to read this page in."""

    language: Language
    url: str
    chosen: bool


def speech_of(language: str, behind: Opened | None) -> Speech:
    """The language of an address, as the programme behind the code speaks it; English where it is not known."""
    if behind is None:
        return speech_before_code(language)
    known = languages_of(behind.programme).get(language, BUILT_IN[ENGLISH])
    return speech_for(known, behind.programme)


def page(
    request: Request,
    template: str,
    speech: Speech,
    context: Mapping[str, Any],
    *,
    behind: Opened | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page for families in its language, kept by no cache, with links to itself in the others.

    Before a code is given nobody knows the programme: then the languages of the house are offered, and the page's own.
    """
    match = request.resolver_match
    assert match is not None
    offered = usable_of(behind.programme) if behind else {**BUILT_IN, speech.language.code: speech.language}
    name = "exchange:family_start" if match.view_name == "exchange:family" else match.view_name
    choices = [
        Choice(one, reverse(name, kwargs={**match.kwargs, "language": one.code}), one == speech.language)
        for one in offered.values()
    ]
    language = {"language": speech.language.code, "direction": speech.language.direction}
    response = render(
        request, template, {"speech": speech, "choices": choices, **language, **context}, status=status
    )  # fmt: skip
    response["Cache-Control"], response["X-Robots-Tag"] = "no-store", "noindex"
    return response


def behind_code(request: Request) -> Opened | None:
    """What this browser has opened with a code."""
    return opened(request.session)
