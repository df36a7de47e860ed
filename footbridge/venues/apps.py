from __future__ import annotations

from collections.abc import Collection

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    name = "footbridge.venues"

    def ready(self) -> None:
        from footbridge.access.viewer import Viewer
        from footbridge.people.reach import register_venues

        def names(ids: Collection[int]) -> dict[int, str]:
            from footbridge.venues.models import Venue

            venues = Venue.objects.unscoped("a role is called by its place").filter(pk__in=ids)
            return dict(venues.values_list("pk", "name"))

        def reach(viewer: Viewer) -> frozenset[int]:
            from footbridge.access.permissions import Permission
            from footbridge.venues.models import Venue

            if not (viewer.system or viewer.may(Permission.RUN_VENUES)):
                return frozenset()
            return frozenset(Venue.objects.visible_to(viewer).values_list("pk", flat=True))

        register_venues(names, reach)
