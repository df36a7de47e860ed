"""Gives each request its viewer, lets only ruled views answer, and keeps GET from writing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from footbridge.access.passes import pass_called
from footbridge.access.rules import rule_of
from footbridge.access.viewer import Viewer

GetResponse = Callable[[HttpRequest], HttpResponse]


def viewer_middleware(get_response: GetResponse) -> GetResponse:
    """Set `request.viewer`, built once by the function that settings name (people knows how)."""
    build: Callable[[HttpRequest], Viewer] = import_string(settings.VIEWER_BUILDER)

    def middleware(request: HttpRequest) -> HttpResponse:
        request.viewer = build(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


class RuleMiddleware:
    """Serve a view only if it declares a rule and the rule allows the viewer; otherwise it is not there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        rule = rule_of(view)
        if rule is None or (rule.demonstration_only and not settings.DEMONSTRATION):
            raise Http404
        if rule.holding:
            return self._admit(request, rule.holding)
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if rule.allows(viewer):
            return None
        if not viewer.is_signed_in:
            return redirect_to_login(request.get_full_path())
        if not viewer.strong:
            return redirect(settings.SECOND_FACTOR_URL)
        raise Http404

    def _admit(self, request: HttpRequest, name: str) -> HttpResponse | None:
        """Let the holder of a pass in, as that and as nobody else; lead everybody else to where one gets it."""
        known = pass_called(name)
        if known is None:
            raise Http404
        holder = known.find(request)
        if holder is None:
            return redirect(known.entrance)
        request.viewer = holder  # type: ignore[attr-defined]
        return None


_WRITES = re.compile(
    r"^\s*(?:WITH\b.*?\)\s*)?(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+(?:ONLY\s+)?\"?([a-z_0-9]+)", re.I | re.S
)
# Sessions, their list, the shared cache and throttling counters are written by looking; nothing else is.
_MAY_WRITE = ("django_session", "footbridge_cache", "usersessions_usersession", "people_attempt")


class WroteOnGet(RuntimeError):
    """A page fetched with GET tried to change the record."""


class ReadOnlyGetMiddleware:
    """A GET cannot write: mail scanners, browsers and crawlers open links on their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        request.writes_allowed = False  # type: ignore[attr-defined]

        def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            found = None if request.writes_allowed else _WRITES.match(str(sql))  # type: ignore[attr-defined]
            if found and found.group(2).lower() not in _MAY_WRITE:
                raise WroteOnGet(f"{request.path} was fetched and tried to write to {found.group(2)}.")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if getattr(view, "writes_on_get", "") or name_in(view, settings.OUTSIDE_VIEWS_THAT_WRITE_ON_GET):
            request.writes_allowed = True  # type: ignore[attr-defined]


def name_in(view: Callable[..., Any], names: frozenset[str]) -> bool:
    """Whether the view's dotted name is in `names`."""
    from footbridge.access.outside import name_of

    return name_of(view) in names
