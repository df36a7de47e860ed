"""The small world: two programmes with every kind of row."""

from datetime import date

import pytest

from footbridge.demo.making import make_small_world

pytestmark = pytest.mark.django_db


def test_it_is_made() -> None:
    world = make_small_world(today=date(2026, 11, 22), say=print)
    assert set(world.locals) == {"derby", "leicester"}
