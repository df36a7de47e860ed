"""Naming a key: one for each link and year."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lock:
    """The key of a link (its id) in an academic year (the calendar year in which it begins)."""

    link: int
    year: int

    def __str__(self) -> str:
        return f"{self.year}-{self.link}"

    @classmethod
    def named(cls, words: str) -> Lock:
        """The lock that `str` wrote. Raises ValueError for anything else."""
        year, _, link = words.partition("-")
        return cls(link=int(link), year=int(year))
