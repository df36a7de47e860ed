"""Name stickers measured on the paper: each name stands in the middle of its label, as the sheets from the shop are cut."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest

from footbridge.exchange.labels.names import LONGEST
from footbridge.visits.groups import papers
from footbridge.visits.groups.page import Child, Group

MM = 72 / 25.4  # points in a millimetre
NAMES = [f"Wim{letter}{other}" for letter in "abcde" for other in "uvwxyz"]  # no letter but one reaches below the line
# sheet → labels across and down, the first label's left and top edge, its width and height, from one label to the next; millimetres
CUT: dict[str, tuple[int, int, float, float, float, float, float, float]] = {
    "21": (3, 7, 7.25, 15.15, 63.5, 38.1, 66.0, 38.1),
    "24": (3, 8, 7.25, 12.9, 63.5, 33.9, 66.0, 33.9),
    "10": (2, 5, 17.5, 13.5, 80.0, 50.0, 95.0, 55.0),
}


def measured(content: bytes, page: int = 0) -> list[tuple[str, float, float, float, float]]:
    """Lines of text on a page with their left, top, right and bottom edge in millimetres from the page's top left corner."""
    paper = pypdfium2.PdfDocument(content)[page]
    width, height = paper.get_size()
    assert (round(width / MM), round(height / MM)) == (210, 297)
    text = paper.get_textpage()
    found = []
    for n in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(n)
        words = text.get_text_bounded(left, bottom, right, top).strip()
        found.append((words, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
    return found


def printed(kind: str, names: list[str]) -> bytes:
    children = [Child(str(n), name, "Hill", name, name) for n, name in enumerate(names)]
    groups: Any = SimpleNamespace(groups=[Group(0, "Ash", children, [])])
    return papers.stickers(groups, kind)


@pytest.mark.parametrize("kind", sorted(CUT))
def test_each_name_stands_on_its_own_label(kind: str) -> None:
    across, down, left, top, width, height, step_x, step_y = CUT[kind]
    content = printed(kind, NAMES)
    many = across * down
    assert len(pypdfium2.PdfDocument(content)) == -(-len(NAMES) // many)
    lines = measured(content)
    names = [one for one in lines if one[0].startswith("Wim")]
    teams = [one for one in lines if one[0] == "Ash"]
    assert [one[0] for one in names] == NAMES[:many], "in order, row by row"
    assert len(teams) == many
    for n, (name, team) in enumerate(zip(names, teams, strict=True)):
        x, y = left + step_x * (n % across), top + step_y * (n // across)
        for edges in (name, team):
            assert abs((edges[1] + edges[3]) / 2 - (x + width / 2)) < 0.6, "in the middle of the label's width"
            assert x + 3 < edges[1] < edges[3] < x + width - 3, "three millimetres for a printer that is a little off"
            assert y + 3 < edges[2] < edges[4] < y + height - 3
        assert abs((name[2] + team[4]) / 2 - (y + height / 2)) < 2, "in the middle of its height"


@pytest.mark.parametrize("kind", sorted(CUT))
def test_long_names_stay_on_their_label(kind: str) -> None:
    across, down, left, top, width, height, step_x, step_y = CUT[kind]
    long = ["Wilhelmina-Alexandra of the Sea", "Maximilian", "W" * LONGEST, "Ng"] * down
    lines = measured(printed(kind, long[: across * down]))
    names, teams = [one for one in lines if one[0] != "Ash"], [one for one in lines if one[0] == "Ash"]
    assert len(names) == len(teams) == across * down, "each on one line"
    for n, (name, team) in enumerate(zip(names, teams, strict=True)):
        x, y = left + step_x * (n % across), top + step_y * (n // across)
        assert x + 3 < name[1] < name[3] < x + width - 3, name[0]
        assert y + 3 < name[2] < team[4] < y + height - 3, name[0]
    sizes = {name[0]: name[4] - name[2] for name in names}
    assert sizes["Ng"] > sizes["Maximilian"] * 0.9 > sizes["W" * LONGEST] * 2, "a short name is read across the table"
