"""The pass of a tablet: a cookie bound to one lesson, gone with the browser, good for nothing when the lesson is closed.

Its viewer has no role. What it may do is said here and in `pieces.actions.making` and `questions.actions.note_questions`: put work of
the lesson's class into the tray. No query answers it with a row of the exchange.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.exchange.models import Lesson
from footbridge.people.throttle import Limit

NAME = "lesson"
COOKIE = "footbridge_lesson"
PATH = "/lesson/"
# A school's tablets share one network; of wrong codes alone so many may be typed there.
TYPE_CODE = Limit("lesson_code", "type the code", 120, 120, timedelta(minutes=15))
HAND_IN = Limit("lesson_piece", "hand something in", 300, 900, timedelta(hours=2))
WHY = "a pass names one lesson, and nothing of the lesson is shown but that it is open"


def viewer_of(lesson: Lesson) -> Viewer:
    """The narrow viewer of a lesson's tablets: no person, no role, no school."""
    return Viewer(opaque=f"{NAME}:{lesson.pk}", name="Class mode")


def lesson_for(viewer: Viewer, *, lock: bool = False) -> Lesson | None:
    """The open lesson whose pass the viewer holds, or None. With `lock` it cannot be closed before the transaction ends."""
    name, _, value = viewer.opaque.partition(":")
    if name != NAME or viewer.person_id is not None or viewer.system:
        return None
    rows = Lesson.objects.unscoped(WHY).open_at(timezone.now())
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("link_class__offered_class")
    return rows.filter(pk=UUID(value)).first()


def lesson_with_code(code_hash: str) -> Lesson | None:
    """The open lesson that a typed code names."""
    return Lesson.objects.unscoped(WHY).open_at(timezone.now()).filter(code=code_hash).first()


def find(request: HttpRequest) -> Viewer | None:
    """The viewer of the lesson whose cookie a tablet carries, while that lesson is open."""
    said = _said(request)
    if said is None:
        return None
    holder = Viewer(opaque=f"{NAME}:{said['lesson']}", name="Class mode")
    return holder if lesson_for(holder) else None


def tablet_of(request: HttpRequest) -> str:
    """A random mark of this tablet in this lesson: it votes once."""
    said = _said(request)
    return said["tablet"] if said else ""


def give(response: HttpResponse, lesson: Lesson) -> None:
    """Give a tablet its pass: a cookie without a date, read by no script, sent to class mode alone."""
    response.set_cookie(
        COOKIE, cookie_of(lesson), path=PATH, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )


def cookie_of(lesson: Lesson) -> str:
    """What the cookie of a new tablet says, signed: which lesson, and a random mark."""
    return signing.dumps({"lesson": str(lesson.pk), "tablet": secrets.token_hex(8)}, salt=COOKIE)


def take(response: HttpResponse) -> None:
    """Take the pass away."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def _said(request: HttpRequest) -> dict[str, str] | None:
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
        return {"lesson": str(UUID(said["lesson"])), "tablet": str(said["tablet"])}
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
