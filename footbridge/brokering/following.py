"""What later steps do when a link comes to stand or ends. Brokering stands below them, so they register here.

Each is called inside the transaction of its cause, with the viewer who acted and the link.
"""

from __future__ import annotations

from collections.abc import Callable

from footbridge.access import Viewer
from footbridge.brokering.models import Link

Follower = Callable[[Viewer, Link], object]
_when_standing: list[Follower] = []
_when_ended: list[Follower] = []


def when_standing(follow: Follower) -> None:
    """Register what happens when every school has accepted."""
    _when_standing.append(follow)


def when_ended(follow: Follower) -> None:
    """Register what happens when a link that was offered or stood is withdrawn, declined or ended."""
    _when_ended.append(follow)


def stands(by: Viewer, link: Link) -> None:
    """Tell every later step that a link stands."""
    for follow in _when_standing:
        follow(by, link)


def ended(by: Viewer, link: Link) -> None:
    """Tell every later step that a link is live no more."""
    for follow in _when_ended:
        follow(by, link)
