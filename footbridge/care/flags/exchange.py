"""The exchange as the facilitator may see it: how much went each way, and whether it has gone quiet. No child, no piece."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.care.flags.flag import Flag, Found, Standing
from footbridge.exchange.room.progress import progress_of


def exchange(viewer: Viewer, links: Sequence[Link], today: date) -> Found:
    """Standing links by what was sent. A handful of queries, however many links."""
    standing = [link for link in links if link.state == Link.State.STANDING]
    found: Found = {}
    for pk, progress in progress_of(standing, today).items():
        if not progress.sent:
            found[pk] = Standing("Not begun", "plain")
            continue
        found[pk] = Standing(f"{progress.sent} sent", "good" if progress.both else "info")
        if progress.quiet:
            found[pk].tone = "warning"
            sentence = f"Quiet for {progress.days} school days."
            found[pk].flags.append(Flag("quiet", "exchange", sentence, late=True))
    return found
