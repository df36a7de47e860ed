"""Answers of schools (with classes and talks), sign-up sheets, and invitations to link again."""

from footbridge.interest.models.answers import DAYS, PARTNER_KINDS, Interest, OfferedClass, Talk
from footbridge.interest.models.invitations import AgainInvitation
from footbridge.interest.models.sheets import SheetRow, SignUpSheet

__all__ = [
    "DAYS",
    "PARTNER_KINDS",
    "AgainInvitation",
    "Interest",
    "OfferedClass",
    "SheetRow",
    "SignUpSheet",
    "Talk",
]
