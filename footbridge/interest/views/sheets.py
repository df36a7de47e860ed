"""Sign-up sheets: upload, preview, settle row by row, bring in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access.http import Request
from footbridge.interest import tasks
from footbridge.interest.actions import sheets as acts
from footbridge.interest.exports import as_response
from footbridge.interest.forms.sheets import RowForm, SheetForm
from footbridge.interest.models import SheetRow
from footbridge.interest.queries import sheets as reading
from footbridge.interest.queries.finding import find_schools
from footbridge.interest.rules import Refused
from footbridge.interest.sheet_table import TONES, rows_table, said, state_tabs
from footbridge.interest.sheets.columns import FIELDS, name_of
from footbridge.interest.sheets.reading import cells_of
from footbridge.interest.sheets.template import TEMPLATE
from footbridge.interest.views.inbox import looks_after, year_in
from footbridge.interest.views.one import version_in
from footbridge.schools.models import School
from footbridge.ui.parts import Row

State = SheetRow.State


@looks_after
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: Request) -> HttpResponse:
    """The sheets of the year; POST takes one in."""
    year, years = year_in(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sheet, fresh = acts.receive_sheet(
            by=request.viewer,
            linking_year=year,
            name=file.name,
            content=file.read(),
            intake=form.cleaned_data["intake"],
        )
        if not fresh:
            messages.info(request, "This very file was brought here before. Here it is; nothing was done twice.")
        elif file.size <= tasks.READ_AT_ONCE:
            tasks.read_now(sheet.pk)
        else:
            tasks.read_sheet.defer(sheet_id=sheet.pk)
        return redirect("interest:sheet", sheet.pk)
    found = list(reading.sheets_of(request.viewer, year))
    return render(request, "interest/sheets/sheets.html", {"year": year, "years": years, "form": form, "sheets": found})


@looks_after
@require_safe
def template(request: Request, kind: str) -> HttpResponse:
    """An empty sheet with our headings and two rows that show how."""
    return as_response(TEMPLATE, name="sign-up-sheet", kind=kind)


@looks_after
@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """The preview: what every row was taken for, what is unclear, what will come of it."""
    held = reading.one_sheet(request.viewer, pk)
    states = reading.states_of(request.viewer, held)
    used = [
        (heading, name_of(field) if field else "") for heading, field in zip(held.headings, held.fields, strict=False)
    ]
    context = {
        "sheet": held,
        "waiting": states.get(State.CONFIRM, 0) + states.get(State.WRONG, 0),
        "ready": states.get(State.READY, 0),
        "brought_in": states.get(State.BROUGHT_IN, 0),
        "aside": states.get(State.LEFT_OUT, 0) + states.get(State.NOT_OURS, 0),
        "tabs": state_tabs(held, states, request.GET),
        "table": rows_table(held, reading.rows_of_sheet(request.viewer, held), request.GET),
        "clashes": reading.clashes_of(request.viewer, held),
        "not_used": [heading for heading, name in used if not name and heading],
        "used": [(heading, name) for heading, name in used if name],
    }
    return render(request, "interest/sheets/sheet.html", context)


@looks_after
@require_safe
def progress(request: Request, pk: int) -> HttpResponse:
    """How far the reading or bringing in is, asked again and again by the page."""
    return render(request, "interest/sheets/_progress.html", {"sheet": reading.one_sheet(request.viewer, pk)})


@looks_after
@require_POST
def bring_in(request: Request, pk: int) -> HttpResponse:
    """Make answers of the rows that are ready."""
    held = reading.one_sheet(request.viewer, pk)
    ready = reading.states_of(request.viewer, held).get(State.READY, 0)
    viewer = request.viewer
    if ready > tasks.BROUGHT_IN_AT_ONCE and viewer.person_id is not None:
        standing = viewer.current.id if viewer.current else None
        tasks.bring_in_sheet.defer(sheet_id=held.pk, person_id=viewer.person_id, standing_id=standing)
        messages.info(request, f"{ready} rows are being brought in. Look again in a minute.")
        return redirect("interest:sheet", pk)
    done = acts.bring_in(by=viewer, sheet=held)
    if done:
        messages.success(
            request, f"{done} row{'s are' if done != 1 else ' is'} brought in. The answers stand in the inbox."
        )
    else:
        messages.info(request, "No row is ready, so nothing was done.")
    return redirect("interest:sheet", pk)


@looks_after
@require_safe
def row(request: Request, pk: int, line: int) -> HttpResponse:
    """One row: what was typed, what it was taken for, and what a person can decide."""
    held = reading.one_row(request.viewer, pk, line)
    return _row_page(request, held)


def _row_page(request: Request, held: SheetRow, form: RowForm | None = None) -> HttpResponse:
    cells = cells_of(held.sheet.fields, held.typed, held.corrected)
    words = request.GET.get("q", "").strip()[:80]
    context = {
        "row": held,
        "sheet": held.sheet,
        "form": form or RowForm(cells=cells, initial={"version": held.version}),
        "typed": [
            Row(name_of(field) if field else heading, text, note=_note(held, field, text))
            for heading, field, text in zip(held.sheet.headings, held.sheet.fields, held.typed, strict=False)
            if text
        ],
        "open_form": held.state == State.WRONG or form is not None,
        "candidates": reading.candidates_of(held),
        "words": words,
        "found": find_schools(words, 8) if words else [],
        "tone": TONES[State(held.state)],
        "settled": held.state in (State.LEFT_OUT, State.NOT_OURS),
        "reload": reverse("interest:row", args=[held.sheet_id, held.line]),
    }
    return render(request, "interest/sheets/row.html", context)


def _note(held: SheetRow, field: str, text: str) -> str:
    """What a cell was taken for, where that is not plain from the cell."""
    if not field:
        return "This column is not used"
    if field in held.corrected:
        return f"Put right: {held.corrected[field] or 'emptied'}"
    meaning = said(held, field) if field in FIELDS else ""
    return f"Taken for: {meaning}" if meaning and meaning.casefold() != text.casefold() else ""


@looks_after
@require_POST
def settle(request: Request, pk: int, line: int) -> HttpResponse:
    """Choose the school, leave the row out, say it is none of ours, or take it back in."""
    held = reading.one_row(request.viewer, pk, line)
    asked = request.POST.get("act", "")
    version = version_in(request)
    try:
        if asked.startswith("school:"):
            number = asked.removeprefix("school:")
            school = get_object_or_404(School, pk=number) if number.isdecimal() else None
            if school is None:
                raise Http404
            held = acts.choose_school(by=request.viewer, row=held, school=school, version=version)
        elif asked in (State.LEFT_OUT, State.NOT_OURS, "back"):
            held = acts.set_aside(by=request.viewer, row=held, state=asked, version=version)
        else:
            raise Http404
    except Refused as trouble:
        messages.error(request, str(trouble))
        return redirect("interest:row", pk, line)
    return _onwards(request, held)


@looks_after
@require_POST
def correct(request: Request, pk: int, line: int) -> HttpResponse:
    """Type cells again."""
    held = reading.one_row(request.viewer, pk, line)
    cells = cells_of(held.sheet.fields, held.typed, held.corrected)
    form = RowForm(request.POST, cells=cells)
    if not form.is_valid():
        return _row_page(request, held, form)
    try:
        held = acts.correct_row(
            by=request.viewer, row=held, corrected=form.cells(), version=form.cleaned_data["version"]
        )
    except Refused as trouble:
        form.add_error(None, str(trouble))
        return _row_page(request, reading.one_row(request.viewer, pk, line), form)
    return _onwards(request, held)


def _onwards(request: Request, held: SheetRow) -> HttpResponse:
    """To the next row that waits; to the same one while it is not settled; to the sheet when none is left."""
    if held.state in (State.CONFIRM, State.WRONG):
        messages.info(request, f"Line {held.line} still needs something.")
        return redirect("interest:row", held.sheet_id, held.line)
    messages.success(request, f"Line {held.line}: {State(held.state).label.lower()}.")
    following = reading.next_unsettled(request.viewer, held.sheet_id, held.line)
    if following is None:
        return redirect("interest:sheet", held.sheet_id)
    return redirect("interest:row", held.sheet_id, following.line)
