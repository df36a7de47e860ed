"""The columns of the board, in the order of the year."""

from __future__ import annotations

from collections.abc import Sequence

from footbridge.care.flags.flag import StepReader
from footbridge.care.flags.offers import offers, teachers

STEPS: Sequence[StepReader] = (
    StepReader("offer", "Offer", offers),
    StepReader("teachers", "Teachers", teachers),
)
