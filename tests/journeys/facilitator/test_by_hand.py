"""Links made by hand at the board: dragged with the mouse, and put together by keyboard, of two to six classes."""

from __future__ import annotations

import pytest

from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Draft
from tests.brokering.conftest import MOSTLY_ASIAN, MOSTLY_WHITE, World, six_schools
from tests.journeys.conftest import Visit


@pytest.fixture
def two(transactional_db: None) -> tuple[World, Draft, list[int], list[int]]:
    """An empty draft, and two schools with three classes each besides the six."""
    world = six_schools()
    before = len(world.classes)
    world.add("Ash Primary", MOSTLY_WHITE, classes=3, place=(5, 1))
    world.add("Birch Primary", MOSTLY_ASIAN, classes=3, place=(4, 2))
    draft = actions.start_draft(by=world.viewer, year=world.year, name="By hand", propose=False)
    ours = [one.pk for one in world.classes[before:]]
    return world, draft, ours[:3], ours[3:]


def drop(visit: Visit, what: str, onto: str) -> None:
    """Take something with the mouse, let it fall onto something else, and wait for the answer."""
    page = visit.page
    page.locator(what).first.drag_to(page.locator(onto).first)
    page.get_by_role("heading", name="What if?").wait_for()


def link(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Only link these").click()
    visit.page.get_by_role("heading", name="By hand").wait_for()


def chip(number: int) -> str:
    return f'.chip[data-class="{number}"]'


def groups(draft: Draft) -> set[tuple[int, ...]]:
    draft.refresh_from_db()
    return set(state_of(draft).groups)


def test_dragged_with_the_mouse(visit: Visit, two: tuple[World, Draft, list[int], list[int]]) -> None:
    world, draft, ash, birch = two
    visit.sign_in(world.person)
    visit.open(f"/brokering/{draft.pk}/", name="by-hand")
    visit.page.set_viewport_size({"width": 1280, "height": 2600})  # a page that scrolls under the mouse ends a drag
    for a, b in zip(ash[:2], birch[:2], strict=True):
        drop(visit, chip(a), chip(b))
        link(visit)
    assert groups(draft) == {(ash[0], birch[0]), (ash[1], birch[1])}

    # a whole link onto another: two classes each
    one, other = (f'[data-link="{a}-{b}"]' for a, b in zip(ash[:2], birch[:2], strict=True))
    drop(visit, f"{one} h3 a", f"{other} .way")
    link(visit)
    assert groups(draft) == {tuple(sorted((*ash[:2], *birch[:2])))}

    # a third class alone does not make a link, and the page says why; its form keeps what was asked
    whole = f'[data-link="{"-".join(map(str, sorted((*ash[:2], *birch[:2]))))}"]'
    drop(visit, chip(ash[2]), f"{whole} .way")
    assert visit.page.get_by_text("as many classes of one school as of another").count() >= 1
    visit.step("what-if-uneven")
    visit.page.get_by_label("and a sixth").select_option(str(birch[2]))
    visit.page.get_by_role("button", name="What if?").click()
    link(visit)
    assert groups(draft) == {tuple(sorted((*ash, *birch)))}

    # one taken out again: the rule is said, and who else must go is chosen there
    drop(visit, chip(ash[2]), "#waiting-head")
    assert visit.page.get_by_text("as many classes of one school as of another").count() >= 1


def test_by_keyboard_two_classes_each(visit: Visit, two: tuple[World, Draft, list[int], list[int]]) -> None:
    world, draft, ash, birch = two
    plain = visit.without_javascript()
    plain.sign_in(world.person)
    page = plain.open(f"/brokering/{draft.pk}/", name="by-hand-plain")
    page.get_by_role("link", name="Two or three classes of each school").click()
    page.get_by_role("heading", name="What if?").wait_for()
    labels = ("This class", "with this class", "and a third", "and a fourth")
    for label, number in zip(labels, (*ash[:2], *birch[:2]), strict=True):
        page.get_by_label(label, exact=label in labels[:2]).select_option(str(number))
    page.get_by_role("button", name="What if?").click()
    link(plain)
    assert groups(draft) == {tuple(sorted((*ash[:2], *birch[:2])))}

    # and one class of each taken out again
    page.goto(f"{plain.address}/brokering/{draft.pk}/link/{'-'.join(map(str, sorted((*ash[:2], *birch[:2]))))}/")
    page.get_by_role("link", name="Add a class, or take one out").click()
    page.get_by_label("with this class", exact=True).select_option(str(birch[0]))
    page.get_by_label("and a third").select_option("")
    page.get_by_label("and a fourth").select_option("")
    page.get_by_role("button", name="What if?").click()
    link(plain)
    assert groups(draft) == {tuple(sorted((ash[0], birch[0])))}
