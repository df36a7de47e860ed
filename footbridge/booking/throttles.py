"""How often a stranger may book."""

from __future__ import annotations

from datetime import timedelta

from footbridge.people.throttle import Limit, count_try

BOOKING = Limit("booking", "book with this address", 12, 60, timedelta(hours=1))


def count_booking(email: str, network: str) -> None:
    """Count one booking without an account. Raises TooManyTries."""
    count_try(BOOKING, account=email, network=network)
