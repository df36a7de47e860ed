"""A teacher opens class mode; a child on a tablet writes, draws and asks; the net drops; the teacher finds it all."""

from __future__ import annotations

from pathlib import Path

from footbridge.exchange.labels.actions import add_labels
from tests.exchange.conftest import make_pair
from tests.journeys.conftest import Visit
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)


def test_a_lesson_on_tablets(visit: Visit, vault: Path) -> None:  # noqa: F811
    pair = make_pair()
    here = pair.here
    add_labels(by=here.viewer, link_class=here.led.pk, texts=["Amina", "Ben"])
    visit.sign_in(here.teacher)
    page = visit.open(f"/exchange/classes/{here.led.pk}/lesson/", name="lesson-closed")
    page.get_by_label("30 minutes").check()
    page.get_by_role("button", name="Open class mode").click()
    visit.step("lesson-open")
    code = " ".join(page.locator(".code-large").inner_text().split()[-2:])
    page.get_by_role("link", name="Show it large").click()
    visit.step("lesson-board", whiteboard=True)

    child = visit.another()
    tablet = child.page
    tablet.set_viewport_size({"width": 820, "height": 1180})
    child.open("/lesson/#" + code.replace(" ", ""), name="lesson-enter")
    assert tablet.get_by_label("The six letters").input_value() == code.replace(" ", "")
    tablet.get_by_role("button", name="Go in").click()
    child.step("lesson-choose")
    for one in tablet.locator("a, button, input:not([type=hidden])").all():
        box = one.bounding_box()
        if box and one.is_visible() and "skip" not in (one.get_attribute("class") or ""):
            assert box["height"] >= 60, f"{one.inner_text()} is {box['height']} px high"
    tablet.get_by_role("link", name="Write").click()
    tablet.get_by_label("Your words").fill("I can whistle.\nMy brother cannot.")
    child.step("lesson-write")
    child.context.set_offline(True)
    tablet.get_by_role("button", name="Give it to my teacher").click()
    tablet.get_by_text("The internet is away").wait_for()
    assert tablet.get_by_label("Your words").input_value().startswith("I can whistle.")
    child.errors.clear()  # the browser says that the net is away
    child.context.set_offline(False)
    tablet.locator(".tablet-sent").wait_for()
    tablet.get_by_role("link", name="Draw").click()
    tablet.get_by_role("radio", name="Red").click()
    tablet.get_by_role("radio", name="Very thick brush").click()
    box = tablet.locator("canvas").bounding_box()
    assert box
    tablet.mouse.move(box["x"] + 60, box["y"] + 60)
    tablet.mouse.down()
    tablet.mouse.move(box["x"] + 260, box["y"] + 200, steps=6)
    tablet.mouse.up()
    points = "[...document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1440, 1080).data]"
    assert tablet.evaluate(points + ".filter((value, at) => at % 4 === 1 && value < 60).length") > 1000  # red is there
    child.step("lesson-draw")
    tablet.get_by_role("button", name="Give it to my teacher").click()
    tablet.locator(".tablet-sent").wait_for()
    plain = visit.without_javascript()
    plain.context.add_cookies(child.context.cookies())
    plain.open("/lesson/in/", name="lesson-plain")
    plain.page.get_by_role("link", name="Ask").click()
    plain.page.get_by_label("One question").fill("Do you have a tree?")
    plain.page.get_by_role("button", name="Give it to my teacher").click()
    assert plain.page.locator(".tablet-sent").is_visible()

    page.get_by_role("link", name="Close this page").click()
    page.get_by_role("button", name="Close class mode now").click()
    assert page.locator("section:has(#tray) .piece").count() == 2
    visit.step("lesson-tray")
    tablet.get_by_role("link", name="Write").click()
    child.step("lesson-over")
    assert tablet.get_by_role("heading", name="Type the code").is_visible()
    assert (
        tablet.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == []
    )  # nothing stays on it
