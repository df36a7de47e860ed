"""Journeys: what people do, in their words, in a real browser. A folder per role."""
