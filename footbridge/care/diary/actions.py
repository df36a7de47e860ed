"""Making and ending a private feed."""

from __future__ import annotations

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.care.diary import feed
from footbridge.care.models import Feed
from footbridge.care.rules import Refused


@action
def make_feed(*, by: Viewer) -> str:
    """A new private address for the role in use; returns its secret, which is shown once. An old one ends."""
    if by.current is None or by.person_id is None:
        raise Refused("Sign in with a role first.")
    token = feed.new_token()
    row, _ = Feed.objects.visible_to(by).update_or_create(
        person_id=by.person_id,
        membership_id=by.current.id,
        defaults={"token": feed.token_hash(token), "made": timezone.now()},
    )
    record("care.feed", row, by=by)
    return token


@action
def end_feed(*, by: Viewer) -> None:
    """End the private address of the role in use."""
    row = feed.feed_of(by)
    if row is not None:
        record("care.feed_ended", row, by=by)
        row.delete()
