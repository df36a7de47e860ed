"""A tiny OpenID Connect provider on loopback that says whatever a test tells it to say."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import jwt

CLIENT = "footbridge-test"


class StandIn:
    """The provider's side: `claims` is what it says about whoever comes; None: it refuses them."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] | None = {}
        self.asked: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlparse(self.path)
                provider.asked.append(address.path)
                if address.path == "/authorize":
                    self.send_back(parse_qs(address.query))
                elif address.path == "/userinfo":
                    self.answer(provider.claims or {})
                else:
                    self.answer(provider.configuration())

            def do_POST(self) -> None:
                provider.asked.append(self.path)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                claims = {
                    "iss": provider.address,
                    "aud": CLIENT,
                    "exp": 9999999999,
                    "iat": 1,
                    **(provider.claims or {}),
                }
                token = jwt.encode(claims, "a secret of the stand-in, long enough", algorithm="HS256")
                self.answer({"access_token": "access", "token_type": "Bearer", "id_token": token})

            def send_back(self, query: dict[str, list[str]]) -> None:
                words = {"code": "one-time"} if provider.claims is not None else {"error": "access_denied"}
                back = f"{query['redirect_uri'][0]}?{urlencode({**words, 'state': query['state'][0]})}"
                self.send_response(302)
                self.send_header("Location", back)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def answer(self, words: dict[str, Any]) -> None:
                body = json.dumps(words).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://localhost:{self.server.server_port}"

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
        }

    def settings(self, *, trusted: bool) -> dict[str, Any]:
        """As the environment would make them."""
        app = {
            "provider_id": "dfe",
            "name": "DfE Sign-in",
            "client_id": CLIENT,
            "secret": "secret",
            "settings": {"server_url": self.address, "trust_email": trusted},
        }
        return {"openid_connect": {"APPS": [app]}}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """A provider for the time of a test."""
    provider = StandIn()
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
