"""Change and ask again, as the facilitator at the board waits for it: p50 and p95 over HTTP.

    ./run bench board [--rounds 40] [--write docs/benchmarks/board.md]

Makes the demonstration network in the benchmark's own database and takes the drafts with the fewest and the most classes. Every
round changes something else (another link, another weight), so that no answer is ready before it is asked for; each change is undone.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.pages import client_for, prepare, server


@dataclass
class Asked:
    """A question to the board of a draft of `classes` classes, and the milliseconds until each whole answer."""

    what: str
    classes: int
    times: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The time that this share of the answers stayed under."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Reader:
    """A facilitator's browser: a new connection for each request, redirects followed."""

    def __init__(self, port: int, person: Any) -> None:
        self.port = port
        client = client_for(person)
        client.get("/today/")
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self.token = ""

    def ask(self, path: str, sent: dict[str, Any] | None = None) -> str:
        """The page that a request ends with; anything but a page is an error."""
        body = urlencode({**sent, "csrfmiddlewaretoken": self.token}, doseq=True) if sent is not None else None
        for _ in range(4):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            head = {"Host": "localhost", "Cookie": cookies}
            if body is not None:
                head |= {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Origin": "http://localhost",
                    "HX-Request": "true",
                }
            connection.request("GET" if body is None else "POST", path, body, head)
            answer = connection.getresponse()
            page = answer.read().decode()
            connection.close()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            if answer.status not in (302, 303):
                break
            path, body = str(answer.getheader("Location")), None
        assert answer.status == 200, (path, answer.status, re.sub(r"<[^>]*>|\s+", " ", page)[-400:])
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page):
            self.token = found[1]
        return page


def version(page: str) -> str:
    """The version of the draft that a page shows."""
    found = re.search(r'name="version"[^>]* value="(\d+)"', page) or re.search(
        r'value="(\d+)"[^>]* name="version"', page
    )
    assert found, "no version on the page"
    return found[1]


def drafts() -> list[tuple[int, int, Any]]:
    """Number, classes and facilitator of the drafts with the fewest and with the most classes."""
    from footbridge.brokering.drafts.board import board_of
    from footbridge.brokering.models import Draft
    from footbridge.people.models import Membership
    from footbridge.people.viewers import viewer_for

    found = []
    for draft in Draft.objects.unscoped("the benchmark takes its pick").select_related("linking_year__programme"):
        programme = draft.linking_year.programme
        roles = Membership.objects.unscoped("and sits in for the facilitator").filter(
            role="facilitator", programme=programme
        )
        person = roles.select_related("person").order_by("pk")[0].person
        found.append((len(board_of(viewer_for(person), draft).pool.classes), draft.pk, person))
    found.sort(key=lambda row: row[:2])
    return [(number, classes, person) for classes, number, person in (found[0], found[-1])]


class Form(HTMLParser):
    """What the form called `name` would send if nothing were touched."""

    def __init__(self, page: str, name: str) -> None:
        super().__init__()
        self.name, self.inside, self.select = name, False, ""
        self.fields: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = has.get("id") == self.name
        elif self.inside and tag == "select":
            self.select = has["name"]
        elif self.inside and tag == "option" and "selected" in has:
            self.fields.append((self.select, has["value"]))
        elif self.inside and tag == "input" and ("checked" in has or has.get("type") not in ("checkbox", "radio")):
            self.fields.append((has["name"], has.get("value", "on")))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


