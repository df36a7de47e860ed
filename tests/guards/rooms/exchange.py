"""Exchange in the world of the guards."""

from __future__ import annotations

from typing import Any

from footbridge.brokering.models import LinkClass
from footbridge.exchange.models import Label
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock

ADDRESSES: dict[str, Any] = {}
SHARED: dict[str, str] = {}


def plant(side: Any) -> None:
    """A child in each class of the standing link. Nobody may read it yet: the exchange has no page."""
    lock = Lock(link=side.standing.pk, year=side.year.start)
    with walls.inside(side.standing.pk):
        classes = LinkClass.objects.unscoped("a guard plants a child").filter(link=side.standing).order_by("pk")
        for n, one in enumerate(classes):
            label = Label(link=side.standing, link_class=one, position=1)
            text = side.canary(f"child{n}", lambda who: False)
            label.sealed = sealing.seal(text.encode(), lock=lock, kind="label", row=label.pk)
            label.save(force_insert=True)
