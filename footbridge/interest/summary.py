"""An answer as lines to read: on “check your answers”, on the school's page and on the facilitator's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from footbridge.interest.given import ClassGiven, Given
from footbridge.interest.models import DAYS, PARTNER_KINDS, Interest
from footbridge.interest.sheets.values import say_years
from footbridge.schools.models import School
from footbridge.ui.miles import many_miles, whole_miles
from footbridge.ui.parts import Row

Change = Callable[[str], str]
TOGETHER = dict(Interest.Together.choices)
WISHES = dict(Interest.PartnerWish.choices)


def names_of(schools: Iterable[int | None]) -> dict[int, str]:
    """Names of schools by id. One query, none for no ids."""
    ids = {one for one in schools if one is not None}
    return dict(School.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def say_class(one: ClassGiven) -> str:
    """A class in a line: “Oak, Year 4, 28 children”."""
    years = say_years(one.years) if one.years else "year group not known yet"
    size = f"{one.size} {'child' if one.size == 1 else 'children'}" if one.size else "size not known yet"
    parts = [
        one.name if one.name and not one.name.startswith(years) else "",
        years if not one.name.startswith(years) else one.name,
        size,
    ]
    return ", ".join(part for part in [*parts, one.teachers] if part)


def rows_of(given: Given, names: dict[int, str], change: Change = lambda slug: "") -> list[Row]:
    """The lines of an answer. `change` makes the address of a question from its slug."""
    rows = [Row("Answer", dict(Interest.Answer.choices).get(given.answer, ""), change("answer"))]
    if given.answer == "no":
        again = {True: "Yes", False: "No", None: ""}[given.ask_next_year]
        rows += [Row("Reason", given.reason, change("reason")), Row("Ask again next year", again, change("again"))]
    else:
        rows += _class_rows(given, change)
        rows += _wish_rows(given, names, change)
    contact = ", ".join(part for part in (given.contact_name, given.contact_role) if part)
    reach = ", ".join(part for part in (given.contact_email, given.contact_phone) if part)
    return [*rows, Row("Who to talk to", contact, change("contact"), note=reach)]


def _class_rows(given: Given, change: Change) -> list[Row]:
    label = "Classes" if len(given.classes) != 1 else "Class"
    lines = [
        Row(label if n == 0 else f"Class {n + 1}", say_class(one), change("classes") if n == 0 else "")
        for n, one in enumerate(given.classes)
    ]
    return lines or [Row("Classes", "Not known yet", change("classes"))]


def _wish_rows(given: Given, names: dict[int, str], change: Change) -> list[Row]:
    before = {True: "Has linked before", False: "First time", None: ""}[given.linked_before]
    if given.last_partner in names:
        before = f"Last partner: {names[given.last_partner]}"
    rows = [Row("Partner", WISHES.get(given.partner_wish, ""), change("partner"), note=before)]
    if len(given.classes) > 1:
        rows.append(Row("Together or apart", TOGETHER[given.together], change("together")))
    refused = [names[one] for one in given.refused_schools if one in names]
    days = [label for key, label in DAYS if key in given.days_not]
    return [
        *rows,
        Row("Link of three schools", "Yes" if given.three_schools else "No", change("three-schools")),
        Row("Would like", say_kinds(given.wanted_kinds) or "Any kind of school", change("wanted")),
        Row("Could not link with", say_kinds(given.refused_kinds) or "Open to every kind of school", change("refused")),
        Row("Schools left out", ", ".join(refused) or "None", change("schools")),
        Row("Distance", say_distance(given.max_distance_km), change("distance")),
        Row("Step-free places", "Needed" if given.needs_step_free else "Not needed", change("access")),
        Row("Days that do not suit", ", ".join(days) or "Every day can work", change("days")),
        Row("Wishes", given.wishes or "None", change("words")),
        Row("Must not happen", given.red_lines or "Nothing named", change("words")),
    ]


def say_kinds(kinds: list[str]) -> str:
    """Kinds of partner for people."""
    return ", ".join(label for key, label in PARTNER_KINDS if key in kinds)


def say_distance(km: int | None) -> str:
    """How far a class travels."""
    return "Anywhere in the area" if km is None else f"Up to {many_miles(whole_miles(km * 1000))}"


def differences(theirs: Given, mine: Given, names: dict[int, str]) -> list[tuple[str, str, str]]:
    """Lines in which two answers differ: what, how it is now, how it would become."""
    now = {row.label: " · ".join(filter(None, (str(row.value), row.note))) for row in rows_of(theirs, names)}
    then = {row.label: " · ".join(filter(None, (str(row.value), row.note))) for row in rows_of(mine, names)}
    labels = list(dict.fromkeys([*now, *then]))
    return [(label, now.get(label, ""), then.get(label, "")) for label in labels if now.get(label) != then.get(label)]
