"""Nudges: blanks filled in for each reader, sent once, logged with the link; own words kept and dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.brokering.models import Link
from footbridge.care.log.actions import log_contact
from footbridge.care.models import LogLine, NudgeWords
from footbridge.care.nudges.words import BLANKS, KINDS, filled, unknown_blanks
from footbridge.care.rules import Refused
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import Programme
from tests import factories
from tests.care.test_board import a_link

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def derby() -> Programme:
    return factories.programme("Derby")


@pytest.fixture
def amina(derby: Programme) -> Person:
    return factories.member("facilitator", of=derby, name="Amina")


@pytest.fixture
def link(derby: Programme) -> Link:
    made = a_link(derby, names=("Ash School", "Birch School"))
    for side in made.sides.unscoped("a test gives schools heads"):
        factories.member("headteacher", of=side.school, name=f"Head of {side.school.name}")
    return made


def letters() -> list[Message]:
    return list(Message.objects.unscoped("a test reads mail").filter(template="care/mail/nudge").order_by("pk"))


def words(**changes: str) -> dict[str, str]:
    return {"audience": "heads", "subject": "For {school}", "words": "Dear {name}, {partner} waits.", **changes}


def test_every_letter_is_seen_before_it_goes_and_goes_once(sign_in: SignIn, amina: Person, link: Link) -> None:
    client = sign_in(amina)
    data = {"link": [link.pk], "about": "teacher", **words()}
    page = client.post(reverse("care:nudge"), data).content.decode()
    assert "Dear Head of Ash School, Birch School waits." in page
    assert letters() == []
    for _ in range(2):
        client.post(reverse("care:nudge"), {**data, "send": "yes"})
    assert [one.subject for one in letters()] == ["For Ash School", "For Birch School"]
    (line,) = LogLine.objects.unscoped("a test reads the log")
    assert line.way == "nudge"
    assert "Head of Ash School" in line.talked_with


def test_only_the_schools_that_are_waited_for_are_written_to(sign_in: SignIn, amina: Person, link: Link) -> None:
    first = link.sides.unscoped("a test names a teacher").order_by("pk").first()
    factories.leads(factories.member("teacher", of=first.school), link, school=first.school)
    sign_in(amina).post(reverse("care:nudge"), {"link": [link.pk], "about": "teacher", "send": "yes", **words()})
    assert [one.subject for one in letters()] == ["For Birch School"]


def test_a_link_without_a_reader_is_said(sign_in: SignIn, amina: Person, link: Link) -> None:
    data = {"link": [link.pk], "about": "training", **words(audience="teachers")}
    assert "no teacher is named" in sign_in(amina).post(reverse("care:nudge"), data).content.decode()


def test_links_of_others_cannot_be_written_about(sign_in: SignIn, link: Link) -> None:
    other = factories.member(
        "facilitator", of=factories.programme("Leicester", authority=factories.authority("856", "L"))
    )
    answer = sign_in(other).post(
        reverse("care:nudge"), {"link": [link.pk], "about": "teacher", "send": "yes", **words()}
    )
    assert answer.status_code == 302
    assert letters() == []
    with pytest.raises(Refused):
        log_contact(by=viewer_for(other), link=link, way="phone", summary="x")


def test_a_blank_that_cannot_be_filled_in_is_told_and_nothing_is_lost(
    sign_in: SignIn, amina: Person, link: Link
) -> None:
    data = {"link": [link.pk], "about": "teacher", "send": "yes", **words(words="Dear {nme}, hello.")}
    page = sign_in(amina).post(reverse("care:nudge"), data).content.decode()
    assert "No letter can fill in {nme}" in page
    assert "Dear {nme}, hello." in page
    assert letters() == []


def test_a_programme_keeps_its_own_words_and_may_drop_them(sign_in: SignIn, amina: Person, derby: Programme) -> None:
    client = sign_in(amina)
    url = reverse("care:change_words", args=[derby.slug, "offer"])
    client.post(url, {"subject": "Ey up, {school}", "words": "Dear {name}"})
    assert NudgeWords.objects.unscoped("a test looks").get().subject == "Ey up, {school}"
    assert "Ey up" in client.get(reverse("care:words")).content.decode()
    client.post(url, {"network": "yes"})
    assert not NudgeWords.objects.unscoped("a test looks").exists()


def test_the_networks_words_have_no_blank_that_stays_open() -> None:
    blanks = {name: f"<{name}>" for name in BLANKS}
    for kind in KINDS.values():
        assert unknown_blanks(f"{kind.subject} {kind.words}") == []
        assert "{" not in filled(kind.words, blanks)
    assert filled("{name}", {"name": "{school}"}) == "{school}"
    assert unknown_blanks("{ nme }") == ["{ nme }"]
