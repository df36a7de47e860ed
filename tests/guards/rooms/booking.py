"""Booking in the world of the guards: a training session with an answered release, a celebration whose place is dangerous."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from footbridge.booking.models import Occasion, Place, Question

ADDRESSES: dict[str, Any] = {
    **{
        f"booking:{name}": lambda side: {"pk": side.rows["booking"]["training"].pk}
        for name in ("book", "occasion", "change", "cancel", "write", "act", "attendance")
    },
    "booking:papers": lambda side: {"pk": side.rows["booking"]["training"].pk, "kind": "list"},
    "booking:placed": lambda side: {"pk": side.rows["booking"]["place"].pk},
    "booking:placed_file": lambda side: {"pk": side.rows["booking"]["place"].pk, "kind": "certificate"},
    "booking:place": lambda side: {"pk": side.rows["booking"]["place"].pk},
    "booking:settle": lambda side: {"pk": side.rows["booking"]["place"].pk},
    "booking:place_file": lambda side: {"pk": side.rows["booking"]["place"].pk, "kind": "diary"},
    "booking:setting": lambda side: {"pk": side.schools[0].pk},
}
SHARED: dict[str, str] = {
    "booking:briefing": "briefings are public",
    "booking:mailed": "named by the secret of a mailed link, and says no more than the occasion; tests/booking knocks with wrong codes",
    "booking:mailed_file": "as above, and only in the browser that opened the place",
    "booking:new": "a kind of occasion is not a row",
}


def plant(side: Any) -> None:
    """Rows of booking with a canary in every text."""
    from tests.guards.world import runs, runs_or_leads

    key, school, teacher = side.key, side.schools[0], side.people["teacher0"]
    leads = runs_or_leads(key, 0)

    def schools_people(who: Any) -> bool:
        return leads(who) or (who.side == key and who.role == "teacher")

    starts = timezone.now() + timedelta(days=20)
    hours = {"starts": starts, "ends": starts + timedelta(hours=2)}
    base = {"programme": side.programme, "linking_year": side.year, "capacity": 90, **hours}
    training = Occasion.objects.create(**base, kind="training", title="A training session")
    asked = Question.objects.create(occasion=training, number=1, kind="diet", text="Is there food you cannot eat?")
    later = {name: moment + timedelta(days=1) for name, moment in hours.items()}
    celebration = Occasion.objects.create(
        **{**base, **later},
        kind="celebration",
        by_class=True,
        title="A celebration",
        place=side.canary("partyplace", schools_people),
    )
    place = Place.objects.create(
        occasion=training,
        **hours,
        person=teacher,
        school=school,
        release="given",
        release_words=side.canary("releasewords", schools_people),
        answers={str(asked.pk): side.canary("needs", schools_people)},
    )
    Place.objects.create(
        occasion=training,
        **hours,
        guest_name=side.canary("guestname", runs(key)),
        guest_email=f"guest@{key}.test.example.org",
        state="waiting",
    )
    Place.objects.create(
        occasion=celebration,
        **later,
        school=school,
        link=side.standing.pk,
        link_class=1,
        class_name="A class",
        state="invited",
    )
    side.rows["booking"] = {"training": training, "place": place}
