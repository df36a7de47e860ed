"""Dates: each teacher marks days that suit, common days are shown, one proposes, the others agree."""
