"""Two addresses for whoever watches the server."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from footbridge.access import public


@public
def alive(request: HttpRequest) -> HttpResponse:
    """The web server answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@public
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain")
