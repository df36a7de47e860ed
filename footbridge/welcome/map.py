"""The map of programmes, from the grid metres of their centres."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from footbridge.programmes.models import Programme
from footbridge.ui.maps import ENGLAND, Map, Marker


def map_of(programmes: Sequence[Programme]) -> Map | None:
    """The map of these programmes in England; None where none has a place."""
    markers = [
        Marker(
            one.easting,
            one.northing,
            one.name,
            url=reverse("welcome:programme", args=[one.slug]),
            note="schools can join" if one.recruiting else "full for now",
            tone="river" if one.recruiting else "soft",
            shape="round" if one.recruiting else "square",
        )
        for one in programmes
        if one.easting is not None and one.northing is not None
    ]
    if not markers:
        return None
    key = [("river", "round", "Schools can join"), ("soft", "square", "Full for now")]
    return Map("Programmes in England", markers, frame=ENGLAND, key=key, labels=True)
