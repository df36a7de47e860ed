"""The same seed makes the same world, and the world stands on one of four days of the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from footbridge.demo.digest import digest
from footbridge.demo.making import make_network, make_small_world
from footbridge.demo.making.seasons import as_of, year_start
from footbridge.interest.models import Interest

WHY = "the test looks at everything"


def as_in_an_empty_database() -> None:
    """Let every table count from one again; all of them are empty."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if isinstance(model._meta.pk, models.AutoField):
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), 1, false)")


@pytest.mark.parametrize("make", [make_small_world, pytest.param(make_network, marks=pytest.mark.slow)])
def test_the_same_seed_makes_the_same_world_whatever_the_day_of_the_season(
    make: Callable[..., object], db: None
) -> None:
    made = []
    for seed, day in ((7, date(2026, 11, 20)), (7, date(2027, 2, 19)), (8, date(2026, 11, 20))):
        with transaction.atomic():
            as_in_an_empty_database()
            make(seed=seed, today=day)
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


@pytest.mark.parametrize("day", [(2026, 2, 25), (2026, 8, 25)])
def test_it_can_be_made_in_every_season(db: None, day: Any) -> None:
    world = make_small_world(today=date(*day))
    latest = Interest.objects.unscoped(WHY).aggregate(latest=models.Max("created"))["latest"]
    assert latest.date() <= world.day
