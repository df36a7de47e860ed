"""What visits store: meetings with one row per school (meetings), how they find a day (dates), what is said afterwards."""

from footbridge.visits.models.afterwards import Reflection
from footbridge.visits.models.dates import Proposal, SuitableDay
from footbridge.visits.models.meetings import AHEAD, Meeting, MeetingSide

__all__ = ["AHEAD", "Meeting", "MeetingSide", "Proposal", "Reflection", "SuitableDay"]
