"""Opening and sealing the groups of a meeting. The one place that reads and writes their row."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from footbridge.exchange.labels.queries import lock_of
from footbridge.vault import sealing, walls
from footbridge.visits.groups.wishing import Ids
from footbridge.visits.models import Meeting, MixedGroups

KIND = "groups"
WHY = "the groups of a meeting that was fetched for its viewer"


@dataclass
class Kept:
    """What is kept of a meeting's groups. `groups` and wishes hold ids of labels, `adults` names by side.

    `pins` say which adult of a side stays in which group; all others are dealt.
    """

    count: int = 0
    turn: int = 0
    together: Ids = field(default_factory=list)
    apart: Ids = field(default_factory=list)
    groups: Ids = field(default_factory=list)
    adults: dict[str, list[str]] = field(default_factory=dict)
    pins: dict[str, dict[str, int]] = field(default_factory=dict)


def read(meeting: Meeting) -> Kept:
    """The groups of a meeting; empty ones before there are any. Ask a rule first who may read them."""
    with walls.inside(meeting.link_id):
        row = MixedGroups.objects.unscoped(WHY).filter(meeting=meeting).first()
        return _opened(row) if row else Kept()


def write(meeting: Meeting, kept: Kept) -> None:
    """Seal and keep them."""
    with walls.inside(meeting.link_id):
        MixedGroups.keep(meeting, _sealed(meeting.pk, meeting.link_id, kept))


def forget(meeting: Meeting) -> bool:
    """Delete the groups of a meeting; True where there were some."""
    with walls.inside(meeting.link_id):
        return MixedGroups.forget(meeting)


def forget_label(label: UUID) -> None:
    """Take a child out of every group, in the transaction that removes its label; the wall is open for its link."""
    gone = str(label)
    for row in MixedGroups.objects.unscoped("a child was removed and leaves its groups"):
        kept = _opened(row)
        if not any(gone in one for part in (kept.groups, kept.together, kept.apart) for one in part):
            continue
        for name in ("groups", "together", "apart"):
            setattr(kept, name, [[one for one in ids if one != gone] for ids in getattr(kept, name)])
        row.keep_instead(_sealed(row.meeting_id, row.link_id, kept))


def _opened(row: MixedGroups) -> Kept:
    plain = sealing.open_(row.sealed, lock=lock_of(row.link_id), kind=KIND, row=row.meeting_id)
    return Kept(**json.loads(plain))


def _sealed(meeting: int, link: int, kept: Kept) -> bytes:
    return sealing.seal(json.dumps(asdict(kept)).encode(), lock=lock_of(link), kind=KIND, row=meeting)
