"""What schools answered is forgotten after 24 months: people, talks and typed words go; how many answered what stays."""

from __future__ import annotations

from datetime import datetime

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.interest.models import AgainInvitation, Interest, OfferedClass, SheetRow, SignUpSheet, Talk

WHY = "the nightly job forgets old answers"


@action
def forget_old_answers(*, by: Viewer, before: datetime) -> int:
    """Forget who spoke for a school, what was said and typed, in answers that nobody changed since `before`; how many.

    The answer itself stays, with its classes, because links and figures of that year stand on it. A talk counts from its own day.
    """
    old = Interest.objects.unscoped(WHY).filter(changed__lt=before).exclude(
        contact_name="", contact_role="", contact_email="", contact_phone="", wishes="", red_lines="", reason="",
        change_token="", change_code="",
    )  # fmt: skip
    ids = list(old.values_list("pk", flat=True))
    classes = OfferedClass.objects.unscoped(WHY).filter(interest__changed__lt=before)
    classes.exclude(teachers="", wishes="").update(teachers="", wishes="")
    # `update` leaves the day of the last change as it is, so that tomorrow's run finds nothing to do.
    Interest.objects.unscoped(WHY).filter(pk__in=ids).update(
        contact_name="", contact_role="", contact_email="", contact_phone="", wishes="", red_lines="", reason="",
        change_token="", change_code="", owner=None,
    )  # fmt: skip
    talks, _ = Talk.objects.unscoped(WHY).filter(at__lt=before).delete()
    asked, _ = AgainInvitation.objects.unscoped(WHY).filter(sent__lt=before).delete()
    sheets = SignUpSheet.objects.unscoped(WHY).filter(uploaded__lt=before)
    rows, _ = SheetRow.objects.unscoped(WHY).filter(sheet__in=sheets).delete()
    sheets.exclude(content=None).update(content=None)
    if ids or talks or asked or rows:
        record("interest.forget", "interest", by=by, answers=len(ids), talks=talks, invitations=asked, rows=rows)
    return len(ids)
