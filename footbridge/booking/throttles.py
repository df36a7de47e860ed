"""How often a stranger may book and type codes."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking.models import Place
from footbridge.people.throttle import Limit, count_try

BOOKING = Limit("booking", "book with this address", 12, 60, timedelta(hours=1))


def count_booking(email: str, network: str) -> None:
    """Count one booking without an account. Raises TooManyTries."""
    count_try(BOOKING, account=email, network=network)


@action
def note_wrong_code(*, by: Viewer, place: Place) -> None:
    """Remember a wrong code; after eight the link opens no more with a code."""
    rows = Place.objects.unscoped("the link's secret names it")
    rows.filter(pk=place.pk).update(code_tries=F("code_tries") + 1)
    record("booking.wrong_code", place, by=by)
