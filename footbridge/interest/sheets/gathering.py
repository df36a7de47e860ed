"""The rows of one school put together into one answer, and what in them contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from footbridge.interest.given import ClassGiven, Given, default_name
from footbridge.interest.models import SheetRow
from footbridge.interest.sheets.values import say_years

FIRST = ("contact_name", "contact_role", "contact_email", "contact_phone", "reason")


def given_of_rows(rows: Sequence[SheetRow], partners: Mapping[str, int]) -> Given:
    """One answer from rows of one school that say the same word. `partners` gives ids of schools by URN."""
    known = [row.understood for row in rows]
    given = Given(answer=known[0]["answer"])
    for name in FIRST:
        setattr(given, name, next((one[name] for one in known if one.get(name)), ""))
    given.ask_next_year = next((one["ask_next_year"] for one in known if one.get("ask_next_year") is not None), None)
    given.linked_before = next((one["linked_before"] for one in known if one.get("linked_before") is not None), None)
    given.last_partner = next(
        (partners[one["last_partner"]] for one in known if one.get("last_partner") in partners), None
    )
    wishes = partner_wishes(known)
    given.partner_wish = wishes.pop() if len(wishes) == 1 else "any"
    given.wanted_kinds = _all(known, "wanted_kinds")
    given.days_not = _all(known, "days_not")[:4]
    given.needs_step_free = any(one.get("needs_step_free") for one in known)
    given.classes = classes_of_rows(known)
    given.wishes = "\n".join(dict.fromkeys(one["wishes"] for one in known if one.get("wishes")))
    given.red_lines = "\n".join(dict.fromkeys(one["red_lines"] for one in known if one.get("red_lines")))
    return given


def partner_wishes(known: Iterable[Mapping[str, Any]]) -> set[str]:
    """The partner wishes that were named; more than one contradict each other."""
    return {one["partner_wish"] for one in known if one.get("partner_wish")}


def classes_of_rows(known: Sequence[Mapping[str, Any]]) -> list[ClassGiven]:
    """The classes that rows offer; a row without any is passed over, one that stands for several makes several."""
    found: list[ClassGiven] = []
    for one in known:
        if not one.get("years"):
            continue
        for _ in range(one.get("classes") or 1):
            found.append(
                ClassGiven(list(one["years"]), one["class_name"], one["size"], one["teachers"], wishes=one["wishes"])
            )
    for number, one_class in enumerate(found, start=1):
        one_class.name = one_class.name or default_name(one_class, number, len(found))
    return found


def _all(known: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(value for one in known for value in one.get(name) or []))


def say_understood(row: SheetRow) -> list[str]:
    """What a row was taken for, in words."""
    known = row.understood
    if not known:
        return []
    said = []
    if known.get("years"):
        said.append(say_years(known["years"]))
    if known.get("size"):
        said.append(f"{known['size']} children")
    return said
