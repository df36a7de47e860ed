"""Distances in the engine's sentences. Its data is metres; its sentences, read in England, say miles (docs/adr/0007)."""

from __future__ import annotations

import math

METRES_IN_A_MILE = 1609.344


def miles(metres: float, digits: int = 1) -> str:
    """A distance for a sentence: "3.4 miles"."""
    far = f"{metres / METRES_IN_A_MILE:.{digits}f}"
    return f"{far} mile{'' if float(far) == 1 else 's'}"


def two_miles(way: float, limit: float) -> tuple[str, str]:
    """A way and the limit it breaks, with as many decimals as it takes to tell them apart, three at most."""
    digits = next((n for n in (1, 2) if round(way / METRES_IN_A_MILE, n) != round(limit / METRES_IN_A_MILE, n)), 3)
    whole = limit / METRES_IN_A_MILE
    return miles(way, digits), miles(limit, 0 if abs(whole - round(whole)) < 1e-6 else digits)


def miles_that_reach(metres: float) -> str:
    """The least limit in tenths of a mile that lets a way of `metres` through."""
    return miles(math.ceil(metres / METRES_IN_A_MILE * 10) / 10 * METRES_IN_A_MILE)
