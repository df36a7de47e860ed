"""The year of two teachers and a class in one go: names, portraits with two keys, questions, a lesson, a meeting, goodbye, book, deletion.

One of the teachers uses no JavaScript; the pages of the goodbye and of the book are walked by keyboard alone.
"""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import localdate
from playwright.sync_api import Page
from pypdf import PdfReader

from footbridge.access import Viewer
from footbridge.exchange.labels.actions import add_labels
from footbridge.exchange.tasks import end_rooms_on
from footbridge.visits.meetings import actions as meetings
from footbridge.visits.models import Meeting
from tests import factories
from tests.exchange.conftest import Half, Pair, make_pair
from tests.exchange.pictures import as_bytes, drawn
from tests.exchange.test_pieces import permit, trust
from tests.journeys.conftest import Visit
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)
from tests.visits.conftest import TEN, TWO

CLASS = ["Amina", *(f"Child {chr(65 + n)}" for n in range(24))]


def test_two_classes_from_hello_to_goodbye(visit: Visit, tmp_path: Path, vault: Path) -> None:  # noqa: F811
    pair = make_pair()
    partner_class(pair.there)
    visit.sign_in(pair.here.teacher)
    names_and_permissions(visit)
    plain = visit.without_javascript()
    plain.sign_in(pair.there.teacher)
    portraits(visit, plain, pair, tmp_path)
    questions(visit, plain, pair)
    a_lesson(visit, plain, pair)
    a_meeting(visit, pair)
    goodbye(visit, plain, pair)
    assert end_rooms_on(localdate() + timedelta(days=29)) == 0  # the control: one day early nothing goes
    assert end_rooms_on(localdate() + timedelta(days=30)) == 1
    page = visit.open("/exchange/", name="exchange-gone")
    certificate = fetched(page, "link", "Get the certificate")
    assert "Certificate of deletion" in certificate
    assert "Amina" not in certificate
    page.goto(f"{visit.address}/exchange/{pair.link.pk}/")
    assert page.get_by_role("link", name="Get the certificate").is_visible()
    assert "This is me" not in page.content()


def partner_class(there: Half) -> None:
    """The partner's list, which its teacher has made before."""
    add_labels(by=there.viewer, link_class=there.led.pk, texts=["Dora", "Eesa", "Finn"])
    permit(there, "work")
    trust(there)


def fetched(page: Page, role: str, name: str) -> str:
    """The words of a PDF that a link or a button gives, pressed by keyboard."""
    with page.expect_download() as download:
        page.get_by_role(role, name=name).press("Enter")  # type: ignore[arg-type]  # the names of roles are words
    content = Path(download.value.path()).read_bytes()
    return " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(content)).pages)


def names_and_permissions(visit: Visit) -> None:
    page = visit.open("/exchange/", name="exchange-rooms")
    page.get_by_role("link", name="Type the first names").click()
    names = page.get_by_role("textbox", name="First names or nicknames")
    names.fill("\n".join(["Amina Khan", *CLASS[1:]]))
    page.get_by_role("button", name="Put them on the list").click()
    visit.step("exchange-full-name")
    names.fill("\n".join(CLASS))
    page.get_by_role("button", name="Put them on the list").click()
    page.get_by_role("link", name="What their families permit").click()
    page.get_by_role("button", name="Note these answers").wait_for()  # it stands below the last row
    for select in page.get_by_label("all at once").all():
        select.select_option("permitted")
    page.get_by_role("button", name="Note these answers").click()
    visit.step("exchange-permissions")


def portraits(visit: Visit, plain: Visit, pair: Pair, folder: Path) -> None:
    """Each class sends a portrait; the first piece of a teacher waits for the safeguarding lead."""
    files = [folder / "one.jpg", folder / "two.jpg"]
    for shift, file in enumerate(files):
        file.write_bytes(as_bytes(drawn(320, 240, 60 * shift)))
    page = visit.page
    page.goto(f"{visit.address}/exchange/{pair.link.pk}/")
    page.get_by_role("link", name="Send pictures").click()
    page.get_by_label("Choose pictures").set_input_files(files)
    page.get_by_role("button", name="Put them in the tray").click()
    page.wait_for_url(f"**/exchange/{pair.link.pk}/")
    assert page.locator("section:has(#tray) .piece").count() == 2
    visit.step("exchange-tray")
    page.locator("section:has(#tray) .piece a").first.click()
    describe(visit, "This is me", who="Amina")
    visit.tab_to("Send it to the partner class")
    visit.press("Enter")
    page.get_by_text("Waits for a second adult").first.wait_for()
    second = visit.another()
    second.sign_in(factories.member("safeguarding_lead", of=pair.here.school))
    lead = second.open("/exchange/concerns/", name="exchange-lead")
    lead.get_by_role("link", name="Look at 1").click()
    lead.get_by_role("link", name="This is me").click()
    second.step("exchange-first")
    lead.get_by_role("button", name="Yes, send it").click()

    theirs = plain.open(f"/exchange/{pair.link.pk}/", name="exchange-partner-plain")
    theirs.locator(".piece a").first.click()
    theirs.get_by_role("button", name="Release it to my class").click()
    theirs.get_by_role("link", name="Show it large").click()
    plain.step("exchange-show-plain", whiteboard=True)
    assert theirs.get_by_role("heading", name="This is me").is_visible()
    theirs.goto(f"{plain.address}/exchange/classes/{pair.there.led.pk}/pictures/")
    theirs.get_by_label("Choose pictures").set_input_files(files[0])
    theirs.get_by_role("button", name="Put them in the tray").click()
    theirs.locator("section:has(#tray) .piece a").first.click()
    describe(plain, "Finn of the valley", who="Finn")
    theirs.get_by_role("button", name="Send it to the partner class").click()
    page.goto(f"{visit.address}/exchange/{pair.link.pk}/")
    page.get_by_role("link", name="Finn of the valley").click()
    page.get_by_role("button", name="Release it to my class").click()
    page.get_by_role("link", name="Show it large").wait_for()


