"""How often codes of families may be tried, and how many pictures of the news be fetched."""

from __future__ import annotations

from datetime import timedelta

from footbridge.exchange.families import codes
from footbridge.people.throttle import Limit, count_try

# Families of a school may share a telephone mast, and a class may answer together at a parents' evening.
CODE = Limit("family_code", "type a code", 12, 90, timedelta(minutes=15))
PICTURES = Limit("family_pictures", "look at pictures", 240, 3000, timedelta(days=1))


def count_code(typed: str, network: str) -> None:
    """Count one try of a code. Raises TooManyTries."""
    count_try(CODE, account=codes.plain(typed)[:20] or "nothing", network=network)


def count_picture(code: str, network: str) -> None:
    """Count one picture of the class news. Raises TooManyTries."""
    count_try(PICTURES, account=code, network=network)
