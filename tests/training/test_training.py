"""Who needs which session, partners together, chasing with an end, cover, and what the database holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from footbridge.booking.actions import book_place, open_occasion, send_colleague
from footbridge.booking.actions.releasing import note_cover
from footbridge.booking.models import Place
from footbridge.booking.rules import Refused, Who
from footbridge.brokering.models import LinkTeacher
from footbridge.notify.models import Message
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import TRAINING_SHAPES
from footbridge.training import actions, shapes
from footbridge.training.models import Evaluation, TrainingNeed, TrainingSession
from footbridge.training.queries import pages
from footbridge.training.queries.covering import cover_of
from footbridge.training.rules import hints
from footbridge.training.tasks import chase_on
from tests import factories
from tests.training.conftest import AUTUMN, WHY, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning")]


@pytest.fixture(autouse=True)
def in_september() -> object:
    with time_machine.travel(AUTUMN, tick=True):
        yield


def test_every_shape_has_its_parts_and_sessions_for_them() -> None:
    for shape, _ in TRAINING_SHAPES:
        slots = shapes.slots_of(shape)
        assert {part for slot in slots for part in slot.parts} == set(shapes.parts_of(shape))
        assert len({slot.key for slot in slots}) == len(slots)
        assert any(slot.joiners for slot in slots)


def test_history_says_who_needs_the_day_and_who_half(world: World) -> None:
    day, half = (
        world.session(audience="new", length="day"),
        world.session(audience="returning", day=dt.date(2026, 10, 2)),
    )
    assert not world.teacher(world.ann).experienced
    assert world.teacher(world.bob).experienced
    ann, bob = viewer_for(world.ann), viewer_for(world.bob)
    with pytest.raises(Refused, match="linked before"):
        book_place(by=ann, occasion=half.occasion, who=world.who(world.ann))
    assert actions.join_session(by=ann, session=day, person=world.ann.pk).state == "booked"
    # Bob may have the shorter one, or spend the day beside Ann, who is new
    assert actions.join_session(by=bob, session=half, person=world.bob.pk).state == "booked"
    with pytest.raises(Refused, match="a place already"):
        book_place(by=bob, occasion=day.occasion, who=world.who(world.bob, 1))
    assert actions.join_session(by=bob, session=day, person=world.bob.pk).state == "booked"
    assert Place.objects.unscoped(WHY).get(occasion=half.occasion).state == "cannot_come"
    stranger = factories.member("teacher", of=world.schools[0])
    with pytest.raises(Refused, match="lead a linked class"):
        book_place(by=viewer_for(stranger), occasion=day.occasion, who=world.who(stranger))
    with pytest.raises(Refused, match="with an account"):
        book_place(by=world.organiser, occasion=day.occasion, who=Who(name="A Guest", email="g@test.example.org"))
    actions.say_linked_before(by=ann, teacher=world.teacher(world.ann), words="2019 in Leeds")
    assert world.teacher(world.ann).fits(half)


def test_states_follow_places_attendance_and_settling(world: World) -> None:
    session = world.session(capacity=1)
    place = actions.join_session(by=world.organiser, session=session, person=world.ann.pk)
    assert actions.join_session(by=viewer_for(world.bob), session=session, person=world.bob.pk).state == "waiting"
    assert (world.state(world.ann), world.state(world.bob)) == ("booked", "waiting")
    with time_machine.travel(session.occasion.ends + dt.timedelta(hours=1)):
        assert (world.state(world.ann), world.state(world.bob)) == ("unnoted", "missing")
        world.present(place, "absent")
        part = world.teacher(world.ann).parts[0]
        assert (part.state, part.note, part.late) == ("missing", "Absent on 1 October", False)
        need = actions.settle_part(
            by=world.organiser, teacher=world.teacher(world.ann), part=1, because="Trained in Leeds"
        )
        assert world.state(world.ann) == "settled"
        actions.take_back_settling(by=world.organiser, teacher=world.teacher(world.ann), part=need.part)
        world.present(place)
        assert world.state(world.ann) == "trained"
        with pytest.raises(Refused, match="done already"):
            book_place(
                by=world.organiser, occasion=world.session(day=dt.date(2026, 11, 3)).occasion, who=world.who(world.ann)
            )
        evaluation = actions.evaluate(
            by=viewer_for(world.ann), place=Place.objects.unscoped(WHY).get(pk=place.pk), useful=5, ready=4, best="Maps"
        )
        assert Evaluation.objects.visible_to(world.organiser).get() == evaluation


def test_partner_teachers_come_together_with_one_click_or_nobody_moves(world: World) -> None:
    first, second = world.session(), world.session(day=dt.date(2026, 10, 8), capacity=2)
    actions.join_session(by=world.organiser, session=first, person=world.ann.pk)
    place = actions.join_session(by=world.organiser, session=second, person=world.bob.pk)
    assert hints(second.occasion, [place.pk])[place.pk] == "Partner teacher Ann Ash is on Thursday 1 October 2026."
    found, (link,) = world.read(), pages.standing_links(world.organiser)
    (proposal,) = pages.proposals(found, pages.rows_of(found, [link]))
    assert (proposal.session, proposal.moves) == (first, "Bob Birch")
    assert actions.bring_together(by=world.organiser, link=link, session=first) == ["Bob Birch"]
    assert actions.bring_together(by=world.organiser, link=link, session=first) == []
    assert not pages.proposals(world.read(), pages.rows_of(world.read(), [link]))
    letters = Message.objects.unscoped(WHY).filter(to=world.bob.email)
    assert letters.filter(subject__startswith="You come on another day").count() == 1
    full = world.session(day=dt.date(2026, 10, 15), capacity=1)
    with pytest.raises(Refused, match=r"stays as it is|no room"):
        actions.bring_together(by=world.organiser, link=link, session=full)
    assert {world.state(world.ann), world.state(world.bob)} == {"booked"}
    assert Place.objects.unscoped(WHY).filter(occasion=full.occasion).count() == 0


def test_who_is_missing_is_chased_in_school_days_with_an_end(world: World) -> None:
    world.session()
    days = [dt.date(2026, 9, 7) + dt.timedelta(n) for n in range(24)]
    done = {day.isoformat(): chase_on(day) for day in days}
    assert {day: counts for day, counts in done.items() if any(counts)} == {
        "2026-09-07": (2, 0, 0), "2026-09-10": (0, 2, 0), "2026-09-17": (0, 2, 0), "2026-09-23": (0, 0, 2),
    }  # fmt: skip
    told = Message.objects.unscoped(WHY).get(to=world.facilitator.email)
    assert "Ann Ash, Ash Primary: first training; was asked and reminded" in told.text
    letter = Message.objects.unscoped(WHY).filter(to=world.ann.email).order_by("pk")[0]
    assert "Thursday 1 October 2026, 9:00 to 12:00, The Library" in letter.text
    assert "Your partner teacher Bob Birch (Birch Primary) has not chosen yet." in letter.text
    with time_machine.travel("2026-09-24 08:00"):
        world.session(day=dt.date(2026, 10, 9))
        assert chase_on(dt.date(2026, 9, 24)) == (2, 0, 0), "a new session asks again"
        assert chase_on(dt.date(2026, 9, 24)) == (0, 0, 0)


def test_somebody_who_joins_in_january_catches_up(world: World) -> None:
    world.session()
    with time_machine.travel("2027-01-18 09:00"):
        newcomer = factories.member("teacher", of=world.schools[0], name="Cleo New")
        lead = factories.leads(newcomer, world.link, school=world.schools[0])
        LinkTeacher.objects.unscoped(WHY).filter(pk=lead.pk).update(since="2027-01-18T09:00Z")
        part = world.teacher(newcomer).parts[0]
        assert (part.state, part.late, part.due) == ("missing", False, dt.date(2027, 2, 22))
        assert chase_on(dt.date(2027, 1, 18)) == (0, 0, 2), (
            "nothing to choose: the facilitator hears of those who are late"
        )
        catching_up = world.session(day=dt.date(2027, 1, 28), parts=(1, 2))
        place = actions.join_session(by=viewer_for(newcomer), session=catching_up, person=newcomer.pk)
        assert (world.state(newcomer, 1), world.state(newcomer, 2)) == ("booked", "booked")
    world.present(place)
    assert {part.state for part in world.teacher(newcomer).parts} == {"trained"}


def test_cover_and_release_are_recorded_for_the_costs(world: World) -> None:
    for n, length in enumerate(("day", "half", "after")):
        place = actions.join_session(
            by=world.organiser, person=world.ann.pk,
            session=world.session(day=dt.date(2026, 10, 1 + n), parts=(1,) if n == 0 else (2,), length=length, hour=9 + n),
        ) if n < 2 else None  # fmt: skip
        if place:
            note_cover(by=viewer_for(world.head), place=place, cover="arranged")
    assert [(one.days, one.cover, one.school) for one in cover_of(world.link)] == [
        (Decimal(1), "arranged", world.schools[0].pk), (Decimal("0.5"), "arranged", world.schools[0].pk),
    ]  # fmt: skip
    assert not world.session(day=dt.date(2026, 10, 9), length="after").occasion.needs_release


def test_a_colleague_without_a_linked_class_comes_instead_and_counts_for_nobody(world: World) -> None:
    session = world.session()
    place = actions.join_session(by=viewer_for(world.ann), session=session, person=world.ann.pk)
    new = send_colleague(by=viewer_for(world.ann), place=place, who=Who(name="Col", email="col@test.example.org"))
    assert world.state(world.ann) == "missing"
    assert hints(session.occasion, [new.pk]) == {}


def test_the_database_refuses_what_cannot_be(world: World) -> None:
    starts = AUTUMN + dt.timedelta(days=30)
    facts = {"title": "A briefing", "starts": starts, "ends": starts + dt.timedelta(hours=1), "capacity": 5}
    briefing = open_occasion(by=world.organiser, year=world.year, kind="briefing", facts=facts)
    session = world.session()
    for name, wrong in (
        ("session_is_training", lambda: TrainingSession.objects.create(occasion=briefing, parts=[1])),
        ("session_gives_a_part", lambda: TrainingSession.objects.unscoped(WHY).update(parts=[])),
        ("settled_training_says_why", lambda: TrainingNeed.objects.create(
            person=world.ann, linking_year=world.year, part=1, settled=AUTUMN)),
        ("material_has_something", lambda: session.materials.create(title="Nothing")),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            wrong()


def test_a_second_shape_offers_five_sessions(db: None) -> None:
    world = make_world("five_sessions")
    assert [part.name for part in world.teacher(world.ann).parts] == [f"Session {n}" for n in range(1, 6)]
    with pytest.raises(Refused, match="which part"):
        world.session(parts=(6,))
