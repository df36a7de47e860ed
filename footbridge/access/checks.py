"""`manage.py check` fails on a view without a rule and on a role-less database user."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from footbridge.access.outside import name_of
from footbridge.access.passes import pass_called
from footbridge.access.rules import rule_of


def all_views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route of the site with its view, library views included."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from all_views(entry, route)


def views_without_rule() -> list[str]:
    """Routes whose view says nothing about who it is for."""
    return [f"{route} ({name_of(view)})" for route, view in all_views() if rule_of(view) is None]


@register(Tags.security)
def every_view_has_a_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """System check: a view that declares no rule is an error, not a page."""
    return [
        Error(
            f"The view at {found} declares no access rule, so it is not served.",
            hint="Decorate it with @public, @signed_in or @requires(Permission…); name a library's view in access/outside.py.",
            id="access.E001",
        )
        for found in views_without_rule()
    ]


def unknown_passes() -> list[str]:
    """Routes that ask for a pass which no room has registered: nobody could ever open them."""
    rules = ((route, rule_of(view)) for route, view in all_views())
    return [
        f"{route} ({rule.holding})" for route, rule in rules if rule and rule.holding and not pass_called(rule.holding)
    ]


@register(Tags.security)
def every_pass_is_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """System check: a view that asks for a pass nobody gives out is an error."""
    return [
        Error(
            f"The view at {found} asks for a pass that no room has registered.",
            hint="Call access.passes.register_pass in the room's apps.py.",
            id="access.E002",
        )
        for found in unknown_passes()
    ]
