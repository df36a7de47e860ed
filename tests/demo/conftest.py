"""A small demonstration for the tests of it."""

from __future__ import annotations

from datetime import date

import pytest

from footbridge.demo.making import make_small_world
from footbridge.demo.making.world import World

TODAY = date(2026, 11, 22)


@pytest.fixture
def demonstration(db: None, settings: object) -> World:
    """A server of the demonstration with the small world in it."""
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    return make_small_world(today=TODAY)
