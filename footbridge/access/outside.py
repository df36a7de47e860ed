"""Rules of the views that libraries bring. A library's view that is not named here is not served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from footbridge.access.rules import Rule

PUBLIC = Rule(public=True)
HALF = Rule(needs_strong=False)
SIGNED_IN = Rule()

# module and name of the view (or of its class) -> rule
OUTSIDE: dict[str, Rule] = {}


def name_of(view: Callable[..., Any]) -> str:
    """Module and name of a view function, or of the class behind it."""
    known = getattr(view, "view_class", view)
    return f"{known.__module__}.{getattr(known, '__qualname__', type(known).__name__)}"


def rule_for_outside_view(view: Callable[..., Any]) -> Rule | None:
    """The rule written here for a library's view, if any."""
    return OUTSIDE.get(name_of(view))
