"""Taking in what a tablet hands in: each thing lands in the tray of the lesson's class, or among its noted questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.http import HttpRequest

from footbridge.access import Request
from footbridge.exchange.gate import closed_by
from footbridge.exchange.lesson import holding
from footbridge.exchange.media.remaking import NotTaken, remake
from footbridge.exchange.models import Lesson
from footbridge.exchange.pictures.rebuilding import NotAPicture, rebuild
from footbridge.exchange.pieces.actions.making import keep_picture, keep_remade, write_text
from footbridge.exchange.questions.actions import CannotAsk, note_questions
from footbridge.people import throttle
from footbridge.vault.switches import SwitchedOff, insist_on

TITLES = {"draw": "Drawn in class mode", "photo": "Photographed in class mode", "voice": "Recorded in class mode"}
TITLE = 40  # letters of a text that become its title
LONGEST_VOICE = 60  # seconds; it is made anew while the child waits
AT_ONCE = BoundedSemaphore(
    2
)  # recordings that one server makes anew at the same time, so that pages go on being served
PATIENCE = 25  # seconds that a form without script waits for its turn; a script comes again by itself


CHILDS_WORDS = {
    "long": "That is longer than one minute. Make it shorter.",
    "heavy": "That is longer than one minute. Make it shorter.",
    "short": "That was too short. Record it again.",
    "film": "That is a film. Record only your voice.",
}


class TakenNoMore(ValueError):
    """It is not taken; the words are for a child."""


class TooManyAtOnce(ValueError):
    """Others are before this one: it is tried again in a moment."""


@contextmanager
def in_turn(request: HttpRequest, what: str) -> Iterator[None]:
    """A recording waits until it is one of the few that are made anew at once. Raises TooManyAtOnce for the others."""
    if what != "voice":
        yield
        return
    by_script = request.headers.get("X-Requested-With") == "fetch"
    if not AT_ONCE.acquire(timeout=0.1 if by_script else PATIENCE):
        raise TooManyAtOnce("Many give theirs now. Press the button again in a moment.")
    try:
        yield
    finally:
        AT_ONCE.release()


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
        elif what == "voice":
            _take_voice(request, lesson)
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


def records_voices(lesson: Lesson | None) -> bool:
    """Whether both schools of the lesson's link allow recordings of voices: where they do not, no child is asked for one."""
    return lesson is not None and not closed_by(lesson.link_id, "voice")


def _take_voice(request: Request, lesson: Lesson | None) -> None:
    if not records_voices(lesson):
        raise TakenNoMore("Your class does not record voices. Tell your teacher.")
    file = request.FILES.get("recording")
    original = file.read() if file else b""
    if not original:
        raise TakenNoMore("Record something first.")
    try:
        made = remake(original, only_sound=LONGEST_VOICE)
    except NotTaken as trouble:
        raise TakenNoMore(CHILDS_WORDS.get(trouble.word, "That did not work. Record it again.")) from None
    link_class = lesson.link_class_id if lesson else 0
    keep_remade(by=request.viewer, link_class=link_class, original=original, made=made, title=TITLES["voice"])


def title_of(words: str) -> str:
    """The beginning of a text, as its title until the teacher gives it another."""
    line = words.splitlines()[0].strip()
    if len(line) <= TITLE:
        return line
    return line[:TITLE].rsplit(" ", 1)[0] + " …"
