"""Pieces: what a class made and sends. The sending teacher approves, the receiving teacher releases; either takes it back at once."""
