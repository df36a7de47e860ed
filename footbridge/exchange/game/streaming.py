"""Telling boards that something has changed, without keeping the server's threads.

A stream says one thing and ends: at once when the board is behind, else when something changes, else after a while; the browser comes
back by itself and says what it saw last. Two streams at a time are held by a worker process; whoever finds no seat is told to come
back later, and meanwhile the board asks every two seconds (docs/adr/0041).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

SEATS = 2  # of the eight threads of a worker process
STAY = 20.0  # seconds
PAUSE = 0.5  # seconds between two looks
LATER = 15_000  # milliseconds

_seats = threading.BoundedSemaphore(SEATS)


def told(seen: str, look: Callable[[], int]) -> Iterator[str]:
    """One event with the version, as soon as it is another than `seen`; a comment when nothing happened; a later time without a seat."""
    version = look()
    if str(version) != seen:
        yield _event(version)
        return
    if not _seats.acquire(blocking=False):
        yield f"retry: {LATER}\n\n"
        return
    try:
        yield "retry: 300\n\n"
        end = time.monotonic() + STAY
        while time.monotonic() < end:
            time.sleep(PAUSE)
            version = look()
            if str(version) != seen:
                yield _event(version)
                return
        yield ": nothing new\n\n"
    finally:
        _seats.release()


def _event(version: int) -> str:
    return f"retry: 300\nid: {version}\ndata: {version}\n\n"
