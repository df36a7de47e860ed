"""A small demonstration for the tests of it, made once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from footbridge.demo.making import make_small_world
from footbridge.demo.making.world import World

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def small_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The small world in a transaction that the tests of a file stand in and that is taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_small_world(today=TODAY)
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(small_world: World, db: None, settings: Any) -> World:
    """A server of the demonstration with the small world in it."""
    settings.DEMONSTRATION = True
    return small_world
