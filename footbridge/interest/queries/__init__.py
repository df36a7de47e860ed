"""Reading interest, each for a viewer. The names other steps build on are here."""

from footbridge.interest.queries.offered import Offer, offered_classes

__all__ = ["Offer", "offered_classes"]
