"""A stand-in for clamd as a process of its own: speaks INSTREAM on a unix socket or a port, as the real one does.

    python clamd.py unix:/path | tcp:PORT [LIMIT]

Says FOUND for what holds the harmless test virus, and hangs up over its limit after it has said so.
"""

import contextlib
import os
import socket
import struct
import sys

VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def read(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = line.recv(count - len(found))
        if not more:
            raise ConnectionError
        found += more
    return found


def serve(line: socket.socket, limit: int) -> None:
    if read(line, 10) != b"zINSTREAM\0":
        line.sendall(b"UNKNOWN COMMAND\0")
        return
    whole = b""
    while length := struct.unpack(">I", read(line, 4))[0]:
        if len(whole) + length > limit:
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        whole += read(line, length)
    line.sendall(b"stream: Eicar-Signature FOUND\0" if VIRUS in whole else b"stream: OK\0")


def main(address: str, limit: int) -> None:
    kind, _, place = address.partition(":")
    if kind == "unix":
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(place)
    else:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(place)))
    listener.listen()
    port = "" if kind == "unix" else str(listener.getsockname()[1])
    print(f"ready {port}", flush=True)
    while os.getppid() != 1:
        line, _ = listener.accept()
        with line, contextlib.suppress(ConnectionError):
            serve(line, limit)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 25_000_000)
