"""The pages of offers and links, for the facilitator, the heads and everybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.brokering.drafts import actions as drafts
from footbridge.brokering.drafts.state import key_of
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Draft, Link, LinkSide
from footbridge.people.models import Person
from tests import factories
from tests.brokering.conftest import World

SignIn = Callable[[Person], Client]
WHY = "a test looks"


def at(name: str, *args: object) -> str:
    return reverse(f"brokering:{name}", args=args)


@pytest.fixture
def draft(world: World) -> Draft:
    return drafts.start_draft(by=world.viewer, year=world.year, name="First")


@pytest.fixture
def heads(world: World) -> dict[int, Person]:
    return {
        school.pk: factories.member("headteacher", of=school, name=f"Head {school.name}") for school in world.schools
    }


def offer(world: World, draft: Draft, client: Client) -> list[Link]:
    keys = [key_of(group) for group in state_of(draft).groups]
    page = client.post(at("offer", draft.pk), {"version": draft.version, "keys": keys}, follow=True)
    assert "3 links are offered" in page.content.decode()
    return list(Link.objects.unscoped(WHY).order_by("pk"))


def ends(link: Link) -> list[int]:
    return list(LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk").values_list("school_id", flat=True))


def test_the_preview_shows_what_each_head_will_read(world: World, draft: Draft, heads: object, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    text = client.get(at("offer", draft.pk)).content.decode()
    assert text.count("What ") >= 6
    assert text.count("Class 1, Year 4 with Class 1, Year 4") == 3, "which classes are meant stands beside the schools"
    assert "A child of Ash Primary who now meets" in text
    assert "Likely cost of coaches in the year" in text
    assert not Link.objects.unscoped(WHY).exists()
    nothing = client.post(at("offer", draft.pk), {"version": 1})
    assert "Choose at least one link to offer" in nothing.content.decode()


def test_from_the_offer_to_the_link_that_stands(
    world: World, draft: Draft, heads: dict[int, Person], sign_in: SignIn
) -> None:
    link = offer(world, draft, sign_in(world.person))[0]
    one, two = ends(link)
    text = sign_in(heads[one]).get(at("ours")).content.decode()
    assert "Waiting for your answer" in text
    client = sign_in(heads[one])
    text = client.get(at("link", link.pk)).content.decode()
    assert "Why we think you fit together" in text
    assert "<dt>Your class</dt><dd>Class 1 (Year 4, 28 children)</dd>" in text
    assert "Coaches of the whole year" in text
    page = client.post(at("accept", link.pk), follow=True)
    assert "You have accepted" in page.content.decode()
    page = client.post(at("accept", link.pk), follow=True)
    page = sign_in(heads[two]).post(at("accept", link.pk), follow=True)
    assert "This link stands" in page.content.decode()
    text = sign_in(world.person).get(at("links")).content.decode()
    assert "Standing" in text
    assert "The link stands" in sign_in(world.person).get(at("link", link.pk)).content.decode()


def test_declining_asks_for_a_reason_that_the_partner_never_reads(
    world: World, draft: Draft, heads: dict[int, Person], sign_in: SignIn
) -> None:
    link = offer(world, draft, sign_in(world.person))[0]
    one, two = ends(link)
    client = sign_in(heads[one])
    text = client.post(at("decline", link.pk), {"words": "typed already"}).content.decode()
    assert "needs an answer" in text
    assert "typed already" in text
    page = client.post(at("decline", link.pk), {"kind": "too_far", "words": "SECRET words"}, follow=True)
    assert "You have declined" in page.content.decode()
    text = sign_in(heads[two]).get(at("link", link.pk)).content.decode()
    assert "This partner could not accept" in text
    assert "SECRET" not in text
    text = sign_in(world.person).get(at("link", link.pk)).content.decode()
    assert "SECRET words" in text
    assert "No answer" in text, "of a link that has ended nothing waits"
    assert "Waiting" not in text


def test_withdrawing_through_the_page(world: World, draft: Draft, heads: dict[int, Person], sign_in: SignIn) -> None:
    link = offer(world, draft, sign_in(world.person))[0]
    client = sign_in(world.person)
    assert "Which school cannot go on?" in client.get(at("withdraw", link.pk)).content.decode()
    sent = {"school": ends(link)[0], "reason": "SECRET reason"}
    page = client.post(at("withdraw", link.pk), sent, follow=True)
    assert "Find another partner" in page.content.decode()
    assert "SECRET" not in sign_in(heads[ends(link)[1]]).get(at("link", link.pk)).content.decode()
    board = sign_in(world.person).get(at("board", draft.pk)).content.decode()
    assert "It can no longer link this year: “SECRET reason”." in board, "the facilitator's words are not the school's"
    side = LinkSide.objects.unscoped(WHY).get(link=link, reason_kind="not_now")
    page = sign_in(world.person).post(at("lift", link.pk), {"side": side.pk}, follow=True)
    assert "Lifted" in page.content.decode()


def test_other_schools_and_programmes_find_nothing(
    world: World, draft: Draft, heads: dict[int, Person], sign_in: SignIn
) -> None:
    link, other, _ = offer(world, draft, sign_in(world.person))
    stranger = factories.member("facilitator", of=factories.programme("Kent"))
    for person in (heads[ends(other)[0]], stranger):
        client = sign_in(person)
        assert client.get(at("link", link.pk)).status_code == 404
        for name in ("accept", "decline", "withdraw", "lift"):
            assert client.post(at(name, link.pk), {"kind": "other", "reason": "x"}).status_code == 404


def test_anybody_may_read_what_the_measure_is(client: Client, db: None) -> None:
    text = client.get(at("measure")).content.decode()
    assert "Unknown is unknown, not zero" in text
    assert "once in 5" in text or "times in" in text


def test_lists_ask_the_same_number_of_questions(
    world: World, draft: Draft, heads: dict[int, Person], sign_in: SignIn, django_assert_num_queries
) -> None:
    offer(world, draft, sign_in(world.person))
    client = sign_in(world.person)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at("links"))
    with django_assert_num_queries(PREVIEW_QUERIES):
        client.get(at("offer", draft.pk))
    for n in range(6):
        one = factories.offered_class(factories.interest(world.year, factories.school(f"More {n}")))
        two = factories.offered_class(factories.interest(world.year, factories.school(f"Most {n}")))
        factories.link(one, two)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at("links"))
    with django_assert_num_queries(PREVIEW_QUERIES):
        client.get(at("offer", draft.pk))


LIST_QUERIES = 8
PREVIEW_QUERIES = 15
