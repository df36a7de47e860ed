"""Setting up an occasion, changing, closing and cancelling it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.actions.coming import give_up
from footbridge.booking.actions.line import fill
from footbridge.booking.models import Occasion, Place, Question
from footbridge.booking.queries.clashes import clashes
from footbridge.booking.queries.held import holders, lock, taken
from footbridge.booking.rules import Refused, insist, insist_on_hours, insist_on_silence, may_run
from footbridge.programmes.models import LinkingYear

# what those who are booked are told about when it changes; the rest changes without a letter
TOLD = ("starts", "ends", "how", "place", "joining", "title")
PLAIN = (*TOLD, "about", "capacity", "needs_release", "certificate")


@dataclass(frozen=True)
class Asked:
    """A question as the organiser set it; `id` of one that exists."""

    kind: str
    text: str
    choices: Sequence[str] = ()
    required: bool = False
    id: int | None = None


@action
def open_occasion(
    *,
    by: Viewer,
    year: LinkingYear,
    kind: str,
    facts: Mapping[str, Any],
    questions: Sequence[Asked] = (),
    sent_key: str = "",
) -> Occasion:
    """A new occasion, open for booking. `facts` are fields of Occasion: title, starts, ends, capacity and more.

    The same form sent twice makes one. Raises Refused for hours that cannot be.
    """
    insist(may_run(by, year.programme_id))
    rows = Occasion.objects.unscoped("the same form must act once").select_related("programme", "linking_year")
    if sent_key and (same := rows.filter(sent_key=sent_key, programme=year.programme_id).first()):
        return same
    insist_on_hours(facts)
    insist_on_silence(kind == Occasion.Kind.CELEBRATION, facts.get("place", ""), facts["title"])
    made = Occasion.objects.create(
        programme_id=year.programme_id,
        linking_year=year,
        kind=kind,
        created_by_id=by.person_id,
        is_public=kind == Occasion.Kind.BRIEFING,
        by_class=kind == Occasion.Kind.CELEBRATION,
        sent_key=sent_key or None,
        **facts,
    )
    set_questions(by=by, occasion=made, questions=questions)
    record("booking.opened", made, by=by, programme=year.programme_id, kind=kind, capacity=made.capacity)
    return made


@action
def change_occasion(
    *, by: Viewer, occasion: Occasion, facts: Mapping[str, Any], questions: Sequence[Asked] | None = None
) -> Occasion:
    """Change an occasion. Who is booked or waits hears of new hours, a new place or a new way in; diaries change in place.

    Who is booked elsewhere at the new hours cannot come and is told so; free places are filled. Raises Refused when there would
    be fewer places than are booked, or the hours cannot be.
    """
    insist(may_run(by, occasion.programme_id))
    occasion = lock(occasion)
    if occasion.state in (Occasion.State.CANCELLED, Occasion.State.HELD):
        raise Refused("This occasion is over or cancelled, so it cannot be changed.")
    insist_on_hours({"starts": occasion.starts, "ends": occasion.ends, **facts})
    words = {"place": occasion.place, "title": occasion.title, **facts}
    insist_on_silence(occasion.hides_place, words["place"], words["title"])
    changed = [name for name in PLAIN if name in facts and facts[name] != getattr(occasion, name)]
    before = {name: getattr(occasion, name) for name in changed}
    for name in changed:
        setattr(occasion, name, facts[name])
    lost: list[Place] = []
    if {"starts", "ends"} & set(changed):
        lost = clashes(occasion, occasion.starts, occasion.ends)
        for place in lost:
            give_up(by=by, place=place, why="The hours changed, and you are booked elsewhere at the new time.")
    occasion.booked = taken(occasion)
    if occasion.capacity < occasion.booked:
        raise Refused(f"{occasion.booked} places are booked, so there cannot be only {occasion.capacity}.")
    told = [name for name in TOLD if name in changed]
    if told:
        occasion.sequence += 1
        occasion.reminded = None
    if changed:
        occasion.save(update_fields=[*changed, "sequence", "reminded"])
    if questions is not None:
        set_questions(by=by, occasion=occasion, questions=questions)
    record(
        "booking.changed", occasion, by=by, programme=occasion.programme_id, fields=",".join(changed), lost=len(lost)
    )
    if told:
        for place in holders(occasion):
            letters.changed(place, before, told)
        for place in lost:
            place.occasion = occasion
            letters.lost_by_change(place)
    fill(by=by, occasion=occasion)
    return occasion


@action
def close_booking(*, by: Viewer, occasion: Occasion, closed: bool = True) -> None:
    """Take no more bookings, or take them again. Who waits still moves up."""
    insist(may_run(by, occasion.programme_id))
    occasion = lock(occasion)
    before, after = (
        (Occasion.State.OPEN, Occasion.State.CLOSED) if closed else (Occasion.State.CLOSED, Occasion.State.OPEN)
    )
    if occasion.state == before:
        occasion.state = after
        occasion.save(update_fields=["state"])
        record("booking.closed" if closed else "booking.reopened", occasion, by=by, programme=occasion.programme_id)


@action
def cancel_occasion(*, by: Viewer, occasion: Occasion, because: str) -> bool:
    """Cancel an occasion: everybody who is booked, waits or was invited is told, and diaries take it out. False when it was.

    Raises Refused when it was held.
    """
    insist(may_run(by, occasion.programme_id))
    occasion = lock(occasion)
    if occasion.state == Occasion.State.CANCELLED:
        return False
    if occasion.state == Occasion.State.HELD:
        raise Refused("This occasion was held, so it cannot be cancelled.")
    insist_on_silence(occasion.hides_place, occasion.place, because)
    told = holders(occasion)
    for place in told:
        give_up(by=by, place=place, state=Place.State.CANCELLED)
    occasion.state, occasion.cancelled_because = Occasion.State.CANCELLED, because[:500]
    occasion.sequence += 1
    occasion.save(update_fields=["state", "cancelled_because", "sequence"])
    record("booking.cancelled", occasion, by=by, programme=occasion.programme_id, told=len(told))
    for place in told:
        place.occasion = occasion
        letters.cancelled(place)
    return True


@action
def set_questions(*, by: Viewer, occasion: Occasion, questions: Sequence[Asked]) -> None:
    """Make the occasion's questions those given. One that is gone is kept beside its answers and asked no more."""
    rows = Question.objects.unscoped("the organiser's questions")
    there = {one.pk: one for one in rows.filter(occasion=occasion, retired=None)}
    for number, asked in enumerate(questions, start=1):
        row = there.pop(asked.id, None) if asked.id else None
        row = row or Question(occasion=occasion)
        row.number, row.kind, row.text = number, asked.kind, asked.text
        row.choices, row.required = list(asked.choices), asked.required
        row.save()
    for row in there.values():
        row.retired = timezone.now()
        row.save(update_fields=["retired"])
    if questions or there:
        record("booking.questions", occasion, by=by, programme=occasion.programme_id, asked=len(questions))
