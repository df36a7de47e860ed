"""Hours as people at a venue read their clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def at(day: dt.date, hour: dt.time) -> dt.datetime:
    """An hour of a day, aware, in the zone of the site."""
    return timezone.make_aware(dt.datetime.combine(day, hour))
