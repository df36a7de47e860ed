"""What bringing in one table did, or would do."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from footbridge.schools.register.records import Refusal

MOST_EXAMPLES = 12
MOST_REFUSALS = 20_000  #: kept with their reason; beyond that only counted


@dataclass
class Outcome:
    """Counts, examples and refused rows of one table.

    Every row read is new, changed, unchanged, passed over or refused. `closed` are schools that closed by this table and
    `replaced` schools that now point to a successor; both are counted besides. `missing` are those of the closed which a whole
    register no longer names.
    """

    file: str
    kind: str
    as_of: date | None = None
    as_of_from: str = ""
    rows_read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    replaced: int = 0
    refused: int = 0
    passed_over: int = 0
    missing: int = 0
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  #: sentences for whoever brings the table in
    refused_urns: set[str] = field(default_factory=set)  #: schools that the table names on rows that were refused
    nameless: int = 0  #: refused rows of which nobody can say whose they are

    def refuse(self, refusal: Refusal) -> None:
        """Count a refused row and keep its reason."""
        self.refused += 1
        if refusal.urn:
            self.refused_urns.add(refusal.urn)
        else:
            self.nameless += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals.append(refusal)

    def counts(self) -> dict[str, Any]:
        """The line of figures: file, kind, day, and what happened to its rows."""
        held = asdict(self)
        for name in ("examples", "refusals", "as_of_from", "notes", "refused_urns", "nameless"):
            held.pop(name)
        held["as_of"] = self.as_of.isoformat() if self.as_of else None
        return held

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the table was known already."""
        return not (self.new or self.changed or self.closed or self.replaced)
