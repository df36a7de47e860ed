"""What visits store: meetings with one row per school (meetings), how they find a day (dates), the sharing of venue slots
(allocation), what is said afterwards."""

from footbridge.visits.models.afterwards import Reflection
from footbridge.visits.models.allocation import Allocation, AllocationStep, LinkWish, SchoolDays
from footbridge.visits.models.dates import Proposal, SuitableDay
from footbridge.visits.models.meetings import AHEAD, Meeting, MeetingSide

__all__ = [
    "AHEAD",
    "Allocation",
    "AllocationStep",
    "LinkWish",
    "Meeting",
    "MeetingSide",
    "Proposal",
    "Reflection",
    "SchoolDays",
    "SuitableDay",
]
