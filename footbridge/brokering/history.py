"""A school's links of this and earlier years, for its page in `schools`, which may not know this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Prefetch
from django.urls import NoReverseMatch, reverse

from footbridge.access import Viewer
from footbridge.brokering.models import LinkSide
from footbridge.schools.models import School


def links_of_schools(viewer: Viewer, schools: Sequence[School]) -> list[dict[str, Any]]:
    """Links that stood, the latest year first, as far as the viewer may see them. Two queries."""
    partners = LinkSide.objects.visible_to(viewer).exclude(school__in=schools).select_related("school")
    sides = (
        LinkSide.objects.visible_to(viewer)
        .filter(school__in=schools, link__state__in=("standing", "ended"))
        .select_related("link__linking_year")
        .prefetch_related(Prefetch("link__sides", partners, to_attr="partners"))
        .annotate(number=Count("classes"))
        .order_by("-link__linking_year__start", "link__reference")
    )
    return [
        {
            "year": side.link.linking_year.label,
            "partner": " and ".join(sorted(partner.school.name for partner in side.link.partners)),  # type: ignore[attr-defined]
            "classes": f"{side.number} class{'es' if side.number != 1 else ''}",
            "state": side.link.get_state_display(),
            "url": _page(side.link.pk),
        }
        for side in sides
    ]


def _page(link_id: int) -> str:
    try:
        return reverse("brokering:link", args=[link_id])
    except NoReverseMatch:
        return ""
