"""What the worker does for interest: read and bring in sign-up sheets too long for one page."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.interest.actions.forgetting import forget_old_answers
from footbridge.interest.actions.sheets import bring_in, keep_rows
from footbridge.interest.models import SheetRow, SignUpSheet
from footbridge.interest.sheets.opening import CannotRead, open_sheet
from footbridge.interest.sheets.reading import read_rows
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for

log = structlog.get_logger()
KEPT = timedelta(days=2 * 365)  #: 24 months, as the privacy record promises
SCHOOLS_AT_ONCE = 40
READ_AT_ONCE = 60_000  #: bytes of a sheet that is read while its facilitator waits
BROUGHT_IN_AT_ONCE = 400  #: rows


@app.task(queue="sheets")
def read_sheet(sheet_id: int) -> None:
    """Read a sheet and keep its rows. Starting again after a stop begins from the top; nothing is kept twice."""
    read_now(sheet_id)


def read_now(sheet_id: int) -> None:
    """Read a sheet here and now. A file that cannot be read becomes a failed sheet with a sentence."""
    sheet = _sheets().select_related("linking_year__programme").get(pk=sheet_id)
    if sheet.state != SignUpSheet.State.READING or sheet.content is None:
        return

    def tell(done: int, total: int) -> None:
        _sheets().filter(pk=sheet_id).update(progress=min(99, 100 * done // max(total, 1)))

    try:
        opened = open_sheet(bytes(sheet.content), sheet.name)
        rows = read_rows(sheet, opened, tell)
    except CannotRead as trouble:
        _sheets().filter(pk=sheet_id).update(state=SignUpSheet.State.FAILED, trouble=str(trouble)[:500], content=None)
    except Exception:
        log.exception("sign_up_sheet_failed", sheet=sheet_id)
        words = "Something went wrong on our side. Upload the sheet again; if it happens twice, tell us."
        _sheets().filter(pk=sheet_id).update(state=SignUpSheet.State.FAILED, trouble=words)
    else:
        keep_rows(by=Viewer.for_system("sheets"), sheet=sheet, opened=opened, rows=rows)


@app.task(queue="sheets")
def bring_in_sheet(sheet_id: int, person_id: int, standing_id: int | None) -> None:
    """Bring in a long sheet, some schools at a time, so that a stop loses nothing that is done."""
    by = viewer_for(Person.objects.get(pk=person_id), role_in_use=standing_id)
    sheet = SignUpSheet.objects.visible_to(by).get(pk=sheet_id)
    ready = SheetRow.objects.visible_to(by).filter(sheet=sheet, state=SheetRow.State.READY)
    total, done = max(1, ready.count()), 0
    _sheets().filter(pk=sheet_id).update(progress=0)
    while some := bring_in(by=by, sheet=sheet, most=SCHOOLS_AT_ONCE):
        done += some
        _sheets().filter(pk=sheet_id).update(progress=min(99, 100 * done // total))
    _sheets().filter(pk=sheet_id).update(progress=100)


@app.periodic(cron="50 3 * * *")
@app.task(queue="nightly")
def forget_answers_of_long_ago(timestamp: int) -> None:
    """Forget who spoke for schools, what was said and what was typed in answers older than 24 months."""
    forget_old_answers(by=Viewer.for_system("retention"), before=timezone.now() - KEPT)


def _sheets() -> QuerySet[SignUpSheet]:
    return SignUpSheet.objects.unscoped("the worker reads what a facilitator uploaded")
