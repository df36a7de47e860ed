"""The groups of a meeting as people read and print them: labels opened for the link's teachers, nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from footbridge.access import Viewer
from footbridge.brokering.links.queries import sides_of
from footbridge.brokering.models import LinkClass
from footbridge.exchange.labels import labels_for_groups
from footbridge.visits.groups import keeping, wishing
from footbridge.visits.groups.mixing import Wishes, crosswise, unmet, why_not
from footbridge.visits.models import Meeting

NAMES = ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Holly", "Larch", "Maple", "Oak", "Pine", "Rowan")
USUAL = 7  # children in a group


@dataclass(frozen=True)
class Child:
    """A child in a group: id of the label, how it is called where all are read, its school, how it is called there, its label."""

    id: str
    name: str
    school: str
    at_school: str
    label: str


@dataclass(frozen=True)
class Group:
    """One group: its number and name, its children by school, its adults."""

    number: int
    name: str
    children: list[Child]
    adults: list[str]

    @property
    def by_school(self) -> list[tuple[str, list[Child]]]:
        schools = list(dict.fromkeys(child.school for child in self.children))
        return [(school, [child for child in self.children if child.school == school]) for school in schools]


@dataclass(frozen=True)
class Groups:
    """Everything a page or a print needs. `missing` are schools whose children are not typed yet."""

    kept: keeping.Kept
    groups: list[Group]
    said: dict[str, str]
    names: dict[str, Any]
    children: int
    missing: list[str]
    unkept: list[str]
    reason: str
    left_out: list[str]
    adults: list[tuple[str, str]]
    stay: list[str]

    @property
    def usual(self) -> int:
        """How many groups to begin with."""
        return max(2, min(len(NAMES), round(self.children / USUAL)))


def groups_of(viewer: Viewer, meeting: Meeting) -> Groups:
    """The groups of a meeting that was fetched for its viewer, who runs its link. Labels are opened here."""
    sides = sides_of(meeting.link)
    rows = (
        LinkClass.objects.visible_to(viewer)
        .filter(link=meeting.link_id, live=True)
        .select_related("school", "offered_class")
    )
    taken = list(rows.order_by("side", "pk"))
    schools = {row.pk: row.school.name for row in taken}
    named = {row.pk: row.offered_class.name or f"class {n}" for n, row in enumerate(taken, 1)}
    classes = {one: labels for one, labels in labels_for_groups(viewer, meeting.link_id).items() if one in schools}
    kept = keeping.read(meeting)
    said = wishing.called(classes, schools, named)
    short = wishing.called_at_school(classes, schools, named)
    child = {
        str(label.id): Child(str(label.id), said[str(label.id)], schools[one], short[str(label.id)], label.text)
        for one, labels in classes.items()
        for label in labels
    }
    adults_of = [kept.adults.get(str(side.pk), []) for side in sides]
    pinned = {
        (place, adult): group
        for place, side in enumerate(sides)
        for adult, group in kept.pins.get(str(side.pk), {}).items()
    }
    adults = crosswise(adults_of, max(1, len(kept.groups)), pinned)
    everyone = [
        (f"{side.pk}:{adult}", f"{adult} ({side.school.name})")
        for side, of in zip(sides, adults_of, strict=True)
        for adult in of
    ]
    stay = [
        f"{adult} stays in {NAMES[group]}"
        for (place, adult), group in pinned.items()
        if adult in adults_of[place] and group < len(kept.groups)
    ]
    groups = [
        Group(
            n,
            NAMES[n],
            sorted((child[one] for one in ids if one in child), key=lambda c: (c.school, c.name)),
            adults[n],
        )
        for n, ids in enumerate(kept.groups)
    ]
    placed = {one.id: group.number for group in groups for one in group.children}
    missing = [name for one, name in schools.items() if one not in classes]
    left_out = [said[one] for one in said if kept.groups and one not in placed]
    order = [one for one in said if one in placed]
    place = {one: n for n, one in enumerate(order)}
    wishes = Wishes(wishing.pairs(kept.together, place), wishing.pairs(kept.apart, place))
    left = unmet([placed[one] for one in order], wishes)
    unkept = [f"{said[order[a]]} and {said[order[b]]} together" for a, b in left.together]
    unkept += [f"{said[order[a]]} and {said[order[b]]} apart" for a, b in left.apart]
    kinds = {school: n for n, school in enumerate(dict.fromkeys(schools.values()))}
    reason = why_not([kinds[child[one].school] for one in order], len(groups), wishes) if unkept else ""
    names = wishing.names_of(said, classes)
    return Groups(kept, groups, said, dict(names), len(said), missing, unkept, reason, left_out, everyone, stay)
