"""One row of a sign-up sheet, understood: what its cells mean, and what is unclear or wrong in which column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from footbridge.interest.sheets import values, wishes
from footbridge.interest.sheets.columns import name_of

Remark = dict[str, Any]  # {"field": "years", "column": "Year group(s)", "text": "…", "wrong": False}
LONGEST = {
    "class_name": 60,
    "teachers": 200,
    "contact_name": 120,
    "contact_role": 80,
    "contact_phone": 40,
    "reason": 500,
}


def remark(field: str, text: str, *, wrong: bool = False) -> Remark:
    """A sentence about a column."""
    return {"field": field, "column": name_of(field), "text": text, "wrong": wrong}


def understand_row(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Remark]]:
    """What a row means. `cells` is text by field (see `columns.FIELDS`); missing fields count as empty.

    Returns plain values that can be stored as JSON, and remarks; a remark with `wrong` keeps the row from being
    brought in until it is put right.
    """
    remarks: list[Remark] = []
    typed: dict[str, str] = {}
    for field, text in cells.items():
        if values.is_formula(text):
            remarks.append(remark(field, "A formula stood in this cell. It was not run, and the cell counts as empty."))
            text = ""
        typed[field] = text.strip()

    def read(field: str, reader: Any) -> Any:
        meaning: values.Meaning = reader(typed.get(field, ""))
        if meaning.remark:
            remarks.append(remark(field, meaning.remark, wrong=meaning.wrong))
        return meaning.value

    known: dict[str, Any] = {"answer": read("answer", values.answer)}
    for field in ("class_name", "teachers", "contact_name", "contact_role", "contact_phone"):
        known[field] = _short(field, typed.get(field, ""), remarks)
    known["contact_email"] = read("contact_email", values.email)
    known["linked_before"] = read("linked_before", values.yes_or_no)
    known["last_partner"] = values.urn(typed.get("last_partner", ""))
    if typed.get("last_partner") and not known["last_partner"]:
        remarks.append(remark("last_partner", "This is not a URN. The partner of last year was left open."))
    known["wishes"], known["red_lines"] = typed.get("wishes", ""), typed.get("red_lines", "")
    if known["answer"] == "no":
        known |= _no(typed, remarks)
    else:
        known |= _classes(typed, read, remarks)
        known |= _wishes(typed)
    return known, remarks


def _short(field: str, text: str, remarks: list[Remark]) -> str:
    limit = LONGEST[field]
    if len(text) > limit:
        remarks.append(remark(field, f"This was cut to {limit} characters; the sheet keeps the whole."))
    return text[:limit]


def _no(typed: Mapping[str, str], remarks: list[Remark]) -> dict[str, Any]:
    """Why not, and whether to ask again: often written where others write their wishes."""
    reason = typed.get("reason") or typed.get("wishes", "")
    return {
        "reason": _short("reason", reason, remarks),
        "ask_next_year": True if wishes.asks_again(reason) else None,
        "wishes": "",
    }


def _classes(typed: Mapping[str, str], read: Any, remarks: list[Remark]) -> dict[str, Any]:
    """The class (or classes) of a row."""
    years = read("years", values.year_groups)
    size = read("size", values.class_size)
    number = read("classes", values.how_many_classes)
    unread = any(one["field"] == "years" and one["wrong"] for one in remarks)
    if not years and not unread:
        if size or typed.get("class_name"):
            remarks.append(
                remark("years", "The year group is missing. Type it, or empty the class as well.", wrong=True)
            )
        else:
            remarks.append(remark("years", "No class is named yet. The answer is brought in without a class."))
    return {"years": years, "size": size, "classes": number}


def _wishes(typed: Mapping[str, str]) -> dict[str, Any]:
    found = wishes.understand(typed.get("wishes", ""))
    return {
        "partner_wish": found.partner_wish,
        "wanted_kinds": found.wanted_kinds,
        "days_not": found.days_not,
        "needs_step_free": found.needs_step_free,
        "near": found.near,
    }
