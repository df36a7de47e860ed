"""A stand-in for Vault's key-value store of version 2, as a process of its own on a port that it prints: TOKEN [PORT FILE].

With a file it knows after a new start what it was told before.
"""

import json
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KEPT: dict[str, dict[str, object]] = {}
PORT, FILE = (int(sys.argv[2]), Path(sys.argv[3])) if len(sys.argv) > 3 else (0, None)


class Store(BaseHTTPRequestHandler):
    def _answer(self, code: int, body: object = None) -> None:
        said = b"" if body is None else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _place(self, part: str) -> str:
        """The path below data or metadata, or nothing."""
        start, _, rest = self.path.partition(f"/v1/secret/{part}/")
        return rest if not start and self.headers.get("X-Vault-Token") == sys.argv[1] else ""

    def do_GET(self) -> None:
        place = self._place("data")
        if not place:
            return self._answer(403, {"errors": ["permission denied"]})
        if place not in KEPT:
            return self._answer(404, {"errors": []})
        return self._answer(200, {"data": {"data": KEPT[place], "metadata": {"version": 1}}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        place = self._place("data")
        if not place:
            return self._answer(403, {"errors": ["permission denied"]})
        if body["options"]["cas"] == 0 and place in KEPT:
            return self._answer(400, {"errors": ["check-and-set parameter did not match the current version"]})
        KEPT[place] = body["data"]
        if FILE:
            FILE.write_text(json.dumps(KEPT))
        return self._answer(200, {"data": {"version": 1}})

    def do_DELETE(self) -> None:
        place = self._place("metadata")
        if not place:
            return self._answer(403, {"errors": ["permission denied"]})
        KEPT.pop(place, None)
        return self._answer(204)

    def log_message(self, *words: object) -> None:
        pass


if __name__ == "__main__":
    if FILE:
        with suppress(FileNotFoundError):
            KEPT.update(json.loads(FILE.read_text()))
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Store)
    print(server.server_port, flush=True)
    server.serve_forever()
