"""Open answers follow a school that closed to the school after it; what is part of a link stays where it was made."""

from __future__ import annotations

from django.db.models import F

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.interest.models import AgainInvitation, Interest, OfferedClass
from footbridge.interest.queries.following import open_answers, open_invitations
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School

WHY = "a school closed and its open answers follow it"


@action
def follow_school(*, by: Viewer, before: School, after: School) -> int:
    """Move the open answers, their classes and open invitations to link again; how many answers moved.

    Where other schools said that they cannot be linked with the school before, that holds for the school after it too.
    """
    moved = list(open_answers([before.pk]).select_for_update(of=("self",)).select_related("linking_year"))
    for row in moved:
        OfferedClass.objects.unscoped(WHY).filter(interest=row).update(school=after)
        Interest.objects.unscoped(WHY).filter(pk=row.pk).update(school=after, version=F("version") + 1)
        record("interest.follow_school", row, by=by, programme=row.linking_year.programme_id,
               before=before.pk, after=after.pk)  # fmt: skip
    asked = AgainInvitation.objects.unscoped(WHY).filter(school=after).values("linking_year")
    open_invitations([before.pk]).exclude(linking_year__in=asked).update(school=after)
    refusing = Interest.objects.unscoped(WHY).live().filter(refused_schools=before).exclude(school=after)
    for row in refusing.exclude(linking_year__state=LinkingYear.State.CLOSED):
        row.refused_schools.add(after)
    return len(moved)
