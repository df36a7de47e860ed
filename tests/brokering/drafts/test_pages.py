"""The pages round a draft: they open, say what they should, and ask the database the same number of questions whatever the size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.asking import Price
from footbridge.brokering.drafts.state import key_of
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Draft
from footbridge.people.models import Person
from tests import factories
from tests.brokering.conftest import MOSTLY_ASIAN, MOSTLY_WHITE, World

SignIn = Callable[[Person], Client]


@pytest.fixture
def draft(world: World) -> Draft:
    return actions.start_draft(by=world.viewer, year=world.year, name="First")


def at(name: str, *args: object) -> str:
    return reverse(f"brokering:{name}", args=args)


def test_without_classes_the_page_says_what_to_do(empty_world: World, sign_in: SignIn) -> None:
    page = sign_in(empty_world.person).get(at("drafts"))
    assert "No class has been offered yet" in page.content.decode()


def test_a_first_draft_is_begun_in_one_step(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    assert "6 schools have offered 6 classes" in client.get(at("drafts")).content.decode()
    page = client.post(at("new_draft"), {"year": world.year.pk, "name": "First"}, follow=True)
    text = page.content.decode()
    assert "Began the draft with a proposal of 3 links" in text
    assert "Every class has a partner" in text
    again = client.post(at("new_draft"), {"year": world.year.pk, "name": "first"})
    assert "There is a draft of this name already" in again.content.decode()


def test_every_view_shows_the_same_links(world: World, draft: Draft, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    for view in ("board", "map", "table"):
        text = client.get(at(view, draft.pk)).content.decode()
        for name in ("Ash", "Birch", "Cedar", "Oak", "Pine", "Rowan"):
            assert f"{name} Primary" in text, view


def test_the_card_says_the_contact_in_words(world: World, draft: Draft, sign_in: SignIn) -> None:
    text = sign_in(world.person).get(at("board", draft.pk)).content.decode()
    assert "who now meets someone of another ethnic background" in text
    assert "straight line" in text
    assert "times in" in text


def test_a_card_of_several_classes_says_whose_they_are(empty_world: World, sign_in: SignIn) -> None:
    for name, kind in (("Ash", MOSTLY_WHITE), ("Oak", MOSTLY_ASIAN)):
        empty_world.add(f"{name} Primary", kind, classes=2, together="together")
    empty_world.add("Pine Primary", MOSTLY_ASIAN, place=(9, 0), three_schools=False)
    draft = actions.start_draft(by=empty_world.viewer, year=empty_world.year, name="First")
    client = sign_in(empty_world.person)
    page = BeautifulSoup(client.get(at("board", draft.pk)).content, "html.parser")
    whose = {row.dt.get_text(): [a["data-class"] for a in row.select("a.chip")] for row in page.select(".whose > div")}
    numbers = [str(one.pk) for one in empty_world.classes]
    assert whose == {"Ash Primary": numbers[:2], "Oak Primary": numbers[2:4]}
    others = BeautifulSoup(client.get(at("class", draft.pk, numbers[4])).content, "html.parser")
    said = " ".join(others.select_one(".choices-table").get_text(" ").split())
    assert "Ash Primary, Class 1 Year 4; now with Oak Primary 5.6 miles" in said, said


def test_a_link_says_for_which_weights_it_stays(world: World, draft: Draft, sign_in: SignIn) -> None:
    group = state_of(draft).groups[0]
    text = sign_in(world.person).get(at("draft_link", draft.pk, key_of(group)) + "?sure=1").content.decode()
    assert "How sure is it?" in text
    assert "It stays whatever" in text or "It stays for any weight of" in text


@pytest.mark.parametrize("page", ["map", "table", "prices", "weights", "compare", "history", "what_if"])
def test_pages_of_a_draft_open(world: World, draft: Draft, sign_in: SignIn, page: str) -> None:
    assert sign_in(world.person).get(at(page, draft.pk)).status_code == 200


def test_a_class_page_names_other_partners_and_their_price(world: World, draft: Draft, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    text = client.get(at("class", draft.pk, world.classes[0].pk)).content.decode()
    assert "Other partners for" in text
    assert "costs" in text
    part = client.get(at("partners", draft.pk, world.classes[0].pk)).content.decode()
    assert "<html" not in part
    assert client.get(at("class", draft.pk, 999_999)).status_code == 404


def test_changes_through_the_page(world: World, draft: Draft, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    group = state_of(draft).groups[0]
    page = client.post(at("change", draft.pk, "fix"), {"version": 1, "key": key_of(group)}, follow=True)
    assert "Fixed " in page.content.decode()
    page = client.post(at("change", draft.pk, "undo"), {"version": 2, "view": "table"}, follow=True)
    assert page.redirect_chain[-1][0] == at("table", draft.pk)
    assert "Undone: Fixed" in page.content.decode()
    by_script = client.post(
        at("change", draft.pk, "fix"), {"version": 3, "key": key_of(group)}, headers={"HX-Request": "true"}
    )
    assert by_script.status_code == 200  # the board itself, without a second request
    assert "Fixed " in by_script.content.decode()
    assert 'id="content"' in by_script.content.decode()
    assert client.post(at("change", draft.pk, "explode"), {"version": 4}).status_code == 404
    assert client.get(at("change", draft.pk, "fix")).status_code == 405


def test_a_form_from_an_older_version_gets_both_shown(world: World, draft: Draft, sign_in: SignIn) -> None:
    group = state_of(draft).groups[0]
    other = factories.member("facilitator", of=world.programme, name="Olu Other")
    client = sign_in(other)
    actions.fix_link(by=world.viewer, draft=draft, version=1, group=group)
    sent = {
        "version": 1,
        "one": world.schools[0].pk,
        "two": world.schools[1].pk,
        "reason": "My own <words>",
        "again": "on",
    }
    page = client.post(at("change", draft.pk, "rule-out"), sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Fay Cilitator" in text
    assert "Ruled out Ash Primary with Birch Primary" in text
    assert 'name="reason" value="My own &lt;words&gt;"' in text, "what was typed is still there"
    draft.refresh_from_db()
    assert draft.version == 2
    page = client.post(at("change", draft.pk, "rule-out"), {**sent, "version": 2}, follow=True)
    assert state_of(Draft.objects.unscoped("test").get(pk=draft.pk)).fixed == {group}, "theirs is kept"


def test_news_of_a_colleague(world: World, draft: Draft, sign_in: SignIn) -> None:
    client = sign_in(factories.member("facilitator", of=world.programme))
    assert client.get(at("news", draft.pk, 1)).status_code == 204
    actions.fix_link(by=world.viewer, draft=draft, version=1, group=state_of(draft).groups[0])
    assert "Fay Cilitator: Fixed" in client.get(at("news", draft.pk, 1)).content.decode()


def test_why_not_is_answered_with_the_rule_or_the_price(world: World, draft: Draft, sign_in: SignIn) -> None:
    far = world.add("Far Primary", MOSTLY_ASIAN, place=(80, 0), max_distance_km=5)
    client = sign_in(world.person)
    one = next(c for c in world.classes if c.school_id == far.pk)
    text = client.get(at("what_if", draft.pk) + f"?classes={one.pk}-{world.classes[0].pk}").content.decode()
    assert "These may not be linked" in text
    assert text.count("Far Primary goes at most 3.1 miles") == 1, "a rule is said once"
    text = client.get(
        at("what_if", draft.pk) + f"?classes={world.classes[0].pk}-{world.classes[1].pk}"
    ).content.decode()
    assert "It would cost the whole something" in text
    assert "These would be parted" in text


def test_a_price_says_more_or_less_and_never_both() -> None:
    """Parting the weakest link leaves a class waiting and the rest worth more."""
    assert Price(-140_000, 1, 15_000_000).words == "1 more class would wait, and the whole would be worth 0.14 more."
    assert Price(140_000, 2, 15_000_000).words == "2 more classes would wait, and the whole would be worth 0.14 less."


def test_the_effect_of_the_sliders_before_they_are_kept(world: World, draft: Draft, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    state = state_of(draft)
    sent = {
        **state.weights,
        "max_year_gap": 1,
        "max_size_ratio": 2,
        "max_distance_km": 25,
        "last_year": "indifferent",
        "version": 1,
        "ethnicity": 0,
        "travel": 1,
    }
    text = client.get(at("weights", draft.pk), sent).content.decode()
    assert "Worst link" in text
    assert "Way between schools" in text
    assert text.index("Keep and propose again") < text.index('id="effect"'), "the buttons stay in sight"
    assert state_of(draft).weights == state.weights
    client.post(at("weights", draft.pk), {**sent, "propose": "1"})
    draft.refresh_from_db()
    assert state_of(draft).weights["travel"] == 1
    wrong = client.post(at("weights", draft.pk), {**sent, "version": 2, "travel": 7})
    assert "Enter 1 or less" in wrong.content.decode()


@pytest.mark.parametrize("kind", ["best", "last-year", "by-hand", "nearest"])
def test_comparing(world: World, draft: Draft, sign_in: SignIn, kind: str) -> None:
    text = sign_in(world.person).get(at("compare", draft.pk), {"with": kind}).content.decode()
    assert "Classes linked" in text


def test_comparing_two_drafts_names_what_changes(world: World, draft: Draft, sign_in: SignIn) -> None:
    copy = actions.copy_draft(by=world.viewer, draft=draft, name="Second")
    actions.part_link(by=world.viewer, draft=copy, version=1, group=state_of(copy).groups[0])
    text = sign_in(world.person).get(at("compare", draft.pk), {"with": copy.pk}).content.decode()
    assert "Would wait there" in text
    group = state_of(draft).groups[0]
    first, second = (one for one in world.classes if one.pk in group)
    assert f"{first.school.name} ({first.name}) and {second.school.name} ({second.name})" in text


def test_not_yours_is_not_there(world: World, draft: Draft, sign_in: SignIn) -> None:
    stranger = factories.member("facilitator", of=factories.programme("Kent"))
    client = sign_in(stranger)
    for page in ("board", "map", "table", "prices", "weights", "compare", "history", "what_if"):
        assert client.get(at(page, draft.pk)).status_code == 404
    assert client.post(at("change", draft.pk, "propose"), {"version": 1}).status_code == 404


def test_the_number_of_queries_does_not_grow(
    world: World, draft: Draft, sign_in: SignIn, django_assert_num_queries
) -> None:
    client = sign_in(world.person)
    pages = [at(page, draft.pk) for page in ("board", "map", "table")]
    for page in pages:
        with django_assert_num_queries(BOARD_QUERIES):
            client.get(page)
    for n in range(8):
        world.add(f"Later {n}", MOSTLY_ASIAN if n % 2 else MOSTLY_WHITE, classes=2)
    actions.propose_links(by=world.viewer, draft=draft, version=1)
    for page in pages:
        with django_assert_num_queries(BOARD_QUERIES):
            client.get(page)


BOARD_QUERIES = 15
