"""Verbs that change who holds which role: inviting, accepting, leaving, replacing, setting up the network."""

from footbridge.people.actions.invitations import (
    News,
    Outcome,
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from footbridge.people.actions.memberships import end_membership, let_teach, replace_person

__all__ = [
    "News",
    "Outcome",
    "accept_invitation",
    "end_membership",
    "invite",
    "let_teach",
    "replace_person",
    "resend_invitation",
    "withdraw_invitation",
]
