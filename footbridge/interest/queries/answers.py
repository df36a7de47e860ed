"""One answer: as a draft's browser, its school or its facilitator may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.contrib.sessions.backends.base import SessionBase
from django.shortcuts import get_object_or_404

from footbridge.access import Permission, Viewer
from footbridge.interest import drafts
from footbridge.interest.given import Given, given_from
from footbridge.interest.models import Interest, OfferedClass
from footbridge.interest.queries.finding import SchoolDoor
from footbridge.people.models import Membership, Person
from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.ui.parts import Row, Step

STEPS = [
    ("interest_closes", "Schools answer", "until"),
    ("offers_by", "You hear of a partner", "by"),
    ("agreements_by", "Both heads sign", "by"),
    ("training_one", "Teachers train and meet", "from"),
    ("exchange_begins", "Classes write to each other", "from"),
    ("visits_from", "Classes meet", "from"),
]


def year_of_draft(year_id: int) -> LinkingYear | None:
    """The linking year a draft is for, with its programme."""
    found = LinkingYear.objects.unscoped("a draft names the year it is for").select_related("programme")
    return found.filter(pk=year_id).first()


def may_draft(viewer: Viewer, session: SessionBase, draft: drafts.Draft, year: LinkingYear) -> bool:
    """Whether this viewer and browser may still act in the way the draft was begun."""
    if draft.way == "behalf":
        return viewer.may(Permission.MANAGE_INTEREST) and year.programme_id in viewer.programmes
    if draft.way == "own":
        return viewer.may(Permission.ANSWER_FOR_SCHOOL) and draft.school in viewer.schools
    if draft.way == "link":
        return draft.interest is not None and drafts.is_mine(session, draft.interest)
    return True


def sent_answer(interest_id: int) -> Interest:
    """The answer a draft became."""
    found = Interest.objects.unscoped("the browser that sent it").select_related("linking_year__programme", "school")
    return found.get(pk=interest_id)


def given_now(interest_id: int) -> tuple[int, Given] | None:
    """Version and content of an answer as it stands. The caller has seen to it that it may be shown."""
    found = Interest.objects.unscoped("a draft that changes this answer").filter(pk=interest_id).first()
    return (found.version, given_of(found)) if found else None


def given_of(interest: Interest) -> Given:
    """An answer with its classes, to be read or changed."""
    return given_from(interest, classes_of(interest))


def year_steps(year: LinkingYear, today: date) -> list[Step]:
    """What comes after the answer, with the dates of the year that are still to come."""
    steps = [Step("You answered", "done")]
    for number, (step, label, word) in enumerate(STEPS[1:]):
        on = calendar.date_of(year, step)
        note = f"{word} {calendar.say(on)}" if on >= today else ""  # the January round is late for some of them
        steps.append(Step(label, "now" if number == 0 else "later", note))
    return steps


def by_token(token_hash: str) -> Interest | None:
    """The answer a mailed link identifies."""
    found = Interest.objects.unscoped("a mailed link identifies its answer").select_related(
        "linking_year__programme", "school"
    )
    return found.filter(change_token=token_hash).first() if token_hash else None


def own_answers(viewer: Viewer) -> list[Interest]:
    """All answers of the viewer's schools, latest year first, with their classes to come. One query."""
    found = Interest.objects.visible_to(viewer).filter(school__in=viewer.schools)
    return list(
        found.exclude(state=Interest.State.REPLACED)
        .select_related("linking_year__programme", "school")
        .order_by("school__name", "-linking_year__start", "-pk")
    )


def locked(interest: Interest) -> Interest:
    """The row as it is now, held until the transaction ends. For actions, on a row they were handed."""
    return (
        Interest.objects.unscoped("an action changes the row it was handed")
        .select_for_update(of=("self",))
        .select_related("linking_year__programme", "school")
        .get(pk=interest.pk)
    )


def classes_of(interest: Interest) -> list[OfferedClass]:
    """The classes an answer offers now."""
    found = OfferedClass.objects.unscoped("the classes of an answer already reached")
    return list(found.filter(interest=interest, withdrawn=None).order_by("pk"))


def owners_for(interest: Interest) -> list[Person]:
    """The facilitators of an answer's programme, by name."""
    held = Membership.objects.unscoped("an answer is given to a facilitator of its programme").current()
    found = held.filter(role="facilitator", programme=interest.linking_year.programme_id).select_related("person")
    return sorted({one.person for one in found}, key=lambda person: person.name)


@dataclass
class OwnSchool:
    """One's own school: its present answer (or none), answers of other years, and whether answers are taken now."""

    school: School
    at: SchoolDoor
    present: Interest | None
    others: list[Interest]
    rows: list[Row] = field(default_factory=list)


def own_school(school: School, found: list[Interest], at: SchoolDoor) -> OwnSchool:
    """Sort a school's answers into the present one and history. A year that has ended holds history only."""
    of_school = [one for one in found if one.school_id == school.pk]
    running = [one for one in of_school if one.linking_year.state != LinkingYear.State.CLOSED]
    live = [one for one in running if one.state != Interest.State.WITHDRAWN]
    present = next(iter(live), None)
    if at.door and at.door.now and present and present.linking_year_id != at.door.now.year.pk:
        present = next((one for one in live if one.linking_year_id == at.door.now.year.pk), None)  # type: ignore[union-attr]
    return OwnSchool(school, at, present, [one for one in of_school if one is not present])


def own_answer(viewer: Viewer, reference: str) -> Interest:
    """An answer of one's own school; Http404 when it is not."""
    found = Interest.objects.visible_to(viewer).filter(school__in=viewer.schools, reference=reference)
    return get_object_or_404(found.select_related("linking_year__programme", "school"))
