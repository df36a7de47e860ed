"""Rows of predecessors and successors: which school came after which."""

from footbridge.schools.register import columns, values
from footbridge.schools.register.facts import identity
from footbridge.schools.register.records import PassedOver, Refusal, SuccessionRow
from footbridge.schools.register.values import Unreadable

LINK_SPELLINGS = ("linkurn", "linkedurn", "linkedestablishmenturn", "linkurnnumber", "relatedurn")
TYPE_SPELLINGS = ("linktype", "typeoflink", "linktypename", "relationship")
DATE_SPELLINGS = ("linkestablisheddate", "linkdate", "establisheddate", "dateestablished")


class SuccessionReader:
    """Reads a links file's rows once its header is known."""

    def __init__(self, headings: list[str]) -> None:
        self.headings = headings
        squashed = [columns.squash(heading) for heading in headings]
        self._urn = columns.urn_column(squashed) or 0
        self._link = columns.find(squashed, LINK_SPELLINGS) or 0
        self._type = columns.find(squashed, TYPE_SPELLINGS) or 0
        self._date = columns.find(squashed, DATE_SPELLINGS)

    def row(self, line: int, cells: list[str]) -> SuccessionRow | Refusal | PassedOver:
        """One link, always told from the earlier school to the later; links that are no succession are passed over."""
        this = identity(line, cells, self._urn, self.headings[self._urn])
        if not isinstance(this, str):
            return this
        other = identity(line, cells, self._link, self.headings[self._link])
        if not isinstance(other, str):
            return other
        if max(self._type, self._date or 0) >= len(cells):
            return Refusal(line, "", f"the row has {len(cells)} cells where the header has {len(self.headings)}", "")
        at = self._date if self._date is not None else self._type
        try:
            on = values.day(cells[at]) if self._date is not None else None
            at = self._type
            words = (values.text(cells[at]) or "").lower()
        except Unreadable as error:
            return Refusal(line, self.headings[at], str(error), cells[at].strip()[:60])
        if this == other:
            return PassedOver(line, "a school linked to itself")
        return _succession(line, this, other, words, on)


def _succession(line: int, this: str, other: str, words: str, on: object) -> SuccessionRow | PassedOver:
    if not words:
        return PassedOver(line, "a link that does not say what it is")
    how = "split" if "split" in words else "merger" if "merge" in words or "amalgam" in words else "succession"
    if words.startswith("predecessor"):
        return SuccessionRow(line, other, this, how, on)  # type: ignore[arg-type]
    if words.startswith("successor"):
        return SuccessionRow(line, this, other, how, on)  # type: ignore[arg-type]
    if words.startswith("merged") or "amalgamation" in words or words == "closure":
        return SuccessionRow(line, this, other, "joined", on)  # type: ignore[arg-type]
    return PassedOver(line, "a link that is no succession")
