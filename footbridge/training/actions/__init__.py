"""Verbs of training: sessions (setting up, materials), joining (one click to a session, partners together), teachers (what is
known of them, how a part was settled), chasing, evaluating."""

from footbridge.training.actions.evaluating import evaluate
from footbridge.training.actions.joining import bring_together, join_session
from footbridge.training.actions.sessions import add_material, change_session, open_session, take_away_material
from footbridge.training.actions.teachers import say_linked_before, settle_part, take_back_settling

__all__ = [
    "add_material",
    "bring_together",
    "change_session",
    "evaluate",
    "join_session",
    "open_session",
    "say_linked_before",
    "settle_part",
    "take_away_material",
    "take_back_settling",
]
