"""What brokering knows of a school and of a class, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from footbridge.ui.miles import KM_IN_A_MILE, METRES_IN_A_MILE, many_miles, whole_miles

KIND_WORDS = {
    "church": "a church school",
    "faith_other": "a school of another faith",
    "non_faith": "a school without a religious character",
    "rural": "a rural school",
    "urban": "a town or city school",
    "independent": "an independent school",
    "special": "a special school",
}
CHARACTERISTICS = {
    "ethnicity": "Ethnic background",
    "fsm": "Free school meals",
    "eal": "First language",
    "character": "School character",
    "urban_rural": "Town and country",
}
_CHURCH = ("church", "catholic", "christian", "methodist", "anglican", "quaker", "baptist", "orthodox", "moravian")
_NONE = (
    "",
    "none",
    "no religious character",
    "does not apply",
    "not applicable",
    "non_denominational",
    "non-denominational",
    "unknown",
)


def class_said(name: str, years: tuple[int, ...], size: int | None) -> str:
    """A class in words: “Oak (Year 4, 28 children)”; one that is called by its year group says it once."""
    groups = years_said(years)
    inside = [*([] if name == groups else [groups]), *([] if size is None else [f"{size} children"])]
    return f"{name} ({', '.join(inside)})" if inside else name


def years_said(years: tuple[int, ...]) -> str:
    """Year groups as people write them: "Year 4", "Years 3 and 4", "Reception and Year 1"."""
    ordered = sorted(years)
    if not ordered:
        return "year group not said"
    if len(ordered) > 1 and ordered[0] > 0:
        return "Years " + ", ".join(map(str, ordered[:-1])) + f" and {ordered[-1]}"
    return " and ".join("Reception" if year == 0 else f"Year {year}" for year in ordered)


def faith_of(character: str) -> str:
    """ "church", "faith_other" or "non_faith" from a school's religious character as the register or the network words it."""
    word = character.strip().lower()
    if word in _NONE:
        return "non_faith"
    return "church" if any(part in word for part in _CHURCH) else "faith_other"


@dataclass(frozen=True)
class PoolSchool:
    """A school with offered classes. `compositions` maps each characteristic to shares, or None where unknown."""

    id: int
    name: str
    town: str
    easting: int | None
    northing: int | None
    phase: str
    character: str
    is_urban: bool | None
    step_free: bool | None
    independent: bool
    compositions: Mapping[str, tuple[float, ...] | None] = field(default_factory=dict)
    linked_before: bool | None = None

    @property
    def faith(self) -> str:
        """ "church", "faith_other" or "non_faith"."""
        return faith_of(self.character)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of partner that a wish can name and this school is."""
        found = {self.faith}
        if self.is_urban is not None:
            found.add("urban" if self.is_urban else "rural")
        if self.independent:
            found.add("independent")
        if "special" in self.phase.lower():
            found.add("special")
        return frozenset(found)


@dataclass(frozen=True)
class PoolClass:
    """An offered class with what its school asked for it. `max_km` is kept in whole kilometres; the school answered in miles."""

    id: int
    school: int
    interest: int
    reference: str
    name: str
    years: tuple[int, ...]
    size: int | None
    intake: str = "autumn"
    partner_wish: str = "any"
    together: str = "either"
    three_schools: bool = True
    max_km: float | None = None
    needs_step_free: bool = False
    wanted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    refused_schools: frozenset[int] = frozenset()
    days_not: frozenset[str] = frozenset()
    own_words: tuple[str, ...] = ()
    taken_back: bool = False

    @property
    def farthest(self) -> float | None:
        """How far it goes, in metres: what is kept, or the miles that were said where keeping them cut them short."""
        if self.max_km is None:
            return None
        said = whole_miles(self.max_km * 1000)
        kept = self.max_km * 1000.0
        return max(kept, said * METRES_IN_A_MILE) if round(said * KM_IN_A_MILE) == self.max_km else kept

    @property
    def farthest_said(self) -> str:
        """How far it goes, in the miles of the answer."""
        return "no limit" if self.max_km is None else many_miles(whole_miles(self.max_km * 1000))

    @property
    def years_said(self) -> str:
        return years_said(self.years)

    @property
    def label(self) -> str:
        """Its name with its year groups, said once where the school calls it by them."""
        return self.name if self.name == self.years_said else f"{self.name}, {self.years_said}"


@dataclass(frozen=True)
class LiveLink:
    """A link that is offered or stands: its classes are taken."""

    id: int
    reference: str
    state: str
    classes: tuple[int, ...]


@dataclass(frozen=True)
class Refused:
    """A school declined another, and no facilitator has lifted that. `kind` is the chosen reason, `words` the school's own."""

    side: int
    link: int
    school: int
    partner: int
    kind: str
    words: str


@dataclass(frozen=True)
class Pool:
    """Everything a proposal for one linking year depends on, as it stands in the record now."""

    year: int
    programme: int
    classes: Mapping[int, PoolClass]
    schools: Mapping[int, PoolSchool]
    live: tuple[LiveLink, ...] = ()
    refused: tuple[Refused, ...] = ()
    last_year: frozenset[frozenset[int]] = frozenset()
    away: Mapping[int, str] = field(default_factory=dict)
    """Class → why it is left out: its school said it can no longer link, or took it back."""

    @property
    def taken(self) -> frozenset[int]:
        """Classes in live links."""
        return frozenset(one for link in self.live for one in link.classes)

    def school_of(self, class_id: int) -> PoolSchool:
        return self.schools[self.classes[class_id].school]
