"""What the pages of booking show, each through the viewer who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from footbridge.access import Viewer
from footbridge.access.roles import SCHOOL_ROLES
from footbridge.booking import keys
from footbridge.booking.models import HOLDING, Occasion, Place, Question
from footbridge.booking.rules import Who
from footbridge.people.models import Membership, Person
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School

Row = TypeVar("Row")


@dataclass(frozen=True)
class Counted:
    """A question with what was answered to it, and how often."""

    question: Question
    answers: Sequence[tuple[str, int]]


def occasion_for(viewer: Viewer, pk: int) -> Occasion:
    """An occasion the viewer may see. Raises Http404."""
    rows = Occasion.objects.visible_to(viewer).select_related("programme", "linking_year")
    return found(rows.filter(pk=pk).first())


def run_by(viewer: Viewer) -> QuerySet[Occasion]:
    """The occasions the viewer organises."""
    return Occasion.objects.visible_to(viewer).select_related("programme", "linking_year")


def place_for(viewer: Viewer, pk: int) -> Place:
    """A place the viewer may see. Raises Http404."""
    return found(full(Place.objects.visible_to(viewer)).filter(pk=pk).first())


def mailed_place(token: str) -> Place:
    """The place a mailed link names. Raises Http404."""
    rows = full(Place.objects.unscoped("the link's secret names it"))
    place = found(rows.filter(pk=keys.number_in(token) or 0).first())
    if not keys.fits(token, place):
        raise Http404
    return place


def full(rows: QuerySet[Place]) -> QuerySet[Place]:
    return rows.select_related("person", "school", "occasion__programme", "occasion__linking_year")


def found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def public_occasion(pk: int) -> Occasion:
    """A briefing anybody may read about. Raises Http404."""
    rows = Occasion.objects.unscoped("briefings are public").public().select_related("programme", "linking_year")
    return found(rows.filter(pk=pk).first())


def public_briefings(programme: Programme | int, year: LinkingYear | None = None) -> list[Occasion]:
    """Coming briefings of a programme, for anybody, the next one first. One query."""
    rows = Occasion.objects.unscoped("briefings are public").public().coming().filter(programme=programme)
    return list(rows.filter(linking_year=year) if year else rows)


def places_of(viewer: Viewer, occasion: Occasion) -> list[Place]:
    """Every place of an occasion the viewer organises, in the order they were asked for. One query."""
    rows = Place.objects.visible_to(viewer).filter(occasion=occasion).select_related("person", "school")
    places = list(rows.order_by("asked", "pk"))
    for place in places:
        place.occasion = occasion
    return places


def questions_of(occasion: Occasion) -> list[Question]:
    """What is asked of those who book. One query."""
    rows = Question.objects.unscoped("whoever may book reads what is asked")
    return list(rows.filter(occasion=occasion, retired=None))


def answers_in_words(place: Place, questions: Sequence[Question]) -> list[tuple[str, str]]:
    """A person's answers beside what was asked, without those left empty."""
    return [(one.text, place.answers[str(one.pk)]) for one in questions if place.answers.get(str(one.pk))]


def carried(held: Sequence[Place], occasion: Occasion) -> dict[str, str]:
    """What somebody said that she needs, taken along to the same questions of another session."""
    said = {
        (one.kind, one.text): answer
        for place in held
        for one in questions_of(place.occasion)
        if (answer := place.answers.get(str(one.pk)))
    }
    return {str(one.pk): answer for one in questions_of(occasion) if (answer := said.get((one.kind, one.text)))}


def counted(places: Sequence[Place], questions: Sequence[Question]) -> list[Counted]:
    """Answers of those who are booked, counted, the most frequent first."""
    booked = [place for place in places if place.state == Place.State.BOOKED]
    return [
        Counted(one, Counter(a for p in booked if (a := p.answers.get(str(one.pk)))).most_common()) for one in questions
    ]


def own_places(viewer: Viewer) -> list[Place]:
    """The viewer's own places and those of classes they answer for, the next first; what is over comes last. One query."""
    rows = full(Place.objects.visible_to(viewer)).filter(state__in=[*HOLDING, "invited", "cannot_come"])
    places = [one for one in rows.order_by("starts", "pk") if one.person_id == viewer.person_id or one.link_class]
    return sorted(places, key=lambda one: (one.occasion.is_over, one.starts))


def bookable(viewer: Viewer) -> list[Occasion]:
    """Occasions the viewer could book, without those where they have a place, and without those that a room above offers on a page
    of its own, to whom they are meant. Two queries."""
    mine = Place.objects.visible_to(viewer).filter(person=viewer.person_id, state__in=HOLDING).values("occasion")
    rows = Occasion.objects.visible_to(viewer).coming().filter(state=Occasion.State.OPEN, by_class=False, rule="")
    return [one for one in rows.exclude(pk__in=mine).select_related("programme") if one.takes_bookings]


def releases(viewer: Viewer) -> list[Place]:
    """Requests and answers about release at the viewer's schools, those that wait first. One query."""
    rows = full(Place.objects.visible_to(viewer)).exclude(release="").filter(school__in=viewer.schools)
    return sorted(rows, key=lambda one: (one.release != Place.Release.ASKED, one.starts))


def requests_waiting(viewer: Viewer) -> int:
    """How many colleagues wait to be released. One query."""
    return Place.objects.visible_to(viewer).filter(release="asked", state="booked", school__in=viewer.schools).count()


def who_of(viewer: Viewer) -> Who:
    """The viewer, to book for themselves, with the school of the role in use."""
    person = Person.objects.get(pk=viewer.person_id or 0)
    school_id = viewer.current.school_id if viewer.current else None
    return Who(person, school=School.objects.get(pk=school_id) if school_id else None)


def colleague_of(place: Place, name: str, email: str) -> Who:
    """A colleague by address: the account of somebody who works at the same school, else a guest by name."""
    rows = Membership.objects.unscoped("a colleague is found by address").current().filter(school=place.school_id)
    roles = [role.key for role in SCHOOL_ROLES]
    member = rows.filter(person__email__iexact=email.strip(), role__in=roles).select_related("person").first()
    if member is not None and place.school_id:
        return Who(member.person, school=place.school)
    return Who(name=name, email=email, school=place.school, school_words=place.school_words)


def years_to_run(viewer: Viewer) -> list[LinkingYear]:
    """Linking years in which the viewer can set up an occasion."""
    rows = LinkingYear.objects.visible_to(viewer).exclude(state=LinkingYear.State.CLOSED).select_related("programme")
    return list(rows.filter(programme__in=viewer.programmes).order_by("programme__name", "-start"))
