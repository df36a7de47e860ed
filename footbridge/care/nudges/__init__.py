"""Nudges: letters to those who are waited for, in the programme's words, read before they go, and logged."""
