"""Afterwards: held or not, how many came, how it was; the programme's core measure is counted from this alone."""
