"""What is next, for each role: small functions that read the steps and answer with cards."""

from footbridge.year.cards.card import Card, Home
from footbridge.year.cards.homes import home_of

__all__ = ["Card", "Home", "home_of"]
