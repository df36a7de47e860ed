"""What may be done to which answer, as sentences where it may not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from footbridge.access import Permission, Viewer
from footbridge.interest.models import Interest, OfferedClass
from footbridge.people.throttle import Limit

TONES = {"received": "info", "in_talk": "plum", "settled": "good", "withdrawn": "plain", "replaced": "plain"}
ANSWER_TONES = {"yes": "good", "maybe": "warning", "no": "plain"}
# Anybody may answer for a school, so nobody may flood a programme, or somebody's mailbox, with answers.
ANSWERING = Limit("answering", "send an answer for this address", 6, 60, timedelta(hours=1))
LIVE = [Interest.State.RECEIVED, Interest.State.IN_TALK, Interest.State.SETTLED]


class Refused(Exception):
    """What was asked cannot be done; the text is a sentence for the person who asked."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the row since it was opened."""

    def __init__(self, what: str = "this answer") -> None:
        super().__init__(
            f"Somebody else changed {what} while you had it open. Nothing was overwritten. "
            "Look at what it says now, then save yours again."
        )


def may_look_after(viewer: Viewer, interest: Interest) -> bool:
    """Whether the viewer may act on the answer for the programme."""
    return viewer.may(Permission.MANAGE_INTEREST) and interest.linking_year.programme_id in viewer.programmes


def is_live(interest: Interest) -> bool:
    """Whether an answer counts: neither withdrawn nor replaced."""
    return interest.state in LIVE


def insist_on_version(row: Interest, version: int | None) -> None:
    """Raise ChangedMeanwhile unless the row still is as it was when the person opened it. None does not ask."""
    if version is not None and row.version != version:
        raise ChangedMeanwhile()


def insist_not_in_a_link(classes: Iterable[OfferedClass]) -> None:
    """Raise Refused when one of the classes stands in an offered or standing link."""
    ids = [one.pk for one in classes]
    if not ids:
        return
    found = OfferedClass.objects.unscoped("a class in a link is not taken back here").filter(
        pk__in=ids, link_classes__live=True
    )
    names = list(found.values_list("name", flat=True)[:3])
    if names:
        raise Refused(
            f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} already part of a link. "
            "Withdraw the link first, on the brokering pages, so that the partner school hears of it."
        )
