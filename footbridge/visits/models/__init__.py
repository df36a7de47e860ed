"""What visits store: meetings with one row per school (meetings), how they find a day (dates), the sharing of venue slots
(allocation), the plan of the day (plans), mixed groups (groups), what is
said afterwards (afterwards), what the year costs (costs)."""

from footbridge.visits.models.afterwards import Reflection
from footbridge.visits.models.allocation import Allocation, AllocationStep, LinkWish, SchoolDays
from footbridge.visits.models.calls import CallSide
from footbridge.visits.models.costs import Contribution, CostLine
from footbridge.visits.models.dates import Proposal, SuitableDay
from footbridge.visits.models.groups import MixedGroups
from footbridge.visits.models.meetings import AHEAD, Meeting, MeetingSide
from footbridge.visits.models.plans import Plan, Quote, RiskAssessment, TimetableRow

__all__ = [
    "AHEAD",
    "Allocation",
    "AllocationStep",
    "CallSide",
    "Contribution",
    "CostLine",
    "LinkWish",
    "Meeting",
    "MeetingSide",
    "MixedGroups",
    "Plan",
    "Proposal",
    "Quote",
    "Reflection",
    "RiskAssessment",
    "SchoolDays",
    "SuitableDay",
    "TimetableRow",
]
