"""From the record to the engine's problem: red lines stay red, unknown stays unknown, costs follow one formula."""

from __future__ import annotations

import pytest

from footbridge.brokering import costs
from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.board import board_of
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.problem.facts import PoolClass, faith_of, years_said
from tests.brokering.conftest import MOSTLY_ASIAN, MOSTLY_WHITE, World


def test_a_school_that_does_not_welcome_three_is_never_one_of_three(empty_world: World) -> None:
    for n, name in enumerate(("Ash", "Oak", "Pine")):
        empty_world.add(f"{name} Primary", MOSTLY_ASIAN if n else MOSTLY_WHITE, place=(n, 0), three_schools=n != 0)
    draft = actions.start_draft(by=empty_world.viewer, year=empty_world.year, name="First")
    assert [len(group) for group in state_of(draft).groups] == [2]
    (waits,) = board_of(empty_world.viewer, draft).waiting
    assert waits.reason


def test_where_three_are_welcome_nobody_is_left_over(empty_world: World) -> None:
    for n, name in enumerate(("Ash", "Oak", "Pine")):
        empty_world.add(f"{name} Primary", MOSTLY_ASIAN if n else MOSTLY_WHITE, place=(n, 0))
    draft = actions.start_draft(by=empty_world.viewer, year=empty_world.year, name="First")
    assert [len(group) for group in state_of(draft).groups] == [3]


def test_a_maybe_is_named_and_not_paired(world: World) -> None:
    school = world.add("Perhaps Primary", MOSTLY_WHITE, answer="maybe")
    draft = actions.start_draft(by=world.viewer, year=world.year, name="First")
    waits = next(row for row in board_of(world.viewer, draft).waiting if row.school.id == school.pk)
    assert waits.away
    assert "only said maybe" in waits.reason


def test_year_groups_and_characters_in_words() -> None:
    assert years_said((4,)) == "Year 4"
    assert years_said((3, 4, 5)) == "Years 3, 4 and 5"
    assert years_said((0, 1)) == "Reception and Year 1"
    assert faith_of("Roman Catholic") == faith_of("Church of England") == "church"
    assert faith_of("Sikh") == "faith_other"
    assert faith_of("None") == faith_of("No religious character") == "non_faith"


def test_what_a_coach_costs() -> None:
    prices = costs.CoachPrices(base=180, per_km=2)
    assert costs.coaches([30]) == 1
    assert costs.coaches([30, 30]) == 2
    assert costs.trip([30], 10_000, prices) == 230  # 180 + 2 × (2 × 10 km × 1.3), to ten
    assert costs.year_for_school([30], None, ["host_a"], prices) is None
    assert costs.year_for_school([30], 10_000, ["neutral", "host_a", "host_b"], prices) == 230 + 210
    assert "third longer" in prices.sentence
    assert "£3.22 for every mile" in prices.sentence


@pytest.mark.parametrize(("kept", "metres"), [(16, 16_093.44), (5, 5_000), (7, 7_000), (None, None)])
def test_a_school_that_said_ten_miles_goes_ten_miles(kept: int | None, metres: float | None) -> None:
    """An answer is kept in whole kilometres; where that cut the miles short, the miles count."""
    one = PoolClass(1, 1, 1, "", "Oak", (4,), 30, max_km=kept)
    assert one.farthest == pytest.approx(metres) if metres else one.farthest is None


def test_a_place_off_the_grid_is_unknown_and_the_board_opens(world: World) -> None:
    world.add("Lost Primary", MOSTLY_ASIAN, place=(9000, 0))
    draft = actions.start_draft(by=world.viewer, year=world.year, name="First")
    board = board_of(world.viewer, draft)
    assert any(card.distance == "not known" for card in board.cards)