class Board:
    """One draft, and what a facilitator asks of it."""

    def __init__(self, reader: Reader, draft: int) -> None:
        self.reader, self.path = reader, f"/brokering/{draft}/"
        self.do("propose")
        page = reader.ask(self.path)
        self.links = sorted(set(re.findall(r'id="fix-([\d-]+)"', page)))
        self.form = Form(reader.ask(f"{self.path}weights/"), "weights-form").fields
        self.ban = []
        for key in self.links:
            fields = re.findall(r'name="(one|two)" value="(\d+)"', reader.ask(f"{self.path}link/{key}/"))
            self.ban.append(dict(fields))
        self.before()

    def before(self) -> None:
        """Look at the board: what is done next carries the version seen."""
        self.version = version(self.reader.ask(self.path))

    def do(self, verb: str, **sent: Any) -> None:
        """A change, with the version as it is."""
        self.before()
        self.reader.ask(f"{self.path}do/{verb}/", {"version": self.version, "view": "board", **sent})

    def fix(self, k: int) -> None:
        sent = {"version": self.version, "view": "board", "key": self.links[k % len(self.links)]}
        self.reader.ask(f"{self.path}do/fix/", sent)

    def rule_out(self, k: int) -> None:
        sent = {"version": self.version, "view": "board", "again": "on", **self.ban[k % len(self.ban)]}
        self.reader.ask(f"{self.path}do/rule-out/", sent)

    def slide(self, k: int) -> None:
        moved = {"ethnicity": 1 + k % 7 / 10, "travel": 0.2 + k % 11 / 20}
        kept = [(name, value) for name, value in self.form if name not in moved and name != "csrfmiddlewaretoken"]
        self.reader.ask(f"{self.path}weights/?{urlencode([*kept, *moved.items()])}")

    def what_if(self, k: int) -> None:
        first, second = (self.links[n % len(self.links)].split("-")[0] for n in (k, k + 1 + k % 3))
        self.reader.ask(f"{self.path}what-if/?classes={first}-{second}")

    def one_class(self, k: int) -> None:
        self.reader.ask(f"{self.path}class/{self.links[k % len(self.links)].split('-')[k % 2]}/")

    def look(self, k: int) -> None:
        self.reader.ask(self.path)


QUESTIONS: dict[str, tuple[Callable[[Board, int], None], bool]] = {
    "rule out two schools and propose again, see the board": (Board.rule_out, True),
    "fix a link, see the board": (Board.fix, True),
    "move two sliders, see the effect": (Board.slide, False),
    "what if these two were linked?": (Board.what_if, False),
    "a class, its best other partners and their price": (Board.one_class, False),
    "the board itself": (Board.look, False),
}
"""What is asked, and whether it has to be undone."""


def ask_all(port: int, rounds: int) -> list[Asked]:
    """Every question to both drafts, in turn, `rounds` times; the first two of each warm the workers and do not count."""
    out = []
    for draft, classes, person in drafts():
        board = Board(Reader(port, person), draft)
        for what, (ask, undo) in QUESTIONS.items():
            asked = Asked(what, classes)
            for k in range(rounds + 2):
                board.before()
                began = time.perf_counter()
                ask(board, k)
                if k > 1:
                    asked.times.append((time.perf_counter() - began) * 1000)
                if undo:
                    board.do("undo")
            out.append(asked)
            print(f"  {classes} classes: {what}: p95 {asked.at(0.95):.0f} ms", flush=True)
    return out


def report(asked: list[Asked], rounds: int) -> str:
    """The page of the documentation."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = ["| asked | classes | p50 ms | p95 ms |", "|---|---:|---:|---:|"]
    lines += [f"| {row.what} | {row.classes} | {row.at(0.5):.0f} | {row.at(0.95):.0f} |" for row in asked]
    return f"""# Change and ask again, on the page

Made by `./run bench board --write docs/benchmarks/board.md`: the drafts with the fewest and the most classes of the demonstration network,
asked {rounds} times each over HTTP against the server of `./run` with two workers, a new connection for each request. A change counts from
sending the form, as the page's script does, to the last byte of the board; each round changes another link or another weight. The bar
is 200 ms.

Machine: {machine}; load when measured: {os.getloadavg()[0]:.1f}.

{chr(10).join(lines)}
"""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench board")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args(argv)
    prepare()
    with server() as port:
        asked = ask_all(port, given.rounds)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text(report(asked, given.rounds), encoding="utf-8")
    return 0
