"""Logging a contact about a link and marking its next step done."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.care.models import LogLine
from footbridge.care.rules import insist_may_look_after


@action
def log_contact(
    *,
    by: Viewer,
    link: Link,
    way: str,
    summary: str,
    talked_with: str = "",
    next_step: str = "",
    next_on: date | None = None,
    on: date | None = None,
    sent_key: str = "",
) -> LogLine | None:
    """Note a contact about a link. None where the same form was kept before (`sent_key`)."""
    insist_may_look_after(by, link.linking_year.programme_id)
    at = timezone.now()
    if on is not None and on != timezone.localdate():
        at = timezone.make_aware(datetime.combine(on, time(12)))  # the hour of an earlier day is not known
    try:
        with transaction.atomic():
            line = LogLine.objects.create(
                link=link,
                at=at,
                by_id=by.person_id,
                way=way,
                talked_with=talked_with,
                summary=summary,
                next_step=next_step,
                next_on=next_on,
                sent_key=sent_key or None,
            )
    except IntegrityError:
        return None
    record("care.log", line, by=by, programme=link.linking_year.programme_id, link=link.pk)
    return line


@action
def finish_step(*, by: Viewer, line: LogLine) -> None:
    """The next step of a contact is done. Doing so twice does nothing more."""
    row = (
        LogLine.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("link__linking_year")
        .get(pk=line.pk)
    )
    insist_may_look_after(by, row.link.linking_year.programme_id)
    if row.done is None:
        row.done = timezone.now()
        row.save(update_fields=["done"])
        record("care.step_done", row, by=by, programme=row.link.linking_year.programme_id)
