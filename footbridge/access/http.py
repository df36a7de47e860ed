"""The request as views get it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from footbridge.access.viewer import Viewer


class Request(HttpRequest):
    """A request with its viewer, set by the middleware; for the annotations of views."""

    viewer: Viewer
    htmx: HtmxDetails
