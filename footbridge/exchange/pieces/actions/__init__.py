"""Verbs that change pieces: making and describing them, and the two keys."""
