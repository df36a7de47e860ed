"""Derby's standing links of this year, each at another step of it."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.brokering.models import Link, LinkTeacher
from footbridge.demo.making.world import World

WHY = "the demonstration is made"


@dataclass(frozen=True)
class Step:
    """How far one link has come: its agreement as `agreements.py` makes it, its meetings as `visits.py` does."""

    agreement: str
    meetings: str


DONE = Step("signed", "done")  # whatever could be done until today is
STEPS = (
    Step("signed", "met"),  # the teachers who can be signed in as: they met, and meet again in four weeks
    Step("reminded", "tomorrow"),  # one head has not signed, and they meet in four days
    Step("changed", "proposed"),  # the clauses changed after both had signed; a day waits for the partner
    DONE,
    Step("signed", "uncounted"),  # they met ten days ago, and nobody said how many came
    Step("signed", "fell_out"),
    Step("unsigned", "marked"),  # it stands since last week
)


def steps(world: World) -> dict[int, Step]:
    """The step of each standing link, by its number. Those that somebody leads come first, so that the personas' link has the fullest
    story."""
    rows = Link.objects.unscoped(WHY).filter(linking_year=world.locals["derby"].years[world.year], state="standing")
    led = set(LinkTeacher.objects.unscoped(WHY).filter(link__in=rows).values_list("link", flat=True))
    ordered = sorted(rows.values_list("pk", flat=True), key=lambda link: (link not in led, link))
    return {link: STEPS[n % len(STEPS)] for n, link in enumerate(ordered)}
