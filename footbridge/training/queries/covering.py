"""What cover the training of a link's teachers costs: read by the costs of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from footbridge.booking.models import Place
from footbridge.brokering.models import Link, LinkTeacher
from footbridge.training.models import TrainingSession

DAYS = {"day": Decimal(1), "half": Decimal("0.5"), "after": Decimal(0)}


@dataclass(frozen=True)
class Cover:
    """A teacher away from her class: her school, the day, how much of a teaching day (1, 0.5 or 0), whether it is covered
    (a value of Place.Cover), whether head or office released her, and whether she was there (None while nobody noted it)."""

    school: int
    person: int
    name: str
    title: str
    day: date
    days: Decimal
    cover: str
    release: str
    came: bool | None


def cover_of(link: Link) -> list[Cover]:
    """Training days of whoever leads or led a class of a link, in order. Two queries.

    Somebody who leads classes of several links is counted for each: whoever adds links up counts a place once (person and day).
    """
    rows = LinkTeacher.objects.unscoped("costs count who is away from a class").filter(link=link)
    schools = dict(rows.order_by("since").values_list("person_id", "link_class__school_id"))
    places = Place.objects.unscoped("costs count who is away from a class").filter(
        occasion__linking_year=link.linking_year_id, occasion__training__isnull=False, state=Place.State.BOOKED,
        person__in=list(schools),
    )  # fmt: skip
    found = []
    for place in places.select_related("person", "occasion__training").order_by("starts", "pk"):
        session: TrainingSession = place.occasion.training
        found.append(
            Cover(
                schools[place.person_id or 0],
                place.person_id or 0,
                place.name,
                place.occasion.title,
                timezone.localdate(place.starts),
                DAYS[session.length],
                place.cover,
                place.release,
                place.attendance == Place.Attendance.PRESENT if place.attendance else None,
            )
        )
    return found
