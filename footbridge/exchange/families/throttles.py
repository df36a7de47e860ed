"""How often codes of families may be tried, and how many pictures of the news be fetched."""

from __future__ import annotations

from datetime import timedelta

from footbridge.exchange.families import codes
from footbridge.exchange.families.opening import Opened
from footbridge.people.throttle import Limit, count_try, forgive

# Families of a school may share a telephone mast, and a class may answer together at a parents' evening.
CODE = Limit("family_code", "type a code", 12, 90, timedelta(minutes=15))
PICTURES = Limit("family_pictures", "look at pictures", 240, 3000, timedelta(days=1))
# The code of a class is shared by all its families.
OF_CLASS = Limit("family_pictures", "look at pictures", 3000, 6000, timedelta(days=1))


# A player asks for a recording or film in parts.
PARTS = Limit("family_parts", "listen", 900, 9000, timedelta(days=1))
PARTS_OF_CLASS = Limit("family_parts", "listen", 9000, 18000, timedelta(days=1))


def count_code(typed: str, network: str) -> None:
    """Count one try of a code. Raises TooManyTries."""
    count_try(CODE, account=_account(typed), network=network)


def forgive_code(typed: str, network: str) -> None:
    """A right code was no try: a whole class may type that of the class on one evening."""
    forgive(CODE, account=_account(typed), network=network)


def count_picture(behind: Opened, network: str) -> None:
    """Count one picture of the class news. Raises TooManyTries."""
    count_try(PICTURES if behind.label else OF_CLASS, account=str(behind.code), network=network)


def count_part(behind: Opened, network: str) -> None:
    """Count one part of a recording or film of the class news. Raises TooManyTries."""
    count_try(PARTS if behind.label else PARTS_OF_CLASS, account=str(behind.code), network=network)


def _account(typed: str) -> str:
    return codes.plain(typed)[:20] or "nothing"
