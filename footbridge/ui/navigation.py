"""Who finds what in the head of the page: one list per role, in one place.

A list may name pages that are still to come: an entry whose URL name does not exist yet is left out, and so is one
that the viewer may not open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Entry:
    """A page in the navigation: what it is called, its URL name, and the permission that opens it (empty: none)."""

    label: str
    name: str
    permission: str = ""


PUBLIC: Sequence[Entry] = (
    Entry("Why link", "programmes:why"),
    Entry("How the year goes", "programmes:year"),
    Entry("Programmes", "programmes:directory"),
    Entry("Is there one near you?", "programmes:near"),
)

BY_ROLE: Mapping[str, Sequence[Entry]] = {
    "visitor": PUBLIC,
    "head": (
        Entry("What is next", "year:next"),
        Entry("Our interest", "interest:ours"),
        Entry("Our links", "brokering:ours"),
        Entry("People", "people:school"),
    ),
    "teacher": (
        Entry("What is next", "year:next"),
        Entry("My links", "brokering:ours"),
    ),
    "facilitator": (
        Entry("What is next", "year:next"),
        Entry("Interest", "interest:inbox"),
        Entry("Brokering", "brokering:board"),
        Entry("Links", "brokering:links"),
        Entry("Schools", "schools:search"),
        Entry("People", "people:programme"),
        Entry("Programme", "programmes:settings"),
    ),
    "network": (
        Entry("What is next", "year:next"),
        Entry("Programmes", "programmes:all"),
        Entry("Schools", "schools:search"),
        Entry("Register imports", "schools:imports"),
        Entry("People", "people:network"),
        Entry("Letters", "notify:preview"),
    ),
    "venue": (Entry("What is next", "year:next"),),
    "funder": (Entry("Report", "reporting:funder"),),
}

FOOT: Sequence[Entry] = (
    Entry("About Footbridge", "programmes:about"),
    Entry("Privacy", "privacy:notice"),
    Entry("Accessibility", "ui:accessibility"),
    Entry("Parts of the look", "ui:components"),
)


def navigation_for(viewer: Any, path: str, counts: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """The head's entries for a viewer on `path`: dicts of label, url, current, count.

    `viewer` is None or anonymous for the public list. `counts` gives a number to a URL name, for instance
    `{"interest:inbox": 3}`.
    """
    entries = BY_ROLE.get(role_key(viewer), PUBLIC)
    found = []
    for entry in entries:
        url = address(entry.name)
        if url and allowed(viewer, entry.permission):
            found.append({"label": entry.label, "url": url, "count": (counts or {}).get(entry.name), "current": False})
    inside = [item for item in found if path == item["url"] or (item["url"] != "/" and path.startswith(item["url"]))]
    if inside:
        max(inside, key=lambda item: len(item["url"]))["current"] = True
    return found


def foot_links() -> list[dict[str, str]]:
    """The links in the foot of every page that exist so far."""
    links = ((entry.label, address(entry.name)) for entry in FOOT)
    return [{"label": label, "url": url} for label, url in links if url]


def role_key(viewer: Any) -> str:
    """The key of the viewer's role in `BY_ROLE`: its `key`, `value` or lower-case first word of its name."""
    role = getattr(viewer, "role", None)
    if role is None:
        return "visitor"
    for attribute in ("key", "value"):
        if isinstance(key := getattr(role, attribute, None), str) and key in BY_ROLE:
            return key
    words = str(getattr(role, "name", role)).lower().split()
    return next((key for word in words for key in BY_ROLE if word.startswith(key)), "visitor")


def allowed(viewer: Any, permission: str) -> bool:
    """Whether the viewer may open an entry: no permission named, or the viewer's `may` says yes."""
    if not permission:
        return True
    may = getattr(viewer, "may", None)
    return bool(may(permission)) if callable(may) else False


def address(name: str) -> str:
    """The address of a URL name, or nothing where there is no such page yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
