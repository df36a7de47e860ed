"""Two heads sign the agreement of their link; one of them without JavaScript."""

from __future__ import annotations

from footbridge.agreements.queries import is_signed
from tests.agreements.conftest import TICKS, make_world
from tests.journeys.conftest import Visit


def test_two_heads_sign(visit: Visit) -> None:
    world = make_world()
    visit.sign_in(world.heads[0])
    page = visit.open("/agreements/ours/", name="agreements-ours")
    page.get_by_role("link", name=" and ").first.click()
    visit.step("agreement")
    page.get_by_role("link", name="Read and sign").click()
    visit.step("agreement-sign")
    page.get_by_label("Type your full name").fill("Ann Head")
    page.get_by_role("button", name="Sign the agreement").click()
    visit.step("agreement-not-ticked")
    for words in TICKS:
        page.get_by_label(words).check()
    page.get_by_role("button", name="Sign the agreement").click()
    visit.step("agreement-half-signed")
    plain = visit.without_javascript()
    plain.sign_in(world.heads[1])
    theirs = plain.open(f"/agreements/{world.agreement.pk}/sign/", name="agreement-plain")
    for words in TICKS:
        theirs.get_by_label(words).check()
    theirs.get_by_label("Type your full name").fill("Bob Head")
    theirs.get_by_role("button", name="Sign the agreement").click()
    plain.step("agreement-signed-plain")
    assert is_signed(world.link)
    desk = visit.another()
    desk.sign_in(world.facilitator)
    desk.open("/agreements/", name="agreements-list")
    desk.open("/agreements/remind/", name="agreements-remind")
    desk.open(f"/agreements/clauses/{world.year.programme.slug}/", name="agreements-clauses")
    staff = visit.another()
    staff.sign_in(world.staff)
    staff.open("/agreements/text/", name="agreement-text")
    staff.open("/agreements/text/write/", name="agreement-write")
    visit.work()


def test_two_heads_sign_by_keyboard_alone(visit: Visit) -> None:
    world = make_world()
    for n, head in enumerate(world.heads):
        own = visit if n == 0 else visit.another()
        own.sign_in(head)
        own.page.goto(f"{own.address}/agreements/{world.agreement.pk}/")
        own.tab_to("Read and sign")
        own.press("Enter")
        own.page.get_by_role("button", name="Sign the agreement").wait_for()
        for words in TICKS:
            own.tab_to(words)
            own.press("Space")
        own.tab_to("Type your full name")
        own.page.keyboard.insert_text(f"Head Number {n}")
        own.tab_to("Sign the agreement")
        own.press("Enter")
        own.page.get_by_text(f"Head Number {n}").first.wait_for()
    assert is_signed(world.link)
    visit.work()
