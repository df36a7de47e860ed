"""Permissions: for each child and each use what the family has said. Decisions are added, never changed; unknown means no.

The own teacher types what came back on paper into one table. Who has said what is seen by nobody else: everybody else learns
how many are missing, never who.
"""
