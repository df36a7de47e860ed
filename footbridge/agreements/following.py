"""What agreements do when brokering says that a link stands or is live no more."""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.agreements.actions.signing import end_with_link, open_agreement
from footbridge.brokering.models import Link


def open_for(by: Viewer, link: Link) -> None:
    """The agreement opens by itself: the platform does it, whoever accepted last."""
    open_agreement(by=Viewer.for_system("agreements"), link=link)


def withdraw_with(by: Viewer, link: Link) -> None:
    """The agreement ends with its link."""
    end_with_link(by=by, link=link)
