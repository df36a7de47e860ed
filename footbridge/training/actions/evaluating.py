"""What those who were there thought of a session."""

from __future__ import annotations

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking.models import Place
from footbridge.booking.rules import Refused
from footbridge.training.models import Evaluation
from footbridge.training.rules import insist


@action
def evaluate(*, by: Viewer, place: Place, useful: int, ready: int, best: str = "", missing: str = "") -> Evaluation:
    """Say what one thought of a session, or say it anew. Raises Refused for whoever was not present."""
    insist(place.person_id is not None and place.person_id == by.person_id)
    if place.attendance != Place.Attendance.PRESENT:
        raise Refused("Only those who were there are asked. If you were, tell your programme: it notes attendance.")
    rows = Evaluation.objects.unscoped("everybody changes their own")
    said = {"useful": useful, "ready": ready, "best": best[:500], "missing": missing[:500], "sent": timezone.now()}
    made, _ = rows.update_or_create(place=place, defaults=said)
    record("training.evaluated", made, by=by, programme=place.occasion.programme_id)
    return made
