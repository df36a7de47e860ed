"""The pages of training: what each role sees and does, with a literal query count at one link and at three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from footbridge.booking.models import Place
from footbridge.care.diary.feed import as_file
from footbridge.care.diary.sources import entries
from footbridge.care.flags.board import live_links, rows_of
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.training import actions
from footbridge.training.models import Material, TrainingSession
from tests.training.conftest import AUTUMN, WHY, World

SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def in_september() -> object:
    with time_machine.travel(AUTUMN, tick=True):
        yield


def at(name: str, *args: object) -> str:
    return reverse(f"training:{name}", args=args)


def test_the_facilitator_sets_up_a_session_and_follows_every_link(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.facilitator)
    assert "Not set up yet" in client.get(at("board")).content.decode()
    form = client.get(at("new", world.year.pk, "first-new")).context["form"]
    assert form.initial["day"] == dt.date(2026, 10, 1)
    sent = {
        "title": "First training", "parts": ["1"], "audience": "new", "length": "day",
        "day_day": "1", "day_month": "10", "day_year": "2026", "begins": "9:00", "finishes": "15:30", "how": "in_person",
        "place": "Hall", "capacity": "30", "sent_key": "once",
    }  # fmt: skip
    for _ in range(2):
        answer = client.post(at("new", world.year.pk, "first-new"), sent, follow=True)
    assert not getattr((answer.context or {}).get("form"), "errors", None)
    session = TrainingSession.objects.unscoped(WHY).get()
    assert "First training" in answer.content.decode()
    material = {"verb": "material", "title": "Handbook", "address": "https://books.example.org/h", "sent_key": "m"}
    for _ in range(2):
        client.post(at("session", session.pk), material)
    assert Material.objects.unscoped(WHY).count() == 1
    assert "Handbook" in sign_in(world.ann).get(at("mine")).content.decode()
    page = sign_in(world.facilitator).get(at("teacher", world.bob.pk, world.year.pk)).content.decode()
    assert "Linked before" in page
    client = sign_in(world.facilitator)
    client.post(at("teacher", world.ann.pk, world.year.pk), {"verb": "join", "session": session.pk})
    assert world.state(world.ann) == "booked"
    client.post(at("together", world.link.pk, session.pk))
    assert world.state(world.bob) == "booked"
    with CaptureQueriesContext(connection) as one:
        client.get(at("board"))
    for n in range(2):
        world.another_link(n)
    with CaptureQueriesContext(connection) as three:
        client.get(at("board"))
    assert len(one) == len(three) == 14


def test_a_teacher_books_beside_her_partner_and_says_what_she_thought(world: World, sign_in: SignIn) -> None:
    first, second = world.session(), world.session(day=dt.date(2026, 10, 8))
    actions.join_session(by=world.organiser, session=second, person=world.bob.pk)
    client = sign_in(world.ann)
    page = client.get(at("mine")).content.decode()
    assert "Bob Birch (Birch Primary) comes on Thursday 8 October 2026." in page
    assert page.index("With your partner teacher") < page.index("1 October 2026, 9:00")
    assert "Choose your training" in client.get(reverse("today")).content.decode()
    other = world.session(day=dt.date(2026, 10, 15), audience="returning")
    page = client.get(reverse("booking:book", args=[other.occasion.pk])).content.decode()
    assert "for teachers who linked before" in page
    assert "Book a place" not in page
    assert "stand on" in client.get(reverse("booking:mine")).content.decode()
    client.post(reverse("booking:book", args=[first.occasion.pk]))
    assert world.state(world.ann) == "booked"
    assert "Come to this one instead" in client.get(at("mine")).content.decode()
    for _ in range(2):
        client.post(at("join", second.pk))
    place = Place.objects.unscoped(WHY).get(occasion=second.occasion, person=world.ann)
    assert place.state == "booked"
    assert client.post(at("after", place.pk), {"useful": "5", "ready": "4"}).status_code == 200
    with time_machine.travel(second.occasion.ends + dt.timedelta(hours=1)):
        client = sign_in(world.ann)
        world.present(place)
        assert client.get(reverse("booking:place_file", args=[place.pk, "certificate"])).content[:4] == b"%PDF"
        client.post(at("after", place.pk), {"useful": "5", "ready": "4", "best": "The map"})
        page = sign_in(world.facilitator).get(at("session", second.pk)).content.decode()
        assert "The map" in page
        assert "Ann Ash" not in page


def test_a_head_sees_her_teachers_alone_and_notes_cover(world: World, sign_in: SignIn) -> None:
    session = world.session()
    for person in (world.ann, world.bob):
        actions.join_session(by=world.organiser, session=session, person=person.pk)
    place, other = (Place.objects.unscoped(WHY).get(person=one) for one in (world.ann, world.bob))
    client = sign_in(world.head)
    page = client.get(at("school")).content.decode()
    assert "Ann Ash" in page
    assert "Bob Birch" not in page
    client.post(at("cover", place.pk), {f"p{place.pk}-cover": "needed"})
    assert Place.objects.unscoped(WHY).get(pk=place.pk).cover == "needed"
    assert client.post(at("cover", other.pk), {f"p{other.pk}-cover": "needed"}).status_code == 404


def test_the_board_of_links_and_the_calendar_know_training(world: World) -> None:
    session = world.session()
    viewer = viewer_for(world.facilitator)
    (row,) = rows_of(viewer, live_links(viewer), timezone.localdate())
    assert row.standings["training"].word == "0 of 2 trained"
    assert "Ann Ash and Bob Birch are not booked for the first training; due by 1 October 2026." in row.why
    world.session(day=dt.date(2027, 2, 1), parts=(2,))
    (row,) = rows_of(viewer, live_links(viewer), timezone.localdate())
    assert "second training" not in row.why, "it can be booked, and its day is months away"
    world.present(actions.join_session(by=world.organiser, session=session, person=world.ann.pk))
    (row,) = rows_of(viewer, live_links(viewer), dt.date(2026, 9, 30))
    assert row.standings["training"].word == "1 of 2 trained", "nothing is due yet, and Ann has done the first part"
    (row,) = rows_of(viewer, live_links(viewer), dt.date(2027, 1, 4))
    assert sorted(flag.late for flag in row.standings["training"].flags) == [False, True], "now the second nears"
    (row,) = rows_of(viewer, live_links(viewer), dt.date(2026, 10, 20))
    assert row.standings["training"].word == "1 of 2 trained", "the second training is not due yet"
    assert [flag.late for flag in row.standings["training"].flags] == [True]
    day = dt.date(2026, 10, 1)
    found = [entry for entry in entries(viewer, day, day) if entry.kind == "occasion"]
    assert [entry.title for entry in found] == [f"{session.occasion.title}, The Library"]
    file = as_file(found).decode()
    assert "Training of teachers" in file
    assert "Library" not in file
