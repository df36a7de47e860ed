"""A child speaks on a tablet and a teacher at the desk: recorded, stopped, heard, recorded again, sent; the microphone is let go."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from footbridge.exchange.houserules.actions import set_rule
from footbridge.exchange.lesson.actions import open_lesson
from footbridge.exchange.lesson.codes import code_of
from footbridge.exchange.pieces.queries import cards_of
from tests.exchange.conftest import make_pair
from tests.journeys.conftest import Visit
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)

ASK = "navigator.mediaDevices.getUserMedia({audio: true}).then(() => 'open', trouble => trouble.name)"
LOUD = "c => [...c.getContext('2d').getImageData(0, 0, c.width, 40).data].some(Boolean)"


def seen(part: Locator, what: str, seconds: float = 20) -> bool:
    """Whether something is seen on a part of the page before long. Asked from here: waiting there needs `eval`, which is forbidden."""
    until = time.monotonic() + seconds
    while not part.evaluate(what):
        if time.monotonic() > until:
            return False
        part.page.wait_for_timeout(100)
    return True


def record(page: Page, button: str = "Record") -> None:
    """Record with the browser's humming microphone, stop, and hear it."""
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("0:01", exact=True).wait_for()
    assert seen(page.locator("[data-level]"), LOUD), "the level does not move although the microphone hums"
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_focused()
    page.get_by_role("button", name="Listen", exact=True).click()
    assert seen(
        page.locator("[data-heard]"), "sound => sound.readyState > 1 && (!sound.paused || sound.currentTime > 0)"
    )


def test_a_child_and_a_teacher_record(visit: Visit, vault: Path) -> None:  # noqa: F811
    pair = make_pair()
    here = pair.here
    for half in (here, pair.there):
        set_rule(by=half.viewer, link=pair.link.pk, enhanced=False, names=True, voice=True)
    lesson = open_lesson(by=here.viewer, link_class=here.led.pk, minutes=30)
    tablet = visit.page
    tablet.set_viewport_size({"width": 820, "height": 1180})
    visit.open("/lesson/#" + code_of(lesson.pk))
    tablet.get_by_role("button", name="Go in").click()
    visit.step("lesson-choose-voice")
    tablet.get_by_role("link", name="Speak").click()
    visit.step("lesson-voice")
    for one in tablet.locator("button, label.big").all():
        box = one.bounding_box()
        assert not (box and one.is_visible()) or box["height"] >= 60, one.inner_text()
    record(tablet)
    visit.step("lesson-voice-heard")
    tablet.once("dialog", lambda asked: asked.accept())
    record(tablet, "Record again")
    tablet.get_by_role("button", name="Give it to my teacher").click()
    tablet.locator(".tablet-sent").wait_for()
    tablet.get_by_role("link", name="Write").click()
    assert tablet.evaluate(ASK) == "NotAllowedError"  # this page may not, whatever the browser allows
    visit.errors.clear()  # it said so

    desk = visit.another()
    desk.sign_in(here.teacher)
    page = desk.open(f"/exchange/classes/{here.led.pk}/record/", name="exchange-record")
    page.get_by_role("button", name="Put it in the tray").click()
    page.get_by_text("Record something first").wait_for()
    record(page)
    desk.step("exchange-record-heard")
    page.get_by_role("button", name="Put it in the tray").click()
    page.wait_for_url(f"**/exchange/{pair.link.pk}/")
    desk.work()
    page.reload()
    page.get_by_role("link", name="Recording of").wait_for()
    kinds = [card.kind for card in cards_of(here.viewer, pair.link.pk)]
    assert len(kinds) == 2
    assert all(kind.startswith("Recording, 0:") for kind in kinds)

    plain = visit.without_javascript()
    plain.sign_in(here.teacher)
    plain.open(f"/exchange/classes/{here.led.pk}/record/", name="exchange-record-plain")
    assert plain.page.get_by_label("Choose a recording").get_attribute("capture") is not None
    assert not plain.page.get_by_role("button", name="Record", exact=True).is_visible()
