"""What links make possible: the sums are right, unknown stays unknown, and each sees only what is theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.access import Viewer
from footbridge.brokering.links.together import sum_of, together
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear
from matching.measure import contact_gained
from tests import factories
from tests.brokering.conftest import MOSTLY_ASIAN, World

SignIn = Callable[[Person], Client]
ADDRESS = reverse("brokering:contact")


def test_a_mean_is_the_contact_gained_and_unknown_is_not_nought() -> None:
    shares = {1: {"ethnicity": (0.9, 0.1)}, 2: {"ethnicity": (0.2, 0.8)}, 3: {"ethnicity": None}, 4: {}}
    found = sum_of("Derby", [[1, 2], [1, 3], [2, 4]], shares)
    mean = found.means[0]
    assert (found.links, mean.known) == (3, 1)
    assert mean.before is not None
    assert mean.after is not None
    assert mean.after - mean.before == pytest.approx(contact_gained((0.9, 0.1), (0.2, 0.8)))
    assert found.notes == ["Ethnic background: 1 of 3 links have figures for all of their schools."]
    assert found.means[1].before is None
    assert "no link has figures" in found.means[1].sentence


@pytest.fixture
def linked(world: World) -> World:
    for k in range(3):
        factories.link(world.classes[k], world.classes[k + 3])
    return world


def elsewhere() -> LinkingYear:
    """Another programme with a link."""
    year = factories.linking_year(factories.programme("Leeds"))
    other = World(year.programme, year, factories.member("facilitator", of=year.programme))
    other.add("Elm Primary", MOSTLY_ASIAN)
    other.add("Fir Primary")
    factories.link(*other.classes)
    return year


def test_a_facilitator_reads_her_programme_and_no_other(linked: World, sign_in: SignIn) -> None:
    elsewhere()
    found = together(linked.viewer)
    assert found is not None
    assert [(one.name, one.links) for one in found.programmes] == [("Derby", 3)]
    assert found.all is None
    page = sign_in(linked.person).get(ADDRESS).content.decode()
    assert "Derby, 3 links" in page
    assert "Leeds" not in page
    assert "A child who meets someone of another ethnic background" in page


def test_network_staff_read_every_programme_and_no_school(linked: World, sign_in: SignIn) -> None:
    elsewhere()
    staff = factories.member("network_staff")
    found = together(viewer_for(staff))
    assert found is not None
    assert [one.name for one in found.programmes] == ["Derby", "Leeds"]
    assert found.all is not None
    assert found.all.links == 4
    assert found.all.means[0].known == 3
    page = sign_in(staff).get(ADDRESS).content.decode()
    assert "All programmes, 4 links" in page
    assert "Primary" not in page


def test_the_number_of_questions_does_not_grow_with_links(
    world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    viewer: Viewer = world.viewer
    assert together(viewer) is None
    for count in (1, 3):
        factories.link(world.classes[count - 1], world.classes[count + 2])
        with django_assert_num_queries(4):  # type: ignore[attr-defined]
            together(viewer)


def test_without_links_the_page_says_what_comes(world: World, sign_in: SignIn) -> None:
    assert "No link has been offered yet" in sign_in(world.person).get(ADDRESS).content.decode()


def test_the_measure_speaks_to_a_head_and_to_a_funder(client: Client, db: None) -> None:
    page = client.get(reverse("brokering:measure")).content.decode()
    assert "For a head" in page
    assert "For a funder" in page
    assert page.count("<svg") >= 6
