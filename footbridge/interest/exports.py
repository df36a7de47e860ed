"""Spreadsheets people take away: one door, in which no cell can run as a formula.

`as_response(rows, name=…, kind="csv" | "xlsx")` for any table of text and numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from footbridge.access import Viewer
from footbridge.interest.models import Interest, OfferedClass
from footbridge.interest.sheets.values import say_years
from footbridge.interest.summary import TOGETHER, WISHES, say_kinds
from footbridge.programmes.models import LinkingYear
from footbridge.ui.miles import whole_miles
from footbridge.vault import switches

Cells = Sequence[Any]
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEADINGS = [
    "Reference",
    "School",
    "URN",
    "Postcode",
    "Answer",
    "State",
    "Intake",
    "Contact name",
    "Contact e-mail",
    "Contact phone",
    "Class",
    "Year group(s)",
    "Pupils",
    "Teacher",
    "Partner",
    "Together or apart",
    "Three schools",
    "Would like",
    "Could not link with",
    "Farthest way (miles)",
    "Step-free",
    "Days that do not suit",
    "Wishes",
    "Red lines",
    "Reason",
    "Ask again next year",
    "Looked after by",
    "Came",
    "By",
]


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet program runs: text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = "".join(c for c in str(value) if c.isprintable() or c in "\t\n\r")
    return f"'{text}" if text.startswith(_RUNS) or text.lstrip().startswith(_RUNS) else text


def as_csv(rows: Iterable[Cells]) -> bytes:
    """CSV as spreadsheets open it: UTF-8 with its mark, CRLF, every text quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Cells], title: str = "Footbridge") -> bytes:
    """A spreadsheet with the first row as headings, every cell plain text or a number."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=harmless(value))
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_response(rows: Iterable[Cells], *, name: str, kind: str) -> HttpResponse:
    """A download. `kind` is csv or xlsx; anything else is not there. While exports are shut, a sentence instead."""
    try:
        switches.insist_on("exports")
    except switches.SwitchedOff as shut:
        return HttpResponse(str(shut), status=503, content_type="text/plain; charset=utf-8")
    if kind == "csv":
        response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        content = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(as_xlsx(rows), content_type=content)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def answers_sheet(viewer: Viewer, year: LinkingYear) -> Iterable[Cells]:
    """The answers of a year, one row per class (one for an answer without classes). Three queries."""
    yield HEADINGS
    found = (
        Interest.objects.visible_to(viewer)
        .filter(linking_year=year)
        .exclude(state=Interest.State.REPLACED)
        .select_related("school", "owner")
        .order_by("school__name", "pk")
    )
    classes: dict[int, list[OfferedClass]] = {}
    held = OfferedClass.objects.visible_to(viewer).filter(linking_year=year, withdrawn=None).order_by("pk")
    for one in held:
        classes.setdefault(one.interest_id, []).append(one)
    for row in found:
        own: list[OfferedClass | None] = [*classes.get(row.pk, [])]
        for offered in own or [None]:
            yield [*_first(row), *_class(offered), *_rest(row)]


def _first(row: Interest) -> Cells:
    school = row.school
    return [
        row.reference,
        school.name,
        school.urn,
        school.postcode,
        row.get_answer_display(),
        row.get_state_display(),
        row.intake,
        row.contact_name,
        row.contact_email,
        row.contact_phone,
    ]


def _class(offered: OfferedClass | None) -> Cells:
    return [offered.name, say_years(offered.years), offered.size, offered.teachers] if offered else ["", "", None, ""]


def _rest(row: Interest) -> Cells:
    links = row.answer != Interest.Answer.NO
    wishes = [
        WISHES[row.partner_wish],
        TOGETHER[row.together],
        row.three_schools,
        say_kinds(row.wanted_kinds),
        say_kinds(row.refused_kinds),
        "" if row.max_distance_km is None else whole_miles(row.max_distance_km * 1000),
        row.needs_step_free,
        ", ".join(row.days_not),
        row.wishes,
        row.red_lines,
    ]
    return [
        *(wishes if links else [""] * len(wishes)),
        row.reason,
        row.ask_next_year,
        row.owner.name if row.owner else "",
        f"{row.created:%Y-%m-%d}",
        row.get_source_display(),
    ]
