"""A real browser on a real server: `visit` opens pages, checks accessibility at each step, and takes pictures.

    def test_a_visitor_finds_a_programme(visit):
        page = visit.open("/")                 # a page of the live server, checked by axe at 390 and 1280 px
        page.get_by_label("Your school").fill("Larkfield")
        page.get_by_role("button", name="Look").click()
        visit.step("results")                  # checks the page that is now open, and pictures it where asked

`visit.without_javascript()` opens a second browser in which scripts are off. `visit.sign_in(person)` gives the browser a
session with the second factor proved. `visit.work()` does what the worker would do now (mail, tasks).
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright
from procrastinate.contrib.django import app

from footbridge.people.models import Person
from footbridge.people.viewers import STRONG

WIDTHS = (390, 1280)
WHITEBOARDS = ((1920, 1080), (1280, 720))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What broke a rule, in words. Only these leave the browser: everything that passed is a megabyte on a large page.
AXE_FAULTS = """async options => (await axe.run(document, {...options, resultTypes: ['violations']})).violations.map(
  fault => `${fault.id}: ${fault.help} (${fault.nodes.slice(0, 4).map(node => node.target[0]).join(', ')})`)"""
PICTURES = os.environ.get("FOOTBRIDGE_PICTURES", "")  # a folder: pictures of each step are kept there


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey and uses a database that the live server sees too."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=False))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    # The browser's driver runs an event loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=os.environ["FOOTBRIDGE_CHROMIUM"],
            # a microphone that hums, for the pages that may use one; what may not is still refused by the browser
            args=[
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


class Visit:
    """A person's browser on the live server."""

    def __init__(self, browser: Browser, address: str, *, scripts: bool = True) -> None:
        self.browser, self.address, self.scripts = browser, address, scripts
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=scripts, base_url=address, locale="en-GB"
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.others: list[Visit] = []

    def open(self, path: str, *, name: str = "") -> Page:
        """Go to a path and check the page as a step."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.step(name or re.sub(r"\W+", "-", path).strip("-") or "home")
        return self.page

    def step(self, name: str, *, whiteboard: bool = False) -> None:
        """Check the page that is open: accessible and no sideways scroll at each width; picture it where asked.

        What is shown on a `whiteboard` must stand on its screen whole: nobody scrolls from across the room.
        """
        self._wait_until_it_stands()
        before = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.scripts:
                self._axe(name, width)
                wide = self.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width + 1, f"{name}: scrolls sideways at {width} px ({wide} px wide)"
            if PICTURES:
                folder = Path(PICTURES)
                folder.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        if whiteboard:
            self._on_a_whiteboard(name)
        if before:
            self.page.set_viewport_size(before)
        assert not self.errors, f"{name}: the browser complained: {self.errors}"

    def _on_a_whiteboard(self, name: str) -> None:
        for width, height in WHITEBOARDS:
            self.page.set_viewport_size({"width": width, "height": height})
            if self.scripts:
                self._axe(name, width)
            root = "document.documentElement"
            wide, high = self.page.evaluate(f"[{root}.scrollWidth, {root}.scrollHeight]")
            if PICTURES:
                self.page.screenshot(path=Path(PICTURES) / f"{name}-{width}x{height}.png")
            assert max(wide - width, high - height - 1) <= 0, f"{name}: needs {wide} × {high} of {width} × {height} px"

    def _wait_until_it_stands(self) -> None:
        """Between two pages the browser holds an empty one for a moment; a page without a heading is judged as it is."""
        self.page.wait_for_load_state("load")
        with suppress(TimeoutError):
            self.page.locator("h1").first.wait_for(state="attached", timeout=5_000)

    def _axe(self, name: str, width: int) -> None:
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(AXE_SCRIPT)
        faults = self.page.evaluate(AXE_FAULTS, {"runOnly": {"type": "tag", "values": RULES}})
        assert not faults, f"{name} at {width} px: " + "; ".join(faults)

    def sign_in(self, person: Person) -> None:
        """Give the browser a session of this person, second factor proved."""
        from django.test import Client

        client = Client()
        client.force_login(person)
        session = client.session
        session[STRONG] = True
        session.save()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def sign_out(self) -> None:
        """Forget everything this browser knows."""
        self.context.clear_cookies()

    def another(self, *, scripts: bool = True) -> Visit:
        """A second person's browser."""
        other = Visit(self.browser, self.address, scripts=scripts)
        self.others.append(other)
        return other

    def without_javascript(self) -> Visit:
        """A browser in which scripts are off."""
        return self.another(scripts=False)

    def work(self) -> None:
        """Do what the worker would do now: send mail, run tasks that are due."""
        run_tasks()

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str, *, role: str = "", most: int = 80) -> None:
        """Move by keyboard alone until the thing with this name has the focus, and see that it shows."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            focused: dict[str, Any] = self.page.evaluate(
                """() => { const e = document.activeElement;
                const around = [e, e.closest('.choice'), e.closest('.card-link')].filter(Boolean).map(getComputedStyle);
                const all = e.matches('body, main');  // nothing has the focus: not the page's whole text
                return {text: all ? '' : (e.labels && e.labels[0] && e.labels[0].innerText) || e.getAttribute('aria-label')
                        || e.innerText || e.value || '', shown: around.some(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none')} }"""
            )
            if name.lower() in focused["text"].lower():
                assert focused["shown"], f"“{name}” has the focus and does not show it"
                return
        raise AssertionError(f"“{name}” cannot be reached by keyboard")

    def close(self) -> None:
        for other in self.others:
            other.close()
        self.context.close()


def run_tasks() -> None:
    """Run every task that is due, in this process, on the real queue."""
    failures: list[BaseException] = []

    async def work() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))  # one thread, so that its database connection can be closed
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            async with worker.open_async():
                await worker.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)
        await loop.run_in_executor(None, connections.close_all)

    def in_own_loop() -> None:
        try:
            asyncio.run(work())
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=in_own_loop)
    thread.start()
    thread.join(60)
    if failures:
        raise failures[0]


@pytest.fixture(scope="session")
def nobody_left(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A page may still be asking when its browser is closed; the test database is not kept waiting for the answer."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def visit(nobody_left: None, browser: Browser, live_server: Any, settings: Any) -> Iterator[Visit]:
    """The first person's browser."""
    settings.ADDRESS = live_server.url.replace("127.0.0.1", "localhost")
    visitor = Visit(browser, settings.ADDRESS)
    yield visitor
    visitor.close()
    with connection.cursor() as cursor:  # the queue's tables are not Django's, which empties only its own after a test
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
