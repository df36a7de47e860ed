"""Who would be in two places at once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from footbridge.booking.models import Occasion, Place


def clashes(occasion: Occasion, starts: datetime, ends: datetime) -> list[Place]:
    """Booked places of an occasion whose person is booked on another one between these hours. One query."""
    rows = Place.objects.unscoped("who would be in two places at once")
    elsewhere = rows.filter(state="booked", link_class=None, starts__lt=ends, ends__gt=starts).exclude(
        occasion=OuterRef("occasion")
    )
    same_person = elsewhere.filter(person=OuterRef("person"))
    # one address is one person, with an account or without
    guests = elsewhere.exclude(guest_email="").annotate(low=Lower("guest_email"))
    accounts = elsewhere.exclude(person=None).annotate(low=Lower("person__email"))
    same_guest = guests.filter(Q(low=Lower(OuterRef("guest_email"))) | Q(low=Lower(OuterRef("person__email"))))
    same_account = accounts.filter(low=Lower(OuterRef("guest_email")))
    return list(
        rows.filter(occasion=occasion, state="booked", link_class=None)
        .filter(Q(Exists(same_person)) | Q(Exists(same_guest)) | Q(Exists(same_account)))
        .select_related("person", "school", "occasion__programme", "occasion__linking_year")
    )
