"""Passes: what opens a few doors for somebody who has no account, such as a shared tablet in a lesson.

A room registers its pass with a function that finds the holder in a request; a view says `@holding("lesson")`. The holder is a viewer
without any role: it may do nothing but what the room's own rules give to that pass, and whoever is signed in on the same device is
out of reach on such a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from footbridge.access.viewer import Viewer

Finder = Callable[[HttpRequest], Viewer | None]


@dataclass(frozen=True)
class Pass:
    """A pass: how its holder is found, and the URL name of the page on which one gets it."""

    find: Finder
    entrance: str


_passes: dict[str, Pass] = {}


def register_pass(name: str, *, find: Finder, entrance: str) -> None:
    """A room tells the rail of its pass."""
    _passes[name] = Pass(find, entrance)


def pass_called(name: str) -> Pass | None:
    """The pass of this name, or None when no room has registered it."""
    return _passes.get(name)
