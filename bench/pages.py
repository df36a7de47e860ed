"""The heaviest pages at the demonstration's full size: p50 and p95 through the real server, and their queries.

    ./run bench pages [--pages 10] [--rounds 40] [--write docs/benchmarks/pages.md]

Makes the demonstration network in the benchmark's own database and walks every page that links lead to as a visitor, a facilitator
(of the largest programme and of Derby), a head and network staff. The kinds of page are ranked by their time in the process, and the
heaviest are measured over HTTP, with a new connection each time and one request after the other.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PER_ROUTE = 1  # addresses measured of each route: of the detail pages of one kind, the first that a list leads to
DEEP = 3  # links followed from the first page


@dataclass
class Page:
    """A page as one of the readers sees it. Times are milliseconds."""

    who: str
    route: str
    path: str
    queries: int
    size: int
    inside: float
    times: list[float]

    def at(self, share: float) -> float:
        """The time that this share of the requests stayed under."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def prepare() -> None:
    """Settings of a demonstration, tables, and the network."""
    os.environ["FOOTBRIDGE_DEMONSTRATION"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "footbridge.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("make_demonstration", "--if-missing")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def readers() -> dict[str, Any]:
    """Who looks: name → person, None for a visitor."""
    from footbridge.demo.queries import person_of
    from footbridge.people.models import Membership

    found = Membership.objects.unscoped("the benchmark looks as them").filter(role="facilitator")
    bradford = found.filter(programme__slug="bradford").select_related("person").order_by("pk")[0]
    return {
        "visitor": None,
        "facilitator, Bradford": bradford.person,
        "facilitator, Derby": person_of("derby-facilitator"),
        "head": person_of("first-head"),
        "network staff": person_of("network-staff"),
    }


def client_for(person: Any) -> Any:
    """A client in the process, signed in with the second factor proved."""
    from django.test import Client

    from footbridge.people.viewers import STRONG

    client = Client(HTTP_HOST="localhost")
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[STRONG] = True
        session.save()
    return client


def walk(who: str, client: Any) -> Iterator[Page]:
    """Every kind of page that links lead to, breadth first, each route once."""
    from django.urls import Resolver404, resolve

    waiting: list[tuple[str, int]] = [("/", 0), ("/today/", 0)]
    routes: dict[str, int] = {}
    while waiting:
        path, depth = waiting.pop(0)
        try:
            route = resolve(path.partition("?")[0]).view_name
        except Resolver404:
            continue
        if routes.get(route, 0) >= PER_ROUTE:
            continue
        routes[route] = routes.get(route, 0) + 1
        page, links = look(who, client, route, path)
        if page:
            yield page
        if depth < DEEP:
            waiting += [(link, depth + 1) for link in links]


def look(who: str, client: Any, route: str, path: str) -> tuple[Page | None, list[str]]:
    """One page in the process: its time (the middle of three), its queries, the links in it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = client.get(path)
            times.append((time.perf_counter() - began) * 1000)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return None, []
    links = re.findall(r'href="(/[^"#]*)"', answer.content.decode())
    return Page(who, route, path, len(queries), len(answer.content), statistics.median(times), []), links


@contextmanager
def server() -> Iterator[int]:
    """The web server of `./run` with two workers; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
        "--blocking-threads", "8", "--log-level", "error", "--no-ws", "footbridge.config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, "FOOTBRIDGE_DATABASE_POOL": "8"})
    try:
        end = time.monotonic() + 120  # a busy machine takes its time
        while time.monotonic() < end:
            with suppress(OSError):
                if fetch(port, "/readyz", "")[0] == 200:
                    break
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def fetch(port: int, path: str, cookie: str) -> tuple[int, float]:
    """Status and milliseconds of one request over HTTP."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, (time.perf_counter() - began) * 1000


def measure(pages: list[Page], cookies: dict[str, str], rounds: int) -> None:
    """Ask for every page in turn, round after round, so that none has the machine's quiet minute for itself."""
    with server() as port:
        for page in pages:
            for _ in range(2):  # both workers warm
                fetch(port, page.path, cookies[page.who])
        for _ in range(rounds):
            for page in pages:
                status, milliseconds = fetch(port, page.path, cookies[page.who])
                assert status == 200, (page.path, status)
                page.times.append(milliseconds)


def table(pages: list[Page]) -> str:
    """The measured pages as a Markdown table."""
    lines = ["| page | as | queries | kB | p50 ms | p95 ms |", "|---|---|---:|---:|---:|---:|"]
    lines += [
        f"| `{page.route}` | {page.who} | {page.queries} | {page.size / 1000:.0f} | {page.at(0.5):.0f} | {page.at(0.95):.0f} |"
        for page in pages
    ]
    return "\n".join(lines)


def report(pages: list[Page], walked: int, rounds: int) -> str:
    """The page of the documentation."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"""# The heaviest pages at full size

Made by `./run bench pages --write docs/benchmarks/pages.md`, with the whole demonstration network: 28 programmes, 1,063 classes,
about 660 schools. {walked} pages were walked as visitor, facilitator, head and network staff; of each kind the slowest counts, and the
{len(pages)} slowest kinds were asked for {rounds} times each over HTTP, a new connection each time, against the server of `./run` with
two workers. Queries are those of one request, session and roles included.

Machine: {machine}; load when measured: {os.getloadavg()[0]:.1f}.

{table(pages)}
"""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench pages")
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args(argv)
    prepare()
    walked: list[Page] = []
    cookies: dict[str, str] = {}
    for who, person in readers().items():
        client = client_for(person)
        walked += walk(who, client)
        cookies[who] = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        print(f"walked as {who}: {len(walked)} pages so far", flush=True)
    by_route: dict[str, Page] = {}
    for page in sorted(walked, key=lambda page: page.inside):
        by_route[page.route] = page
    heaviest = sorted(by_route.values(), key=lambda page: -page.inside)[: given.pages]
    measure(heaviest, cookies, given.rounds)
    heaviest.sort(key=lambda page: -page.at(0.95))
    print(table(heaviest))
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text(report(heaviest, len(walked), given.rounds), encoding="utf-8")
    return 0
