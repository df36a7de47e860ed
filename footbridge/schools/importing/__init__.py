"""Bringing a national file into the database: all of it or nothing, and never an older fact over a newer one.

Rows are copied into a staging table and merged in SQL within one transaction. A preview is the same work undone at its end,
so what it shows is what applying does. Read by `actions`; nothing else calls it.
"""

from footbridge.schools.importing.outcome import Outcome
from footbridge.schools.importing.run import Given, Progress, bring_in, preview

__all__ = ["Given", "Outcome", "Progress", "bring_in", "preview"]
