"""Two teachers from the first names to a released picture; one of them without JavaScript. The lead agrees to the first piece."""

from __future__ import annotations

from pathlib import Path

from tests import factories
from tests.exchange.conftest import make_pair
from tests.exchange.pictures import as_bytes, drawn
from tests.journeys.conftest import Visit
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)


def test_two_teachers_from_hello_to_release(visit: Visit, tmp_path: Path, vault: Path) -> None:  # noqa: F811
    pair = make_pair()
    here, there = pair.here, pair.there
    lead = factories.member("safeguarding_lead", of=here.school)
    files = []
    for shift in (0, 60):
        path = tmp_path / f"{shift}.jpg"
        path.write_bytes(as_bytes(drawn(320, 240, shift)))
        files.append(path)
    names = "\n".join(f"Child {chr(65 + n)}" for n in range(24))
    visit.sign_in(here.teacher)
    page = visit.open("/exchange/", name="exchange-rooms")
    page.get_by_role("link", name="Type the first names").click()
    page.get_by_role("textbox", name="First names or nicknames").fill("Amina Khan\n" + names)
    page.get_by_role("button", name="Put them on the list").click()
    visit.step("exchange-full-name")
    page.get_by_role("textbox", name="First names or nicknames").fill("Amina\n" + names)
    page.get_by_role("button", name="Put them on the list").click()
    visit.step("exchange-children")
    page.get_by_role("link", name="What their families permit").click()
    for select in page.get_by_label("all at once").all():
        select.select_option("permitted")
    page.get_by_role("button", name="Note these answers").click()
    visit.step("exchange-permissions")
    visit.open(f"/exchange/{pair.link.pk}/", name="exchange-empty-room")
    page.get_by_role("link", name="Send pictures").click()
    visit.step("exchange-upload")
    page.get_by_label("Choose pictures").set_input_files(files)
    page.get_by_role("button", name="Put them in the tray").click()
    page.wait_for_url(f"**/exchange/{pair.link.pk}/")
    assert page.locator("section:has(#tray) .piece").count() == 2
    visit.step("exchange-tray")
    page.locator("section:has(#tray) .piece a").first.click()
    visit.step("exchange-piece")
    page.get_by_role("link", name="Say what it is").click()
    page.get_by_label("What is it called?").fill("The hill")
    page.get_by_label("Where do we live?").check()
    visit.step("exchange-describe")
    page.get_by_role("button", name="Keep this").click()
    visit.tab_to("Send it to the partner class")
    visit.press("Enter")
    page.get_by_text("Waits for a second adult").first.wait_for()
    second = visit.another()
    second.sign_in(lead)
    theirs = second.open("/exchange/concerns/", name="exchange-lead")
    theirs.get_by_role("link", name="Look at 1").click()
    theirs.get_by_role("link", name="The hill").click()
    second.step("exchange-first")
    theirs.get_by_role("button", name="Yes, send it").click()
    plain = visit.without_javascript()
    plain.sign_in(there.teacher)
    partner = plain.open(f"/exchange/{pair.link.pk}/", name="exchange-partner-plain")
    partner.locator(".piece a").first.click()
    partner.get_by_role("button", name="Release it to my class").click()
    partner.get_by_role("link", name="Show it large").click()
    plain.step("exchange-show-plain")
    assert partner.get_by_role("heading", name="The hill").is_visible()
    partner.goto(f"{visit.address}/exchange/{pair.link.pk}/questions/")
    partner.get_by_label("What does your class want to know?").fill("Is it steep?")
    partner.get_by_role("button", name="Note them").click()
    partner.get_by_label("Is it steep?").check()
    partner.get_by_role("button", name="Send the ticked ones").click()
    visit.open(f"/exchange/{pair.link.pk}/questions/", name="exchange-questions")
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("What does your class answer?").fill("Only on Mondays.")
    page.get_by_role("button", name="Send the answer").click()
    visit.step("exchange-answered")
    visit.open("/activities/", name="activities")
    visit.open(f"/exchange/{pair.link.pk}/rules/", name="exchange-rules")
