"""What of a school's interest is still open, and so follows it when it closes and another school takes its place."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from footbridge.interest.models import AgainInvitation, Interest, OfferedClass
from footbridge.programmes.models import LinkingYear

WHY = "a school closed and its open answers follow it"


def open_answers(schools: Any) -> QuerySet[Interest]:
    """Live answers of a year that is not over, of which no class was ever part of a link."""
    rows = Interest.objects.unscoped(WHY).live().filter(school__in=schools)
    linked = OfferedClass.objects.unscoped(WHY).filter(interest__school__in=schools, link_classes__isnull=False)
    return rows.exclude(linking_year__state=LinkingYear.State.CLOSED).exclude(pk__in=linked.values("interest"))


def open_invitations(schools: Any) -> QuerySet[AgainInvitation]:
    """Invitations to link again that nobody answered, of a year that is not over."""
    rows = AgainInvitation.objects.unscoped(WHY).filter(school__in=schools, answered=None)
    return rows.exclude(linking_year__state=LinkingYear.State.CLOSED)


def open_at(schools: Any) -> set[int]:
    """Which of these schools have an answer or an invitation to link again that is still open. Two queries."""
    return {
        *open_answers(schools).values_list("school", flat=True),
        *open_invitations(schools).values_list("school", flat=True),
    }
