"""Concerns: a teacher reports a piece; it is hidden in that moment, and the safeguarding leads of both schools settle it."""
