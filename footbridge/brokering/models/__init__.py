"""What brokering stores: drafts with every step they took (drafts), and links with their sides and history (links),
and who leads which class (teachers).
"""

from footbridge.brokering.models.drafts import Draft, Revision
from footbridge.brokering.models.links import DECLINES, LIVE, Link, LinkClass, LinkEvent, LinkSide
from footbridge.brokering.models.teachers import LinkTeacher, TeacherToCome

__all__ = [
    "DECLINES",
    "LIVE",
    "Draft",
    "Link",
    "LinkClass",
    "LinkEvent",
    "LinkSide",
    "LinkTeacher",
    "Revision",
    "TeacherToCome",
]
