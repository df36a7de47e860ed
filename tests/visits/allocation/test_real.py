"""72 visits on real coordinates of schools: the sharing itself, and a facilitator and ten hosts who do it on their pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bench.allocation import AREAS, LINKS, bradfords_size, real_places
from footbridge.access import Viewer
from footbridge.notify.models import Message
from footbridge.people.models import Membership, Person
from footbridge.venues.hours import at
from footbridge.venues.models import SlotHold, Venue, VenueSlot
from footbridge.visits.allocation.solving import share
from footbridge.visits.meetings.actions import make_meetings
from footbridge.visits.models import Meeting
from tests import factories

DAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "area", [area if n == 0 else pytest.param(area, marks=pytest.mark.slow) for n, area in enumerate(AREAS)]
)
def test_every_link_of_bradfords_size_gets_a_slot(shared: Path, area: str) -> None:
    problem = bradfords_size(real_places(shared, AREAS[area]))
    found = share(problem)
    assert len(found.slots) == LINKS
    assert found.proven
    classes, children = Counter[int](), Counter[int]()
    for link_id, slot_id in found.slots.items():
        link = problem.link_by_id[link_id]
        assert not problem.blocks(link, problem.slot_by_id[slot_id])
        classes[slot_id] += link.classes
        children[slot_id] += link.children
    for slot in problem.slots:
        assert classes[slot.id] <= slot.classes
        assert children[slot.id] <= slot.children


@pytest.mark.shared_data
@pytest.mark.parametrize("links", [18, pytest.param(LINKS, marks=pytest.mark.slow)])
def test_visits_from_the_button_to_the_hosts_yes(
    db: None,
    shared: Path,
    sign_in: Callable[[Person], Client],
    time_machine: object,
    links: int,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC), tick=True)  # type: ignore[attr-defined]
    whole = bradfords_size(real_places(shared, AREAS["Wakefield"]))
    problem = replace(whole, links=whole.links[:links])
    programme = factories.programme("Bradford")
    year, why = factories.linking_year(programme), "a test looks"
    schools = {
        one.id: factories.school(one.name, easting=(one.place or (0, 0))[0], northing=(one.place or (0, 0))[1])
        for one in problem.schools
        if any(one.id in link.schools for link in problem.links)
    }
    asked = {
        one.id: factories.interest(year, schools[one.id], days_not=[DAYS[day] for day in sorted(one.weekdays_not)])
        for one in problem.schools
        if one.id in schools
    }
    for link in problem.links:
        made = factories.link(*(factories.offered_class(asked[school]) for school in link.schools))
        make_meetings(by=Viewer.for_system("test"), link=made)
    hosts = {}
    for one in problem.venues:
        place = one.place or (0, 0)
        venue = Venue.objects.create(name=one.name, easting=place[0], northing=place[1], themes=sorted(one.themes))
        venue.programmes.add(programme)
        hosts[venue.pk] = factories.person(f"Host {one.id}")
        Membership.objects.create(person=hosts[venue.pk], role="venue_host", venue=venue.pk)
        VenueSlot.objects.bulk_create(
            VenueSlot(
                venue=venue, starts=at(slot.day, dt.time(9, 30)), ends=at(slot.day, dt.time(14, 30)), classes=slot.classes,
                children=slot.children,
            )
            for slot in problem.slots
            if slot.venue == one.id
        )  # fmt: skip

    fay = sign_in(factories.member("facilitator", of=programme, name="Fay"))
    page = f"/visits/slots/{year.pk}/"
    fay.post(f"{page}share/", {"version": "0"})
    with django_assert_max_num_queries(30):
        assert f"{links}</" in fay.get(page).content.decode().replace(" ", "")
    fay.post(f"{page}book/", {"version": "1"})
    dated = Meeting.objects.unscoped(why).filter(state="dated")
    assert dated.count() == links
    letters = Message.objects.unscoped(why).filter(template="venues/mail/asked")
    assert letters.count() <= len(hosts), "each host is asked once"
    days = {f"{one.day:%-d %B}" for one in dated if one.day}
    assert not any(day in one.text + one.subject + one.html for one in Message.objects.unscoped(why) for day in days)

    for venue, host in hosts.items():
        browser = sign_in(host)
        for hold in SlotHold.objects.unscoped(why).filter(slot__venue=venue, state="held"):
            browser.post(f"/venues/{venue}/visits/{hold.pk}/confirm/")
    assert SlotHold.objects.unscoped(why).filter(state="confirmed").count() == links
    kept = VenueSlot.objects.unscoped(why).filter(state="confirmed")
    assert all(slot.classes_held <= slot.classes and slot.children_held <= slot.children for slot in kept)
