"""Exchange in the world of the guards: a child in each class, what its family said."""

from __future__ import annotations

from typing import Any

from footbridge.brokering.models import LinkClass
from footbridge.exchange.models import Decision, Label
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock

ADDRESSES: dict[str, Any] = {
    **{f"exchange:{name}": lambda side: {"class_id": side.rows["exchange"]["class"].pk} for name in ("children", "permissions")},
    **{f"exchange:{name}": lambda side: {"child_id": side.rows["exchange"]["child"].pk} for name in ("child", "remove_child")},
}  # fmt: skip
SHARED: dict[str, str] = {}


def plant(side: Any) -> None:
    """A child in each class of the standing link. The own teacher reads both labels: the partner's in the mixed groups of a meeting."""

    def teacher(who: Any) -> bool:
        return bool(who.side == side.key and who.role == "teacher" and who.school == 0)

    lock = Lock(link=side.standing.pk, year=side.year.start)
    side.rows["exchange"] = {}
    with walls.inside(side.standing.pk):
        classes = LinkClass.objects.unscoped("a guard plants a child").filter(link=side.standing).order_by("pk")
        for n, one in enumerate(classes):
            label = Label(link=side.standing, link_class=one, position=1)
            text = side.canary(f"child{n}", teacher)
            label.sealed = sealing.seal(text.encode(), lock=lock, kind="label", row=label.pk)
            label.save(force_insert=True)
            Decision.objects.create(link=side.standing, link_class=one, label=label, use="face", said="refused")
            if n == 0:
                side.rows["exchange"] |= {"class": one, "child": label}
