"""Who finds what in the head of the page: one list per role, in one place.

A list may name pages that are still to come: an entry whose URL name does not exist yet is left out, and so is one
that the viewer may not open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from footbridge.access import Permission as May
from footbridge.access import Viewer


@dataclass(frozen=True)
class Entry:
    """A page in the navigation: what it is called, its URL name, the permission that opens it (several: one of them;
    None: everyone), and whether it stands under “More” for those who have more pages than fit in a row."""

    label: str
    name: str
    permission: May | tuple[May, ...] | None = None
    more: bool = False


PUBLIC: Sequence[Entry] = (
    Entry("Why link", "welcome:why"),
    Entry("How the year goes", "welcome:year"),
    Entry("Programmes", "welcome:directory"),
    Entry("Is there one near you?", "welcome:near"),
)
SCHOOL: Sequence[Entry] = (
    Entry("What is next", "today"),
    Entry("Our links", "brokering:ours", (May.SEE_OWN_SCHOOL, May.SEE_OWN_LINKS)),
    Entry("Exchange", "exchange:rooms", May.RUN_EXCHANGE),
    Entry("Concerns", "exchange:concerns", May.HANDLE_CONCERNS),
    Entry("Meetings", "visits:ours", (May.PLAN_VISITS, May.SEE_OWN_VISITS)),
    Entry("My training", "training:mine", May.SEE_OWN_TRAINING),
    Entry("My dates", "booking:mine", May.BOOK_PLACES),
    Entry("Agreements", "agreements:ours", May.READ_AGREEMENT),
    Entry("Activities", "exchange:activities", May.RUN_EXCHANGE, more=True),
    Entry("Our answer", "interest:ours", May.ANSWER_FOR_SCHOOL, more=True),
    Entry("Training", "training:school", May.APPROVE_RELEASE, more=True),
    Entry("Release", "booking:releases", May.APPROVE_RELEASE, more=True),
    Entry("Costs", "visits:costs", May.SEE_OWN_COSTS, more=True),
    Entry("People", "people:colleagues", May.INVITE_COLLEAGUES, more=True),
)

BY_ROLE: Mapping[str, Sequence[Entry]] = {
    "visitor": PUBLIC,
    "headteacher": SCHOOL,
    "deputy": SCHOOL,
    "school_office": SCHOOL,
    "teacher": SCHOOL,
    "safeguarding_lead": SCHOOL,
    "facilitator": (
        Entry("What is next", "today"),
        Entry("Interest", "interest:inbox", May.MANAGE_INTEREST),
        Entry("Brokering", "brokering:drafts", May.BROKER_LINKS),
        Entry("Links", "care:board", May.LOOK_AFTER_LINKS),
        Entry("Calendar", "care:diary", May.LOOK_AFTER_LINKS),
        Entry("Training", "training:board", May.RUN_OCCASIONS),
        Entry("Meetings", "visits:every", May.SEE_LINK_PROGRESS),
        Entry("Schools", "schools:search", May.SEE_SCHOOLS),
        Entry("Agreements", "agreements:list", May.SEE_LINK_PROGRESS, more=True),
        Entry("Occasions", "booking:occasions", May.RUN_OCCASIONS, more=True),
        Entry("Venues", "venues:all", May.RUN_VENUES, more=True),
        Entry("Activities", "exchange:activities", May.ADD_ACTIVITIES, more=True),
        Entry("Costs", "visits:claims", May.MANAGE_COSTS, more=True),
        Entry("People", "people:colleagues", May.INVITE_SCHOOLS, more=True),
        Entry("Programme", "programmes:settings", May.MANAGE_PROGRAMME, more=True),
        Entry("Languages", "exchange:languages", May.KEEP_LANGUAGES, more=True),
        Entry("Letters", "notify:messages", May.SEE_MAIL_PREVIEW, more=True),
    ),
    "network_staff": (
        Entry("What is next", "today"),
        Entry("Programmes", "year:programmes", May.SEE_NETWORK_FIGURES),
        Entry("Links", "care:programmes", May.SEE_NETWORK_FIGURES),
        Entry("Schools", "schools:search", May.SEE_SCHOOLS),
        Entry("Register", "schools:imports", May.IMPORT_REGISTER),
        Entry("Agreement", "agreements:texts", May.WRITE_AGREEMENT),
        Entry("People", "people:colleagues", May.INVITE_FACILITATORS),
        Entry("Venues", "venues:all", May.RUN_VENUES, more=True),
        Entry("Languages", "exchange:languages", May.KEEP_LANGUAGES, more=True),
        Entry("Activities", "exchange:activities", May.ADD_ACTIVITIES, more=True),
        Entry("Night", "year:work", May.SEE_AUDIT, more=True),
        Entry("Letters", "notify:messages", May.SEE_MAIL_PREVIEW, more=True),
    ),
    "venue_host": (
        Entry("What is next", "today"),
        Entry("Our venue", "venues:all", May.KEEP_OWN_VENUE),
    ),
    "funder": (Entry("What is next", "today"),),
}

FOOT: Sequence[Entry] = (
    Entry("The year in figures", "welcome:figures"),
    Entry("Contact", "welcome:contact"),
    Entry("Privacy", "welcome:privacy"),
    Entry("Accessibility", "welcome:accessibility"),
    Entry("Parts of the look", "ui:components"),
)


def navigation_for(viewer: Viewer, path: str, counts: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """The head's entries for a viewer on `path`: dicts of label, url, current, count, more.

    Whoever has not signed in has the public list. `counts` gives a number to a URL name, for instance
    `{"interest:inbox": 3}`.
    """
    entries = BY_ROLE.get(viewer.role.key if viewer.role else "visitor", PUBLIC)
    found: list[dict[str, Any]] = []
    for entry in entries:
        url = address(entry.name)
        if url and allowed(viewer, entry.permission):
            found.append(
                {
                    "label": entry.label,
                    "url": url,
                    "count": (counts or {}).get(entry.name),
                    "current": False,
                    "more": entry.more,
                }
            )
    inside = [item for item in found if path == item["url"] or (item["url"] != "/" and path.startswith(item["url"]))]
    if inside:
        max(inside, key=lambda item: len(item["url"]))["current"] = True
    return found


def foot_links() -> list[dict[str, str]]:
    """The links in the foot of every page that exist so far."""
    entries = (entry for entry in FOOT if entry.name != "ui:components" or settings.DEMONSTRATION)
    links = ((entry.label, address(entry.name)) for entry in entries)
    return [{"label": label, "url": url} for label, url in links if url]


def allowed(viewer: Viewer, permission: May | tuple[May, ...] | None) -> bool:
    """Whether the viewer may open an entry (one of several permissions will do); letters are read in a demonstration only."""
    if isinstance(permission, tuple):
        return any(viewer.may(one) for one in permission)
    if permission is May.SEE_MAIL_PREVIEW and not settings.DEMONSTRATION:
        return False
    return permission is None or viewer.may(permission)


def address(name: str) -> str:
    """The address of a URL name, or nothing where there is no such page yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
