"""Keys in a key service: HashiCorp Vault or OpenBao, by the HTTP address of a key-value store of version 2.

    FOOTBRIDGE_VAULT_KEYS = https://keys.example.org:8200/v1/secret/footbridge      mount “secret”, folder “footbridge”
    FOOTBRIDGE_VAULT_TOKEN = a token that may create, read, update and delete there, and nothing else

A key is written only where none is (check-and-set 0), so of two makers the first wins. Destroying removes every version and what the
service knows about it. The service is asked over and over for one page, so an answer is remembered for two seconds in this process.
"""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from footbridge.vault.locks import Lock
from footbridge.vault.troubles import Away

PATIENCE = 5  # seconds
REMEMBERED = 2.0  # seconds


class _NoFurther(urllib.request.HTTPRedirectHandler):
    """The token goes to the named service and to nobody that it might point to."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoFurther())
_known: dict[tuple[str, Lock], tuple[float, bytes]] = {}


class NoService(Away):
    """The key service cannot be reached, or refuses our token. Nothing is sealed or opened meanwhile."""

    words = "The service that keeps the keys cannot be reached just now."


def is_service(address: str) -> bool:
    """Whether the setting names a service and not a folder."""
    return address.startswith(("https://", "http://"))


def read(lock: Lock) -> bytes | None:
    """The key, or None when the service has none."""
    place = (str(settings.VAULT_KEYS), lock)
    at, key = _known.get(place, (0.0, b""))
    if time.monotonic() - at < REMEMBERED:
        return key
    _known.pop(place, None)
    answer = _ask("GET", "data", lock)
    kept = ((answer or {}).get("data") or {}).get("data")
    if not kept:
        return None
    key = base64.b64decode(kept["key"])
    _known[place] = (time.monotonic(), key)
    return key


def make(lock: Lock, key: bytes) -> None:
    """Keep a new key where there is none. Of two makers at once the first wins."""
    _ask("POST", "data", lock, {"options": {"cas": 0}, "data": {"key": base64.b64encode(key).decode()}}, lost_race=True)


def shred(lock: Lock) -> bool:
    """Remove the key with all its versions; False when it was not there."""
    _known.clear()
    there = read(lock) is not None
    _known.clear()
    _ask("DELETE", "metadata", lock)
    return there


def _ask(
    verb: str, part: str, lock: Lock, body: dict[str, Any] | None = None, *, lost_race: bool = False
) -> dict[str, Any] | None:
    """One request. None for what is not there, and for a key that somebody else has made first."""
    address = urlsplit(str(settings.VAULT_KEYS))
    version, mount, *folders = address.path.strip("/").split("/")
    path = "/".join(quote(one) for one in (version, mount, part, *folders, str(lock.year), str(lock.link)))
    request = urllib.request.Request(  # noqa: S310  (the scheme is checked where the setting is read)
        f"{address.scheme}://{address.netloc}/{path}",
        data=json.dumps(body).encode() if body is not None else None,
        method=verb,
        headers={"X-Vault-Token": settings.VAULT_TOKEN, "Content-Type": "application/json"},
    )
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            said = answer.read()
        return json.loads(said) if said else {}
    except urllib.error.HTTPError as trouble:
        if trouble.code == 404 or (lost_race and trouble.code == 400 and b"check-and-set" in trouble.read()):
            return None
        raise NoService(f"The key service answered {trouble.code}.") from None
    except OSError:
        raise NoService("The key service cannot be reached.") from None
