"""What reading yields: rows with their types, and refusals with line, column and reason."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of file that are recognised by what is in them."""

    REGISTER = "register"
    CHARACTERISTICS = "pupil characteristics"
    CENSUS = "performance-tables census"
    LINKS = "predecessors and successors"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be read. The rest of its file goes in."""

    line: int
    column: str
    reason: str
    value: str = ""
    urn: str = ""  #: whose row it is, where that could be read

    def sentence(self) -> str:
        """For a person: where, what stood there, why not."""
        at = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        shown = f" (“{self.value}”)" if self.value else ""
        return f"{at}: {self.reason}{shown}"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row that is not about one school, such as a national total, or a link that is no succession."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """Facts of one school. A fact is there only where the file has its column; None says that the cell was empty."""

    line: int
    urn: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """`successor` came after `predecessor`. `how` is succession, merger, split or joined (direction not said)."""

    line: int
    predecessor: str
    successor: str
    how: str
    on: date | None


@dataclass(frozen=True, slots=True)
class CompositionRow:
    """Who is at a school in a census year (2022 is the school year 2022/23). None is unknown, never zero.

    `ethnicity` has 18 counts in the order of `groups.ETHNIC_GROUPS` and `ethnicity_shares` 18 shares of 0 to 1;
    either may hold None for a group that was suppressed.
    """

    line: int
    urn: str
    year: int
    pupils: int | None = None
    ethnicity: tuple[int | None, ...] | None = None
    ethnicity_shares: tuple[float | None, ...] | None = None
    ethnicity_unclassified: int | None = None
    fsm: int | None = None
    fsm_share: float | None = None
    eal: int | None = None
    english: int | None = None
    eal_share: float | None = None
    language_unclassified: int | None = None


Row = SchoolRow | SuccessionRow | CompositionRow


@dataclass
class Tally:
    """How reading went."""

    rows: int = 0
    refused: int = 0
    passed_over: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
