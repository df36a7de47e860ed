"""Taking an activity into a room."""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.exchange import rules
from footbridge.exchange.models import RoomActivity

WHY = "an activity is taken into the room of an own class"


@action
def use_activity(*, by: Viewer, link_class: int, slug: str, question: str) -> RoomActivity:
    """Put an activity of the library into the room of a class that the viewer leads. Pressed twice it is there once."""
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    made, fresh = RoomActivity.objects.unscoped(WHY).get_or_create(
        link_class_id=link_class, slug=slug,
        defaults={"link_id": link, "question": question, "by_id": by.person_id},
    )  # fmt: skip
    if fresh:
        record("took an activity", made, by=by)
    return made


@action
def drop_activity(*, by: Viewer, activity: RoomActivity) -> None:
    """Take an activity out of the room again."""
    rules.insist(rules.leads_class(by, activity.link_class_id))
    record("dropped an activity", activity, by=by)
    activity.delete()
