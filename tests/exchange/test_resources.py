"""The library: whole, searched, and taken into a room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from footbridge.exchange.models import AddedActivity, Piece
from footbridge.exchange.resources import library
from footbridge.exchange.words import KeyQuestion
from footbridge.people.models import Person
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Pair

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"


def test_every_activity_of_the_page_is_whole() -> None:
    assert len(library.library()) == library.PAGE.read_text().count("\n### ") == 32
    assert len({one.slug for one in library.library()}) == 32
    assert {one.question for one in library.library()} == set(KeyQuestion.values)
    assert all(10 <= one.minutes <= 240 and len(one.steps) >= 2 for one in library.library())
    with pytest.raises(ValueError, match="Half a thing"):
        library.read("## Who am I?\n\n### Half a thing\n\n*Year 1 · 20 minutes*\n")


def test_search_wants_every_word() -> None:
    found = library.search("names recording")
    assert any(one.title == "The story of my name" for one in found)
    assert library.search("names zebra") == []
    assert {one.section for one in library.search(question="Goodbye")} == {"Goodbye"}
    assert all("Art" in one.subjects for one in library.search(subject="Art"))


def test_a_teacher_takes_one_into_her_room(sign_in: SignIn, pair: Pair) -> None:
    client, one = sign_in(pair.here.teacher), library.library()[0]
    assert one.title in client.get(reverse("exchange:activities"), {"words": one.title.lower()}).content.decode()
    page = reverse("exchange:activity", args=[one.slug])
    assert one.exchange in client.get(page).content.decode().replace("&#x27;", "'")
    assert client.get(reverse("exchange:activity", args=["no-such"])).status_code == 404
    use = reverse("exchange:use", args=[one.slug])
    for _ in range(2):
        client.post(use, {"class": pair.here.led.pk})
    assert client.post(use, {"class": pair.there.led.pk}).status_code == 404  # not an own class
    room = reverse("exchange:room", args=[pair.link.pk])
    assert client.get(room).content.decode().count("/drop/") == 1
    theirs = sign_in(pair.there.teacher)
    said = theirs.get(room).content.decode()
    assert one.title in said
    assert "/drop/" not in said
    facilitator = sign_in(factories.member("facilitator", of=pair.link.linking_year.programme))
    assert facilitator.get(page).status_code == 200
    assert facilitator.post(use, {"class": pair.here.led.pk}).status_code == 404


WRITTEN = {
    "title": "The bread map", "question": "where", "years": "Year 3", "minutes": "50", "when": "in winter", "subjects": "Geography, Art",
    "aim": "See how near we live.", "need": "A map.", "steps": "Mark a baker.\nSend a drawing.", "access": "Pointing is enough.",
    "exchange": "A map of bread.",
}  # fmt: skip


def test_a_programme_adds_an_activity_and_the_network_opens_it_to_all(sign_in: SignIn, pair: Pair) -> None:
    programme = pair.link.linking_year.programme
    keeper = factories.member("facilitator", of=programme)
    client = sign_in(keeper)
    back = client.post(reverse("exchange:add_activity"), {**WRITTEN, "steps": "One alone"}).content.decode()
    assert "Write two steps at least" in back
    assert "The bread map" in back  # nothing typed is lost
    for _ in range(2):
        client.post(reverse("exchange:add_activity"), WRITTEN)
    row = AddedActivity.objects.unscoped(WHY).get()
    page, all_of_them = reverse("exchange:activity", args=[row.slug]), reverse("exchange:activities")
    turn = reverse("exchange:turn_activity", args=[row.pk])
    assert client.post(turn, {"how": "open"}).status_code == 404  # that is the network's
    teacher = sign_in(pair.here.teacher)
    assert "The bread map" in teacher.get(all_of_them, {"words": "bread baker"}).content.decode()
    assert teacher.post(turn, {"how": "withdraw"}).status_code == 404
    stranger = factories.member("facilitator", of=factories.programme("Bolton"))
    other = sign_in(stranger)
    assert other.get(page).status_code == 404
    assert other.get(reverse("exchange:change_activity", args=[row.pk])).status_code == 404
    network = sign_in(factories.member("network_staff"))
    network.post(turn, {"how": "open"})
    assert network.post(turn, {"how": "withdraw"}).status_code == 404  # it is the programme's to withdraw
    other = sign_in(stranger)
    assert other.get(page).status_code == 200
    assert other.get(reverse("exchange:change_activity", args=[row.pk])).status_code == 404
    client = sign_in(keeper)
    client.post(reverse("exchange:change_activity", args=[row.pk]), {**WRITTEN, "title": "The bread walk"})
    client.post(turn, {"how": "withdraw"})
    assert sign_in(pair.here.teacher).get(page).status_code == 404
    sign_in(keeper).post(turn, {"how": "back"})
    assert "The bread walk" in sign_in(pair.here.teacher).get(page).content.decode()


def test_a_text_begins_with_an_activity_of_the_room(sign_in: SignIn, pair: Pair, folder: Path) -> None:
    client = sign_in(pair.here.teacher)
    one = next(one for one in library.library() if one.title == "The story of my name")
    write = reverse("exchange:write", args=[pair.here.led.pk]) + f"?from={one.slug}"
    assert one.exchange not in client.get(write).content.decode().replace("&#x27;", "'")  # not in the room yet
    client.post(reverse("exchange:use", args=[one.slug]), {"class": pair.here.led.pk})
    room = client.get(reverse("exchange:room", args=[pair.link.pk])).content.decode()
    assert write in room
    assert one.exchange in client.get(write).content.decode().replace("&#x27;", "'")
    client.post(write, {"from": one.slug, "title": "Our names", "words": "They shine."})
    with walls.inside(pair.link.pk):
        piece = Piece.objects.unscoped(WHY).get()
    assert (piece.question, piece.strand) == ("who-am-i", "english")


def test_the_database_knows_whose_an_activity_is(db: None) -> None:
    made = {**{key: value for key, value in WRITTEN.items() if key != "minutes"}, "slug": "x", "minutes": 50}
    for wrong in ({"everywhere": False}, {"everywhere": True, "minutes": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AddedActivity.objects.create(**{**made, **wrong})
