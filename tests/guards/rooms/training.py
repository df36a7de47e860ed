"""Training in the world of the guards: a session with materials, somebody who was there, what she thought, a settled part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from footbridge.booking.models import Occasion, Place
from footbridge.training.models import Evaluation, Experience, Material, TrainingNeed, TrainingSession

ADDRESSES: dict[str, Any] = {
    "training:new": lambda side: {"year": side.year.pk, "slot": "other"},
    "training:session": lambda side: {"pk": side.rows["training"]["session"].pk},
    "training:join": lambda side: {"pk": side.rows["training"]["session"].pk},
    "training:together": lambda side: {"link": side.standing.pk, "pk": side.rows["training"]["session"].pk},
    "training:teacher": lambda side: {"person": side.people["teacher0"].pk, "year": side.year.pk},
    "training:after": lambda side: {"pk": side.rows["training"]["place"].pk},
    "training:cover": lambda side: {"pk": side.rows["training"]["place"].pk},
}
SHARED: dict[str, str] = {}


def plant(side: Any) -> None:
    """Rows of training with a canary in every text."""
    from tests.guards.world import runs

    key, teacher = side.key, side.people["teacher0"]
    over = timezone.now() - timedelta(days=20)
    hours = {"starts": over, "ends": over + timedelta(hours=3)}

    def takes_part(who: Any) -> bool:
        return who.side == key and who.role in ("facilitator", "teacher")

    occasion = Occasion.objects.create(
        programme=side.programme, linking_year=side.year, capacity=30, kind="training", rule="training",
        title="Training that was", **hours,
    )  # fmt: skip
    session = TrainingSession.objects.create(occasion=occasion, parts=[1])
    place = Place.objects.create(
        occasion=occasion, **hours, person=teacher, school=side.schools[0], attendance="present"
    )
    Material.objects.create(session=session, title=side.canary("material", takes_part), words="Read it.")
    Evaluation.objects.create(place=place, useful=5, ready=4, best=side.canary("thought", takes_part))
    Experience.objects.create(person=teacher, words=side.canary("linkedbefore", takes_part))
    TrainingNeed.objects.create(
        person=teacher, linking_year=side.year, part=2, settled=timezone.now(),
        settled_because=side.canary(
            "settled", lambda who: who.side == key and (takes_part(who) or runs(key)(who) or who.school == 0)
        ),
    )  # fmt: skip
    side.rows["training"] = {"session": session, "place": place}
