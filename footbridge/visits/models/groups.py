"""The mixed groups of a meeting: one sealed row for all its schools, behind the second wall, gone the day after."""

from __future__ import annotations

from typing import Self

from django.db import models

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link
from footbridge.exchange.rules import links_run
from footbridge.privacy.register import Kind, classified
from footbridge.visits.models.meetings import Meeting


class GroupsQuerySet(ProtectedQuerySet["MixedGroups"]):
    def scope(self, viewer: Viewer) -> Self:
        """The teachers of the link alone."""
        return self.filter(link__in=links_run(viewer))


@classified(
    Kind.CHILD,
    keep="until the night after the meeting",
    sealed="which children, by their labels' ids, and which adults are in which group; sealed under the key of link and year",
)
@classified(Kind.WORK, changed="when they were last changed")
class MixedGroups(ProtectedModel):
    """Wishes, groups and adults of one meeting as sealed JSON; ids of labels, never their text.

    Its own id is the meeting's, under which the text is sealed.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, primary_key=True, related_name="groups")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    changed = models.DateTimeField(auto_now=True)

    objects = GroupsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Groups of {self.meeting_id}"

    @classmethod
    def keep(cls, meeting: Meeting, sealed: bytes) -> None:
        """Keep the sealed groups of a meeting in place of those before. Called inside the wall of its link."""
        cls(meeting=meeting, link_id=meeting.link_id, sealed=sealed).save()

    def keep_instead(self, sealed: bytes) -> None:
        """Put other sealed groups in place of these. Called inside the wall."""
        self.sealed = sealed
        self.save(update_fields=["sealed", "changed"])

    @classmethod
    def forget(cls, meeting: Meeting) -> bool:
        """Delete the groups of a meeting; True where there were some. Called inside the wall of its link."""
        rows = cls.objects.unscoped("the groups of a meeting that was fetched for its viewer")
        return bool(rows.filter(meeting=meeting).delete()[0])
