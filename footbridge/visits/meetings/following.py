"""What visits do when brokering says that a link stands."""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.visits.meetings.actions import make_meetings


def make_for(by: Viewer, link: Link) -> None:
    """The meetings of the year are made by themselves, also for late joiners: the platform does it, whoever accepted last."""
    make_meetings(by=Viewer.for_system("meetings"), link=link)
