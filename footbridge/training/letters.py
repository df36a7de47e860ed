"""The letters of training: choose a session, to a teacher; who is missing, to the facilitators. Bookings write their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from footbridge.booking.words import hours_of
from footbridge.notify.outbox import send
from footbridge.people.queries import facilitators_of
from footbridge.programmes.models import Programme
from footbridge.training.models import TrainingSession
from footbridge.training.queries.standings import PartStanding, Teacher

if TYPE_CHECKING:
    from footbridge.training.actions.chasing import Missing


def choose(
    teacher: Teacher,
    part: PartStanding,
    choices: Sequence[TrainingSession],
    words: str,
    *,
    moment: str,
    again: bool = False,
) -> bool:
    """Choose a session: which there are, and where the partner teachers go (`words`)."""
    sent = send(
        "training/mail/choose",
        to=teacher.email,
        key=f"training:{teacher.year.pk}:{teacher.person}:{part.part}:{moment}",
        programme=teacher.year.programme_id,
        context={
            "name": teacher.name,
            "part": part.name,
            "again": again,
            "words": words,
            "choices": [
                {"title": one.occasion.title, "hours": hours_of(one.occasion), "place": one.occasion.place}
                for one in choices
            ],
            "schools": " and ".join(school.name for school in teacher.schools),
            "programme": teacher.year.programme,
            "url": settings.ADDRESS + reverse("training:mine"),
        },
    )
    return sent is not None


def missing(programme: Programme, found: Sequence[Missing], today: date) -> None:
    """Who was asked in vain or has nothing to choose, to every facilitator of the programme."""
    lines = [
        {"name": teacher.name, "schools": " and ".join(one.name for one in teacher.schools), "part": part.name,
         "why": "was asked and reminded" if open_ else "has no session to choose"}
        for teacher, part, open_ in found
    ]  # fmt: skip
    for person in facilitators_of(programme):
        send(
            "training/mail/missing",
            to=person.email,
            key=f"training:missing:{programme.pk}:{today}:{person.person}",
            programme=programme.pk,
            context={
                "name": person.name,
                "lines": lines,
                "programme": programme,
                "url": settings.ADDRESS + reverse("training:board"),
            },
        )
