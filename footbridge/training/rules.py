"""Who may do what with training, and the rule by which booking decides who may come (`booking.eligibility`, name “training”)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.booking.eligibility import Rule
from footbridge.booking.models import Occasion, Place
from footbridge.booking.rules import Refused
from footbridge.booking.words import day_of
from footbridge.brokering.models import LinkTeacher
from footbridge.programmes.models import LinkingYear
from footbridge.training import shapes
from footbridge.training.models import TrainingSession
from footbridge.training.queries import standings
from footbridge.training.queries.standings import Standings, Teacher

NAME = "training"


def insist(allowed: bool) -> None:
    """Stop an action that the viewer may not do. Pages have answered 404 before; this is the net below."""
    if not allowed:
        raise PermissionDenied("You may not do this here.")


def may_run(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators run the training of their programmes; the platform acts in tasks."""
    return viewer.system or (viewer.may(Permission.RUN_OCCASIONS) and programme_id in viewer.programmes)


def may_speak_for(viewer: Viewer, teacher: Teacher) -> bool:
    """The teacher herself and the programme's facilitators."""
    own = viewer.may(Permission.SEE_OWN_TRAINING) and teacher.person == viewer.person_id
    return own or may_run(viewer, teacher.year.programme_id)


def of_people(year: int, people: Collection[int]) -> Standings:
    """How some people and everybody they share a link with stand in a linking year. Seven queries."""
    rows = LinkTeacher.objects.unscoped("a booking asks who leads a class").filter(link__linking_year=year)
    links = rows.filter(person__in=list(people), until=None, link__state="standing").values("link")
    return standings.read(standings.full(rows.filter(link__in=links)))


def insist_on_parts(year: LinkingYear, parts: Sequence[int]) -> None:
    """Stop parts that the programme's shape does not have, with a sentence."""
    if not parts or not set(parts) <= set(shapes.parts_of(year.programme.training_shape)):
        raise Refused("Choose which part of the programme's training it gives.")


def refusal(occasion: Occasion, person: int | None, school: int | None) -> str:
    """Why somebody cannot book this session, as a sentence; empty when they can."""
    session = TrainingSession.objects.unscoped("a booking asks what it gives").filter(occasion=occasion).first()
    if session is None:
        return "This session is not open for booking yet."
    if person is None:
        return "Training is booked with an account, because it goes by who leads a class. Sign in first."
    found = of_people(occasion.linking_year_id, [person])
    teacher = found.teachers.get((person, occasion.linking_year_id))
    if teacher is None:
        return "This training is for teachers who lead a linked class this year. Head or office of the school say who leads."
    if not teacher.fits(session):
        return NOT_FOR[session.audience]
    parts = [one for one in teacher.parts if one.part in session.parts]
    if parts and all(one.is_done for one in parts):
        return "This part of training is done already."
    other = next((one.session for one in parts if one.state == "booked" and one.session != session), None)
    if other is not None:
        return (
            f"There is a place already on {day_of_session(other)}, which gives the same part of training. "
            "Change to this session on the page “My training”."
        )
    return ""


NOT_FOR = {
    "new": "This session is for teachers new to linking. For those who linked before there is a shorter one: see “My training”.",
    "returning": "This session is for teachers who linked before. For those new to linking there is another: see “My training”.",
}


def day_of_session(session: TrainingSession) -> str:
    """“Tuesday 6 October 2026”."""
    return day_of(timezone.localtime(session.occasion.starts))


def hints(occasion: Occasion, places: Collection[int]) -> Mapping[int, str]:
    """For each place where there is something to say: where the partner teachers are. Eight queries."""
    rows = Place.objects.unscoped("the organiser reads where partner teachers are").filter(
        pk__in=list(places), state__in=["booked", "waiting"]
    )
    people = dict(rows.exclude(person=None).values_list("person", "pk"))
    session = TrainingSession.objects.unscoped("a hint asks what it gives").filter(occasion=occasion).first()
    if session is None or not people:
        return {}
    found = of_people(occasion.linking_year_id, people)
    said: dict[int, str] = {}
    for person, place in people.items():
        teacher = found.teachers.get((person or 0, occasion.linking_year_id))
        if teacher is None:
            said[place] = "Leads no linked class any more."
            continue
        words = [w for other in found.partners(teacher) if (w := beside(other, session))]
        if words:
            said[place] = " ".join(words)
    return said


def beside(partner: Teacher, session: TrainingSession) -> str:
    """Where a partner teacher is, if not on this session and not through with it."""
    for one in partner.parts:
        if one.part in session.parts and not one.is_done:
            if one.session is not None and one.session.pk == session.pk:
                return ""
            if one.session is not None:
                return f"Partner teacher {partner.name} is on {day_of_session(one.session)}."
            return f"Partner teacher {partner.name} is not booked yet."
    return ""


RULE = Rule(refusal, hints)
