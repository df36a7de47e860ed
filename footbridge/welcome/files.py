"""Small files that programs ask for: what may be indexed, which pages there are, the mark."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from footbridge.access import public
from footbridge.programmes.queries import running

PAGES = ("home", "welcome:why", "welcome:year", "welcome:signing_up", "welcome:questions", "welcome:directory",
         "welcome:near", "welcome:figures", "welcome:privacy", "welcome:accessibility", "welcome:contact")  # fmt: skip


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed; a demonstration may not, because nothing in it is true."""
    if settings.DEMONSTRATION:
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /near/suggestions/", "Disallow: /today/"]
    return HttpResponse(
        "\n".join([*lines, f"Sitemap: {settings.ADDRESS}{reverse('sitemap')}", ""]), content_type="text/plain"
    )


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages and every running programme's page."""
    paths = [reverse(name) for name in PAGES]
    paths += [reverse("welcome:programme", args=[slug]) for slug in running().values_list("slug", flat=True)]
    addresses = [settings.ADDRESS + path for path in paths]
    return render(request, "welcome/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks on a home screen."""
    return JsonResponse(
        {
            "name": "Footbridge",
            "short_name": "Footbridge",
            "start_url": "/",
            "display": "browser",
            "background_color": "#fdf8f0",
            "theme_color": "#6b2357",
            "icons": [{"src": static("ui/img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers that ask for the old file get the mark."""
    return HttpResponsePermanentRedirect(static("ui/img/mark.svg"))
