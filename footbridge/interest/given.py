"""An answer as it is given, page by page or row by row, before it is kept: plain values that fit into a session."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from footbridge.interest.models import Interest, OfferedClass
from footbridge.interest.sheets.values import say_years

MOST_CLASSES = 12


@dataclass
class ClassGiven:
    """A class as given. `id` is the row it changes; none for a new one."""

    years: list[int] = field(default_factory=list)
    name: str = ""
    size: int | None = None
    teachers: str = ""
    id: int | None = None
    wishes: str = ""


@dataclass
class Given:
    """An answer as given. Field names are those of `Interest`; `refused_schools` holds ids."""

    answer: str = ""
    reason: str = ""
    ask_next_year: bool | None = None
    classes: list[ClassGiven] = field(default_factory=list)
    linked_before: bool | None = None
    last_partner: int | None = None
    partner_wish: str = ""
    together: str = "either"
    three_schools: bool = True
    wanted_kinds: list[str] = field(default_factory=list)
    refused_kinds: list[str] = field(default_factory=list)
    refused_schools: list[int] = field(default_factory=list)
    max_distance_km: int | None = None
    needs_step_free: bool = False
    days_not: list[str] = field(default_factory=list)
    wishes: str = ""
    red_lines: str = ""
    contact_name: str = ""
    contact_role: str = ""
    contact_email: str = ""
    contact_phone: str = ""

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """From what `to_json` made; keys of an older version of the form are passed over."""
        known = {one.name for one in fields(cls)}
        values = {key: value for key, value in kept.items() if key in known}
        values["classes"] = [ClassGiven(**one) for one in values.get("classes", [])]
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """Plain values for the session."""
        return asdict(self)

    @property
    def wants_to_link(self) -> bool:
        return self.answer in ("yes", "maybe")


PLAIN = [
    one.name for one in fields(Given) if one.name not in ("classes", "refused_schools", "last_partner", "partner_wish")
]


def given_from(interest: Interest, classes: list[OfferedClass]) -> Given:
    """The answer that an interest holds now. Asks once for its refused schools."""
    given = Given(**{name: getattr(interest, name) for name in PLAIN})
    given.partner_wish = interest.partner_wish
    given.last_partner = interest.last_partner_id
    given.refused_schools = [one.pk for one in interest.refused_schools.all()]
    given.classes = [
        ClassGiven(list(one.years), one.name, one.size, one.teachers, one.pk, one.wishes) for one in classes
    ]
    return given


def default_name(given: ClassGiven, number: int, of: int) -> str:
    """What a class without a name is called: by its years, with a number where there are several."""
    if not given.years:
        return f"Class {number}"
    years = say_years(given.years)
    return years if of == 1 else f"{years}, class {number}"
