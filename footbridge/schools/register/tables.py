"""A file recognised by what is in it, and read as a stream of typed rows and refusals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from footbridge.schools.register import columns, dates, groups, links, opening
from footbridge.schools.register.counts import CompositionReader
from footbridge.schools.register.facts import SchoolReader
from footbridge.schools.register.links import SuccessionReader
from footbridge.schools.register.opening import Broken, CannotRead, Source
from footbridge.schools.register.records import Kind, PassedOver, Refusal, Row, Tally

Reader = SchoolReader | CompositionReader | SuccessionReader
#: Columns that a register has and a list of pupil numbers has not.
_REGISTER_ONLY = frozenset(
    [
        "status",
        "opened",
        "closed",
        "low_age",
        "high_age",
        "easting",
        "northing",
        "last_changed_on",
        "capacity",
        "lsoa",
    ]
)


@dataclass
class Table:
    """One recognised table. Reading it fills `tally` and, at its end, `as_of`."""

    source: Source
    kind: Kind
    header_line: int
    headings: list[str]
    reader: Reader
    given_as_of: date | None = None
    tally: Tally = field(default_factory=Tally)

    @property
    def name(self) -> str:
        """What its owner called it."""
        return self.source.name

    def rows(self) -> Iterator[Row | Refusal | PassedOver]:
        """Every row below the header, as a stream. A row that cannot be read is a Refusal and the rest goes on."""
        self.tally = Tally()
        first_line: dict[str, int] = {}
        for line, cells, last in _with_last(self.source.lines()):
            if line <= self.header_line:
                continue
            if not isinstance(cells, Broken) and not any(cell and not cell.isspace() for cell in cells):
                continue
            self.tally.rows += 1
            row = self._row(line, cells, last)
            if not isinstance(row, Refusal | PassedOver) and self.kind is not Kind.LINKS:
                row = _once(row, first_line)
            if isinstance(row, Refusal):
                self.tally.refused += 1
            elif isinstance(row, PassedOver):
                self.tally.passed_over += 1
            yield row

    def _row(self, line: int, cells: list[str] | Broken, last: bool) -> Row | Refusal | PassedOver:
        if isinstance(cells, Broken):
            return Refusal(line, "", cells.reason)
        if last and len(cells) < len(self.headings) - 1:
            reason = f"the file ends here with {len(cells)} of {len(self.headings)} cells: it may have been cut off"
            return Refusal(line, "", reason, " ".join(cells)[:60])
        return self.reader.row(line, cells)

    @property
    def as_of(self) -> date | None:
        """The day the facts stand for: as given, else by the content read so far, else by the name."""
        if self.given_as_of is not None:
            return self.given_as_of
        if isinstance(self.reader, CompositionReader):
            year = self.reader.latest_year or self.reader.year
            return dates.census_day(year) if year is not None else None
        named = dates.from_name(self.name)
        if isinstance(self.reader, SchoolReader):
            return self.reader.latest or named or self.reader.latest_event
        return named


def _once(row: Row, first_line: dict[str, int]) -> Row | Refusal:
    """A URN stands once in a file, or once a year in pupil numbers: of two nobody can say which is true."""
    urn = row.urn if not hasattr(row, "year") else f"{row.urn} {row.year}"  # type: ignore[union-attr]
    earlier = first_line.setdefault(urn, row.line)
    if earlier != row.line:
        return Refusal(row.line, "URN", f"this URN stands already on line {earlier}", *[urn.split()[0]] * 2)
    return row


def _with_last(lines: Iterator[opening.Line]) -> Iterator[tuple[int, list[str] | Broken, bool]]:
    """Each line with whether it is the last of the file."""
    held: opening.Line | None = None
    for line in lines:
        if held is not None:
            yield held[0], held[1], False
        held = line
    if held is not None:
        yield held[0], held[1], True


def kind_of(headings: list[str]) -> Kind | None:
    """The kind of a table with these headings; None where it is none of ours."""
    squashed = [columns.squash(heading) for heading in headings]
    if columns.urn_column(squashed) is None:
        return None
    if (
        columns.find(squashed, links.LINK_SPELLINGS) is not None
        and columns.find(squashed, links.TYPE_SPELLINGS) is not None
    ):
        return Kind.LINKS
    seen = [found for found in map(groups.heading, headings) if found is not None]
    ethnic = {found.group for found in seen if found.characteristic == "ethnicity"} - {"unclassified"}
    if len(ethnic) >= 10:
        return Kind.CHARACTERISTICS
    facts = columns.facts_in(squashed)
    held = {found.characteristic for found in seen}
    if "eal" in held or (
        "fsm" in held and not _REGISTER_ONLY & facts.keys() and ("pupils" in held or "name" not in facts)
    ):
        return Kind.CENSUS
    marks = sum(columns.BY_NAME[name].marks for name in facts)
    if marks >= 2 or ("establishmentname" in squashed and len(headings) > 1):
        return Kind.REGISTER
    return None


def recognise(source: Source, as_of: date | None = None) -> Table | None:
    """The table in a source, with its header found among the first lines; None where it is no kind that is known."""
    rows = opening.head(source)
    best: tuple[int, int, Kind] | None = None
    for index, (_line, cells) in enumerate(rows):
        kind = kind_of(cells)
        if kind is None:
            continue
        score = _score(cells)
        if best is None or score > best[0]:
            best = (score, index, kind)
    if best is None:
        return None
    _score_of, index, kind = best
    line, headings = rows[index]
    headings = [heading.replace("\ufeff", "").strip() for heading in headings]
    samples = [cells for _line, cells in rows[index + 1 :]]
    reader: Reader
    if kind is Kind.REGISTER:
        reader = SchoolReader(headings)
    elif kind is Kind.LINKS:
        reader = SuccessionReader(headings)
    else:
        year = dates.census_year(source.name.rsplit("/", 1)[-1]) if as_of is None else as_of.year - (as_of.month < 9)
        reader = CompositionReader(headings, samples, year)
    return Table(source, kind, line, headings, reader, as_of)


def _score(cells: list[str]) -> int:
    squashed = [columns.squash(cell) for cell in cells]
    return len(columns.facts_in(squashed)) + sum(groups.heading(cell) is not None for cell in cells)


def read(path: Path, *, name: str = "", as_of: date | None = None) -> list[Table]:
    """The recognised tables of a file. Raises CannotRead with a sentence where there is none.

    `name` is what the file's owner called it (an upload is stored under another); `as_of` overrides its date.
    """
    shown = name or path.name
    found = opening.sources(path, shown)
    tables = [table for table in (recognise(source, as_of) for source in found) if table is not None]
    if not tables:
        raise CannotRead(_not_recognised(shown, found[0]))
    for table in tables:
        if isinstance(table.reader, CompositionReader) and not table.reader.says_its_year and table.reader.year is None:
            raise CannotRead(
                f"{table.name} does not say which school year it counts. Say it, for example --as-of 2024-01-18."
            )
    return tables


def _not_recognised(shown: str, source: Source) -> str:
    start = source.first_text.lstrip("\ufeff \r\n")
    if start.startswith("<"):
        return f"{shown} is a web page, not a table. The download may have failed: try it again."
    first = next((cells for _line, cells in opening.head(source, 5) if any(cells)), [])
    headings = ", ".join(cell.strip()[:30] for cell in first[:5] if cell.strip())
    return (
        f"{shown} is not a file of the national register, of pupil characteristics or of predecessors and successors. "
        f"Its first line reads: {headings or 'nothing'}."
    )
