"""From a chosen column to a link in words, and from a class that waits to a reason."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from matching.columns import Column
from matching.measure import before_and_after
from matching.miles import miles, miles_that_reach
from matching.model import MICRO
from matching.results import Contact, Link, Part, Totals, Waiting
from matching.rules import DECIDED, rules_broken
from matching.scoring import Table
from matching.wishes import said


def link_of(table: Table, column: Column, kept: str = "") -> Link:
    """The link of a column with its contact, distance, wishes and reasons; made once per table."""
    key = (column.classes, column.shape, kept)
    if key not in table.said:
        table.said[key] = _make_link(table, column, kept)
    return table.said[key]


def _make_link(table: Table, column: Column, kept: str) -> Link:
    schools = tuple(dict.fromkeys(int(table.school_of[k]) for k in column.classes))
    ways = [float(table.school_distance[a, b]) for a in schools for b in schools if a < b]
    distance = None if any(math.isnan(w) for w in ways) else max(ways)
    contact = tuple(_contact(table, name, schools) for name in table.characteristics)
    met: list[str] = []
    unmet: list[str] = []
    for i, j in column.pairs:
        for a, b in ((i, j), (j, i)):
            good, bad = said(table, a, b)
            met += [p for p in good if p not in met]
            unmet += [p for p in bad if p not in unmet]
    _shape_wishes(table, column, met, unmet)
    against: list[str] = []
    if kept:
        against = [s for i, j in column.pairs for name, s in rules_broken(table, i, j) if name not in DECIDED]
    return Link(
        classes=tuple(table.classes[k].id for k in column.classes),
        schools=tuple(table.schools[s].id for s in schools),
        pairs=tuple((table.classes[i].id, table.classes[j].id) for i, j in column.pairs),
        shape=column.shape,
        worth=column.worth,
        parts=tuple(Part(name, worth) for name, worth in column.parts),
        contact=contact,
        distance=distance,
        reasons=_reasons(table, column, schools, contact, distance),
        wishes_met=tuple(met),
        wishes_unmet=tuple(unmet),
        kept=kept,
        against=tuple(dict.fromkeys(against)),
    )


def _shape_wishes(table: Table, column: Column, met: list[str], unmet: list[str]) -> None:
    for k in column.classes:
        wish, name = table.classes[k].wishes, table.school(k).name
        if wish.three_schools:
            phrase = f"{name} wished for a link of three schools"
            (met if column.shape == "triad" else unmet).append(phrase)
        if wish.together == "together" and sum(table.school_of == table.school_of[k]) > 1:
            phrase = f"{name} wished its classes to go together"
            (met if column.shape.startswith("block") else unmet).append(phrase)
    for phrases in (met, unmet):
        phrases[:] = list(dict.fromkeys(phrases))


def _contact(table: Table, name: str, schools: tuple[int, ...]) -> Contact:
    shares = table.shares[name]
    rows = shares.values[list(schools)]
    known = bool(shares.known[list(schools)].all())
    inside = float((1.0 - (rows * rows).sum(axis=1)).mean())
    ways = [1.0 - float(rows[a] @ rows[b]) for a in range(len(rows)) for b in range(a)]
    outside = float(np.mean(ways))
    return Contact(name, inside, outside, outside - inside, known, _contact_said(table, name, schools, inside, outside))


def _contact_said(table: Table, name: str, schools: tuple[int, ...], inside: float, outside: float) -> str:
    unknown = [table.schools[s].name for s in schools if not table.shares[name].known[s]]
    if unknown:
        label = {"fsm": "free school meals", "eal": "first language"}.get(name, name.replace("_", " "))
        verb = "publishes" if len(unknown) == 1 else "publish"
        return f"{' and '.join(unknown)} {verb} no figures for {label}, so the programme's average stands in."
    return before_and_after(inside, outside, name)


def _reasons(
    table: Table, column: Column, schools: tuple[int, ...], contact: Sequence[Contact], distance: float | None
) -> tuple[str, ...]:
    weights = table.problem.weights.characteristics
    weighed = [c for c in contact if weights.get(c.characteristic, 0) > 0]
    weighed.sort(key=lambda c: (not c.known, -c.gained * weights[c.characteristic]))
    out = [c.sentence for c in weighed if c.known and c.gained >= 0.005][:3] or [c.sentence for c in weighed[:1]]
    out += [c.sentence for c in weighed if not c.known and c.sentence not in out][:2]
    if distance is None:
        out.append("The place of one school is not known, so the distance is not known.")
    else:
        out.append(f"The schools are {miles(distance)} apart in a straight line.")
    policy = table.last_year.get(frozenset(schools))
    if policy is not None:
        out.append(
            "These schools were linked last year." if policy != "keep" else "These schools continue last year's link."
        )
    if column.shape.startswith("block"):
        size = len(column.classes) // 2
        out.append(f"{size} classes of each school go together and can share a coach.")
    if column.shape == "triad":
        out.append(
            "Three schools link together, so that no class is left out."
            if not column.wished
            else "A link of three schools was wished for."
        )
    return tuple(out)


def totals_of(table: Table, links: Sequence[Link], waiting: int) -> Totals:
    """Sums over links; contact is the mean over links where the figures are known."""
    ways = [link.distance for link in links if link.distance is not None]
    gained: dict[str, float] = {}
    inside: dict[str, float] = {}
    outside: dict[str, float] = {}
    for name in table.characteristics:
        rows = [c for link in links for c in link.contact if c.characteristic == name and c.known]
        if rows:
            gained[name] = sum(c.gained for c in rows) / len(rows)
            inside[name] = sum(c.within for c in rows) / len(rows)
            outside[name] = sum(c.across for c in rows) / len(rows)
    return Totals(
        links=len(links),
        classes_linked=sum(len(link.classes) for link in links),
        classes_waiting=waiting,
        worth=sum(link.worth for link in links),
        worst=min((link.worth_per_pair for link in links), default=None),
        mean_distance=sum(ways) / len(ways) if ways else None,
        longest_distance=max(ways, default=None),
        wishes_met=sum(len(link.wishes_met) for link in links),
        wishes=sum(len(link.wishes_met) + len(link.wishes_unmet) for link in links),
        contact=gained,
        within=inside,
        across=outside,
    )


def waiting_of(table: Table, i: int) -> Waiting:
    """Why class number `i` waits, and what would have to change."""
    one, name = table.classes[i], table.school(i).name
    if one.id in table.problem.held_back:
        return Waiting(
            one.id, f"The facilitator has held back this class of {name}.", ("Release it for the next proposal.",)
        )
    partners = table.available & (table.school_of != table.school_of[i])
    open_to = table.allowed[i] & partners
    if open_to.any():
        count = int(open_to.sum())
        reason = (
            f"{count} other {'class' if count == 1 else 'classes'} could be a partner for this class of {name}, but linking "
            "it would leave another class without a partner or make the whole worth less."
        )
        return Waiting(one.id, reason, _spare(table, i, open_to))
    if not partners.any():
        return Waiting(
            one.id, f"No class of another school is free for this class of {name}.", ("Another class joins.",)
        )
    return Waiting(
        one.id, f"No free class may be linked with this class of {name} under the rules.", _help(table, i, partners)
    )


def _spare(table: Table, i: int, open_to: np.ndarray) -> tuple[str, ...]:
    out = ["One more class joins, for example in the January intake."]
    if "triad" not in table.problem.shapes:
        out.append("The programme allows a link of three schools, which this class could join.")
    return tuple(out)


def _help(table: Table, i: int, partners: np.ndarray) -> tuple[str, ...]:
    """The single changes that would open a partner for class `i`, those that open most first.

    Of year groups the nearest count; where they are more than one year farther than the programme allows, they come last.
    """
    only: dict[str, list[int]] = {}
    for j in np.flatnonzero(partners):
        broken = rules_broken(table, i, int(j))
        if len(broken) == 1:
            only.setdefault(broken[0][0], []).append(int(j))
    most, far = table.problem.rules.max_year_gap or 0, False
    if apart := only.get("year_gap"):
        least = min(_years_apart(table, i, j) for j in apart)
        only["year_gap"] = [j for j in apart if _years_apart(table, i, j) == least]
        far = least > most + 1
    order = sorted(only.items(), key=lambda found: (far and found[0] == "year_gap", -len(found[1])))
    out = [_change_said(table, i, name, js) for name, js in order]
    return tuple(out) or (
        "More than one rule stands against every other class; talk with the school about its wishes.",
    )


def _years_apart(table: Table, i: int, j: int) -> int:
    return min(abs(a - b) for a in table.classes[i].year_groups for b in table.classes[j].year_groups)


def _change_said(table: Table, i: int, rule: str, js: list[int]) -> str:
    count = len({int(table.school_of[j]) for j in js})
    schools = f"{count} school{'s' if count > 1 else ''}"
    # a distance that is not known (a school without a place) is not near
    away = {j: float(table.distance[i, j]) for j in js}
    nearest = min(js, key=lambda j: (math.inf if math.isnan(away[j]) else away[j], j))
    who, metres = table.school(nearest).name, away[nearest]
    limit = "any distance" if math.isnan(metres) else miles_that_reach(metres)
    years = _years_apart(table, i, nearest) if rule == "year_gap" else 0
    gap = "one year" if years == 1 else f"{years} years"
    sentences = {
        "distance": f"With a limit of {limit}, {who} would be in reach.",
        "year_gap": f"With year groups {gap} apart allowed, {schools} could be a partner, the nearest {who}.",
        "size": f"With more unequal class sizes, {schools} could be a partner, the nearest {who}.",
        "step_free": f"If {who} found a step-free room, it could be a partner.",
        "red_line_kind": f"Without the red line on kinds of school, {schools} could be a partner, the nearest {who}.",
        "red_line_school": f"Without the red line between them, {who} could be a partner.",
        "common_day": f"With a day in common, {schools} could be a partner, the nearest {who}.",
        "apart": f"{who} could be a partner if the classes need not go to different schools.",
        "refusal": f"{who} could be a partner if both heads look again at the link that was declined.",
        "forbidden": f"{who} could be a partner if the facilitator lifts the ban.",
    }
    return sentences.get(rule, f"If the rule “{rule}” changed, {schools} could be a partner.")


def points(worth: int) -> str:
    """Micro-units as points for people: two decimals."""
    return f"{worth / MICRO:.2f}"
