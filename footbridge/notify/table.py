"""The list of letters and the facts of one, as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from footbridge.notify.models import Message
from footbridge.ui.parts import Row
from footbridge.ui.tables import Column, Filter, Table

TONES = {Message.State.WAITING: "info", Message.State.SENT: "good", Message.State.FAILED: "danger"}
NETWORK = "The network"


def letters_table(rows: QuerySet[Message], programmes: Mapping[int, str], query: QueryDict) -> Table:
    """The letters with their programme's name, narrowed by programme, state and words."""

    def name(letter: Message) -> str:
        return programmes.get(letter.programme or 0, NETWORK)

    return Table(
        rows,
        [
            Column("subject", "Subject", sort=True, main=True, link=lambda m: reverse("notify:message", args=[m.pk])),
            Column("to", "To", sort=True),
            Column("programme", "Programme", show=name),
            Column("created", "Written", sort=True, show=lambda m: f"{timezone.localtime(m.created):%-d %b, %H:%M}"),
            Column("state", "State", show=lambda m: m.get_state_display(), tone=lambda m: TONES[m.state]),
        ],
        query,
        caption="Letters, latest first",
        search=["subject", "to"],
        filters=[
            Filter("programme", "Programme", [(str(pk), words) for pk, words in programmes.items()]),
            Filter("state", "State", Message.State.choices),
        ],
        order="-created",
        empty_title="No letters yet",
        empty_text="When something happens that a school should hear of, its letter lies here.",
    )


def letter_facts(letter: Message, programmes: Mapping[int, str]) -> list[Row]:
    """To whom, from which programme, when, and how sending went."""
    facts = [
        Row("To", letter.to),
        Row("Programme", programmes.get(letter.programme or 0, NETWORK)),
        Row("Written", day_and_time(letter.created)),
        Row("State", letter.get_state_display()),
    ]
    if letter.trouble:
        facts.append(Row("Trouble", f"{letter.trouble} (tried {letter.attempts} times)"))
    return facts


def day_and_time(moment: object) -> str:
    """A moment as people write it."""
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}"  # type: ignore[arg-type]
