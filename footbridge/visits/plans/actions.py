"""The verbs of a plan. Every teacher of the link may change it, while the meeting is ahead; the meeting is locked first.

A form says what it showed (`seen`): where somebody changed it meanwhile, nothing is written over, and the teacher is told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.visits import rules
from footbridge.visits.meetings.steps import CannotDo, insist_ahead, lock
from footbridge.visits.models import Meeting, Plan, Quote, RiskAssessment, TimetableRow
from footbridge.visits.plans import lines
from footbridge.visits.plans.activities import BY_KEY, TEMPLATE_BY_KEY
from footbridge.visits.plans.checks import SCHOOL
from footbridge.visits.plans.queries import place_checks

MINE = "the meeting was fetched for its viewer"
MOST_QUOTES = 12
CHANGED = "Somebody changed this while you wrote. What stands now is shown below; what you wrote is kept in the form."


class ChangedMeanwhile(CannotDo):
    """What the form showed is no longer what stands."""


@action
def write_timetable(*, by: Viewer, meeting: Meeting, rows: Sequence[lines.Line], seen: str) -> Meeting:
    """Write the lines of the day. The same lines again change nothing. Raises ChangedMeanwhile."""
    locked = _begin(by, meeting)
    now = _lines(locked)
    if now == list(rows):
        return locked
    if lines.seen(now) != seen:
        raise ChangedMeanwhile(CHANGED)
    _store(by, locked, rows)
    return locked


@action
def begin_with_template(*, by: Viewer, meeting: Meeting, template: str) -> Meeting:
    """Fill an empty timetable from a template; one that has lines stays as it is."""
    locked = _begin(by, meeting)
    if not _lines(locked):
        _store(by, locked, [(one.minutes, one.name) for one in TEMPLATE_BY_KEY[template].activities])
    return locked


@action
def add_activity(*, by: Viewer, meeting: Meeting, activity: str, seen: str) -> Meeting:
    """Put an activity at the end of the day. Sent twice, it acts once."""
    locked = _begin(by, meeting)
    now, one = _lines(locked), BY_KEY[activity]
    if lines.seen(now) != seen:
        if now[-1:] == [(one.minutes, one.name)]:
            return locked
        raise ChangedMeanwhile("The timetable changed meanwhile. Look at it, and add the activity again.")
    _store(by, locked, [*now, (one.minutes, one.name)])
    return locked


@action
def say_words(*, by: Viewer, meeting: Meeting, place: str, plan_b: str, note: str, seen: str) -> Plan:
    """Say where the classes meet, what happens if the day cannot be as planned, and what else matters."""
    locked = _begin(by, meeting)
    plan = _plan(locked)
    if (locked.place, plan.plan_b, plan.note) == (place, plan_b, note):
        return plan
    if lines.seen(locked.place, plan.plan_b, plan.note) != seen:
        raise ChangedMeanwhile(CHANGED)
    plan.plan_b, plan.note = plan_b, note
    plan.save()
    if locked.place != place:
        locked.place = place
        locked.save(update_fields=["place", "changed"])
    _note(by, "plan written", locked)
    return plan


@action
def plan_coach(*, by: Viewer, meeting: Meeting, split: str, stops: str, seen: str) -> Plan:
    """Say where the coach stops and how its cost is shared."""
    locked = _begin(by, meeting)
    plan = _plan(locked)
    if (plan.split, plan.stops) == (split, stops):
        return plan
    if lines.seen(plan.split, plan.stops) != seen:
        raise ChangedMeanwhile(CHANGED)
    if split == Plan.Split.VISITORS and not locked.host_school_id:
        raise CannotDo(
            "No school hosts this meeting, so no school visits another. Choose another way to share the cost."
        )
    plan.split, plan.stops = split, stops
    plan.save()
    _note(by, "coach planned", locked)
    return plan


@action
def note_quote(*, by: Viewer, meeting: Meeting, operator: str, pence: int) -> Quote:
    """Note what an operator asks; asked again, the amount is changed. Sent twice, it acts once."""
    locked = _begin(by, meeting)
    rows = Quote.objects.unscoped(MINE).filter(meeting=locked)
    found = rows.filter(operator__iexact=operator).first()
    if found is None:
        if rows.count() >= MOST_QUOTES:
            raise CannotDo(f"A meeting keeps {MOST_QUOTES} quotes at most. Take one out first.")
        found = Quote(meeting=locked, operator=operator)
    if found.pence != pence:
        found.pence, found.at = pence, timezone.now()
        found.save()
        _note(by, "coach quoted", locked)
    return found


@action
def take_quote(*, by: Viewer, meeting: Meeting, quote: Quote) -> None:
    """Take one of the quotes: its cost is shared over the schools."""
    locked = _begin(by, meeting)
    rows = Quote.objects.unscoped(MINE).filter(meeting=locked)
    if not rows.filter(pk=quote.pk, chosen=True).exists():
        rows.filter(chosen=True).update(chosen=False)
        rows.filter(pk=quote.pk).update(chosen=True)
        _note(by, "coach taken", locked)


@action
def drop_quote(*, by: Viewer, meeting: Meeting, quote: Quote) -> None:
    """Take a quote out."""
    locked = _begin(by, meeting)
    if Quote.objects.unscoped(MINE).filter(meeting=locked, pk=quote.pk).delete()[0]:
        _note(by, "coach quote taken out", locked)


@action
def assess(
    *, by: Viewer, meeting: Meeting, of_place: bool, done: Collection[str], reference: str, notes: str
) -> RiskAssessment:
    """Tick what the own school has made sure of, or what is made sure of at the place."""
    locked = _begin(by, meeting)
    side = None if of_place else rules.own_side(by, locked.link_id)
    rules.insist(of_place or side is not None)
    known = place_checks(locked) if of_place else SCHOOL
    ticked = [key for key in known if key in done]
    row = RiskAssessment.objects.unscoped(MINE).filter(meeting=locked, side=side).first()
    row = row or RiskAssessment(meeting=locked, side_id=side)
    if row.pk is None or (row.done, row.reference, row.notes) != (ticked, reference, notes):
        row.note(ticked, reference, notes, timezone.now())
        _note(by, "risk assessed", locked, done=len(ticked), of=len(known))
    return row


def _begin(by: Viewer, meeting: Meeting) -> Meeting:
    locked = lock(meeting)
    rules.insist(rules.may_plan(by, locked.link_id))
    insist_ahead(locked)
    return locked


def _lines(meeting: Meeting) -> list[lines.Line]:
    rows = TimetableRow.objects.unscoped(MINE).filter(meeting=meeting)
    return list(rows.order_by("position").values_list("minutes", "what"))


def _store(by: Viewer, meeting: Meeting, rows: Sequence[lines.Line]) -> None:
    TimetableRow.objects.unscoped(MINE).filter(meeting=meeting).delete()
    TimetableRow.objects.bulk_create(
        TimetableRow(meeting=meeting, position=n, minutes=minutes, what=what)
        for n, (minutes, what) in enumerate(rows, 1)
    )
    _note(by, "timetable written", meeting, rows=len(rows))


def _plan(meeting: Meeting) -> Plan:
    return Plan.objects.unscoped(MINE).filter(meeting=meeting).first() or Plan(meeting=meeting)


def _note(by: Viewer, verb: str, meeting: Meeting, **facts: int) -> None:
    """An audit line without day, hour or place."""
    programme = meeting.link.linking_year.programme_id
    record(f"meeting {verb}", meeting, by=by, programme=programme, link=meeting.link_id, **facts)
