"""How figures, days and hours are written, for each language."""
