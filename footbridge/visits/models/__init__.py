"""What visits store: meetings with one row per school (meetings)."""

from footbridge.visits.models.meetings import AHEAD, Meeting, MeetingSide

__all__ = ["AHEAD", "Meeting", "MeetingSide"]
