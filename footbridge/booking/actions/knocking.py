"""Wrong codes at a mailed link are counted."""

from __future__ import annotations

from django.db.models import F

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking.models import Place


@action
def note_wrong_code(*, by: Viewer, place: Place) -> None:
    """Remember a wrong code; after eight the link opens no more with a code."""
    rows = Place.objects.unscoped("the link's secret names it")
    rows.filter(pk=place.pk).update(code_tries=F("code_tries") + 1)
    record("booking.wrong_code", place, by=by)
