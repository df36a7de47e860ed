"""Taking an activity into a room."""

from __future__ import annotations

from django.utils import timezone
from django.utils.text import slugify

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.exchange import rules
from footbridge.exchange.models import AddedActivity, RoomActivity
from footbridge.exchange.resources.library import by_slug
from footbridge.exchange.resources.queries import may_change

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


@action
def keep_activity(*, by: Viewer, row: AddedActivity | None, programme: int | None, **said: str | int) -> AddedActivity:
    """Add an activity, or change one. A facilitator's is of the own programme; network staff's is for everybody."""
    rules.insist(by.may(Permission.ADD_ACTIVITIES))
    if row is not None:
        rules.insist(may_change(by, row))
        made = row
    else:
        network = by.may(Permission.PUBLISH_ACTIVITIES)
        rules.insist(network or programme in by.programmes)
        same = AddedActivity.objects.unscoped(WHY).filter(programme=None if network else programme, title=said["title"])
        made = same.first() or AddedActivity(
            programme_id=None if network else programme, everywhere=network, by_id=by.person_id
        )
    for name, value in said.items():
        setattr(made, name, value)
    made.slug = made.slug or _slug(str(said["title"]))
    made.changed = timezone.now()
    made.save()
    record("kept an activity", made, by=by, programme=made.programme_id)
    return made


@action
def turn_activity(*, by: Viewer, row: AddedActivity, how: str) -> None:
    """Withdraw an activity or bring it back (its keepers); open it to every programme or close it again (network staff)."""
    publishes = by.may(Permission.PUBLISH_ACTIVITIES)
    rules.insist(publishes if how in ("open", "close") else may_change(by, row))
    if how in ("open", "close"):
        row.everywhere = how == "open" or row.programme_id is None
    else:
        row.withdrawn = timezone.now() if how == "withdraw" else None
    row.changed = timezone.now()
    row.save(update_fields=["everywhere", "withdrawn", "changed"])
    record(f"turned an activity: {how}", row, by=by, programme=row.programme_id)


def _slug(title: str) -> str:
    """An address that neither the page nor another row has."""
    base, number = slugify(title)[:70] or "activity", 1
    slug = base
    while by_slug(slug) or AddedActivity.objects.unscoped(WHY).filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
