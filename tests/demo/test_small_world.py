"""The small world: two programmes with every kind of row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from footbridge.brokering.models import Draft, Link, LinkSide
from footbridge.demo.digest import digest
from footbridge.demo.making import make_small_world
from footbridge.demo.making.seasons import as_of, year_start
from footbridge.demo.making.world import World
from footbridge.interest.models import AgainInvitation, Interest, Talk
from footbridge.notify.models import Message
from footbridge.people.models import Invitation, Membership
from footbridge.programmes.models import LinkingYear

pytestmark = pytest.mark.django_db
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
    assert values(Message, "template", programme=programme.pk) == {"interest/mail/received"}
    assert values(Invitation, "state", programme=programme) == {"sent", "withdrawn"}
    assert values(AgainInvitation, "answered__isnull", **year) == {True, False}
    assert values(Draft, "name", **year) == {"First draft", "Shorter journeys"}
    schools = [member.school.pk for member in demonstration.locals[slug].members]
    assert values(Membership, "role", school__in=schools) == {"headteacher", "deputy", "school_office", "teacher"}
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


def as_in_an_empty_database() -> None:
    """Let every table count from one again; all of them are empty."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if isinstance(model._meta.pk, models.AutoField):
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), 1, false)")


def test_the_same_seed_makes_the_same_world_whatever_the_day_of_the_season(db: None) -> None:
    made = []
    for seed, day in ((7, date(2026, 11, 20)), (7, date(2027, 2, 19)), (8, date(2026, 11, 20))):
        with transaction.atomic():
            as_in_an_empty_database()
            make_small_world(seed=seed, today=day)
            made.append(digest())
            transaction.set_rollback(True)
    first, same, other = made
    assert len(first) > 12
    assert first == same
    assert {label for label in first if first[label] != other.get(label)} > {"schools.school", "interest.interest"}


@pytest.mark.parametrize(
    ("today", "stands", "start"),
    [
        ((2026, 11, 22), (2026, 11, 20), 2026),
        ((2026, 11, 20), (2026, 11, 20), 2026),
        ((2027, 1, 31), (2026, 11, 20), 2026),
        ((2027, 3, 1), (2027, 2, 20), 2026),
        ((2027, 7, 31), (2027, 5, 20), 2026),
        ((2027, 8, 19), (2027, 5, 20), 2026),
        ((2027, 8, 20), (2027, 8, 20), 2027),
    ],
)
def test_the_world_stands_on_the_last_of_four_days(today: Any, stands: Any, start: int) -> None:
    assert as_of(date(*today)) == date(*stands)
    assert year_start(date(*stands)) == start


@pytest.mark.parametrize("day", [(2026, 2, 25), (2026, 5, 25), (2026, 8, 25)])
def test_it_can_be_made_in_every_season(db: None, day: Any) -> None:
    world = make_small_world(today=date(*day))
    latest = Interest.objects.unscoped(WHY).aggregate(latest=models.Max("created"))["latest"]
    assert latest.date() <= world.day
