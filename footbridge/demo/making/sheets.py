"""A facilitator's sign-up sheet as it comes in real life, read by the real reader and half settled."""

from __future__ import annotations

import csv
import io

from footbridge.demo.making.world import Local, Member, World
from footbridge.interest.actions.sheets import receive_sheet
from footbridge.interest.models import Interest, SheetRow, SignUpSheet
from footbridge.interest.tasks import read_now
from footbridge.people.viewers import viewer_for

WHY = "the demonstration is made"
HEADINGS = ("School", "URN", "Postcode", "Answer", "Contact e-mail", "Year group(s)", "Class", "Pupils", "Wishes")


def make(world: World) -> str:
    """A sheet for each programme that pairs classes now; returns what was counted."""
    rows = 0
    for local in world.locals.values():
        if world.small or local.place.stage == "worked":
            rows += _sheet(world, local)
    return f"{rows} rows of sign-up sheets"


def _sheet(world: World, local: Local) -> int:
    """Receive and read the sheet, then mark the rows whose schools have an answer already as brought in."""
    by = viewer_for(local.facilitators[0])
    year = local.years[world.year]
    name = f"{local.place.slug} sign-up {world.year}.csv"
    sheet, _ = receive_sheet(by=by, linking_year=year, name=name, content=_content(local), intake="autumn")
    read_now(sheet.pk)
    came = world.moment(8, world.rng("sheet", local.place.slug))
    SignUpSheet.objects.unscoped(WHY).filter(pk=sheet.pk).update(uploaded=came)
    answers = {one.school_id: one for one in local.interests[world.year] if one.answer == Interest.Answer.YES}
    rows = list(SheetRow.objects.unscoped(WHY).filter(sheet=sheet).order_by("line"))
    for row in rows[:6]:
        if row.school_id in answers:
            row.state, row.interest = SheetRow.State.BROUGHT_IN, answers[row.school_id]
            row.save(update_fields=["state", "interest"])
    left_out = rows[6]
    left_out.state = SheetRow.State.LEFT_OUT
    left_out.save(update_fields=["state"])
    return len(rows)


def _content(local: Local) -> bytes:
    """The sheet as a CSV file: some rows plain, some as people type them, some that nobody can read."""
    offering = [one for one in local.members if one.classes and not one.secondary]
    silent = [one for one in local.members if not one.classes]
    offering = offering * 2  # a small programme has fewer schools than the sheet has rows
    rows = [_row(one, pupils="29") for one in offering[:6]]
    rows += [
        _row(offering[6], answer="no", wishes="Twice on the list, please take us off"),
        _row(silent[1], answer="yes", years="Y4", pupils="28 pupils"),
        _row(silent[1], answer="yes", years="3 and 4", pupils="27"),
        _row(offering[7], urn="", postcode="", years="4-6"),
        _row(offering[8], urn="", name=_misspelt(offering[8]), years="year four"),
        _row(silent[0], urn="999999", answer="maybe"),
        _row(silent[0], name="", urn="", answer="perhaps", pupils="about thirty"),
        _row(offering[9], urn="", name="The village school", postcode="", years="", pupils="300"),
        _row(silent[1], answer="yes", pupils="=1+1", wishes="Same as last year"),
    ]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _row(
    one: Member, *, name: str | None = None, urn: str | None = None, postcode: str | None = None, answer: str = "yes",
    years: str = "4", pupils: str = "28", wishes: str = "",
) -> list[str]:  # fmt: skip
    school = one.school
    return [
        school.name if name is None else name,
        (school.urn or "") if urn is None else urn,
        school.postcode if postcode is None else postcode,
        answer,
        one.head.email if one.head else "",
        years,
        "",
        pupils,
        wishes,
    ]


def _misspelt(one: Member) -> str:
    """The school's name with two letters in the wrong order and the rest left off."""
    word = one.school.name.split()[0]
    return word[:3] + word[4] + word[3] + word[5:] + " School"
