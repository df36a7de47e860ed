"""Booking in the world of the guards."""

from __future__ import annotations

from typing import Any

ADDRESSES: dict[str, Any] = {}
SHARED: dict[str, str] = {}


def plant(side: Any) -> None:
    """Rows of booking with a canary in every text."""
