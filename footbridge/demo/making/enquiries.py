"""Enquiries in every state, the classes they offer, contradictions and duplicates, and the talks about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from footbridge.demo.making.world import Local, Member, World
from footbridge.interest.keys import LETTERS
from footbridge.interest.models import Interest, OfferedClass, Talk

REASONS = (
    "We have a new Year 4 team and want to settle first.",
    "Ofsted is due and we cannot take on anything more this year.",
    "Coaches are beyond our budget this year.",
    "The teacher who led linking has moved to another school.",
    "We link with a school abroad this year.",
)
WISHES = (
    "Our children rarely leave the estate; a school with a big field would be lovely.",
    "A partner that sings: we have a strong choir.",
    "We would like a partner who can host outdoors.",
    "Please, a class of about the same size.",
    "Two of our children use sign language; a partner who is curious about it would be wonderful.",
)
RED_LINES = (
    "No visits on Fridays: half the class is at swimming.",
    "Our hall has stairs only, so we cannot host a class with a wheelchair user.",
    "Not the school we are federating with, please.",
)
# what was said, the next step, days from the talk until it is due
TALKS = (
    ("Keen. Wants to see the costs of coaches in writing first.", "Send the page on costs", 5),
    ("Head will ask the governors at their next meeting.", "Ring after the governors’ meeting", 14),
    ("Two classes rather than one, if the second teacher agrees.", "Ask whether the second teacher agreed", 7),
    ("Linked with us years ago and remembers it fondly. Wants a different partner.", "", 0),
    ("Line engaged twice, then left a message with the office.", "Try again in the morning", 1),
    (
        "Worried about distance; fine when told that coaches are shared.",
        "Send two likely partners when the draft is ready",
        21,
    ),
)
SIZES, CHANCES = np.arange(25, 32), [0.04, 0.08, 0.13, 0.17, 0.2, 0.24, 0.14]  # 25 to 31 children, mostly 28 to 30


def make(world: World) -> str:
    """Last year's and this year's enquiries with classes and talks; returns what was counted."""
    counts = {"enquiries": 0, "classes": 0, "talks": 0}
    for local in world.locals.values():
        for start in local.years:
            rng = world.rng("enquiries", local.place.slug, str(world.year - start))
            maker = _Maker(world, local, start, rng)
            maker.ask_all()
            maker.store()
            counts["enquiries"] += len(maker.interests)
            counts["classes"] += len(maker.classes)
            counts["talks"] += len(maker.talks)
    return ", ".join(f"{n} {word}" for word, n in counts.items())


class _Maker:
    """Makes the enquiries of one linking year."""

    def __init__(self, world: World, local: Local, start: int, rng: np.random.Generator) -> None:
        self.world, self.local, self.start, self.rng = world, local, start, rng
        self.past = start < world.year
        self.interests: list[Interest] = []
        self.classes: list[OfferedClass] = []
        self.talks: list[Talk] = []
        self.later: dict[str, Interest] = {}  # by the reference of the answer it replaced

    def ask_all(self) -> None:
        """Every school answers as its stage has it; the last of a programme never answered."""
        offering = [one for one in self.local.members if one.classes]
        others = [one for one in self.local.members if not one.classes]
        for n, one in enumerate(offering):
            if self.past and self.rng.random() < 0.12:
                continue  # new this year
            self._yes(one, n)
        if self.past:
            return
        if others:
            self._no(others[0])
        if len(others) > 2 or (others and self.local.place.stage in ("recruiting", "brokering")):
            self._maybe(others[1])
        self._oddities([one for one in offering if not one.secondary])
        if self.local.place.stage == "january" or (self.world.small and self.local.place.stage != "worked"):
            self._january(offering[-2:])

    def _yes(self, one: Member, n: int) -> None:
        state = Interest.State.SETTLED
        if not self.past:
            late = {"recruiting": 0.75, "brokering": 0.3, "worked": 0.1 if self.world.small else 0.3}.get(
                self.local.place.stage, 0.04
            )
            if self.rng.random() < late or n == 1:
                state = Interest.State.IN_TALK if n % 2 else Interest.State.RECEIVED
        interest = self._interest(one, "yes", state)
        if self.rng.random() < 0.25:
            interest.wishes = str(self.rng.choice(WISHES))
        if self.rng.random() < 0.08:
            interest.red_lines = str(self.rng.choice(RED_LINES))
        self._offer_classes(interest, one, one.classes)
        if state is Interest.State.IN_TALK or self.rng.random() < 0.15:
            self._talk(interest)

    def _no(self, one: Member) -> None:
        interest = self._interest(one, "no", Interest.State.SETTLED)
        interest.reason, interest.ask_next_year = str(self.rng.choice(REASONS)), True

    def _maybe(self, one: Member) -> None:
        self._talk(self._interest(one, "maybe", Interest.State.IN_TALK))

    def _oddities(self, offering: list[Member]) -> None:
        """A withdrawn answer, a replaced one, a second one from the same school, and one that contradicts the first."""
        if len(offering) < 4 or not (self.world.small or self.local.place.slug in ("derby", "leicester", "bradford")):
            return
        taken_back = self._interest(offering[0], "yes", Interest.State.WITHDRAWN, days=95)
        taken_back.wishes = "Asked to withdraw: the class is joined with another."
        self._offer_classes(taken_back, offering[0], 1, withdrawn=True)
        replaced = self._interest(offering[1], "maybe", Interest.State.REPLACED, days=250)
        self.later[replaced.reference] = next(i for i in self.interests if i.school_id == offering[1].school.pk)
        twice = self._interest(offering[2], "yes", Interest.State.RECEIVED, days=6)
        twice.source = "sheet"
        against = self._interest(offering[3], "no", Interest.State.RECEIVED, days=4)
        against.reason, against.contact_role = "The office was asked to answer before the head saw it.", "School office"

    def _january(self, ones: list[Member]) -> None:
        for one in ones:
            interest = self._interest(one, "yes", Interest.State.RECEIVED, days=3)
            interest.intake = "january"
            self._offer_classes(interest, one, 1, name="Late class")

    def _interest(self, one: Member, answer: str, state: str, *, days: int | None = None) -> Interest:
        rng = self.rng
        if days is None:
            days = int(rng.integers(100, 230)) if state == Interest.State.SETTLED else int(rng.integers(2, 40))
        created = self.world.moment(days + (365 if self.past else 0), rng)
        person, role = (one.office, "School office") if one.office and rng.random() < 0.5 else (one.head, "Headteacher")
        assert person is not None
        made = Interest(
            linking_year=self.local.years[self.start],
            school=one.school,
            reference=self._reference(),
            answer=answer,
            state=state,
            source=str(rng.choice(["form", "invitation", "sheet", "facilitator"], p=[0.55, 0.25, 0.15, 0.05])),
            contact_name=person.name,
            contact_role=role,
            contact_email=person.email,
            contact_phone=f"01632 960{rng.integers(0, 1000):03d}",
            owner=self.local.facilitators[int(rng.integers(len(self.local.facilitators)))],
            created=created,
            linked_before=None if rng.random() < 0.1 else not self.past or rng.random() < 0.7,
            **(self._wishes(one) if answer == "yes" else {}),
        )
        self.interests.append(made)
        return made

    def _reference(self) -> str:
        letters = "".join(LETTERS[i] for i in self.rng.integers(0, len(LETTERS), 7))
        return f"FB-{letters[:4]}-{letters[4:]}"

    def _wishes(self, one: Member) -> dict[str, Any]:
        rng = self.rng
        kinds = ["church", "faith_other", "non_faith", "rural", "urban"]
        return {
            "partner_wish": str(rng.choice(["any", "another", "same"], p=[0.6, 0.25, 0.15])),
            "together": str(rng.choice(["either", "together", "apart"], p=[0.6, 0.3, 0.1])) if one.classes > 1 else "either",
            "three_schools": bool(rng.random() < 0.7),
            "max_distance_km": int(rng.choice([15, 20, 25])) if rng.random() < 0.08 and not one.secondary else None,
            "needs_step_free": bool(rng.random() < 0.06),
            "wanted_kinds": [str(rng.choice(kinds))] if rng.random() < 0.3 else [],
            "refused_kinds": ["independent"] if rng.random() < 0.03 else [],
            "days_not": sorted({str(rng.choice(["mon", "fri", "wed"]))}) if rng.random() < 0.25 else [],
        }  # fmt: skip

    def _offer_classes(
        self, interest: Interest, one: Member, classes: int, *, withdrawn: bool = False, name: str = ""
    ) -> None:
        rng = self.rng
        first = (
            int(rng.choice([7, 8]))
            if one.secondary
            else int(rng.choice([3, 4, 5, 2, 6], p=[0.22, 0.46, 0.28, 0.01, 0.03]))
        )
        small = one.school.kind_group in ("Special schools", "Independent schools")
        for n in range(classes):
            years = [first] if one.secondary or rng.random() > 0.12 else sorted({first, min(6, first + 1)})
            size = int(rng.integers(7, 12)) if one.school.phase == "Special" else int(rng.choice(SIZES, p=CHANCES))
            size = 25 if small and size > 25 else size
            pair = [person.name for person in one.teachers[2 * n : 2 * n + 2]]
            settled = self.past or interest.state == Interest.State.SETTLED
            self.classes.append(
                OfferedClass(
                    interest=interest,
                    linking_year=interest.linking_year,
                    school=one.school,
                    name=name or f"Year {' and '.join(map(str, years))}{'ABC'[n] if classes > 1 else ''}",
                    years=years,
                    size=None if not settled and rng.random() < 0.15 else size,
                    teachers=" and ".join(pair) if settled and not withdrawn else "",
                    withdrawn=interest.created + timedelta(days=9) if withdrawn else None,
                )
            )  # fmt: skip

    def _talk(self, interest: Interest) -> None:
        rng = self.rng
        summary, step, days = TALKS[int(rng.integers(len(TALKS)))]
        at: datetime = interest.created + timedelta(days=int(rng.integers(0, 2)), hours=1)
        due = at.date() + timedelta(days=days) if step else None
        over = self.past or interest.state == Interest.State.SETTLED
        self.talks.append(
            Talk(
                interest=interest,
                by=interest.owner,
                at=at,
                way=str(rng.choice(["phone", "mail", "visit", "online"], p=[0.6, 0.25, 0.1, 0.05])),
                talked_with=interest.contact_name,
                summary=summary,
                next_step=step,
                next_on=due,
                done=at + timedelta(days=days) if step and over else None,
            )
        )

    def store(self) -> None:
        """Write what was made; the day of change is the day of the answer, not of the making."""
        Interest.objects.bulk_create(self.interests, batch_size=1000)
        for interest in self.interests:
            if later := self.later.get(interest.reference):
                interest.replaced_by = later
                interest.save(update_fields=["replaced_by"])
        OfferedClass.objects.bulk_create(self.classes, batch_size=1000)
        Talk.objects.bulk_create(self.talks)
        self.local.interests[self.start] = self.interests
        self.local.classes[self.start] = [c for c in self.classes if c.withdrawn is None]
