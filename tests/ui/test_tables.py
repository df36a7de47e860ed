"""Tables: what the address says, in every order and with everything wrong in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from footbridge.schools.models import School
from footbridge.ui.tables import Column, Filter, Table
from tests import factories

ROWS = [
    {"name": "brook", "pupils": 20, "town": "A"},
    {"name": "Alder", "pupils": None, "town": "B"},
    {"name": "Castle", "pupils": 3, "town": "A"},
]
COLUMNS = [
    Column("name", "School", sort=True, link=lambda row: f"/{row['name']}"),
    Column("pupils", "Pupils", sort=True, numeric=True),
    Column("town", "Town"),
]


def made(query: str = "", rows: Any = None, **more: Any) -> Table:
    return Table(ROWS if rows is None else rows, COLUMNS, QueryDict(query), caption="Schools", **more)


def names(table: Table) -> list[str]:
    return [row["name"] for row in table.page.object_list]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["brook", "Alder", "Castle"]),
        ("sort=name", ["Alder", "brook", "Castle"]),
        ("sort=-name", ["Castle", "brook", "Alder"]),
        ("sort=pupils", ["Castle", "brook", "Alder"]),
        ("sort=-pupils", ["brook", "Castle", "Alder"]),
        ("sort=town", ["brook", "Alder", "Castle"]),
        ("sort=__class__", ["brook", "Alder", "Castle"]),
        ("page=99", ["brook", "Alder", "Castle"]),
        ("page=-1", ["brook", "Alder", "Castle"]),
        ("page=x&size=1000000", ["brook", "Alder", "Castle"]),
    ],
)
def test_order_comes_from_the_address(query: str, expected: list[str]) -> None:
    assert names(made(query)) == expected


def test_search_and_filters_narrow_and_say_so() -> None:
    place = Filter("town", "Town", [("A", "A town"), ("B", "B town")])
    assert names(made("q=al", search=["name"])) == ["Alder"]
    assert names(made("town=A", filters=[place])) == ["brook", "Castle"]
    assert names(made("town=Z", filters=[place])) == ["brook", "Alder", "Castle"]
    nothing = made("q=zzz", search=["name"])
    assert nothing.filtered
    assert "Nothing found" in render_to_string("ui/tables/table.html", {"table": nothing})
    assert "Nothing here yet" in render_to_string("ui/tables/table.html", {"table": made(rows=[])})


def test_links_keep_what_is_chosen_and_start_again_at_page_one() -> None:
    table = made("q=e&page=2&size=25&tab=map", search=["name"], keep=["tab"])
    by_pupils = next(head.url for head in table.headers if head.column.key == "pupils")
    assert by_pupils == "?q=e&size=25&tab=map&sort=pupils"
    assert table.clear_url == "?size=25&tab=map"
    assert table.kept == [("size", "25"), ("tab", "map")]


def test_two_tables_on_a_page_do_not_disturb_each_other() -> None:
    query = "one-sort=name&two-sort=-name"
    assert names(made(query, name="one")) == ["Alder", "brook", "Castle"]
    assert names(made(query, name="two")) == ["Castle", "brook", "Alder"]


def test_pages() -> None:
    rows = [{"name": f"s{n:03}", "pupils": n, "town": ""} for n in range(230)]
    table = made("page=2", rows=rows, page_size=25)
    assert names(table)[0] == "s025"
    assert (table.pages.previous, table.pages.next) == ("?page=1", "?page=3")
    assert [number for number, _, _ in table.pages.links] == [1, 2, 3, 4, None, 10]


def test_what_is_typed_is_only_ever_text() -> None:
    html = render_to_string(
        "ui/tables/table.html",
        {"table": made("q=<b>&sort=name", rows=[{"name": "<script>x", "pupils": 1, "town": "<i>"}], search=["name"])},
    )
    assert "<script>" not in html
    assert "<b>" not in html


def test_the_page_says_how_it_is_sorted_and_names_each_row() -> None:
    html = render_to_string("ui/tables/table.html", {"table": made("sort=-name")})
    assert html.count('aria-sort="descending"') == 1
    assert html.count('<th scope="row">') == 3
    assert 'data-label="Pupils"' in html
    assert "Empty" in html


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3, 40])
def test_two_queries_whatever_the_size(many: int, django_assert_num_queries: Any) -> None:
    for n in range(many):
        factories.school(f"Alder {n}")
    columns = [Column("name", "School", sort=True), Column("urn", "URN", sort=True)]
    with django_assert_num_queries(2):
        rows = School.objects.all()
        table = Table(rows, columns, QueryDict("sort=-name&q=a"), search=["name", "town"], page_size=25)
        render_to_string("ui/tables/table.html", {"table": table})
