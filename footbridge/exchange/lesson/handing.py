"""Taking in what a tablet hands in: each thing lands in the tray of the lesson's class, or among its noted questions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from footbridge.access import Request
from footbridge.exchange.lesson import holding
from footbridge.exchange.models import Lesson
from footbridge.exchange.pictures.rebuilding import NotAPicture, rebuild
from footbridge.exchange.pieces.actions.making import keep_picture, write_text
from footbridge.exchange.questions.actions import CannotAsk, note_questions
from footbridge.people import throttle
from footbridge.vault.switches import SwitchedOff, insist_on

TITLES = {"draw": "Drawn in class mode", "photo": "Photographed in class mode"}
TITLE = 40  # letters of a text that become its title


class TakenNoMore(ValueError):
    """It is not taken; the words are for a child."""


def within_reason(request: HttpRequest, lesson: Lesson | None) -> None:
    """Stop a flood: a lesson hands in so much and no more. Raises TooManyTries."""
    throttle.count_try(holding.HAND_IN, account=str(lesson and lesson.pk), network=throttle.network_of(request))


def hand_in(request: Request, lesson: Lesson | None, what: str, said: dict[str, Any]) -> None:
    """Put what was made into the tray. Raises TakenNoMore with words for a child, PermissionDenied when the lesson has just closed."""
    link_class = lesson.link_class_id if lesson else 0
    try:
        insist_on("uploads")
        if what == "write":
            words = said["words"].strip()
            write_text(by=request.viewer, link_class=link_class, title=title_of(words), words=words, once=said["once"])
        elif what == "ask":
            note_questions(by=request.viewer, link_class=link_class, texts=[said["words"]])
        else:
            file = request.FILES.get("pictures")
            original = file.read() if file else b""
            picture = rebuild(original)
            keep_picture(
                by=request.viewer, link_class=link_class, original=original, picture=picture, title=TITLES[what]
            )
    except SwitchedOff:
        raise TakenNoMore("The tray is shut just now. Tell your teacher.") from None
    except CannotAsk:
        raise TakenNoMore("Your class has asked very many questions already. Tell your teacher.") from None
    except NotAPicture as trouble:
        raise TakenNoMore("Choose a picture first." if trouble.word == "empty" else str(trouble)) from None


def title_of(words: str) -> str:
    """The beginning of a text, as its title until the teacher gives it another."""
    line = words.splitlines()[0].strip()
    if len(line) <= TITLE:
        return line
    return line[:TITLE].rsplit(" ", 1)[0] + " …"
