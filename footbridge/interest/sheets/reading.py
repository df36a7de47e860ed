"""From an opened sheet to its rows: each cell understood, each school looked for, nothing kept yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from footbridge.interest.models import SheetRow, SignUpSheet
from footbridge.interest.sheets.opening import Opened
from footbridge.interest.sheets.schools import Clue, Found, Matching
from footbridge.interest.sheets.understanding import remark, understand_row
from footbridge.schools.models import School
from footbridge.schools.queries import search_schools

State = SheetRow.State
Tell = Callable[[int, int], None]
ASKED_AT_ONCE = 500  # rows between two notes of progress


def search_in(authorities: Sequence[str]) -> Callable[[str, int], list[School]]:
    """A search for schools by name in some authorities, for rows without number and postcode."""

    def search(text: str, limit: int) -> list[School]:
        ids = [one.id for one in search_schools(text, limit=limit, authorities=authorities, standing=True)]
        held = School.objects.in_bulk(ids)
        return [held[one] for one in ids if one in held]

    return search


def cells_of(fields: Sequence[str], typed: Sequence[str], corrected: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row by field, with what a facilitator typed again in their place."""
    cells = {field: text for field, text in zip(fields, typed, strict=False) if field}
    return {**cells, **corrected}


def clue_of(cells: Mapping[str, str]) -> Clue:
    """What a row says about its school."""
    return Clue(cells.get("school", ""), cells.get("urn", ""), cells.get("postcode", ""))


def authorities_of(sheet: SignUpSheet) -> list[str]:
    """The authorities of the sheet's programme."""
    return list(sheet.linking_year.programme.authorities.values_list("pk", flat=True))


def matching_for(sheet: SignUpSheet, clues: Iterable[Clue]) -> Matching:
    """The schools that some clues could mean."""
    authorities = authorities_of(sheet)
    return Matching(clues, authorities, search_in(authorities))


def read_rows(sheet: SignUpSheet, opened: Opened, tell: Tell = lambda done, total: None) -> list[SheetRow]:
    """Every row of a sheet, understood and matched, not yet saved. `tell` hears how many are done of how many."""
    rows: list[SheetRow] = []
    seen: dict[tuple[str, ...], int] = {}
    total = len(opened.rows)
    for start in range(0, total, ASKED_AT_ONCE):
        part = opened.rows[start : start + ASKED_AT_ONCE]
        cells = [cells_of(opened.fields, typed, {}) for _, typed in part]
        matching = matching_for(sheet, [clue_of(one) for one in cells])
        for (line, typed), one in zip(part, cells, strict=True):
            row = SheetRow(sheet=sheet, line=line, typed=typed)
            understand(row, one, matching.find(clue_of(one)))
            before = seen.setdefault(tuple(typed), line)
            if before != line and row.state == State.READY:
                row.remarks = [*row.remarks, remark("school", f"This row says the same as line {before}.")]
                row.state = State.CONFIRM
            rows.append(row)
        tell(min(start + ASKED_AT_ONCE, total), total)
    for line, reason in opened.broken:
        words = f"This line could not be read: {reason}."
        rows.append(
            SheetRow(sheet=sheet, line=line, typed=[], remarks=[remark("school", words, wrong=True)], state=State.WRONG)
        )
    return rows


def understand(row: SheetRow, cells: Mapping[str, str], found: Found) -> None:
    """Put what the cells mean and which school was found into the row."""
    row.understood, remarks = understand_row(cells)
    row.remarks = [*remarks, *found.remarks]
    row.school = found.school
    row.matched = found.matched
    row.candidates = [one.pk for one in found.candidates]
    row.state = state_of(row, sure=found.sure)


def state_of(row: SheetRow, *, sure: bool) -> str:
    """Where a row stands: wrong while something cannot be read, to confirm while its school is unsure, else ready."""
    if any(one["wrong"] for one in row.remarks):
        return State.WRONG
    return State.READY if sure and row.school_id else State.CONFIRM
