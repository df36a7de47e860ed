"""Having a file looked at by ClamAV, where a setting names its clamd. A check that is wanted is never skipped.

Speaks clamd's INSTREAM: the bytes in lengths and pieces, an empty piece, then one line of answer.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import Literal
from urllib.parse import urlparse

from django.conf import settings

Answer = Literal["clean", "infected", "large", "unreachable"]
PIECE = 2**18  # bytes
PATIENCE = 60  # seconds
LONGEST_ANSWER = 4_000  # bytes


def scan(data: bytes) -> Answer:
    """What clamd says of a file. “clean” where no scanner is set; everything that is no plain answer counts as unreachable."""
    if not settings.VIRUS_SCANNER:
        return "clean"
    try:
        with _connected(settings.VIRUS_SCANNER) as line:
            with suppress(BrokenPipeError, ConnectionResetError):  # it hangs up over its limit, after it has said so
                line.sendall(b"zINSTREAM\0")
                for begin in range(0, len(data), PIECE):
                    piece = data[begin : begin + PIECE]
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                line.sendall(struct.pack(">I", 0))
            return _meant(_answer(line))
    except OSError:
        return "unreachable"


def _meant(said: str) -> Answer:
    if said == "stream: OK":
        return "clean"
    if said.endswith(" FOUND"):
        return "infected"
    return "large" if "size limit exceeded" in said else "unreachable"


def _connected(address: str) -> socket.socket:
    parts = urlparse(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        more = line.recv(1024)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
