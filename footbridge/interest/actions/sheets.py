"""A sign-up sheet comes in, its rows are settled one by one, and what is settled becomes answers, once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import F

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.interest.actions.answering import express_interest
from footbridge.interest.given import MOST_CLASSES, Given
from footbridge.interest.models import Interest, OfferedClass, SheetRow, SignUpSheet
from footbridge.interest.queries.answers import classes_of, locked
from footbridge.interest.rules import ChangedMeanwhile, Refused, is_live
from footbridge.interest.sheets.columns import FIELDS
from footbridge.interest.sheets.gathering import given_of_rows
from footbridge.interest.sheets.opening import Opened
from footbridge.interest.sheets.reading import cells_of, clue_of, matching_for, state_of, understand
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School

State = SheetRow.State


@action
def receive_sheet(
    *, by: Viewer, linking_year: LinkingYear, name: str, content: bytes, intake: str
) -> tuple[SignUpSheet, bool]:
    """Keep an uploaded sheet. The same file for the same year is the sheet that came before: (sheet, False)."""
    if not (by.may(Permission.MANAGE_INTEREST) and linking_year.programme_id in by.programmes):
        raise Refused("Only a facilitator of this programme can bring in its sign-up sheets.")
    digest = hashlib.sha256(content).hexdigest()
    before = SignUpSheet.objects.visible_to(by).filter(linking_year=linking_year, digest=digest)
    if (known := before.first()) is not None and known.state != SignUpSheet.State.FAILED:
        return known, False
    sheet = known or SignUpSheet(linking_year=linking_year, digest=digest)
    sheet.name, sheet.content, sheet.intake, sheet.by_id = name[:200], content, intake, by.person_id
    sheet.state, sheet.trouble, sheet.progress = SignUpSheet.State.READING, "", 0
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError:
        return before.get(), False  # the same file came twice at once
    record("interest.sheet_received", sheet, by=by, programme=linking_year.programme_id, bytes=len(content))
    return sheet, True


@action
def keep_rows(*, by: Viewer, sheet: SignUpSheet, opened: Opened, rows: Sequence[SheetRow]) -> None:
    """Keep what was read from a sheet, all of it; the file itself is no longer needed then."""
    held = SignUpSheet.objects.unscoped("the sheet whose rows were read").select_for_update().get(pk=sheet.pk)
    if held.state != SignUpSheet.State.READING:
        return
    SheetRow.objects.bulk_create(rows, batch_size=500)
    held.headings, held.fields = opened.headings, opened.fields
    held.state, held.progress, held.content = SignUpSheet.State.READY, 100, None
    held.save()
    record("interest.sheet_read", sheet, by=by, programme=held.linking_year.programme_id, rows=len(rows))


@action
def choose_school(*, by: Viewer, row: SheetRow, school: School, version: int | None) -> SheetRow:
    """Say which school a row is about."""
    held = _unsettled(by, row, version)
    held.school, held.matched = school, SheetRow.Matched.CHOSEN
    held.remarks = [one for one in held.remarks if one["field"] not in ("school", "urn", "postcode")]
    held.state = state_of(held, sure=True)
    return _keep(by, held, "interest.row_school", school=school.pk)


@action
def correct_row(*, by: Viewer, row: SheetRow, corrected: Mapping[str, str], version: int | None) -> SheetRow:
    """Type cells of a row again. What the sheet said stays beside it."""
    held = _unsettled(by, row, version)
    fields = held.sheet.fields
    before = cells_of(fields, held.typed, {})
    held.corrected = {
        field: text.strip()
        for field, text in corrected.items()
        if field in FIELDS and text.strip() != before.get(field, "")
    }
    cells = cells_of(fields, held.typed, held.corrected)
    chosen = held.school if held.matched == SheetRow.Matched.CHOSEN else None
    understand(held, cells, matching_for(held.sheet, [clue_of(cells)]).find(clue_of(cells)))
    if chosen is not None:
        held.school, held.matched = chosen, SheetRow.Matched.CHOSEN
        held.remarks = [one for one in held.remarks if one["field"] not in ("school", "urn", "postcode")]
        held.state = state_of(held, sure=True)
    return _keep(by, held, "interest.row_corrected", fields=sorted(held.corrected))


@action
def set_aside(*, by: Viewer, row: SheetRow, state: str, version: int | None) -> SheetRow:
    """Leave a row out, say it is no school of the programme, or take it back in."""
    held = _unsettled(by, row, version)
    if state in (State.LEFT_OUT, State.NOT_OURS):
        held.state = state
    else:
        chosen = held.matched in (SheetRow.Matched.CHOSEN, SheetRow.Matched.URN, SheetRow.Matched.NAME_AND_POSTCODE)
        unsure = any(one["field"] in ("school", "urn", "postcode") for one in held.remarks)
        held.state = state_of(held, sure=chosen and not unsure)
    return _keep(by, held, "interest.row_state", state=held.state)


@action
def bring_in(*, by: Viewer, sheet: SignUpSheet, most: int = 0) -> int:
    """Make answers and classes of the rows that are ready; with `most`, of that many schools. Returns how many rows.

    Rows of one school that say the same become one answer; rows that contradict become two, to be settled in the inbox.
    Doing it again does nothing more: rows brought in stay so, and a class that is there is not made twice.
    """
    held = (
        SignUpSheet.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("linking_year__programme")
        .get(pk=sheet.pk)
    )
    ready = SheetRow.objects.visible_to(by).filter(sheet=held, state=State.READY).select_related("school")
    rows = list(ready.order_by("school_id", "line").select_for_update(of=("self",)))
    urns = {row.understood.get("last_partner") for row in rows}
    partners = dict(School.objects.filter(urn__in=urns - {None, ""}).values_list("urn", "pk"))
    done = schools = 0
    for _, of_school in groupby(rows, key=lambda row: row.school_id):
        if most and schools >= most:
            break
        schools += 1
        by_answer: dict[str, list[SheetRow]] = {}
        for row in of_school:
            by_answer.setdefault(row.understood["answer"], []).append(row)
        for answer, group in by_answer.items():
            interest = _answer_of(by, held, group, answer, given_of_rows(group, partners))  # type: ignore[arg-type]
            brought = SheetRow.objects.visible_to(by).filter(pk__in=[row.pk for row in group])
            brought.update(interest=interest, state=State.BROUGHT_IN, version=F("version") + 1)
            done += len(group)
    if done:
        record(
            "interest.sheet_brought_in",
            held,
            by=by,
            programme=held.linking_year.programme_id,
            rows=done,
            schools=schools,
        )
    return done


def _answer_of(by: Viewer, sheet: SignUpSheet, rows: Sequence[SheetRow], answer: str, given: Given) -> Interest:
    """The answer that rows of a school become: a new one, or one that a sheet made before, with what it lacks."""
    school = rows[0].school
    assert school is not None
    before = (
        Interest.objects.visible_to(by)
        .live()
        .filter(linking_year=sheet.linking_year_id, school=school, answer=answer, source="sheet")
        .order_by("pk")
        .first()
    )
    if before is None:
        key = f"sheet:{sheet.pk}:{school.pk}:{answer}"
        sent = express_interest(
            by=by,
            linking_year=sheet.linking_year,
            school=school,
            given=given,
            key=key,
            intake=sheet.intake,
            source="sheet",
            mail=False,
        )
        if sent.fresh or is_live(sent.interest):
            return sent.interest
        before = sent.interest  # it was replaced or withdrawn since: its rows belong to it all the same
    _add_what_it_lacks(by, locked(before), given)
    return before


def _add_what_it_lacks(by: Viewer, interest: Interest, given: Given) -> None:
    """Classes that are not there yet, and a contact where none is known. What a person changed since is left alone."""
    there = {(one.name.casefold(), tuple(one.years)) for one in classes_of(interest)}
    added = 0
    for one in given.classes:
        if (one.name.casefold(), tuple(one.years)) in there or len(there) >= MOST_CLASSES:
            continue
        OfferedClass.objects.create(
            interest=interest,
            linking_year=interest.linking_year,
            school=interest.school,
            years=one.years,
            name=one.name,
            size=one.size,
            teachers=one.teachers,
            wishes=one.wishes,
        )
        there.add((one.name.casefold(), tuple(one.years)))
        added += 1
    for name in ("contact_name", "contact_email", "contact_phone"):
        setattr(interest, name, getattr(interest, name) or getattr(given, name))
    interest.version += 1
    interest.save()
    record("interest.sheet_added", interest, by=by, programme=interest.linking_year.programme_id, classes=added)


def _unsettled(by: Viewer, row: SheetRow, version: int | None) -> SheetRow:
    """The row as it is now, held, if it may still be settled."""
    held = (
        SheetRow.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("sheet__linking_year__programme", "school")
        .get(pk=row.pk)
    )
    if held.state == State.BROUGHT_IN:
        raise Refused("This row is brought in already. Change the answer it became instead.")
    if version is not None and held.version != version:
        raise ChangedMeanwhile("this row")
    return held


def _keep(by: Viewer, row: SheetRow, verb: str, **facts: object) -> SheetRow:
    row.version += 1
    row.save()
    record(verb, row, by=by, programme=row.sheet.linking_year.programme_id, **facts)
    return row
