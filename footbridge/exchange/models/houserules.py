"""House rules: what a school lets out of the exchange at all, and when it is away. Nothing here names a child."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link
from footbridge.exchange import rules
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School


class HouseRuleQuerySet(ProtectedQuerySet["HouseRule"]):
    def scope(self, viewer: Viewer) -> Self:
        """Both schools of a link see each other's."""
        return self.filter(link__in=rules.links_run(viewer))


@classified(
    Kind.WORK,
    faces="whether pictures may show faces",
    names="whether first names may be shown",
    voice="whether recordings of voices may be sent",
    film="whether film may be sent",
    call="whether the classes may call each other",
    enhanced="whether the class has enhanced protection; no reason is asked",
    changed="when",
)
class HouseRule(ProtectedModel):
    """What one school of a link allows. Where a school has said nothing, it allows first names and no faces, voices, film or calls.

    Of two schools the stricter holds for both. Enhanced protection allows work alone and names no child.
    """

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    faces = models.BooleanField(default=False)
    names = models.BooleanField(default=True)
    voice = models.BooleanField(default=False)
    film = models.BooleanField(default=False)
    call = models.BooleanField(default=False)
    enhanced = models.BooleanField(default=False)
    changed = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = HouseRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "school"], name="house_rule_once"),
            models.CheckConstraint(
                condition=Q(enhanced=False) | Q(faces=False, names=False, voice=False, film=False, call=False),
                name="enhanced_protection_allows_work_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.school_id}"


class AwayQuerySet(ProtectedQuerySet["Away"]):
    def scope(self, viewer: Viewer) -> Self:
        """Both schools and the programme's facilitators: quiet is no silence then."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.SEE_LINK_PROGRESS):
            return self.filter(link__linking_year__programme__in=viewer.programmes)
        return self.filter(link__in=rules.links_run(viewer))


@classified(Kind.WORK, first="from which day", last="to which day", noted="when")
class Away(ProtectedModel):
    """A school will be quiet for some days: a residential, tests, an inspection. No reason is asked."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    noted = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = AwayQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="away_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.first}"
