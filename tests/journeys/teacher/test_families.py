"""A teacher makes letters; a parent answers in Urdu on a telephone without JavaScript; the teacher confirms; the gate opens, and a
withdrawal shuts it on the next request."""

from __future__ import annotations

from pathlib import Path

import pypdf
from playwright.sync_api import expect

from footbridge.exchange.families.actions.making import make_codes
from footbridge.exchange.families.languages import catalogue
from footbridge.exchange.gate import held_one
from footbridge.exchange.labels import own_labels
from footbridge.exchange.labels.actions import add_labels
from footbridge.vault import walls
from tests.exchange.conftest import make_pair
from tests.exchange.families.test_notices import published, sent
from tests.journeys.conftest import Visit
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)

URDU = catalogue("ur")


def test_letter_answer_confirmation_withdrawal(visit: Visit, vault: Path) -> None:  # noqa: F811
    pair = make_pair()
    here = pair.here
    add_labels(by=here.viewer, link_class=here.led.pk, texts=["Amina"])
    piece = sent(here)

    def open_() -> bool:
        with walls.inside(pair.link.pk):
            return held_one(piece).open

    visit.sign_in(here.teacher)
    page = visit.open(f"/exchange/classes/{here.led.pk}/families/letters/", name="families-letters")
    page.get_by_label("Urdu").check()
    page.get_by_label("Large print").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make the letters").click()
    letters = pypdf.PdfReader(waiting.value.path())
    assert len(letters.pages) == 4  # English and Urdu, two large pages each
    page.get_by_role("button", name="Show them to print").click()
    page.get_by_role("button", name="Print", exact=True).wait_for()
    visit.step("families-letters-to-print")
    child = own_labels(here.viewer, here.led.pk)[0]
    code = make_codes(by=here.viewer, link_class=here.led.pk, children=[child.id])[child.id]
    assert f"{code[:5]}-{code[5:]}" in letters.pages[0].extract_text()

    family = visit.without_javascript()
    family.page.set_viewport_size({"width": 390, "height": 844})
    phone = family.open(f"/family/ur/{code}/", name="family-door")
    assert phone.locator("html").get_attribute("dir") == "rtl"
    phone.get_by_role("button", name=URDU["button.continue"]).click()
    phone.get_by_role("link", name=URDU["answer.title"]).click()
    for group in phone.locator("fieldset").all():
        group.get_by_role("radio").first.check()  # yes to each, and the mother
    phone.get_by_role("button", name=URDU["button.continue"]).click()
    phone.get_by_role("button", name=URDU["button.send"]).click()
    assert phone.get_by_role("heading", level=1).inner_text() == URDU["thanks.title"]
    assert not open_()

    visit.open(f"/exchange/classes/{here.led.pk}/families/", name="families-waiting")
    page.get_by_role("radio", name="Amina: yes, it was the family").check()
    page.get_by_role("button", name="Keep what I chose").click()
    page.get_by_text("What they permit may be used from now on").wait_for()
    visit.step("families-confirmed")
    assert open_()
    published(pair, piece)
    reader = visit.another()
    read = reader.open("/family/ur/", name="family-start")
    read.get_by_label(URDU["start.code"]).fill(code)
    read.get_by_role("button", name=URDU["button.continue"]).click()
    reader.step("family-child")
    read.get_by_role("link", name=URDU["button.change"]).click()
    reader.step("family-answer")
    read.goto(f"{visit.address}/family/ur/news/")
    reader.step("family-news")
    picture = read.locator("figure img").get_attribute("src") or ""
    assert read.request.get(visit.address + picture).status == 200

    phone.get_by_role("link", name=URDU["withdraw.button"]).click()
    phone.get_by_role("button", name=URDU["withdraw.button"]).click()
    phone.get_by_text(URDU["withdraw.done"]).wait_for()
    assert not open_()
    assert read.request.get(visit.address + picture).status == 404
    visit.open(f"/exchange/classes/{here.led.pk}/families/slips/", name="families-slips")
    page.get_by_label("Amina").press_sequentially("nx")
    visit.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    visit.press("Tab", "Enter")  # to the line that is wrong, where what was typed still stands
    expect(page.get_by_label("Amina")).to_be_focused()
    visit.errors.clear()  # the browser notes that the answer was 422
    visit.step("families-slips-wrong")
    visit.press("Control+a", "n", "Enter")
    page.get_by_text("answers are noted").wait_for()  # paper stands beside the code
