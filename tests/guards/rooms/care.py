"""Care in the world of the guards: a log with a next step, own words, and a private feed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from footbridge.care.diary.feed import token_hash
from footbridge.care.models import Feed, LogLine, NudgeWords
from footbridge.people.models import Membership

ADDRESSES: dict[str, Any] = {
    "care:link": lambda side: {"link_id": side.standing.pk},
    "care:step_done": lambda side: {"pk": side.rows["care"].pk},
    "care:change_words": lambda side: {"slug": side.programme.slug, "about": "offer"},
}
SHARED: dict[str, str] = {
    "care:feed": "the secret of the address names it, and no number; tests/care knocks with wrong and ended ones",
}


def plant(side: Any) -> None:
    """A contact with a next step that is due, the programme's own words, and the facilitator's feed."""
    from tests.guards.world import runs

    who = side.people["facilitator"]
    side.rows["care"] = LogLine.objects.create(
        link=side.standing,
        by=who,
        way="phone",
        talked_with=side.canary("carewith", runs(side.key)),
        summary=side.canary("caresaid", runs(side.key)),
        next_step=side.canary("carestep", runs(side.key)),
        next_on=timezone.localdate(),
    )
    NudgeWords.objects.create(
        programme=side.programme, about="offer", subject=side.canary("carewords", runs(side.key)), words="Dear {name}"
    )
    held = Membership.objects.unscoped("a guard plants a feed").get(person=who, until=None)
    Feed.objects.create(person=who, membership=held, token=token_hash(f"feed-{side.key}"))
