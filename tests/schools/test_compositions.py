"""Shares add up to one, unknown stays unknown, and small groups are never shown."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from footbridge.schools import queries, showing
from footbridge.schools.compositions import GROUPS, broad, shares_of
from footbridge.schools.models import Composition, School
from footbridge.schools.register.groups import ETHNIC_GROUPS
from tests import factories

pytestmark = pytest.mark.django_db


def ethnicity(**counts: int | None) -> dict[str, int | None]:
    return {group: counts.get(group, 0) for group in ETHNIC_GROUPS}


def counted(
    school: School, characteristic: str, counts: dict[str, int | None], *, year: int = 2022, total: int | None = None
) -> None:
    whole = total if total is not None else sum(filter(None, counts.values()))
    Composition.objects.create(school=school, year=year, characteristic=characteristic, counts=counts, total=whole)


def test_shares_in_the_order_of_the_groups() -> None:
    school = factories.school(character="Catholic", is_urban=False)
    counted(school, "ethnicity", ethnicity(white_british=60, pakistani=40))
    counted(school, "eal", {"eal": 30, "english": 70})
    found = queries.compositions([school])[school.pk]
    assert found["ethnicity"] is not None
    assert dict(zip(GROUPS["ethnicity"], found["ethnicity"], strict=True))["pakistani"] == pytest.approx(0.4)
    assert (found["eal"], found["urban_rural"], found["fsm"]) == ((0.3, 0.7), (0.0, 1.0), None)
    assert found["character"] is not None
    assert sum(found["character"]) == 1
    assert broad(found["ethnicity"]) == pytest.approx((0.6, 0, 0.4, 0, 0))


def test_nothing_published_is_unknown() -> None:
    school = factories.school()
    assert set(queries.compositions([school.pk])[school.pk].values()) == {None}


def test_the_latest_year_counts() -> None:
    school = factories.school()
    counted(school, "eal", {"eal": 10, "english": 90}, year=2020)
    counted(school, "eal", {"eal": 50, "english": 50}, year=2022)
    assert queries.compositions([school])[school.pk]["eal"] == (0.5, 0.5)


def test_little_suppression_is_spread_and_much_is_unknown() -> None:
    hidden = ethnicity(white_british=97, chinese=None, african=None)
    found = shares_of("ethnicity", hidden, {}, 100)
    assert found is not None
    assert sum(found) == pytest.approx(1)
    assert found[ETHNIC_GROUPS.index("chinese")] == pytest.approx(0.015)
    assert shares_of("ethnicity", ethnicity(white_british=80, chinese=None), {}, 100) is None
    assert shares_of("ethnicity", ethnicity(white_british=97, chinese=None), {}, None) is None


def test_means_are_of_children_not_of_schools() -> None:
    large, small, other = (
        factories.school(),
        factories.school(),
        factories.school(authority=factories.authority("830", "Derbyshire")),
    )
    counted(large, "eal", {"eal": 0, "english": 300})
    counted(small, "eal", {"eal": 100, "english": 0})
    counted(other, "eal", {"eal": 100, "english": 0})
    assert queries.mean_shares(["831"])["eal"] == (0.25, 0.75)
    assert queries.mean_shares()["eal"] == (0.4, 0.6)
    assert queries.mean_shares(["831"])["ethnicity"] is None


def test_queries_do_not_grow_with_schools(django_assert_num_queries) -> None:
    schools = [factories.school() for _ in range(12)]
    with django_assert_num_queries(2):
        queries.compositions(schools)


def test_groups_of_one_or_two_children_are_never_shown(sign_in) -> None:
    school = factories.school()
    counted(school, "ethnicity", ethnicity(white_british=30, indian=8, african=2))
    counted(school, "fsm", {"eligible": 1, "other": 39})
    shown = {one["chart"].title: one["chart"].rows_of[0][1] for one in showing.charts_of(school)}
    assert shown["Free school meals"] is None
    assert shown["Ethnic background"] == (0.79, 0, 0.21, None, 0)
    page = sign_in(factories.member("network_staff")).get(f"/schools/{school.pk}/").content
    words = set(BeautifulSoup(page, "html.parser").main.get_text(" ").split())
    assert {"79%", "21%"} <= words
    assert not {"3%", "5%", "98%"} & words


def test_the_public_sees_no_figures(client: Client) -> None:
    school = factories.school(pupils=4321, religious_character="CANARY", street="CANARY")
    counted(school, "eal", {"eal": 30, "english": 70})
    page = client.get(f"/schools/{school.pk}/").content.decode()
    assert school.name in page
    assert "CANARY" not in page
    assert "4321" not in page
    assert "30%" not in page


def test_places_and_neighbours() -> None:
    near = factories.school("Near", easting=435000, northing=334000, postcode="DE23 8DF")
    far = factories.school("Far", easting=535000, northing=180000, postcode="E1 6AN")
    factories.school("Gone", easting=435001, northing=334000, status="Closed")
    assert [(s, m) for s, m in queries.nearest_schools(435100, 334000, limit=2)] == [(near, 100), (far, 183565)]
    assert queries.place_of_postcode("de238df") == (435000, 334000)
    assert queries.place_of_postcode("DE23 9ZZ") == (435000, 334000)
    assert queries.place_of_postcode("ZZ1 1ZZ") is None
    assert queries.place_of_postcode("nonsense") is None
