"""What waits of training: to book, to say what one thought; for facilitators who is missing and what lacks attendance."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Permission, Viewer
from footbridge.booking.words import hours_of
from footbridge.training.models import Evaluation
from footbridge.training.queries.standings import leading, read
from footbridge.year.cards.card import Card, many, to

NEAR = dt.timedelta(days=45)
"""A part that is due sooner is urgent."""


def own(viewer: Viewer, today: dt.date) -> list[Card]:
    """For a teacher: choose a session, say what one thought, and the next date. Eight queries."""
    if not viewer.may(Permission.SEE_OWN_TRAINING) or not viewer.links:
        return []
    found = read(leading(viewer), today)
    parts = [part for (person, _), one in found.teachers.items() if person == viewer.person_id for part in one.parts]
    me = [one for (person, _), one in found.teachers.items() if person == viewer.person_id]
    cards = []
    to_choose = [part for one in me for part in one.missing if found.choices(one, part.part)]
    near = any(part.due <= today + NEAR for part in to_choose)
    if to_choose:
        names = " and ".join(part.name.lower() for part in to_choose)
        cards.append(
            Card(
                "Choose your training",
                f"You can book: {names}. You see on which day your partner teacher comes.",
                "You have your place at once, and it goes into your diary.",
                to("training:mine"),
                "Choose a session",
                tone="warning" if near else "info",
            )
        )
    for part in parts:
        if part.session and part.state == "booked":
            where = f", {part.session.occasion.place}" if part.session.occasion.place else ""
            text = f"{hours_of(part.session.occasion)}{where}."
            cards.append(
                Card(f"You are booked: {part.name.lower()}", text, url=to("training:mine"), label="My training")
            )
    was_there = [part.place.pk for part in parts if part.state == "trained" and part.place]
    said = set(Evaluation.objects.visible_to(viewer).filter(place__in=was_there).values_list("place", flat=True))
    if open_ := [pk for pk in was_there if pk not in said]:
        cards.append(
            Card(
                "What did you think of the training?",
                "Two figures and two lines. Your facilitator reads them without your name.",
                "Your certificate is on your page.",
                to("training:after", open_[0]),
                "Say what you thought",
                tone="info",
            )
        )
    return cards


def facilitator(viewer: Viewer, today: dt.date) -> list[Card]:
    """Who is missing after the day, or how training stands. Seven queries."""
    teachers = list(read(leading(viewer), today).teachers.values())
    late = [one for one in teachers if any(part.late for part in one.missing)]
    trained = sum(all(part.is_done for part in one.parts) for one in teachers)
    if late:
        vain = sum(any(part.need and part.need.told for part in one.missing) for one in late)
        words = f" {many(vain, 'was', 'were')} asked in vain: call them." if vain else ""
        return [
            Card(
                many(len(late), "teacher misses training", "teachers miss training"),
                f"{late[0].name}{' and others' if len(late) > 1 else ''}; the day for it has passed.{words}",
                "When you open another session, they are asked by themselves.",
                to("training:board", needs="late"),
                "See who is missing",
                len(late),
                "warning",
            )
        ]
    if not teachers:
        return []
    return [
        Card(
            f"{trained} of {many(len(teachers), 'teacher is', 'teachers are')} through with training",
            "The others have time left.",
            url=to("training:board"),
            label="See training",
        )
    ]
