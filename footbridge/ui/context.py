"""What every page knows: the viewer, the navigation of the role in use, and whether this is a demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from footbridge.access.viewer import Viewer
from footbridge.ui.navigation import navigation_for


def for_pages(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    viewer = getattr(request, "viewer", None) or Viewer.nobody()

    return {
        "viewer": viewer,
        "navigation": SimpleLazyObject(lambda: navigation_for(viewer, request.path)),
        "demonstration": settings.DEMONSTRATION,
    }
