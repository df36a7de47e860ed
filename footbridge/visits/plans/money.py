"""Pounds as people type and read them, and a cost shared without losing a penny."""

from __future__ import annotations

from collections.abc import Sequence


def say_pounds(pence: int | None) -> str:
    """“£1,234.50”; empty for nothing known."""
    return "" if pence is None else f"£{pence / 100:,.2f}"


def share(pence: int, weights: Sequence[int]) -> list[int]:
    """Parts of an amount in pence by weights; they add up to it. Left-over pennies go to the largest remainders, first come first.

    Where no weight is above nought, the parts are equal. Raises ValueError without weights.
    """
    if not weights:
        raise ValueError("Nobody to share with.")
    known = weights if sum(weights) > 0 else [1] * len(weights)
    total = sum(known)
    parts = [pence * weight // total for weight in known]
    order = sorted(range(len(known)), key=lambda n: (-(pence * known[n] % total), n))
    for n in order[: pence - sum(parts)]:
        parts[n] += 1
    return parts
