"""The year in figures: computed from the record, totals only, nothing small."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.access.viewer import Viewer
from footbridge.brokering import figures
from footbridge.interest.models import OfferedClass
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear
from tests import factories as make

pytestmark = pytest.mark.django_db


def linked(year: LinkingYear, pairs: int, *, state: str = "standing") -> list[OfferedClass]:
    """Pairs of classes of 28 in links of this state, two schools each."""
    found: list[OfferedClass] = []
    for _ in range(pairs):
        two = [make.offered_class(make.interest(year)) for _ in range(2)]
        make.link(*two, state=state)
        found += two
    return found


def test_totals_come_from_links_that_stand() -> None:
    derby, leeds = make.linking_year(make.programme("Derby")), make.linking_year(make.programme("Leeds"))
    linked(derby, 8)
    linked(leeds, 4)
    linked(derby, 3, state="offered")
    assert figures.of_year(2026) == figures.Figures(2026, 2, 24, 24, 24 * 28, 12)


def test_what_is_small_is_not_told() -> None:
    year = make.linking_year(make.programme("Derby"))
    linked(year, 4)
    found = figures.of_year(2026)
    assert (found.schools, found.classes, found.links) == (None, None, None)
    linked(year, 1)
    found = figures.of_year(2026)
    assert (found.schools, found.classes, found.links) == (10, 10, None)


def test_a_school_with_two_classes_counts_once_and_unknown_sizes_are_not_guessed() -> None:
    year = make.linking_year(make.programme("Derby"))
    answers = [make.interest(year) for _ in range(12)]
    for one, other in zip(answers[::2], answers[1::2], strict=True):
        for size in (28, None):
            make.link(make.offered_class(one, size=size), make.offered_class(other, size=size))
    found = figures.of_year(2026)
    assert (found.schools, found.classes, found.links, found.children) == (12, 24, 12, 12 * 28)


def test_the_latest_year_in_which_links_stand_is_shown() -> None:
    assert figures.latest_year() is None
    programme = make.programme("Derby")
    linked(make.linking_year(programme, 2025), 1)
    linked(make.linking_year(programme, 2026), 1, state="offered")
    assert figures.latest_year() == 2025


def test_public_pages_show_totals_and_no_link_class_or_date(client: Client, django_assert_num_queries: Any) -> None:
    make.network()
    year = make.linking_year(make.programme("Derby"), dates={"visits_from": "2027-03-17", "training_one": "2026-10-19"})
    two = [
        make.offered_class(make.interest(year, make.school(f"CANARY School {n}"), contact_name="CANARY"), name="CANARY")
        for n in range(2)
    ]
    link = make.link(*two)
    linked(year, 10)
    for name in ("home", "welcome:figures", "welcome:directory"):
        page = client.get(reverse(name)).content.decode()
        assert "CANARY" not in page
        assert link.reference not in page
    page = client.get(reverse("welcome:programme", args=["derby"])).content.decode()
    for hidden in ("CANARY", link.reference, "2027-", "17 March", "19 October"):
        assert hidden not in page
    assert "22" in client.get(reverse("welcome:figures")).content.decode()
    with django_assert_num_queries(2):
        client.get(reverse("home"))


def test_numbers_of_every_programme_are_for_network_staff_alone() -> None:
    year = make.linking_year(make.programme("Derby"))
    linked(year, 1)
    staff = viewer_for(make.member("network_staff"))
    assert figures.progress_of(staff, [year.pk])[year.pk].links == 1
    for viewer in (Viewer.nobody(), viewer_for(make.member("facilitator", of=year.programme))):
        assert figures.progress_of(viewer, [year.pk]) == {}
