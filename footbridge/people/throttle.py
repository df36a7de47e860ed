"""How often something may be tried: counted per account and per network address in one SQL statement.

The table is UNLOGGED: it is quick, and after a crash it is empty, which is right for counters of a quarter of an hour.
Keys are hashed, so the table names nobody.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """So many tries within a time; `what` finishes the sentence “There were too many tries to …”."""

    name: str
    what: str
    account: int
    network: int
    within: timedelta


# A school's staff share one network address, so a network may try more often than an account.
SIGN_IN = Limit("sign_in", "sign in with this address", 8, 80, timedelta(minutes=15))
SECOND_STEP = Limit("second_step", "prove the second step", 8, 80, timedelta(minutes=15))
SEND_CODE = Limit("send_code", "get a code for this address", 5, 40, timedelta(minutes=30))
TYPE_CODE = Limit("type_code", "type a code", 10, 80, timedelta(minutes=15))
INVITATION = Limit("invitation", "open an invitation", 10, 80, timedelta(minutes=15))
INVITING = Limit("inviting", "send invitations", 120, 400, timedelta(hours=1))
SENDING_AGAIN = Limit("sending_again", "send this invitation again", 5, 400, timedelta(hours=1))
NEW_ADDRESS = Limit("new_address", "change your address", 5, 40, timedelta(hours=1))
FIRST_STEPS = Limit("first_steps", "set up this network", 20, 20, timedelta(minutes=15))

COUNT = """
INSERT INTO people_attempt AS a (key, tries, ends) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN a.ends <= %s THEN 1 ELSE a.tries + 1 END,
    ends = CASE WHEN a.ends <= %s THEN excluded.ends ELSE a.ends END
RETURNING tries, ends
"""


class TooManyTries(Exception):
    """Somebody must wait. `until` says how long, the message says it in words."""

    def __init__(self, limit: Limit, until: datetime) -> None:
        self.limit, self.until = limit, until
        super().__init__(sentence(limit, until))


def sentence(limit: Limit, until: datetime) -> str:
    """When to try again, in words."""
    minutes = max(1, -(-int((until - timezone.now()).total_seconds()) // 60))
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    clock = f"{timezone.localtime(until) + timedelta(minutes=1):%H:%M}"
    return f"There were too many tries to {limit.what}. Try again in {wait}, at {clock}."


def network_of(request: HttpRequest) -> str:
    """The network address a request came from; for IPv6 its /64, which one household or school has to itself."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        address = forwarded[-proxies]
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((found, 64), strict=False))
    return str(found)


def key_of(limit: Limit, kind: str, value: str) -> str:
    """The name under which tries are counted; nobody can read an address out of it."""
    return salted_hmac("footbridge.people.attempt", f"{limit.name}:{kind}:{value.strip().lower()}").hexdigest()


def _keys(limit: Limit, account: str, network: str) -> Iterable[tuple[str, int]]:
    if account:
        yield key_of(limit, "account", account), limit.account
    if network:
        yield key_of(limit, "network", network), limit.network


def count_try(limit: Limit, *, account: str = "", network: str = "") -> None:
    """Count one try against the account and the network. Raises TooManyTries when either had its share.

    Counting comes before checking a secret, so that many tries at once cannot slip through together.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        for key, most in _keys(limit, account, network):
            cursor.execute(COUNT, [key, now + limit.within, now, now])
            tries, ends = cursor.fetchone()
            if tries > most:
                raise TooManyTries(limit, ends)


def forgive(limit: Limit, *, account: str = "", network: str = "") -> None:
    """After a success: the account begins anew, the network gets the one try back."""
    with connection.cursor() as cursor:
        if account:
            cursor.execute("DELETE FROM people_attempt WHERE key = %s", [key_of(limit, "account", account)])
        if network:
            cursor.execute(
                "UPDATE people_attempt SET tries = tries - 1 WHERE key = %s AND tries > 0",
                [key_of(limit, "network", network)],
            )


def forget_old_tries() -> int:
    """Delete counters whose time is over; the number of them. Run nightly."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_attempt WHERE ends <= %s", [timezone.now()])
        return int(cursor.rowcount)
