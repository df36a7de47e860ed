"""A programme of 200 classes: the same number of queries as six, and an answer well within a working pace."""

from __future__ import annotations

import random
import time

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.steps import state_of
from tests.brokering.conftest import World, nobody_yet
from tests.brokering.drafts.test_pages import BOARD_QUERIES

LONGEST_PAGE = 1.5  # seconds of processor time, the test client reading the page included (which is most of it)


def full_size(classes: int = 200) -> World:
    """Schools of one or two classes in two towns and the country between, by seed."""
    world, chance, made = nobody_yet(), random.Random(7), 0
    while made < classes:
        share = chance.betavariate(0.5, 0.5)
        kind = {
            "white_british": int(200 * share),
            "pakistani": int(180 * (1 - share)),
            "african": int(20 * (1 - share)),
            "other": 5,
        }
        some = min(chance.choice((1, 1, 2)), classes - made)
        place = (chance.randrange(0, 20), chance.randrange(0, 20))
        world.add(f"School {made}", kind, classes=some, place=place, years=[chance.choice((3, 4, 5))])
        made += some
    return world


@pytest.mark.django_db
def test_two_hundred_classes(sign_in, django_assert_num_queries) -> None:
    world = full_size()
    client: Client = sign_in(world.person)
    draft = actions.start_draft(by=world.viewer, year=world.year, name="First")
    assert sum(len(group) for group in state_of(draft).groups) >= 190
    for page in ("board", "map", "table"):
        address = reverse(f"brokering:{page}", args=[draft.pk])
        client.get(address)
        began = time.process_time()
        with django_assert_num_queries(BOARD_QUERIES):
            client.get(address)
        took = time.process_time() - began
        assert took < LONGEST_PAGE, page
