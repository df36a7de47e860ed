"""The columns of the board, in the order of the year."""

from __future__ import annotations

from collections.abc import Sequence

from footbridge.care.flags.agreements import agreements
from footbridge.care.flags.exchange import exchange
from footbridge.care.flags.flag import StepReader
from footbridge.care.flags.offers import offers, teachers
from footbridge.care.flags.training import training
from footbridge.care.flags.visits import visits

STEPS: Sequence[StepReader] = (
    StepReader("offer", "Offer", offers),
    StepReader("teachers", "Teachers", teachers),
    StepReader("agreement", "Agreement", agreements),
    StepReader("training", "Training", training),
    StepReader("exchange", "Exchange", exchange),
    StepReader("visits", "Meetings", visits),
)
