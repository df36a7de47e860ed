"""The board: where each link stands, what is late and why, and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from footbridge.brokering.models import Link
from footbridge.care.flags.board import live_links, rows_of
from footbridge.care.flags.flag import Flag
from footbridge.care.flags.programmes import lines
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import Programme
from tests import factories

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def derby() -> Programme:
    return factories.programme("Derby")


@pytest.fixture
def amina(derby: Programme) -> Person:
    return factories.member("facilitator", of=derby, name="Amina")


def a_link(programme: Programme, *, state: str = "standing", names: tuple[str, str] = ("", "")) -> Link:
    year = programme.years.unscoped("a test makes a link").first() or factories.linking_year(programme)
    classes = [factories.offered_class(factories.interest(year, factories.school(name))) for name in names]
    return factories.link(*classes, state=state)


def flags_of(who: Person) -> list[Flag]:
    viewer = viewer_for(who)
    return [flag for row in rows_of(viewer, live_links(viewer), timezone.localdate()) for flag in row.flags]


def test_a_class_that_nobody_leads_is_flagged_until_somebody_does(derby: Programme, amina: Person) -> None:
    link = a_link(derby, names=("Ash School", "Birch School"))
    (flag,) = [one for one in flags_of(amina) if one.about == "teacher"]
    assert flag.sentence == "Ash School and Birch School have not said who leads the class."
    for side in link.sides.unscoped("a test names teachers"):
        factories.leads(factories.member("teacher", of=side.school), link, school=side.school)
    assert [one for one in flags_of(amina) if one.about == "teacher"] == []


def test_an_old_offer_is_late_and_says_who_is_waited_for(derby: Programme, amina: Person) -> None:
    link = a_link(derby, state="offered", names=("Ash School", "Birch School"))
    assert [flag.late for flag in flags_of(amina)] == [False]
    Link.objects.unscoped("a test lets time pass").filter(pk=link.pk).update(
        offered=timezone.now() - timedelta(days=60)
    )
    (flag,) = flags_of(amina)
    assert flag.late
    assert "Ash School and Birch School have not answered" in flag.sentence


def test_the_board_is_the_facilitators_alone(sign_in: SignIn, derby: Programme, amina: Person) -> None:
    link = a_link(derby, names=("Ash School", "Birch School"))
    assert "Ash School" in sign_in(amina).get(reverse("care:board")).content.decode()
    other = factories.member(
        "facilitator", of=factories.programme("Leicester", authority=factories.authority("856", "L"))
    )
    assert "Ash School" not in sign_in(other).get(reverse("care:board")).content.decode()
    assert sign_in(other).get(reverse("care:link", args=[link.pk])).status_code == 404
    head = factories.member("headteacher", of=link.sides.unscoped("a test looks").first().school)
    assert sign_in(head).get(reverse("care:board")).status_code == 404


def test_filters_and_search_find_what_needs_somebody(sign_in: SignIn, derby: Programme, amina: Person) -> None:
    a_link(derby, names=("Ash School", "Birch School"))
    a_link(derby, state="offered", names=("Cedar School", "Dogwood School"))
    client = sign_in(amina)
    page = client.get(reverse("care:board") + "?about=offer").content.decode()
    assert "Cedar School" in page
    assert "Ash School" not in page
    assert "Cedar School" not in client.get(reverse("care:board") + "?q=leads").content.decode()
    assert "Nothing found" in client.get(reverse("care:board") + "?needs=late").content.decode()


@pytest.mark.parametrize("page", ["care:board", "care:diary", "care:due"])
def test_a_page_asks_as_much_for_three_links_as_for_one(
    page: str, sign_in: SignIn, derby: Programme, amina: Person
) -> None:
    client = sign_in(amina)
    counts = []
    for links in (1, 2):
        for _ in range(links):
            a_link(derby, names=("", ""))
        client.get(reverse(page))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(page))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 40


def test_network_staff_see_figures_over_programmes_and_no_link(sign_in: SignIn, derby: Programme) -> None:
    a_link(derby, names=("Ash School", "Birch School"))
    old = a_link(derby, state="offered", names=("Cedar School", "Dogwood School"))
    Link.objects.unscoped("a test lets time pass").filter(pk=old.pk).update(offered=timezone.now() - timedelta(days=60))
    page = sign_in(factories.member("network_staff")).get(reverse("care:programmes")).content.decode()
    assert "Derby" in page
    assert "1 of 2" in page
    assert "Ash School" not in page
    with pytest.raises(PermissionError):
        lines(viewer_for(factories.member("facilitator", of=derby)), timezone.localdate())
