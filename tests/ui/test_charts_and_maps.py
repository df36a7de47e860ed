"""Charts and maps: true to their figures, honest about what is not known, and readable without seeing them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as some

from footbridge.ui.charts import Bar, Bars, Columns, Dots, Pair, Shares, number
from footbridge.ui.maps import ENGLAND, WIDTH, Line, Map, Marker, Town, outline

SHOWN = some.floats(0, 1e6, allow_nan=False)


def drawn(value: object, tag: str = "chart") -> BeautifulSoup:
    return BeautifulSoup(Template("{% load ui %}{% " + tag + " it %}").render(Context({"it": value})), "html.parser")


@pytest.mark.parametrize(
    ("value", "percent", "unit", "said"),
    [(0.424, True, "", "42%"), (0.002, True, "", "under 1%"), (0, True, "", "0%"), (None, True, "", "not known"),
     (1063, False, "", "1,063"), (3.42, False, "miles", "3.4 miles"), (250.4, False, "", "250")],
)  # fmt: skip
def test_figures_as_people_read_them(value: float | None, percent: bool, unit: str, said: str) -> None:
    assert number(value, percent, unit) == said


@given(some.lists(some.one_of(some.none(), SHOWN), max_size=8))
def test_no_bar_leaves_its_chart(values: list[float | None]) -> None:
    chart = Bars("Any", [Bar("x", value, before=value) for value in values])
    assert all(0 <= line["width"] <= 100 for line in chart.lines)
    assert [line["known"] for line in chart.lines] == [value is not None for value in values]


@given(some.lists(some.floats(0, 1), min_size=1, max_size=6))
def test_shares_fill_at_most_the_whole_and_say_what_is_missing(values: list[float]) -> None:
    total = sum(values) or 1
    shares = [value / total * 0.9 for value in values]
    chart = Shares("Any", [f"g{n}" for n in range(len(values))], [("School", shares), ("Unknown", None)])
    pieces = chart.lines[0]["pieces"]
    assert sum(piece["width"] for piece in pieces) <= 101
    assert pieces[-1]["group"] == "Not known"
    assert chart.lines[1]["pieces"] == []
    assert chart.rows[0][2] == "not known"


@pytest.mark.parametrize(
    "chart",
    [
        Bars("Bars", [Bar("Derby", 58), Bar("Bury", None)]),
        Bars("Pairs", [Bar("Ethnic group", 0.74, 0.21)], percent=True),
        Shares("Groups", ["A", "B"], [("School", (0.4, 0.6))]),
        Columns("Years", [("2025", 3), ("2026", None)]),
        Columns("Line", [("2025", 3), ("2026", 4)], line=True),
        Dots("Strip", [("Alder", 0.2), ("Brook", 0.4)], mark="Alder", percent=True),
    ],
)
def test_a_chart_can_be_heard_and_read_as_a_table(chart: Bars) -> None:
    page = drawn(chart)
    picture = page.find("svg", attrs={"role": "img"})
    assert picture["aria-label"].startswith(f"{chart.title}. ")
    assert picture.title.get_text() == chart.title
    assert picture.desc.get_text() == chart.said
    assert len(page.select("table tbody tr")) == len(chart.rows) > 0
    assert not page.find(style=True)


def test_nothing_known_is_not_nought() -> None:
    page = drawn(Bars("Bars", [Bar("Bury", None)]))
    assert "not known" in page.find("desc").get_text()
    assert drawn(Pair("x", None, 0.4), "pair").get_text(strip=True) == "not known"


def test_labels_are_text() -> None:
    evil = "<script>x"
    assert "<script>" not in str(drawn(Bars(evil, [Bar(evil, 1)])))
    assert "<script>" not in str(drawn(Map(evil, [Marker(1, 1, evil, note=evil)], towns=[Town(1, 1, evil)]), "map"))


@given(some.lists(some.tuples(some.floats(90_000, 655_000), some.floats(5_000, 657_000)), min_size=1, max_size=30))
def test_every_place_is_on_its_map(spots: list[tuple[float, float]]) -> None:
    shown = Map("Any", [Marker(e, n, "x") for e, n in spots])
    assert sum(len(spot["markers"]) for spot in shown.spots) == len(spots)
    assert all(0 <= s["x"] <= WIDTH and 0 <= s["y"] <= shown.height for s in shown.spots)
    assert 300 <= shown.height <= WIDTH * 1.3


def test_north_is_up_and_east_is_to_the_right() -> None:
    shown = Map("x", frame=ENGLAND)
    (derby_x, derby_y), (kent_x, _), (_, newcastle_y) = (
        shown.at(435_300, 336_200), shown.at(576_000, 155_500), shown.at(424_700, 564_500))  # fmt: skip
    assert derby_x < kent_x
    assert newcastle_y < derby_y


def test_our_england_holds_its_towns_and_not_the_sea() -> None:
    ring = outline()["land"][0]

    def inside(e: float, n: float) -> bool:
        crossings = 0
        for (e1, n1), (e2, n2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (n1 > n) != (n2 > n) and e < e1 + (n - n1) * (e2 - e1) / (n2 - n1):
                crossings += 1
        return crossings % 2 == 1

    towns = [(435300, 336200), (430000, 433500), (416500, 433000), (424700, 564500), (406800, 286800), (509000, 221500),
             (533000, 181000), (576000, 155500), (358500, 173000), (292500, 92500), (623000, 308500), (531500, 105500)]  # fmt: skip
    sea = [(600000, 380000), (300000, 430000), (200000, 130000), (480000, 60000), (660000, 200000), (570000, 348000)]
    assert all(inside(*town) for town in towns)
    assert not any(inside(*spot) for spot in sea)


def test_markers_are_reached_by_keyboard_and_near_ones_are_counted() -> None:
    near = [Marker(435_000, 336_000, "Alder", url="/a"), Marker(435_001, 336_000, "Brook", url="/b")]
    far = Marker(455_000, 346_000, "Castle", url="/c", note="2 classes")
    page = drawn(
        Map("Schools", [*near, far], [Line((435_000, 336_000), (455_000, 346_000), "Alder and Castle")], listing=True),
        "map",
    )
    assert page.select_one("a.marker:not(.marker-many)")["aria-label"] == "Castle, 2 classes"
    assert page.select_one("a.marker-many")["href"] == "#map-0"
    assert page.find(id="map-0").get_text(strip=True) == "Alder"
    assert page.select_one(".marker-many")["aria-label"] == "2 here: Alder, Brook"
    assert [link["href"] for link in page.select("details a")] == ["/a", "/b", "/c"]


@given(some.lists(some.tuples(some.floats(90_000, 655_000), some.floats(5_000, 657_000)), min_size=1, max_size=40))
def test_no_name_covers_another(spots: list[tuple[float, float]]) -> None:
    shown = Map("Any", [Marker(e, n, f"Place {i}") for i, (e, n) in enumerate(spots)], frame=ENGLAND, labels=True)
    boxes = []
    for spot in shown.spots:
        if spot["words"] is not None:
            wide = 7.2 * len(spot["text"])
            left = spot["words"] - {"start": 0, "end": wide, "middle": wide / 2}[spot["anchor"]]
            boxes.append((left, spot["base"] - 11, left + wide, spot["base"] + 3))
    for place, one in enumerate(boxes):
        assert one[0] >= 1
        assert one[2] <= WIDTH
        for other in boxes[place + 1 :]:
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_a_map_of_nothing_is_drawn() -> None:
    assert drawn(Map("Nothing"), "map").find("svg")["aria-label"] == "Nothing. 0 places."
