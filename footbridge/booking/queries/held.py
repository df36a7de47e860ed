"""What actions read about rows they decide about: by row and not by viewer, inside the action's transaction."""

from __future__ import annotations

from django.db.models.functions import Lower
from django.utils import timezone

from footbridge.booking.models import HOLDING, Occasion, Place
from footbridge.booking.rules import Who
from footbridge.people.models import Person


def lock(occasion: Occasion | int) -> Occasion:
    """The occasion as it stands, held until the end of the transaction: whoever books after us waits here and counts anew."""
    pk = occasion if isinstance(occasion, int) else occasion.pk
    rows = Occasion.objects.unscoped("an action holds the row it decides about").select_related(
        "programme", "linking_year"
    )
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)


def room_on(occasion: Occasion) -> int:
    """Places free now, as the database counts them."""
    rows = Occasion.objects.unscoped("an action counts")
    capacity, booked = rows.filter(pk=occasion.pk).values_list("capacity", "booked").get()
    return int(capacity) - int(booked)


def taken(occasion: Occasion) -> int:
    """Places taken, as the database counts them."""
    rows = Occasion.objects.unscoped("an action counts")
    return int(rows.values_list("booked", flat=True).get(pk=occasion.pk))


def held(place: Place) -> Place:
    """The place as it stands now that the occasion is locked."""
    rows = Place.objects.unscoped("an action reads what it decides about")
    return rows.select_related("person", "school", "occasion__programme", "occasion__linking_year").get(pk=place.pk)


def place_of(occasion: Occasion, who: Who, sent_key: str = "") -> Place | None:
    """The place somebody has on an occasion already, or that the same form made; None when there is none."""
    rows = Place.objects.unscoped("nobody is booked twice").select_related(
        "person", "school", "occasion__programme", "occasion__linking_year"
    )
    if sent_key and (same := rows.filter(occasion=occasion, sent_key=sent_key).first()):
        return same
    there = rows.filter(occasion=occasion, state__in=HOLDING, link_class=None)
    # somebody may have booked without an account and with one: the address says that they are the same
    email = who.person.email if who.person else who.email.strip()
    by_guest = there.exclude(guest_email="").annotate(low=Lower("guest_email")).filter(low=email.lower())
    by_account = there.filter(person__in=Person.objects.annotate(low=Lower("email")).filter(low=email.lower()))
    return by_account.first() or by_guest.first()


def holders(occasion: Occasion) -> list[Place]:
    """Who is booked, waits or was invited: whom a change concerns."""
    rows = Place.objects.unscoped("those whom a change concerns").select_related("person", "school")
    found = list(rows.filter(occasion=occasion, state__in=[*HOLDING, "invited"]).order_by("asked", "pk"))
    for place in found:
        place.occasion = occasion
    return found


def open_requests() -> list[Place]:
    """Requests that wait, of occasions that come, for the platform's own daily work."""
    rows = Place.objects.unscoped("requests are chased")
    return list(
        rows.filter(release=Place.Release.ASKED, state=Place.State.BOOKED, release_told=None, starts__gt=timezone.now())
        .exclude(occasion__state=Occasion.State.CANCELLED)
        .select_related("person", "school", "occasion__programme", "occasion__linking_year")
    )
