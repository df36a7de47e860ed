"""What was said after a meeting."""

from __future__ import annotations

from django.forms.models import model_to_dict

from footbridge.access import Viewer
from footbridge.visits.models import Meeting, Reflection


def reflections_of(viewer: Viewer, meeting: Meeting) -> list[Reflection]:
    """What the teachers wrote, in the order they wrote. One query."""
    rows = Reflection.objects.visible_to(viewer).filter(meeting=meeting).select_related("person")
    return list(rows.order_by("at", "pk"))


def own_reflection(viewer: Viewer, meeting: Meeting) -> dict[str, object]:
    """The viewer's own words as a form begins with them."""
    row = Reflection.objects.visible_to(viewer).filter(meeting=meeting, person=viewer.person_id).first()
    return model_to_dict(row, ["first", "second", "third", "quote", "may_quote"]) if row else {}
