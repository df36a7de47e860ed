"""Pages to print for the day: a sheet for each group, name stickers, a register for the office. Without day, hour or place."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.brokering.models import LinkSide
from footbridge.paper.printing import pdf
from footbridge.visits.groups.page import Groups


@dataclass(frozen=True)
class Labels:
    """A sheet of A4 labels as shops sell them; millimetres."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    top: float
    left: float
    across: float  # between two columns
    down: float = 0.0  # between two rows


SHEETS = {
    "21": Labels("21 on a sheet (63.5 × 38.1 mm)", 3, 7, 63.5, 38.1, 15.15, 7.2, 2.5),
    "24": Labels("24 on a sheet (63.5 × 33.9 mm)", 3, 8, 63.5, 33.9, 12.9, 7.2, 2.5),
    "10": Labels("10 on a sheet (80 × 50 mm)", 2, 5, 80, 50, 13.5, 17.5, 15, 5),
}


def group_sheets(groups: Groups) -> bytes:
    """One page for the leader of each group: adults, and children of each school with a box to tick."""
    data = {
        "title": "Mixed groups",
        "groups": [
            {
                "name": group.name,
                "adults": group.adults,
                "schools": [
                    {"name": school, "children": [c.at_school for c in children]}
                    for school, children in group.by_school
                ],
                "count": len(group.children),
            }
            for group in groups.groups
        ],
    }
    return pdf("visits/groups", data)


def stickers(groups: Groups, kind: str) -> bytes:
    """A sticker for each child: the name and the group, nothing else, so that a lost one says nothing to a stranger."""
    sheet = SHEETS[kind]
    people = [{"name": child.label, "group": group.name} for group in groups.groups for child in group.children]
    data = {"title": "Name stickers", "people": people, "sheet": {**vars(sheet)}}
    return pdf("visits/stickers", data)


def register(groups: Groups, side: LinkSide) -> bytes:
    """The own children with their groups and boxes for there and back; the office keeps it for the day."""
    rows = sorted(
        [child.at_school, group.name, "☐", "☐", "☐"]
        for group in groups.groups
        for child in group.children
        if child.school == side.school.name
    )
    data = {
        "title": "Register for the office",
        "lines": [side.school.name, f"{len(rows)} children. Destroy this page after the day."],
        "columns": ["Child", "Group", "Left school", "There", "Back"],
        "rows": rows,
        "empty": "No child of this school is in a group yet.",
        "flipped": False,
    }
    return pdf("paper/table", data)
