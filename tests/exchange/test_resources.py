"""The library: whole, searched, and taken into a room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.exchange.resources import library
from footbridge.exchange.words import KeyQuestion
from footbridge.people.models import Person
from tests import factories
from tests.exchange.conftest import Pair

SignIn = Callable[[Person], Client]


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
