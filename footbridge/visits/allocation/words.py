"""A sharing in words: why a link has its slot, and what would have to change where it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from footbridge.ui.miles import KM_IN_A_MILE
from footbridge.venues.models import FITS
from footbridge.visits.allocation.problem import Block, Link, Problem, School, Slot

HAS = dict(FITS)


def reasons(problem: Problem, link: Link, slot: Slot, names: dict[str, str]) -> list[str]:
    """Why a link has this slot: its ways, what it wished, its days. `names` are those of the curriculum's themes."""
    said = []
    for school in link.schools:
        way, name = problem.km(school, slot.venue), problem.school_by_id[school].name
        said.append(f"{name}: {_miles(way)} away" if way is not None else f"{name}: the way is not known")
    shared = sorted(link.themes & problem.venue_by_id[slot.venue].themes)
    if shared:
        said.append(f"Offers what was wished: {', '.join(names.get(one, one) for one in shared)}")
    elif link.themes:
        said.append("Does not offer the theme that was wished")
    if link.venues:
        said.append("A venue they wished for" if slot.venue in link.venues else "Not a venue they wished for")
    if link.note:
        said.append(f"They write: {link.note}")
    blocks = problem.blocks(link, slot)
    if problem.fixed.get(link.id) == slot.id:
        said.append("Fixed by you")
    said += [_against(problem, link, slot, block) for block in Block if block in blocks]
    if Block.DAY not in blocks:
        said.append("The day suits every school of the link")
    if link.needs and Block.UNFIT not in blocks:
        said.append(f"Has what they need: {_has(link.needs)}")
    return said


def _against(problem: Problem, link: Link, slot: Slot, block: Block) -> str:
    """What speaks against a slot that a link has all the same: fixed by hand, or said after the slots were shared."""
    if block is Block.DAY:
        return f"The day does not suit {_names(problem.unsuited(link, slot.day))}"
    if block is Block.UNFIT:
        return f"Is not said to have: {_has(link.needs - problem.venue_by_id[slot.venue].fits)}"
    if block is Block.FAR:
        return f"Too far for {_names(problem.too_far(link, slot.venue))}"
    return _SHORT[block].capitalize()


def _miles(km: float) -> str:
    """A way as people here say it, in a straight line."""
    miles = round(km / KM_IN_A_MILE)
    return _many(miles, "mile") if miles else "under a mile"


def _has(needs: frozenset[str]) -> str:
    return ", ".join(HAS.get(one, one).lower() for one in sorted(needs))


def _names(schools: Sequence[School]) -> str:
    return " and ".join(one.name for one in schools)


def why_none(problem: Problem, link: Link, slots: dict[int, int]) -> str:
    """Why a link has no slot, and what would have to change: one sentence or two. `slots` is the sharing, link → slot."""
    if not problem.slots:
        return "No venue has offered a slot yet. Ask a host to add some."
    blocked = {slot.id: problem.blocks(link, slot) for slot in problem.slots}
    taken: Counter[int] = Counter()
    children: Counter[int] = Counter()
    for other, slot_id in slots.items():
        taken[slot_id] += problem.link_by_id[other].classes
        children[slot_id] += problem.link_by_id[other].children

    def room(slot: Slot) -> bool:
        return taken[slot.id] + link.classes <= slot.classes and children[slot.id] + link.children <= slot.children

    if any(not blocks for blocks in blocked.values()):
        count = sum(not blocks for blocks in blocked.values())
        return (
            f"The {_many(count, 'slot')} that would suit {'is' if count == 1 else 'are'} taken by other links. "
            f"One more slot for {link.classes} classes and {link.children} children is needed, on a day that suits "
            f"{_schools(problem, link)}."
        )
    for block in Block:
        near = [slot for slot in problem.slots if blocked[slot.id] == {block}]
        free = [slot for slot in near if block is Block.SMALL or room(slot)]
        if free:
            best = min(free, key=lambda slot: (problem.discomfort(link, slot), slot.day, slot.id))
            return _change(problem, link, best, block)
    only = min((blocks for blocks in blocked.values()), key=len)
    parts = ", and ".join(_SHORT[block] for block in Block if block in only)
    return f"No slot suits. In the nearest one {parts}. More slots on other days are needed."


_SHORT = {
    Block.FORBIDDEN: "you ruled the venue out",
    Block.DAY: "the day does not suit a school",
    Block.BUSY: "the classes meet on that day already",
    Block.FAR: "the way is too far for a school",
    Block.UNFIT: "the venue is not said to have what they need",
    Block.SMALL: "there is too little room",
    Block.CLOSED: "schools are closed on that day",
}


def _change(problem: Problem, link: Link, slot: Slot, block: Block) -> str:
    where = f"{problem.venue_by_id[slot.venue].name} on {slot.day:%A %-d %B}"
    if block is Block.FORBIDDEN:
        return f"You ruled {problem.venue_by_id[slot.venue].name} out. Allow it again, and {where} has room."
    if block is Block.DAY:
        names = _names(problem.unsuited(link, slot.day))
        return f"Every free slot is on a day that does not suit a school. If {names} could come, {where} has room."
    if block is Block.BUSY:
        return f"Only {where} has room, and the classes meet on that day already. Move that meeting, or add a slot."
    if block is Block.FAR:
        schools = _names(problem.too_far(link, slot.venue))
        return f"{where} has room, and is farther than {schools} can travel. Ask them, or add a slot nearer by."
    if block is Block.UNFIT:
        missing = _has(link.needs - problem.venue_by_id[slot.venue].fits)
        return f"{where} has room, but is not said to have what they need: {missing}. Ask the host, who ticks it in the profile."
    if block is Block.SMALL:
        return (
            f"{where} takes {_many(slot.classes, 'class', 'classes')} and {slot.children} children; this link brings "
            f"{link.classes} and {link.children}. A larger slot is needed."
        )
    return f"Only {where} has room, and schools are closed on that day. A slot in term time is needed."


def _schools(problem: Problem, link: Link) -> str:
    return " and ".join(problem.school_by_id[one].name for one in link.schools)


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"
