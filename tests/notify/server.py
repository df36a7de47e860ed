"""A mail server on this machine for tests: takes letters, refuses them, or falls silent after taking one."""

from __future__ import annotations

import socketserver
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class Taken:
    """A letter the server took: sender and receivers of the envelope, and the letter itself."""

    sender: str
    to: list[str]
    letter: Message


@dataclass
class MailServer:
    """`refuse` is the answer to the receiver's name (250 takes it); `silent` seconds pass between taking a letter and saying so."""

    refuse: str = "250 fine"
    silent: float = 0.0
    taken: list[Taken] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> MailServer:
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _talk(outer, self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *gone: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _talk(server: MailServer, line: socketserver.StreamRequestHandler) -> None:
    def say(words: str) -> None:
        line.wfile.write(f"{words}\r\n".encode())

    sender, to = "", []
    say("220 a server for tests")
    while heard := line.rfile.readline().decode().strip():
        word = heard.split()[0].upper()
        if word == "MAIL":
            sender, to = heard.split("<")[1].split(">")[0], []
            say("250 fine")
        elif word == "RCPT":
            if server.refuse.startswith("250"):
                to.append(heard.split("<")[1].split(">")[0])
            say(server.refuse)
        elif word == "DATA":
            say("354 go on")
            body = b""
            while (part := line.rfile.readline()) not in (b".\r\n", b""):
                body += part[1:] if part.startswith(b"..") else part
            server.taken.append(Taken(sender, to, message_from_bytes(body)))
            time.sleep(server.silent)
            say("250 taken")
        elif word == "QUIT":
            say("221 bye")
            return
        else:
            say("250 fine")
