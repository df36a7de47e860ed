"""One plan for two schools: lines of the day, coach and shares, checks, what is missing, who may write."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from footbridge.audit.models import AuditLine
from footbridge.brokering.links.queries import sides_of
from footbridge.visits.meetings.actions import call_off_meeting, say_numbers
from footbridge.visits.meetings.queries import meeting_for, missing_of, sides_for
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Quote, TimetableRow
from footbridge.visits.plans import actions, lines, queries
from footbridge.visits.plans.activities import TEMPLATES
from footbridge.visits.plans.checks import PLACE, SCHOOL
from footbridge.visits.plans.money import share
from footbridge.year.cards.visits import cards
from tests import factories
from tests.visits.conftest import DAY, TEN, TWO, World, make_world

pytestmark = pytest.mark.django_db


@given(st.integers(0, 10**7), st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_no_penny_is_lost(pence: int, weights: list[int]) -> None:
    parts = share(pence, weights)
    assert sum(parts) == pence
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0 and sum(weights))


@given(
    st.lists(
        st.tuples(st.integers(1, 480), st.text("ab ’-é", min_size=1, max_size=9).map(str.strip)).filter(
            lambda x: x[1].strip("-– .,:")
        ),
        max_size=9,
    )
)
def test_lines_are_read_as_they_are_written(rows: list[lines.Line]) -> None:
    kept = [(minutes, what.lstrip("-– .,:")) for minutes, what in rows]
    assert lines.read(lines.write(kept)) == kept


@pytest.mark.parametrize(("text", "words"), [
        ("Lunch", "Line 1 has no minutes"), ("\n0 Lunch", "Line 2 takes 0"),
        ("5 " + "x" * 201, "too long"), ("5 x\n" * 41, "40 lines at most")])  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(text: str, words: str) -> None:
    with pytest.raises(lines.Unclear, match=words):
        lines.read(text)


def test_templates_fit_a_meeting() -> None:
    assert all(one.minutes <= (60 if one.key == "online" else 270) for one in TEMPLATES)


def test_two_teachers_write_one_timetable(world: World) -> None:
    meeting = world.meeting()
    for _ in range(2):
        actions.begin_with_template(by=world.first, meeting=meeting, template="online")
    seen = lines.seen(_rows(world))
    for _ in range(2):
        actions.add_activity(by=world.second, meeting=meeting, activity="bye", seen=seen)
    assert len(_rows(world)) == 4
    with pytest.raises(actions.ChangedMeanwhile):
        actions.write_timetable(by=world.first, meeting=meeting, rows=[(10, "Mine")], seen=seen)
    actions.write_timetable(by=world.first, meeting=meeting, rows=[(10, "Mine")], seen=lines.seen(_rows(world)))
    actions.write_timetable(by=world.first, meeting=meeting, rows=[(10, "Mine")], seen="stale")  # the same again
    meeting.give_date(DAY, TEN, TWO)
    rows = queries.timetable_of(world.second, world.meeting())
    assert lines.hours(world.meeting(), rows) == [{"begins": "10:00", "minutes": 10, "what": "Mine"}]
    rows[0].minutes = 300
    assert lines.too_long(world.meeting(), rows) == 60


def test_a_coach_is_shared(world: World) -> None:
    meeting = world.meeting(2)  # the first school hosts
    for _ in range(2):
        taken = actions.note_quote(by=world.first, meeting=meeting, operator="Peak", pence=40001)
    actions.note_quote(by=world.second, meeting=meeting, operator="Trent", pence=50000)
    actions.take_quote(
        by=world.second,
        meeting=meeting,
        quote=actions.note_quote(by=world.first, meeting=meeting, operator="TRENT", pence=50100),
    )
    actions.take_quote(by=world.first, meeting=meeting, quote=taken)
    say_numbers(by=world.first, meeting=meeting, children=20, adults=3, needs={"halal": 2})
    say_numbers(by=world.second, meeting=meeting, children=30, adults=3, needs={"halal": 3})
    assert _parts(world) == [20001, 20000]
    for split, wanted in (("children", [16000, 24001]), ("visitors", [0, 40001])):
        plan = queries.plan_of(world.first, meeting)
        actions.plan_coach(
            by=world.first, meeting=meeting, split=split, stops="", seen=lines.seen(plan.split, plan.stops)
        )
        assert _parts(world) == wanted
    assert queries.totals_of(sides_for(world.first, meeting)) == (50, 6, {"halal": 5})
    with pytest.raises(CannotDo, match="No school hosts"):
        actions.plan_coach(
            by=world.first, meeting=world.meeting(1), split="visitors", stops="", seen=lines.seen("equal", "")
        )
    with pytest.raises(IntegrityError, match="quote_one_is_taken"), transaction.atomic():
        Quote.objects.unscoped("a test breaks a rule").filter(meeting=meeting).update(chosen=True)


def test_checks_stand_side_by_side_and_are_missed(world: World) -> None:
    meeting = world.meeting()
    meeting.give_date(DAY, TEN, TWO)
    said = lines.seen("", "", "")
    actions.say_words(by=world.first, meeting=meeting, place="Town museum", plan_b="On line", note="", seen=said)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.say_words(by=world.second, meeting=meeting, place="Elsewhere", plan_b="", note="", seen=said)
    for who, place, done in (
        (world.first, False, SCHOOL),
        (world.first, True, PLACE),
        (world.second, False, ["adults", "x"]),
    ):
        actions.assess(by=who, meeting=meeting, of_place=place, done=[*done], reference="114", notes="")
    found = meeting_for(world.second, meeting.pk)
    risk = queries.risk_of(world.second, found, sides_of(found.link))
    assert [len(side.done) for side in risk.sides] == [10, 1]
    assert risk.open == 9
    words = [one.words for one in missing_of([world.meeting()], date(2027, 2, 1))[meeting.pk]]
    assert "Risk checks of Derby Vale School" in words
    assert not any(("Hill" in one and "Risk" in one) or "place" in one or "Where" in one for one in words)
    assert "A timetable" in words
    lacks = missing_of([world.meeting()], date(2027, 2, 20))[meeting.pk]
    [card] = [one for one in cards(world.first, date(2027, 2, 20)) if one.title.startswith(world.meeting().said)]
    assert card.title.endswith(f"{len(lacks)} things are missing")
    assert card.text == f"First: {lacks[0].sentence}."
    assert "museum" not in str(list(AuditLine.objects.values_list("facts")))


def test_only_the_links_teachers_write_and_only_ahead(world: World) -> None:
    other = make_world("Kent")
    head = world.viewer(factories.member("headteacher", of=world.schools[0]))
    for who in (other.first, world.runs, head):
        with pytest.raises(PermissionDenied):
            actions.begin_with_template(by=who, meeting=world.meeting(), template="host")
    call_off_meeting(by=world.first, meeting=world.meeting(), why="Snow")
    with pytest.raises(CannotDo, match="called off"):
        actions.begin_with_template(by=world.first, meeting=world.meeting(), template="host")


def _rows(world: World) -> list[lines.Line]:
    return list(TimetableRow.objects.unscoped("a test looks").order_by("position").values_list("minutes", "what"))


def _parts(world: World) -> list[int]:
    meeting = world.meeting(2)
    plan, quotes = queries.plan_of(world.first, meeting), queries.quotes_of(world.first, meeting)
    return [part.pence for part in queries.parts_of(meeting, plan, quotes, sides_for(world.first, meeting))]
