"""Sending nudges and keeping a programme's words for them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.care.models import LogLine, NudgeWords
from footbridge.care.nudges.letters import Letter, page_of
from footbridge.care.nudges.words import KINDS, unknown_blanks
from footbridge.care.rules import Refused, insist_may_look_after
from footbridge.notify import outbox
from footbridge.programmes.models import Programme


@action
def send_nudges(*, by: Viewer, about: str, letters: Sequence[Letter]) -> int:
    """Send each letter and log it with its link. Returns how many went.

    The same words to the same person about the same link go once a day, so that a form sent twice sends nothing more.
    """
    day, sent = timezone.localdate(), 0
    logged: dict[int, list[Letter]] = {}
    for letter in letters:
        programme = letter.link.linking_year.programme_id
        insist_may_look_after(by, programme)
        key = f"nudge:{letter.link.pk}:{letter.person}:{day:%Y%m%d}:{_digest(letter)}"
        context = {
            "subject_words": letter.subject,
            "paragraphs": [part.strip() for part in letter.words.split("\n\n") if part.strip()],
            "url": page_of(about),
        }
        if outbox.send("care/mail/nudge", to=letter.email, key=key, context=context, programme=programme) is None:
            continue
        sent += 1
        logged.setdefault(letter.link.pk, []).append(letter)
    for found in logged.values():
        link = found[0].link
        line = LogLine.objects.create(
            link=link,
            by_id=by.person_id,
            way="nudge",
            about=about,
            talked_with=", ".join(f"{one.name} ({one.school})" for one in found)[:200],
            summary=f"{found[0].subject}\n\n{found[0].words}",
        )
        record("care.nudge", line, by=by, programme=link.linking_year.programme_id, link=link.pk, letters=len(found))
    return sent


@action
def keep_words(*, by: Viewer, programme: Programme, about: str, subject: str, words: str) -> NudgeWords:
    """Keep a programme's own words for a kind of nudge. Raises Refused where a blank cannot be filled in."""
    insist_may_look_after(by, programme.pk)
    if about not in KINDS:
        raise Refused("There is no such kind of nudge.")
    if unknown := unknown_blanks(f"{subject} {words}"):
        raise Refused(f"No letter can fill in {', '.join(unknown)}.")
    row, _ = NudgeWords.objects.visible_to(by).update_or_create(
        programme=programme, about=about, defaults={"subject": subject, "words": words, "changed": timezone.now()}
    )
    record("care.words", row, by=by, programme=programme.pk, about=about)
    return row


@action
def take_network_words(*, by: Viewer, programme: Programme, about: str) -> None:
    """Drop a programme's own words, so that the network's are used again."""
    insist_may_look_after(by, programme.pk)
    gone, _ = NudgeWords.objects.visible_to(by).filter(programme=programme, about=about).delete()
    if gone:
        record("care.words_dropped", programme, by=by, programme=programme.pk, about=about)


def _digest(letter: Letter) -> str:
    return hashlib.sha256(f"{letter.subject}|{letter.words}".encode()).hexdigest()[:16]
