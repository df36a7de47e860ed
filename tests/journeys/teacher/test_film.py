"""A film over a broken line: its teacher sends it, the worker makes it anew, the partner plays it on the whiteboard by keyboard."""

from __future__ import annotations

import struct
from pathlib import Path

from playwright.sync_api import Route

from footbridge.exchange.houserules.actions import set_rule
from footbridge.exchange.labels.actions import add_labels
from tests.exchange.conftest import make_pair
from tests.exchange.media.samples import made
from tests.exchange.test_pieces import permit, trust
from tests.journeys.conftest import Visit
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)


def test_a_film_over_a_broken_line(visit: Visit, tmp_path: Path, vault: Path) -> None:  # noqa: F811
    pair = make_pair()
    for half in (pair.here, pair.there):
        add_labels(by=half.viewer, link_class=half.led.pk, texts=["Amina", "Ben", "Chidi"])
        half.led.offered_class.size = 3
        half.led.offered_class.save(update_fields=["size"])
        permit(half, "work", "film")
        set_rule(by=half.viewer, link=pair.link.pk, enhanced=False, names=True, film=True)
    trust(pair.here, pair.there)
    film = tmp_path / "dance.mp4"
    film.write_bytes(made("mp4", 2) + struct.pack(">I", 2_500_008) + b"free" + bytes(2_500_000))  # three parts
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if not broken and route.request.headers.get("x-offset") == str(2**20):
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    visit.sign_in(pair.here.teacher)
    page = visit.open(f"/exchange/classes/{pair.here.led.pk}/pictures/")
    page.route("**/exchange/parcels/*/", break_once)
    page.get_by_label("Choose pictures").set_input_files(film)
    page.get_by_role("button", name="Put them in the tray").click()
    page.wait_for_url(f"**/exchange/{pair.link.pk}/")
    assert broken
    assert [one for one in visit.errors if "CONNECTION_RESET" in one]  # the browser noticed, and nobody else
    visit.errors.clear()
    page.get_by_text("Being made ready").wait_for()
    visit.step("exchange-on-its-way")
    visit.work()
    page.reload()
    page.get_by_role("link", name="Film of").click()
    visit.step("exchange-film")
    visit.tab_to("Send it to the partner class")
    visit.press("Enter")
    page.get_by_text("Call it back").first.wait_for()
    other = visit.another()
    other.sign_in(pair.there.teacher)
    theirs = other.open(f"/exchange/{pair.link.pk}/")
    theirs.get_by_role("link", name="Film of").click()
    theirs.get_by_role("button", name="Release it to my class").click()
    theirs.get_by_role("link", name="Show it large").click()
    film_there = theirs.locator("video")
    film_there.focus()
    theirs.keyboard.press("Space")
    film_there.evaluate(
        "v => new Promise(seen => v.addEventListener('timeupdate', () => v.currentTime > 0.2 && seen()))"
    )
    other.step("exchange-show-film", whiteboard=True)
    theirs.get_by_role("link", name="Close the show").click()
    theirs.get_by_role("heading", name="To and fro").wait_for()
