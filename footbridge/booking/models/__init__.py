"""What booking stores: occasions with the organiser's questions (occasions), places on them (places), and whether a school
approves release (releasing).

Words of other rooms: `Place.link` and `Place.link_class` are plain numbers, because brokering stands on booking and not the other
way round (as `Membership.venue`).
"""

from footbridge.booking.models.occasions import Occasion, Question
from footbridge.booking.models.places import HOLDING, Place
from footbridge.booking.models.releasing import ReleaseSetting

__all__ = ["HOLDING", "Occasion", "Place", "Question", "ReleaseSetting"]
