"""Headers on every response that no library sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

CLOSED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class HeadersMiddleware:
    """No camera, no place, nobody else's pages; and pages for a signed-in person are kept by no cache.

    A page that lets somebody record has said so itself (`exchange/media/microphone.py`); every other is without microphone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", CLOSED)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response.setdefault("X-Robots-Tag", "noindex" if self._is_private(request) else "all")
        if self._is_private(request):
            add_never_cache_headers(response)
        return response

    def _is_private(self, request: HttpRequest) -> bool:
        viewer = getattr(request, "viewer", None)
        return bool(viewer and viewer.is_signed_in)
