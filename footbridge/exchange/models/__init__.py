"""What the exchange keeps. Every table here stands behind the second wall (footbridge/vault/walls.py)."""

from footbridge.exchange.models.decisions import Decision
from footbridge.exchange.models.labels import LARGEST_CLASS, Label

__all__ = ["LARGEST_CLASS", "Decision", "Label"]
