"""Whether head or office of a school approves each release."""

from __future__ import annotations

from typing import Self

from django.db import models

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School


class ReleaseSettingQuerySet(ProtectedQuerySet["ReleaseSetting"]):
    def scope(self, viewer: Viewer) -> Self:
        """Head, deputy and office, for their school."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.APPROVE_RELEASE):
            return self.filter(school__in=viewer.schools)
        return self.none()


@classified(Kind.WORK, approves="whether the school approves each release", changed="when it was last set")
class ReleaseSetting(ProtectedModel):
    """A school's own choice. No row: it does not ask, and a teacher's booking stands at once."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="release_setting")
    approves = models.BooleanField(default=False)
    changed = models.DateTimeField(auto_now=True)

    objects = ReleaseSettingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.school_id}: {self.approves}"