def describe(visit: Visit, title: str, *, who: str) -> None:
    """Say what the piece is that is open: a portrait of one child, who permitted it, and the partner may keep it."""
    page = visit.page
    page.get_by_role("link", name="Say what it is").click()
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("Who am I?").check()
    page.get_by_label("It is a portrait of a child").check()
    page.get_by_label("One child or a group").check()
    page.get_by_label(who, exact=True).check()
    if visit.scripts:
        visit.step("exchange-describe")
    page.get_by_role("button", name="Keep this").click()


def questions(visit: Visit, plain: Visit, pair: Pair) -> None:
    theirs = plain.page
    theirs.goto(f"{plain.address}/exchange/{pair.link.pk}/questions/")
    theirs.get_by_label("What does your class want to know?").fill("Is it steep?")
    theirs.get_by_role("button", name="Note them").click()
    theirs.get_by_label("Is it steep?").check()
    theirs.get_by_role("button", name="Send the ticked ones").click()
    page = visit.open(f"/exchange/{pair.link.pk}/questions/", name="exchange-questions")
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("What does your class answer?").fill("Only on Mondays.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Only on Mondays.").wait_for()


def a_lesson(visit: Visit, plain: Visit, pair: Pair) -> None:
    """A child writes on a tablet; the teacher finds it in the tray and sends it, and the partner shows it to the class."""
    page = visit.page
    page.goto(f"{visit.address}/exchange/classes/{pair.here.led.pk}/lesson/")
    page.get_by_label("30 minutes").check()
    page.get_by_role("button", name="Open class mode").click()
    child = visit.another()
    tablet = child.page
    tablet.goto(f"{visit.address}/lesson/#" + "".join(page.locator(".code-large").inner_text().split()[-2:]))
    tablet.get_by_role("button", name="Go in").click()
    tablet.get_by_role("link", name="Write").click()
    tablet.get_by_label("Your words").fill("I can whistle.\nMy brother cannot.")
    tablet.get_by_role("button", name="Give it to my teacher").click()
    tablet.locator(".tablet-sent").wait_for()
    page.get_by_role("button", name="Close class mode now").click()
    page.get_by_role("link", name="I can whistle.").click()
    page.get_by_role("button", name="Send it to the partner class").click()
    page.get_by_text("It is on its way.").wait_for()
    theirs = plain.page
    theirs.goto(f"{plain.address}/exchange/{pair.link.pk}/")
    theirs.get_by_role("link", name="I can whistle.").click()
    theirs.get_by_role("button", name="Release it to my class").click()


def a_meeting(visit: Visit, pair: Pair) -> None:
    """The classes met yesterday, and the teacher says so."""
    meetings.make_meetings(by=Viewer.for_system("meetings"), link=pair.link)
    met = Meeting.objects.unscoped("a journey looks").get(link=pair.link, number=1)
    met.give_date(localdate() - timedelta(days=1), TEN, TWO)
    page = visit.page
    page.goto(f"{visit.address}/meetings/{met.pk}/after/")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Children of your school who came").fill("25")
    page.get_by_label("Adults of your school who came").fill("3")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="How was it?").wait_for()


def goodbye(visit: Visit, plain: Visit, pair: Pair) -> None:
    """What may be kept, the goodbye and the book: one teacher by keyboard alone, the other without scripts."""
    theirs = plain.page
    theirs.goto(f"{plain.address}/exchange/{pair.link.pk}/keep/")
    theirs.get_by_label("Finn of the valley").check()
    theirs.get_by_role("button", name="Note what may be kept").click()
    theirs.goto(f"{plain.address}/exchange/{pair.link.pk}/goodbye/")
    theirs.get_by_role("button", name="Say goodbye").click()
    theirs.get_by_text("Your partner is told").wait_for()

    page = visit.open(f"/exchange/{pair.link.pk}/goodbye/", name="exchange-goodbye")
    visit.tab_to("Choose")
    visit.press("Enter")
    page.get_by_role("heading", name="What your partner may keep").wait_for()
    for title in ("I can whistle.", "This is me"):
        visit.tab_to(title)
        visit.press("Space")
    visit.tab_to("Note what may be kept")
    visit.press("Enter")
    page.get_by_text("Noted. It holds for every book").wait_for()
    page.goto(f"{visit.address}/exchange/{pair.link.pk}/goodbye/")
    visit.tab_to("Say goodbye")
    visit.press("Enter")
    page.get_by_text("Everybody has said goodbye").first.wait_for()
    visit.tab_to("The book of")
    visit.press("Enter")
    page.get_by_role("heading", name="Make it").wait_for()
    visit.step("exchange-book")
    visit.tab_to("Make our book")
    visit.press("Enter")
    page.get_by_text("Making your book").wait_for()
    visit.work()
    page.reload()
    visit.step("exchange-book-ready")
    book = fetched(page, "button", "Get the book (PDF)")
    for words in ("This is me", "Finn of the valley", "I can whistle.", "Neutral venue"):
        assert words in book, f"“{words}” is not in the book"
    theirs.goto(f"{plain.address}/exchange/classes/{pair.there.led.pk}/book/")
    theirs.get_by_role("button", name="Make our book").click()
    visit.work()
    theirs.reload()
    book = fetched(theirs, "button", "Get the book (PDF)")
    for words in ("Finn of the valley", "I can whistle.", "Is it steep?"):
        assert words in book, f"“{words}” is not in the partner's book"
