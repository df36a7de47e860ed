"""People in the world of the guards: a school that closed, and nobody knows which came after it."""

from __future__ import annotations

from typing import Any

from footbridge.people.models import SchoolMove
from tests import factories

ADDRESSES: dict[str, Any] = {
    "people:move": lambda side: {"move": side.rows["people"].pk},
}
SHARED: dict[str, str] = {
    "people:confirm_address": "named by a secret, and only for who asked; tests/people knocks as somebody else",
}


def plant(side: Any) -> None:
    """A closed school of the programme whose head waits to be moved; who sees schools sees its name, but not its head's."""
    closed = factories.school(f"{side.key.title()} Closed", authority=side.programme.authorities.get(), status="Closed")
    name = side.canary(
        "closedhead", lambda who: who.role == "network_staff" or (who.side == side.key and who.role == "facilitator")
    )
    factories.member("headteacher", of=closed, name=name)
    side.rows["people"] = SchoolMove.objects.create(before=closed)
