"""Curiosity questions: a class asks, its teacher sorts and merges and sends a round, the partner class answers; open ones stay in sight."""
