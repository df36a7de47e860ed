"""The small world: two programmes with every kind of row."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from footbridge.brokering.models import Draft, Link, LinkSide
from footbridge.demo.making.world import World
from footbridge.interest.models import AgainInvitation, Interest, SheetRow, Talk
from footbridge.notify.models import Message
from footbridge.people.models import Invitation, Membership
from footbridge.programmes.calendar import dates_of, out_of_order
from footbridge.programmes.models import LinkingYear

WHY = "the test looks at everything"


def values(model: type[models.Model], field: str, **of: Any) -> set[Any]:
    return set(model.objects.unscoped(WHY).filter(**of).values_list(field, flat=True))  # type: ignore[attr-defined]


@pytest.mark.parametrize("slug", ["derby", "leicester"])
def test_both_programmes_have_every_kind_of_row(demonstration: World, slug: str) -> None:
    programme = demonstration.locals[slug].programme
    year = {"linking_year__programme": programme}
    assert values(LinkingYear, "state", programme=programme) == {"open", "closed"}
    assert values(Interest, "state", **year) == set(Interest.State.values)
    assert values(Interest, "answer", **year) == set(Interest.Answer.values)
    assert values(Link, "state", **year) == set(Link.State.values)
    assert values(LinkSide, "reply", link__linking_year__programme=programme) == set(LinkSide.Reply.values)
    assert values(Talk, "interest__linking_year__programme") >= {programme.pk}
    assert values(Message, "template", programme=programme.pk) >= {"interest/mail/received", "interest/mail/again"}
    assert values(Invitation, "state", programme=programme) == {"sent", "withdrawn"}
    assert values(SheetRow, "state", sheet__linking_year__programme=programme) >= {
        "brought_in",
        "left_out",
        "ready",
        "confirm",
        "wrong",
    }
    answered = values(AgainInvitation, "answered", **year)
    assert None in answered
    assert len(answered) > 2
    assert values(Draft, "name", **year) == {"First draft", "Shorter journeys"}
    schools = [member.school.pk for member in demonstration.locals[slug].members]
    assert values(Membership, "role", school__in=schools) >= {"headteacher", "deputy", "school_office", "teacher"}
    assert values(Membership, "role", programme=programme) == {"facilitator", "funder"}


def test_some_schools_contradict_themselves(demonstration: World) -> None:
    for local in demonstration.locals.values():
        live = Interest.objects.unscoped(WHY).live().filter(linking_year=local.years[2026])
        answers: dict[int, set[str]] = {}
        twice = 0
        for school, answer in live.values_list("school", "answer"):
            twice += school in answers
            answers.setdefault(school, set()).add(answer)
        assert twice >= 2
        assert any(len(given) > 1 for given in answers.values())


def test_calendars_are_in_order(demonstration: World) -> None:
    years = LinkingYear.objects.unscoped(WHY).select_related("programme")
    assert {year.pk: out_of_order(dates_of(year)) for year in years} == {year.pk: {} for year in years}
