"""Every address of the site, in the words of the work. Each app keeps its own; this page is the list of them."""

from django.urls import include, path

from footbridge.config import health

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("", include("footbridge.welcome.urls")),
    path("", include("footbridge.people.urls")),
    path("", include("footbridge.year.urls")),
    path("", include("footbridge.programmes.urls")),
    path("", include("footbridge.schools.urls")),
    path("", include("footbridge.interest.urls")),
    path("", include("footbridge.brokering.urls")),
    path("", include("footbridge.care.urls")),
    path("", include("footbridge.agreements.urls")),
    path("", include("footbridge.training.urls")),
    path("", include("footbridge.exchange.urls")),
    path("", include("footbridge.visits.allocation.urls")),
    path("", include("footbridge.visits.urls")),
    path("", include("footbridge.booking.urls")),
    path("", include("footbridge.venues.urls")),
    path("", include("footbridge.notify.urls")),
    path("", include("footbridge.ui.urls")),
    path("", include("footbridge.demo.urls")),
]
