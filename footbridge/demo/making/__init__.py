"""Making the demonstration network: the same seed and season, the same world; no real school or person in it.

`make_network` makes all 28 programmes, `make_small_world` two of them with a few schools each and every kind of row.
Real are only the names of programmes, authorities and towns and where they lie. A step may use what the steps before it made.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from footbridge.demo.making import (
    agreements,
    closing,
    drafting,
    endings,
    enquiries,
    exchange,
    leaders,
    letters,
    links,
    occasions,
    people,
    personas,
    programmes,
    schools,
    settling,
    sheets,
    training,
    venues,
    visits,
)
from footbridge.demo.making.places import PLACES, Place
from footbridge.demo.making.world import Say, World

STEPS: tuple[tuple[str, Callable[[World], str]], ...] = (
    ("programmes", programmes.make),
    ("schools", schools.make),
    ("people", people.make),
    ("enquiries", enquiries.make),
    ("links", links.make),
    ("agreements", agreements.make),
    ("drafts", drafting.make),
    ("leaders", leaders.make),
    ("signatures", agreements.make_derby),
    ("visits", visits.make),
    ("venues", venues.make),
    ("personas", personas.make),
    ("closing", closing.make),
    ("exchange", exchange.make),
    ("endings", endings.make),
    ("sheets", sheets.make),
    ("occasions", occasions.make),
    ("training", training.make),
    ("letters", letters.make),
    ("days", settling.make),
)
SMALL = ("derby", "leicester")
SEED = 2026


def make_network(*, seed: int = SEED, say: Say = lambda words: None, today: date | None = None) -> World:
    """Make the whole network in one transaction, saying each step with its counts and seconds."""
    return _make(World(seed=seed, today=today or timezone.localdate(), say=say), PLACES)


def make_small_world(*, seed: int = SEED, say: Say = lambda words: None, today: date | None = None) -> World:
    """Make Derby and Leicester with a dozen schools each, and in both every kind of row there is; within seconds."""
    places = tuple(place for place in PLACES if place.slug in SMALL)
    return _make(World(seed=seed, today=today or timezone.localdate(), say=say, small=True), places)


@transaction.atomic
def _make(world: World, places: tuple[Place, ...]) -> World:
    began = time.perf_counter()
    world.places = places
    world.say(f"Making the demonstration network as of {world.day:%-d %B %Y}")
    for name, step in STEPS:
        before = time.perf_counter()
        counted = step(world)
        if step is links.make:
            _count_rows()
        world.say(f"  {name}: {counted} ({time.perf_counter() - before:.1f} s)")
    _hold_now()
    world.say(f"  done in {time.perf_counter() - began:.1f} s")
    return world


def _count_rows() -> None:
    """Tell the planner how many rows there are by now.

    Nothing is committed yet, so the database believes the tables empty, and the questions that the drafts ask of the
    links would compare each row with each: minutes instead of milliseconds.
    """
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("footbridge.")]
        cursor.execute("ANALYZE " + ", ".join(connection.ops.quote_name(table) for table in tables))


def _hold_now() -> None:
    """Let the database check now what it would check at the end, so that a fault shows here and not at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
