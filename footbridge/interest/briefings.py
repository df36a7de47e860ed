"""Briefing sessions beside the form: what a head can still come to, told by booking."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from footbridge.booking.queries.pages import public_briefings
from footbridge.booking.words import hours_of
from footbridge.programmes.models import LinkingYear


@dataclass(frozen=True)
class Briefing:
    """A briefing that comes: its title, hours and address."""

    title: str
    hours: str
    url: str


def briefings_for(year: LinkingYear) -> list[Briefing]:
    """Coming briefing sessions of a linking year. Empty: then nothing shows. One query."""
    return [
        Briefing(one.title, hours_of(one), reverse("booking:briefing", args=[one.pk]))
        for one in public_briefings(year.programme_id, year)
    ]
