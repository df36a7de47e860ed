"""Rows of a register: any choice of its columns, of any year."""

from datetime import date

from footbridge.schools.register import columns, values
from footbridge.schools.register.records import PassedOver, Refusal, SchoolRow
from footbridge.schools.register.values import Unreadable

_TOTALS = frozenset(["nat", "national", "la", "reg", "region", "regional", "total", "england", "all"])
_MOST_REMEMBERED = 4_000  # readings of a column's cells kept, so that "Community school" is read once


def identity(
    line: int, cells: list[str], position: int, heading: str, level: int | None = None
) -> str | Refusal | PassedOver:
    """The URN of a row; rows of totals are passed over, a URN that is none is refused."""
    raw = cells[position] if position < len(cells) else ""
    if level is not None and level < len(cells):
        where = cells[level].strip().lower()
        if where and not where.startswith(("school", "establishment", "institution")):
            return PassedOver(line, "a total, not a school")
    if raw.strip().lower() in _TOTALS:
        return PassedOver(line, "a total, not a school")
    try:
        return values.urn(raw)
    except Unreadable as error:
        return Refusal(line, heading, str(error), raw.strip()[:60])


class SchoolReader:
    """Reads a register's rows once its header is known."""

    def __init__(self, headings: list[str]) -> None:
        self.headings = headings
        squashed = [columns.squash(heading) for heading in headings]
        self._urn = columns.urn_column(squashed) or 0
        self._level = columns.find(squashed, ("geographiclevel",))
        found = columns.facts_in(squashed)
        self.names = list(found)
        readers = {name: columns.BY_NAME[name].read for name in found}
        if found.get("authority_code") is not None and squashed[found["authority_code"]] in ("la", "lea"):
            readers["authority_code"] = columns.authority_or_none
        if found.get("authority_name") is not None and squashed[found["authority_name"]] in ("la", "lea"):
            readers["authority_name"] = columns.name_or_none
        self._plan = [(name, at, readers[name], dict[str, object]()) for name, at in found.items()]
        self._ages = None if "low_age" in found else columns.find(squashed, columns.AGE_RANGE_SPELLINGS)
        if self._ages is not None:
            self.names += ["low_age", "high_age"]
        self.latest: date | None = None  #: the last day on which the register says a row changed
        self.latest_event: date | None = None  #: the last opening or closing that is not in the future
        self._today = date.today()

    def row(self, line: int, cells: list[str]) -> SchoolRow | Refusal | PassedOver:
        """One row. The first cell that cannot be read refuses it, with the reason."""
        urn = identity(line, cells, self._urn, self.headings[self._urn], self._level)
        if not isinstance(urn, str):
            return urn
        facts: dict[str, object] = {}
        width = len(cells)
        at = self._urn
        try:
            for name, at, read, known in self._plan:
                raw = cells[at] if at < width else ""
                if raw in known:
                    facts[name] = known[raw]
                    continue
                facts[name] = value = read(raw)
                if len(known) < _MOST_REMEMBERED:
                    known[raw] = value
            if self._ages is not None:
                at = self._ages
                facts["low_age"], facts["high_age"] = columns.age_range(cells[at] if at < width else "")
        except Unreadable as error:
            return Refusal(line, self.headings[at], self._with_width(str(error), cells), cells[at].strip()[:60], urn)
        wrong = self._wrong(facts, cells)
        if wrong:
            return Refusal(line, wrong[0], self._with_width(wrong[1], cells), wrong[2], urn)
        self._remember_dates(facts)
        return SchoolRow(line, urn, facts)

    def _with_width(self, reason: str, cells: list[str]) -> str:
        surplus = len(cells) - len(self.headings)
        if surplus > 0 and any(cells[len(self.headings) :]):
            return f"{reason}; the row has {surplus} more cells than the header, so they may have shifted"
        return reason

    def _wrong(self, facts: dict[str, object], cells: list[str]) -> tuple[str, str, str] | None:
        if "name" in facts and not facts["name"]:
            return "name", "the school has no name", ""
        low, high = facts.get("low_age"), facts.get("high_age")
        if isinstance(low, int) and isinstance(high, int) and low > high:
            return "ages", "the youngest age is above the oldest", f"{low}–{high}"
        if "easting" in facts and not (facts["easting"] and facts.get("northing")):
            facts["easting"] = None
            if "northing" in facts:
                facts["northing"] = None
        if facts.get("fsm_share") == 0 and "independent" in f"{facts.get('kind')} {facts.get('kind_group')}".lower():
            facts["fsm_share"] = None  # not collected of independent schools, and written as zero
        surplus = len(cells) > len(self.headings) and any(cell.strip() for cell in cells[len(self.headings) :])
        if surplus or len(cells) < len(self.headings):
            return self._shifted(facts, cells)
        return None

    def _shifted(self, facts: dict[str, object], cells: list[str]) -> tuple[str, str, str] | None:
        """In a row longer or shorter than the header, a choice nobody knows means that cells moved."""
        if len(cells) * 2 < len(self.headings):
            return "", f"the row has {len(cells)} cells where the header has {len(self.headings)}", ""
        choices = {
            "status": columns.STATUS_BY_CODE,
            "phase_name": columns.PHASE_BY_CODE,
            "gender": columns.GENDER_BY_CODE,
        }
        for name, at, _read, _known in self._plan:
            raw = cells[at].strip() if at < len(cells) else ""
            known = choices.get(name)
            if raw and known and facts[name] not in known.values():
                return columns.BY_NAME[name].words, "the row's cells do not fit its columns", raw[:60]
            if raw and name == "postcode" and facts[name] is None:
                return columns.BY_NAME[name].words, "the row's cells do not fit its columns", raw[:60]
        return None

    def _remember_dates(self, facts: dict[str, object]) -> None:
        changed = facts.get("last_changed_on")
        if isinstance(changed, date) and changed <= self._today and (self.latest is None or changed > self.latest):
            self.latest = changed
        for name in ("opened", "closed"):
            event = facts.get(name)
            if (
                isinstance(event, date)
                and event <= self._today
                and (self.latest_event is None or event > self.latest_event)
            ):
                self.latest_event = event
