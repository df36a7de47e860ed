"""The uses a family is asked about, with their sentences and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footbridge.exchange.families.speech import Speech
from footbridge.exchange.permissions.uses import Use


@dataclass(frozen=True)
class Asked:
    """One use as a family reads it."""

    use: str
    title: str
    text: str
    drawing: str


def asked(speech: Speech) -> list[Asked]:
    """Every use, in the order of the ledger."""
    return [
        Asked(use.value, speech.say(f"use.{use.value}"), speech.say(f"use.{use.value}.text"), f"use-{use.value}")
        for use in Use
    ]


USES: Sequence[str] = tuple(use.value for use in Use)
