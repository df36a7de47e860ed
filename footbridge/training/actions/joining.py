"""One click to a session, from nowhere or from another one; and partner teachers to the same one.

Every occasion that is touched is locked first, in the order of its number, so that two who change places cannot wait for each other.
"""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking.actions import book_place, give_up_place
from footbridge.booking.models import Place
from footbridge.booking.queries.held import lock
from footbridge.booking.queries.pages import carried
from footbridge.booking.rules import Refused, Who
from footbridge.brokering.models import Link, LinkTeacher
from footbridge.people.models import Person
from footbridge.training.models import TrainingSession
from footbridge.training.queries.standings import Teacher
from footbridge.training.rules import day_of_session, insist, may_run, may_speak_for, of_people


@action
def join_session(*, by: Viewer, session: TrainingSession, person: int) -> Place:
    """Book somebody on a session and give up what she holds on others of the same part. Sent twice, it acts once.

    Raises Refused with a sentence, and then everything stays as it was: not for her, full while she is booked elsewhere.
    """
    occasion = session.occasion
    found = of_people(occasion.linking_year_id, [person])
    teacher = found.teachers.get((person, occasion.linking_year_id))
    if teacher is None:
        insist(may_run(by, occasion.programme_id))
        raise Refused("This teacher leads no linked class this year.")
    insist(may_speak_for(by, teacher))
    return _join(by=by, session=session, teacher=teacher)


@action
def bring_together(*, by: Viewer, link: Link, session: TrainingSession) -> list[str]:
    """Book every teacher of a link who is not through with it on one session; the names of those who were booked or moved.

    Raises Refused where one of them does not fit or there is no room for all; then nobody is moved.
    """
    insist(may_run(by, link.linking_year.programme_id) and session.occasion.linking_year_id == link.linking_year_id)
    leads = LinkTeacher.objects.visible_to(by).filter(link=link, until=None)
    found = of_people(link.linking_year_id, list(leads.values_list("person", flat=True)))
    moved = []
    for teacher in found.of_link(link):
        parts = [one for one in teacher.parts if one.part in session.parts]
        if all(one.is_done for one in parts) or any(one.session == session and one.state == "booked" for one in parts):
            continue
        place = _join(by=by, session=session, teacher=teacher)
        if place.state == Place.State.WAITING:
            raise Refused(f"There is no room for {teacher.name} on {day_of_session(session)}, so nobody was moved.")
        moved.append(teacher.name)
    record("training.together", session, by=by, programme=session.occasion.programme_id, link=link.pk, moved=len(moved))
    return moved


def _join(*, by: Viewer, session: TrainingSession, teacher: Teacher) -> Place:
    occasion = session.occasion
    others = TrainingSession.objects.unscoped("what she holds of the same part").filter(
        occasion__linking_year=occasion.linking_year_id, parts__overlap=session.parts
    )
    rows = Place.objects.unscoped("what she holds of the same part").filter(
        occasion__in=others.values("occasion"), person=teacher.person, state__in=["booked", "waiting"], attendance=""
    )
    held = list(rows.exclude(occasion=occasion).select_related("occasion__programme", "person", "school"))
    held = [one for one in held if not one.occasion.is_over]
    for pk in sorted({occasion.pk, *(one.occasion_id for one in held)}):
        lock(pk)
    where = f"{occasion.title}, {day_of_session(session)}"
    for place in held:
        give_up_place(by=by, place=place, why=f"Comes to another session: {where}"[:300], instead=where)
    school = held[0].school if held and held[0].school else teacher.schools[0]
    who = Who(Person.objects.get(pk=teacher.person), school=school)
    made = book_place(by=by, occasion=occasion, who=who, answers=carried(held, occasion))
    if made.state == Place.State.WAITING and any(one.state == Place.State.BOOKED for one in held):
        raise Refused(f"All places on {day_of_session(session)} are taken. The place that is booked stays as it is.")
    return made
