"""The letters of meetings, to the other teachers of the link, and of dates to heads and offices. None holds a day, an hour or a place
(D6): those are read on the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from footbridge.access import Viewer
from footbridge.access.roles import HEADTEACHER, SCHOOL_OFFICE
from footbridge.brokering.links.queries import title_of
from footbridge.brokering.teachers.queries import leaders_of
from footbridge.notify import outbox
from footbridge.people.queries import contacts_of_school
from footbridge.programmes.models import Programme
from footbridge.visits.models import Meeting, Proposal

TOLD = (HEADTEACHER.key, SCHOOL_OFFICE.key)

WORDS = {
    "marked": (
        "{school} has marked days for your meeting",
        "{school} has marked the days on which it could meet.",
        "Mark yours, and the days that suit everybody are shown first.",
        "Mark our days",
    ),
    "proposed": (
        "{school} proposes a day for your meeting",
        "{school} proposes a day for the meeting “{meeting}”.",
        "Say whether it suits you. When every school agrees, the meeting has its date.",
        "Look at the day",
    ),
    "turned_down": (
        "The day you proposed does not suit",
        "The day that was proposed for the meeting “{meeting}” does not suit {school}.",
        "Look at the days that suit everybody, and propose another one.",
        "Find another day",
    ),
    "agreed": (
        "Your meeting has a date",
        "Every school has agreed on the day of the meeting “{meeting}”.",
        "Give your numbers and needs, and plan the day together.",
        "Open the meeting",
    ),
    "booked": (
        "Your meeting has a date at a venue",
        "Your facilitator has booked a venue for the meeting “{meeting}”.",
        "Look at once whether the day suits your class, then give your numbers and needs.",
        "Open the meeting",
    ),
    "moved": (
        "Another day is needed for your meeting",
        "The meeting “{meeting}” has no date any more. {school} looks for another one with you.",
        "The days that were marked still stand. One of you proposes, the other agrees.",
        "Find another day",
    ),
    "freed": (
        "Another day is needed for your meeting",
        "The venue can no longer have the meeting “{meeting}” on the day that was booked.",
        "Your facilitator looks for another one. Nothing is to be done until then.",
        "Open the meeting",
    ),
    "called_off": (
        "Your meeting is called off",
        "The meeting “{meeting}” is called off. The reason stands on its page.",
        "You can add another meeting in its place.",
        "Open the meeting",
    ),
}
DESKS = {
    "agreed": (
        "A meeting of your classes has a date",
        "The teachers of {link} have agreed on the day of the meeting “{meeting}”.",
    ),
    "booked": (
        "A meeting of your classes has a date at a venue",
        "The facilitator has booked a venue for the meeting “{meeting}” of {link}.",
    ),
    "moved": (
        "A meeting of your classes is moved",
        "The meeting “{meeting}” of {link} has no date any more. Its teachers look for another one.",
    ),
    "freed": (
        "A meeting of your classes is moved",
        "The venue can no longer have the meeting “{meeting}” of {link}. The facilitator looks for another day.",
    ),
    "called_off": (
        "A meeting of your classes is called off",
        "The meeting “{meeting}” of {link} is called off. The reason stands on its page.",
    ),
}
"""What heads and offices read. Cover, coach and lunch hang on it, so they hear of every date that is fixed, moved or called off."""
DATED = "Day, hours and place are on its page, not in this letter. Look whether cover, coach and lunch are in hand."
UNDATED = "Cover, coach or lunch that you booked for it may have to be changed. You hear from us when there is news."
FIND_A_DAY = ("proposed", "turned_down", "moved")


def marked(by: Viewer, meeting: Meeting, side: int) -> None:
    """A school marked days for the first time: mark yours."""
    _send("marked", by, meeting, f"marked:{side}")


def proposed(by: Viewer, proposal: Proposal, meeting: Meeting) -> None:
    """A day is proposed: does it suit you?"""
    _send("proposed", by, meeting, f"proposed:{proposal.pk}")


def turned_down(by: Viewer, proposal: Proposal, meeting: Meeting) -> None:
    """A proposed day does not suit."""
    _send("turned_down", by, meeting, f"turned-down:{proposal.pk}")


def told(what: str, by: Viewer, meeting: Meeting) -> None:
    """The meeting got a date (agreed, booked), lost it (moved, freed) or is called off. `what` is one of WORDS."""
    moment = f"{what}:{meeting.changed:%s%f}"
    teachers = _send(what, by, meeting, moment)
    _tell_desks(what, meeting, moment, but=teachers | {by.person_id})


def _send(what: str, by: Viewer, meeting: Meeting, moment: str) -> set[int | None]:
    """Write to the teachers who lead a class of the link; the ids of all of them, also of who acted."""
    leaders = leaders_of([meeting.link_id])[meeting.link_id]
    school = _school_of(by, meeting)
    programme = meeting.link.linking_year.programme
    page = {"marked": "visits:days"}.get(what, "visits:date" if what in FIND_A_DAY else "visits:meeting")
    subject, said, after, press = (words.format(school=school, meeting=meeting.said) for words in WORDS[what])
    for person in {one.person: one for one in leaders if one.person != by.person_id}.values():
        news(
            f"meeting:{meeting.pk}:{moment}:{person.person}", person.email, person.name, programme,
            Said(subject, said, after, press, reverse(page, args=[meeting.pk])),
        )  # fmt: skip
    return {one.person for one in leaders}


def _tell_desks(what: str, meeting: Meeting, moment: str, but: set[int | None]) -> None:
    """Write to head and office of each school of the link, once to each person; deputies read it on their first page."""
    programme = meeting.link.linking_year.programme
    sides = meeting.link.sides.unscoped("heads and offices hear of the dates of their classes").order_by("pk")
    desks = [one for side in sides for one in contacts_of_school(side.school_id) if one.role in TOLD]
    subject, said = (words.format(link=title_of(meeting.link), meeting=meeting.said) for words in DESKS[what])
    after = DATED if what in ("agreed", "booked") else UNDATED
    for person in {one.person: one for one in desks if one.person not in but}.values():
        news(
            f"meeting:{meeting.pk}:{moment}:{person.person}", person.email, person.name, programme,
            Said(subject, said, after, "Open the meeting", reverse("visits:meeting", args=[meeting.pk])),
        )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a letter of meetings or costs says: what is new, what comes next, and the page it leads to."""

    subject: str
    news: str
    after: str
    press: str
    page: str


def news(key: str, to: str, name: str, programme: Programme, said: Said) -> None:
    """Write one letter, once for each `key`."""
    outbox.send(
        "visits/mail/news",
        to=to,
        key=key,
        programme=programme.pk,
        context={
            "name": name,
            "subject": said.subject,
            "said": said.news,
            "after": said.after,
            "press": said.press,
            "url": settings.ADDRESS + said.page,
            "programme": programme,
        },
    )


def _school_of(by: Viewer, meeting: Meeting) -> str:
    """The school for which the viewer acts, in words."""
    sides = meeting.link.sides.unscoped("a letter names the school that acts").select_related("school")
    return next((side.school.name for side in sides if side.school_id in by.schools), "Your facilitator")
