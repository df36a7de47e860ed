"""What each school makes sure of before a live call, and whose meeting links we take."""

from __future__ import annotations

from urllib.parse import urlsplit

CHECKS = {
    "tried": "We have tried link, sound and camera from the classroom",
    "name": "The screen name is the class’s, no child’s",
    "waiting": "A waiting room is on, and only teachers let people in",
    "off": "Recording, chat and shared screens of others are off",
    "adult": "A second adult is in the room",
    "wall": "No surname, photo or timetable hangs where the camera looks",
    "seats": "Children who may not be seen sit outside the picture",
    "plan_b": "We know what we do if it breaks: the game’s board, or another day",
}
# Where schools hold meetings. Other addresses are not taken, and none is ever opened or shown as a page by us.
HOSTS = (
    "teams.microsoft.com",
    "teams.live.com",
    "meet.google.com",
    "zoom.us",
    "webex.com",
    "whereby.com",
    "meet.jit.si",
)
LONGEST = 600  # letters


def is_taken(address: str) -> bool:
    """Whether this is a meeting link of one of the places that schools use: https, that host or one below it, nothing else."""
    try:
        found = urlsplit(address)
        plain = found.port is None and not found.username and not found.password
    except ValueError:
        return False
    host = (found.hostname or "").rstrip(".")
    known = any(host == one or host.endswith(f".{one}") for one in HOSTS)
    whole = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    return found.scheme == "https" and plain and known and whole and len(found.path) > 1 and len(address) <= LONGEST
