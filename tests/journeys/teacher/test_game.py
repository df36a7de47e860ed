"""A question game on two screens and a tablet: one teacher asks, both boards follow, a child votes, both classes tell."""

from __future__ import annotations

from pathlib import Path

from footbridge.exchange.lesson.actions import open_lesson
from footbridge.exchange.lesson.queries import open_lesson_of
from tests.exchange.conftest import make_pair
from tests.journeys.conftest import Visit
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)


def test_a_game_on_two_screens(visit: Visit, vault: Path) -> None:  # noqa: F811
    pair = make_pair()
    open_lesson(by=pair.here.viewer, link_class=pair.here.led.pk, minutes=30)
    visit.sign_in(pair.here.teacher)
    page = visit.open(f"/exchange/{pair.link.pk}/game/", name="game-make")
    page.get_by_label("Which class has more pets?").check()
    page.get_by_role("button", name="Make the game").click()
    partner = visit.another()
    partner.sign_in(pair.there.teacher)
    board = partner.open(f"/exchange/{pair.link.pk}/game/board/", name="game-board")
    page.get_by_role("button", name="Begin").click()
    board.get_by_text("Which class has more pets?").wait_for()  # the other screen follows by itself
    child = visit.another()
    found = open_lesson_of(pair.here.viewer, pair.here.led.pk)
    assert found
    child.page.goto(visit.address + "/lesson/")
    child.page.get_by_label("The six letters").fill(found.code)
    child.page.get_by_role("button", name="Go in").click()
    child.page.get_by_role("link", name="Play the question game").click()
    child.step("game-tablet")
    child.page.get_by_role("button", name="The other class").click()
    board.locator(".game-number", has_text="1").wait_for()
    page.get_by_label("How many?").fill("12")
    page.get_by_role("button", name="Note the number").click()
    plain = visit.without_javascript()
    plain.sign_in(pair.there.teacher)
    plain.page.goto(f"{visit.address}/exchange/{pair.link.pk}/game/")
    plain.page.get_by_label("How many?").fill("15")
    plain.page.get_by_role("button", name="Note the number").click()
    plain.page.get_by_role("button", name="Show both answers").click()
    plain.step("game-shown-plain")
    board.get_by_text("1 of 1").last.wait_for()  # guessed right together
    partner.step("game-board-shown", whiteboard=True)
    visit.open(f"/exchange/{pair.link.pk}/game/", name="game-shown")
    page.get_by_role("button", name="End the game").click()
    page.get_by_role("heading", name="Your last game").wait_for()
