"""Heads of two schools: one accepts, the other accepts, the link stands; another declines and says why."""

from __future__ import annotations

from footbridge.brokering.drafts import actions as drafts
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Link, LinkSide
from footbridge.brokering.offers import actions
from footbridge.people.models import Person
from tests import factories
from tests.brokering.conftest import World, six_schools
from tests.journeys.conftest import Visit

WHY = "a journey looks"


def offered() -> tuple[World, list[Link], dict[int, Person]]:
    world = six_schools()
    heads = {s.pk: factories.member("headteacher", of=s, name=f"Head of {s.name}") for s in world.schools}
    draft = drafts.start_draft(by=world.viewer, year=world.year, name="First")
    links = actions.offer_links(by=world.viewer, draft=draft, version=1, groups=state_of(draft).groups)
    return world, links, heads


def ends(link: Link) -> list[int]:
    return list(LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk").values_list("school_id", flat=True))


def test_two_heads_accept(visit: Visit) -> None:
    world, (link, *_), heads = offered()
    one, two = ends(link)
    visit.sign_in(heads[one])
    page = visit.open("/links/ours/", name="head-our-links")
    page.get_by_role("link", name=" and ").first.click()
    visit.step("head-offer")
    page.get_by_role("button", name="Accept this link").click()
    visit.step("head-accepted")
    partner = visit.another()
    partner.sign_in(heads[two])
    theirs = partner.open(f"/links/{link.pk}/", name="head-offer-partner")
    theirs.get_by_role("button", name="Accept this link").click()
    partner.step("head-link-stands")
    theirs.get_by_role("link", name="We cannot go on").click()
    partner.step("head-withdraw")
    visit.open("/measure/", name="measure")
    desk = visit.another()
    desk.sign_in(world.person)
    desk.open("/links/", name="facilitator-links")
    desk.open(f"/links/{link.pk}/", name="facilitator-link")
    visit.work()


def test_a_head_declines_without_javascript(visit: Visit) -> None:
    _, (link, *_), heads = offered()
    plain = visit.without_javascript()
    plain.sign_in(heads[ends(link)[0]])
    page = plain.open(f"/links/{link.pk}/", name="head-offer-plain")
    page.get_by_role("link", name="Decline, and say why").click()
    page.get_by_role("button", name="Decline").click()
    plain.step("head-decline-plain")
    page.get_by_label("The partner school is too far away").check()
    page.get_by_label("In your own words").fill("An hour on the coach")
    page.get_by_role("button", name="Decline").click()
    plain.step("head-declined-plain")
    assert Link.objects.unscoped(WHY).get(pk=link.pk).state == "declined"


def test_a_head_answers_by_keyboard(visit: Visit) -> None:
    _, (link, *_), heads = offered()
    visit.sign_in(heads[ends(link)[0]])
    visit.open(f"/links/{link.pk}/", name="head-offer-keyboard")
    visit.tab_to("Accept this link")
    visit.press("Enter")
    visit.page.get_by_text("You have accepted").first.wait_for()
