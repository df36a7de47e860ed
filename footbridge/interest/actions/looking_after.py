"""A facilitator looks after an answer: owner, talks, state, a class more, and several answers of one school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.interest.given import MOST_CLASSES, ClassGiven, default_name
from footbridge.interest.models import Interest, OfferedClass, Talk
from footbridge.interest.queries.answers import classes_of, locked, owners_for
from footbridge.interest.rules import (
    ChangedMeanwhile,
    Refused,
    insist_not_in_a_link,
    insist_on_version,
    is_live,
    may_look_after,
)


@action
def assign_owner(*, by: Viewer, interest: Interest, owner_id: int | None, version: int | None = None) -> Interest:
    """Say which facilitator of the programme looks after the answer; None gives it to nobody."""
    row = _mine(by, interest)
    insist_on_version(row, version)
    if owner_id is not None and owner_id not in {one.pk for one in owners_for(row)}:
        raise Refused("Only a facilitator of this programme can look after its answers.")
    if row.owner_id != owner_id:
        row.owner_id = owner_id
        _save(row, "owner")
        record("interest.assign", row, by=by, programme=row.linking_year.programme_id, owner=owner_id)
    return row


@action
def log_talk(
    *,
    by: Viewer,
    interest: Interest,
    way: str,
    summary: str,
    talked_with: str = "",
    next_step: str = "",
    next_on: date | None = None,
    on: date | None = None,
) -> Talk:
    """Note a talk with the school. A new answer is then in talk, and whoever talked looks after it if nobody did."""
    row = _mine(by, interest)
    at = timezone.now()
    if on is not None and on != timezone.localdate():
        at = timezone.make_aware(datetime.combine(on, time(12)))  # the hour of an earlier day is not known
    talk = Talk.objects.create(
        at=at,
        interest=row,
        by_id=by.person_id,
        way=way,
        summary=summary,
        talked_with=talked_with,
        next_step=next_step,
        next_on=next_on,
    )
    changed = []
    if row.state == Interest.State.RECEIVED:
        row.state = Interest.State.IN_TALK
        changed.append("state")
    if row.owner_id is None and by.person_id is not None:
        row.owner_id = by.person_id
        changed.append("owner")
    if changed:
        _save(row, *changed)
    record("interest.talk", row, by=by, programme=row.linking_year.programme_id, talk=talk.pk)
    return talk


@action
def finish_step(*, by: Viewer, talk: Talk) -> Talk:
    """The next step of a talk is done. Doing so twice does nothing more."""
    row = Talk.objects.visible_to(by).select_for_update().get(pk=talk.pk)
    if row.done is None:
        row.done = timezone.now()
        row.save(update_fields=["done"])
        record("interest.step_done", row, by=by, programme=talk.interest.linking_year.programme_id)
    return row


@action
def set_state(*, by: Viewer, interest: Interest, state: str, version: int | None = None) -> Interest:
    """Mark an answer settled, in talk or new again."""
    row = _mine(by, interest)
    if row.state == state:
        return row
    insist_on_version(row, version)
    if state not in (Interest.State.RECEIVED, Interest.State.IN_TALK, Interest.State.SETTLED):
        raise Refused("An answer is new, in talk or settled.")
    if row.state == Interest.State.REPLACED:
        raise Refused("This answer was replaced by another one of the school. Work on that one.")
    before, row.state = row.state, state
    _save(row, "state")
    record("interest.state", row, by=by, programme=row.linking_year.programme_id, before=before, after=state)
    return row


@action
def add_class(*, by: Viewer, interest: Interest, given: ClassGiven, version: int | None = None) -> OfferedClass:
    """Add a class to an answer on the school's behalf."""
    row = _mine(by, interest)
    insist_on_version(row, version)
    held = classes_of(row)
    if len(held) >= MOST_CLASSES:
        raise Refused(f"A school can offer up to {MOST_CLASSES} classes in one answer.")
    if not is_live(row) or row.answer == Interest.Answer.NO:
        raise Refused("This answer offers no classes. Change the answer to yes or maybe first.")
    made = OfferedClass.objects.create(
        interest=row,
        linking_year=row.linking_year,
        school=row.school,
        years=sorted(set(given.years)),
        size=given.size,
        teachers=given.teachers,
        wishes=given.wishes,
        name=given.name or default_name(given, len(held) + 1, len(held) + 1),
    )
    row.changed_by = "facilitator"
    _save(row, "changed_by")
    record("interest.add_class", row, by=by, programme=row.linking_year.programme_id, offered_class=made.pk)
    return made


@action
def settle_answers(
    *, by: Viewer, keep: Interest, versions: Mapping[int, int], merge_classes: bool, note: str = ""
) -> Interest:
    """Of several live answers of one school keep one; the others are replaced by it, their classes joined to it or left.

    `versions` names every answer that was shown with the version seen. Raises ChangedMeanwhile when one was changed or
    another came in since, so that nothing is settled unseen.
    """
    live = list(
        Interest.objects.visible_to(by)
        .live()
        .filter(linking_year=keep.linking_year_id, school=keep.school_id)
        .select_for_update(of=("self",))
        .select_related("linking_year")
        .order_by("pk")
    )
    if keep.pk in {one.pk for one in live} and len(live) == 1 and len(versions) > 1:
        return live[0]  # the same settling, posted twice
    if {one.pk: one.version for one in live} != dict(versions):
        raise ChangedMeanwhile("one of these answers")
    kept = next((one for one in live if one.pk == keep.pk), None)
    if kept is None or not may_look_after(by, kept):
        raise Refused("This answer is no longer there. Open the list again.")
    others = [one for one in live if one.pk != kept.pk]
    offers = kept.answer != Interest.Answer.NO
    own = {_alike(one) for one in classes_of(kept)}
    for other in others:
        for offered in classes_of(other):
            if merge_classes and offers and _alike(offered) not in own:
                offered.interest = kept
                offered.save(update_fields=["interest"])
                own.add(_alike(offered))
            else:
                insist_not_in_a_link([offered])
        other.state, other.replaced_by = Interest.State.REPLACED, kept
        _save(other, "state", "replaced_by")
        record("interest.replaced", other, by=by, programme=kept.linking_year.programme_id, by_answer=kept.pk)
    kept.linked_before = next((one.linked_before for one in [kept, *others] if one.linked_before is not None), None)
    kept.last_partner_id = next((one.last_partner_id for one in [kept, *others] if one.last_partner_id), None)
    _save(kept, "linked_before", "last_partner")
    record(
        "interest.settle_answers",
        kept,
        by=by,
        programme=kept.linking_year.programme_id,
        merged=merge_classes,
        replaced=[one.pk for one in others],
    )
    if note:
        Talk.objects.create(interest=kept, by_id=by.person_id, way="phone", summary=note)
    return kept


def _alike(offered: OfferedClass) -> tuple[str, tuple[int, ...]]:
    """Classes of two answers with the same name and years are one class."""
    return offered.name.casefold().strip(), tuple(sorted(offered.years))


def _mine(by: Viewer, interest: Interest) -> Interest:
    row = locked(interest)
    if not may_look_after(by, row):
        raise Refused("This answer belongs to another programme.")
    return row


def _save(row: Interest, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version", "changed"])
