"""Values that several pages of training show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.booking.words import hours_of
from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear
from footbridge.training import shapes
from footbridge.training.models import TrainingSession
from footbridge.training.queries import pages
from footbridge.training.queries.standings import Standings, Teacher

OCCASION_TONES = {"open": "info", "closed": "plain", "held": "good"}


def planned_of(year: LinkingYear, sessions: Sequence[TrainingSession]) -> dict[str, Any]:
    """What a year's shape asks for, each with its sessions, and sessions beside the shape."""
    own = [one for one in sessions if one.occasion.linking_year_id == year.pk]
    slots = shapes.slots_of(year.programme.training_shape)
    used: set[int] = set()
    lines = []
    for slot in slots:
        there = [one for one in own if slot.is_given_by(one) and is_for_joiners(year, one) == slot.joiners]
        used |= {one.pk for one in there}
        lines.append(
            {"slot": slot, "sessions": [session_line(one) for one in there], "day": shapes.day_for(year, slot)}
        )
    other = [session_line(one) for one in own if one.pk not in used]
    return {"year": year, "lines": lines, "other": other}


def is_for_joiners(year: LinkingYear, session: TrainingSession) -> bool:
    """Whether a session catches up with the first part after the second intake has opened."""
    day = timezone.localdate(session.occasion.starts)
    return 1 in session.parts and day >= calendar.date_of(year, "second_intake")


def session_line(session: TrainingSession) -> dict[str, Any]:
    occasion = session.occasion
    return {
        "session": session,
        "occasion": occasion,
        "hours": hours_of(occasion),
        "tone": OCCASION_TONES.get(occasion.state, "plain"),
        "to_note": occasion.is_over and occasion.state in ("open", "closed"),
    }


def part_lines(found: Standings, teacher: Teacher, viewer: Viewer) -> list[dict[str, Any]]:
    """Each part with its session, partner teachers, choices, materials and what was thought of it. Two queries."""
    sessions = {one.pk: one for one in found.of_year(teacher.year.pk)}
    materials = pages.materials_for(viewer, list(sessions))
    own = teacher.person == viewer.person_id
    places = [one.place.pk for one in teacher.parts if one.place]
    thought = pages.evaluated(viewer, places) if own else {}
    lines = []
    for part in teacher.parts:
        session = part.session
        taken = [session] if session else [one for one in sessions.values() if part.part in one.parts]
        here = {one.pk: one for pk in taken for one in materials.get(pk.pk, [])}
        lines.append(
            {
                "part": part,
                "hours": hours_of(session.occasion) if session else "",
                "occasion": session.occasion if session else None,
                "partners": pages.partners_said(found, teacher, part.part) if own and not part.is_done else "",
                "choices": pages.choices_of(found, teacher, part),
                "materials": list(here.values()),
                "thought": thought.get(part.place.pk) if part.place else None,
                "may_evaluate": own and part.state == "trained" and part.place is not None,
            }
        )
    return lines
