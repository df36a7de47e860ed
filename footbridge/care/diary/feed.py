"""The private feed: a calendar file that a diary fetches by an address only its owner knows."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta

import icalendar
from django.conf import settings
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.care.diary.entry import Entry
from footbridge.care.diary.sources import entries
from footbridge.care.models import Feed
from footbridge.people.viewers import viewer_for

BACK, AHEAD = timedelta(days=60), timedelta(days=400)


def new_token() -> str:
    """A secret for an address, shown once."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of the secret."""
    return hashlib.sha256(f"feed:{token}".encode()).hexdigest()


def feed_by_token(token: str) -> Feed | None:
    """The feed of an address, if it is one and its role is still held by a person who may sign in."""
    rows = Feed.objects.unscoped("the secret of the address says whose feed it is").select_related("person")
    return rows.filter(token=token_hash(token), membership__until=None, person__is_active=True).first()


def calendar_of(feed: Feed, today: date) -> bytes:
    """The calendar file of a feed: two months back and a year ahead, in words that anybody may read."""
    viewer = viewer_for(feed.person, role_in_use=feed.membership_id)
    return as_file(entries(viewer, today - BACK, today + AHEAD))


def as_file(found: Sequence[Entry]) -> bytes:
    """Entries as a calendar file (RFC 5545), with what may be said outside and no place."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Footbridge//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Footbridge")
    made.add("refresh-interval;value=duration", "PT6H")
    made.add_missing_timezones() if found else None
    for entry in found:
        event = icalendar.Event()
        event.add("uid", f"{entry.key}@{settings.MAIL_DOMAIN}")
        event.add("dtstamp", timezone.now())
        event.add("summary", entry.outside + (f" ({entry.programme})" if entry.programme else ""))
        if entry.starts:
            local = timezone.localtime(entry.starts)
            event.add("dtstart", local)
            event.add("dtend", timezone.localtime(entry.ends) if entry.ends else local + timedelta(hours=1))
        else:
            event.add("dtstart", entry.day)
        if entry.url:
            event.add("url", settings.ADDRESS + entry.url)
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def feed_of(viewer: Viewer) -> Feed | None:
    """The viewer's own feed in the role in use."""
    if viewer.current is None:
        return None
    return Feed.objects.visible_to(viewer).filter(membership=viewer.current.id).first()
