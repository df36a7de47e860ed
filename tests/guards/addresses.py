"""What stands in each address: for every route with a value in it, whose row the value names.

A new route with a value must be added here, or the guard fails and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.guards.world import Side

Values = Callable[[Side], dict[str, Any]]

# route name → the values of a side's row
ADDRESSES: dict[str, Values] = {}

# Routes whose row is public, or whose value names no row, with the reason.
SHARED: dict[str, str] = {
    "welcome:programme": "a programme's page is public",
    "ui:component_section": "a section of the page of parts is not a row",
    "demo:become": "a persona of the demonstration is for everybody",
}


def routes(resolver: URLResolver | None = None, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every named route of the site with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from routes(entry, inner)
        elif entry.name:
            yield ":".join((*names, entry.name)), entry


def values_in(route: URLPattern) -> set[str]:
    """Names of the values in the last part of a route."""
    return set(route.pattern.converters)
