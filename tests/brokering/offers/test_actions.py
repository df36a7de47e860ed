"""Offers: nobody hears before; letters go with the offer; accepted by all it stands; declined with a reason that is remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace as change

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from footbridge.access import Viewer
from footbridge.brokering.drafts import actions as drafts
from footbridge.brokering.drafts.board import board_of
from footbridge.brokering.drafts.steps import CannotDo, DraftMoved, state_of
from footbridge.brokering.models import Draft, Link, LinkClass, LinkEvent, LinkSide
from footbridge.brokering.offers import actions
from footbridge.brokering.offers.actions import Gone
from footbridge.notify.models import Message
from footbridge.people.models import Invitation
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.brokering.conftest import MOSTLY_ASIAN, World, six_schools

WHY = "a test looks"


def headed(world: World) -> dict[int, Viewer]:
    """A head for every school."""
    return {school.pk: viewer_for(factories.member("headteacher", of=school)) for school in world.schools}


def offered(world: World) -> tuple[Draft, list[Link]]:
    draft = drafts.start_draft(by=world.viewer, year=world.year, name="First")
    links = actions.offer_links(by=world.viewer, draft=draft, version=1, groups=state_of(draft).groups)
    return Draft.objects.unscoped(WHY).get(pk=draft.pk), links


def mails(template: str) -> list[Message]:
    return list(Message.objects.unscoped(WHY).filter(template=f"brokering/mail/{template}"))


def schools_of(link: Link) -> list[int]:
    return list(LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk").values_list("school_id", flat=True))


def test_a_draft_is_heard_of_by_nobody(world: World) -> None:
    heads = headed(world)
    drafts.start_draft(by=world.viewer, year=world.year, name="First")
    assert not Message.objects.unscoped(WHY).exists()
    assert not Link.objects.visible_to(heads[world.schools[0].pk]).exists()


def test_an_offer_makes_links_letters_and_history_together(world: World) -> None:
    heads = headed(world)
    draft, links = offered(world)
    assert len(links) == 3
    assert len(mails("offered")) == 6
    assert {mail.to for mail in mails("offered")} == {viewer.email for viewer in heads.values()}
    assert LinkEvent.objects.unscoped(WHY).filter(kind="offered").count() == 3
    assert state_of(draft, board_of(world.viewer, draft).pool).groups == ()
    assert len(board_of(world.viewer, draft).live) == 3
    for link in links:
        for viewer in (heads[school] for school in schools_of(link)):
            assert Link.objects.visible_to(viewer).get() == link


def test_a_letter_does_not_name_the_partner(world: World) -> None:
    headed(world)
    offered(world)
    names = {school.name for school in world.schools}
    for mail in mails("offered"):
        assert sum(name in mail.text for name in names) == 1, "its own school only"


def test_offering_twice_acts_once(world: World) -> None:
    headed(world)
    draft = drafts.start_draft(by=world.viewer, year=world.year, name="First")
    groups = state_of(draft).groups
    first = actions.offer_links(by=world.viewer, draft=draft, version=1, groups=groups)
    again = actions.offer_links(by=world.viewer, draft=draft, version=1, groups=groups)
    assert [link.pk for link in first] == [link.pk for link in again]
    assert Link.objects.unscoped(WHY).count() == 3
    assert len(mails("offered")) == 6


def test_offering_what_a_colleague_has_changed_is_told(world: World) -> None:
    headed(world)
    draft = drafts.start_draft(by=world.viewer, year=world.year, name="First")
    groups = state_of(draft).groups
    drafts.part_link(by=world.viewer, draft=draft, version=1, group=groups[0])
    with pytest.raises(DraftMoved):
        actions.offer_links(by=world.viewer, draft=draft, version=1, groups=groups)
    with pytest.raises(CannotDo, match="in the draft now"):
        actions.offer_links(by=world.viewer, draft=draft, version=2, groups=groups)
    assert not Link.objects.unscoped(WHY).exists()


def test_a_school_without_a_head_gets_its_contact_invited(world: World) -> None:
    offered(world)
    invited = Invitation.objects.unscoped(WHY).filter(role="headteacher")
    assert set(invited.values_list("email", flat=True)) == {one.contact_email for one in world.interests}


def test_without_anybody_to_write_to_nothing_is_offered(world: World) -> None:
    type(world.interests[0]).objects.unscoped(WHY).filter(pk=world.interests[0].pk).update(contact_email="")
    with pytest.raises(CannotDo, match="nobody to write to at Ash Primary"):
        offered(world)
    assert not Link.objects.unscoped(WHY).exists()
    assert not Message.objects.unscoped(WHY).exists()


def test_reasons_for_one_school_hold_nothing_of_the_others_wishes(empty_world: World) -> None:
    from tests.brokering.conftest import MOSTLY_WHITE

    one = empty_world.add("Ash Primary", MOSTLY_WHITE, wanted_kinds=["faith_other"], wishes="SECRET-A")
    two = empty_world.add("Oak Primary", MOSTLY_ASIAN, character="Muslim", partner_wish="another", red_lines="SECRET-B")
    headed(empty_world)
    _, (link,) = offered(empty_world)
    told = {side.school_id: " ".join(side.reasons) for side in LinkSide.objects.unscoped(WHY).filter(link=link)}
    assert "You wished for a school of another faith" in told[one.pk]
    assert "wished" not in told[two.pk].replace("You wished for another partner than last year.", "")
    assert "A child of Ash Primary" in told[one.pk]
    assert "A child of Ash Primary" not in told[two.pk]
    assert "SECRET" not in " ".join(told.values())


def test_the_link_stands_when_all_have_accepted(world: World) -> None:
    heads = headed(world)
    _, (link, *_) = offered(world)
    one, two = schools_of(link)
    link = actions.accept_offer(by=heads[one], link=link, school=one)
    assert link.state == "offered"
    actions.accept_offer(by=heads[one], link=link, school=one)
    link = actions.accept_offer(by=heads[two], link=link, school=two)
    assert link.state == "standing"
    assert link.settled is not None
    assert len(mails("stands")) == 2
    assert len(mails("stands_facilitator")) == 1
    kinds = list(LinkEvent.objects.unscoped(WHY).filter(link=link).values_list("kind", flat=True))
    assert kinds == ["offered", "accepted", "accepted", "stood"]


def test_only_the_own_head_answers(world: World) -> None:
    heads = headed(world)
    _, (link, other, *_) = offered(world)
    one, two = schools_of(link)
    deputy = viewer_for(factories.member("deputy", of=next(s for s in world.schools if s.pk == one)))
    for viewer, school in ((heads[two], one), (heads[schools_of(other)[0]], one), (deputy, one), (world.viewer, one)):
        with pytest.raises(PermissionDenied):
            actions.accept_offer(by=viewer, link=link, school=school)


def test_a_declined_partner_is_not_proposed_again_until_lifted(world: World) -> None:
    heads = headed(world)
    draft, (link, *_) = offered(world)
    one, two = schools_of(link)
    link = actions.decline_offer(by=heads[one], link=link, school=one, kind="partner", words="Neighbours already")
    assert link.state == "declined"
    assert not LinkClass.objects.unscoped(WHY).filter(link=link, live=True).exists()
    assert len(mails("declined_facilitator")) == 1
    assert "Neighbours already" in mails("declined_facilitator")[0].text
    assert len(mails("fell")) == 1
    assert "Neighbours already" not in mails("fell")[0].text, "the partner does not read the reason"
    draft = drafts.propose_links(by=world.viewer, draft=draft, version=2)
    assert state_of(draft).groups == (), "the two freed classes are not proposed to each other"
    side = LinkSide.objects.unscoped(WHY).get(link=link, school=one)
    actions.lift_refusal(by=world.viewer, side=side)
    draft = drafts.propose_links(by=world.viewer, draft=draft, version=3)
    assert len(state_of(draft).groups) == 1
    assert {one, two} == {c.school_id for c in world.classes if c.pk in state_of(draft).groups[0]}


def test_too_far_is_remembered_as_a_distance(empty_world: World) -> None:
    from tests.brokering.conftest import MOSTLY_WHITE

    near = empty_world.add("Ash Primary", MOSTLY_WHITE)
    empty_world.add("Oak Primary", MOSTLY_ASIAN, place=(10, 0))
    heads = headed(empty_world)
    draft, (link,) = offered(empty_world)
    actions.decline_offer(by=heads[near.pk], link=link, school=near.pk, kind="too_far", words="")
    farther = empty_world.add("Pine Primary", MOSTLY_ASIAN, place=(12, 0))
    draft = drafts.propose_links(by=empty_world.viewer, draft=draft, version=2)
    assert all(
        near.pk not in {c.school_id for c in empty_world.classes if c.pk in group} for group in state_of(draft).groups
    )
    board = board_of(empty_world.viewer, draft)
    told = {wait.school.name: " ".join([wait.reason, *wait.would_help]) for wait in board.waiting}
    assert "Ash Primary" in told
    closer = empty_world.add("Rowan Primary", MOSTLY_ASIAN, place=(9, 0))
    draft = drafts.propose_links(by=empty_world.viewer, draft=draft, version=3)
    assert {near.pk, closer.pk} in [
        {c.school_id for c in empty_world.classes if c.pk in g} for g in state_of(draft).groups
    ]
    assert farther.pk


def test_a_school_that_can_no_longer_link_is_left_out(world: World) -> None:
    heads = headed(world)
    draft, (link, *_) = offered(world)
    one, two = schools_of(link)
    actions.decline_offer(by=heads[one], link=link, school=one, kind="not_now", words="No teacher")
    world.add("Late Primary", MOSTLY_ASIAN if two in [s.pk for s in world.schools[:3]] else None, place=(1, 1))
    draft = drafts.propose_links(by=world.viewer, draft=draft, version=2)
    linked = {c.school_id for c in world.classes for g in state_of(draft).groups if c.pk in g}
    assert one not in linked
    assert two in linked, "its partner got the late joiner"
    waits = next(w for w in board_of(world.viewer, draft).waiting if w.school.id == one)
    assert "No teacher" in waits.reason


def test_withdrawing_frees_the_classes_tells_kindly_and_is_replaced(world: World) -> None:
    heads = headed(world)
    draft, (link, *_) = offered(world)
    one, two = schools_of(link)
    for school in (one, two):
        actions.accept_offer(by=heads[school], link=link, school=school)
    actions.withdraw_link(by=world.viewer, link=link, reason="SECRET head left", school=one)
    actions.withdraw_link(by=world.viewer, link=link, reason="again", school=one)
    assert len(mails("withdrawn")) == 2
    assert all("SECRET" not in mail.text for mail in mails("withdrawn"))
    late = world.add("Late Primary", MOSTLY_ASIAN, place=(1, 1), intake="january")
    heads[late.pk] = viewer_for(factories.member("headteacher", of=late))
    draft = drafts.propose_links(by=world.viewer, draft=draft, version=2)
    (group,) = state_of(draft).groups
    (new,) = actions.offer_links(by=world.viewer, draft=draft, version=3, groups=[group])
    assert set(schools_of(new)) == {two, late.pk}
    assert new.replaces_id == link.pk
    assert Link.objects.unscoped(WHY).filter(state="offered").count() == 3, "the other offers were left as they are"


def test_a_head_may_take_her_own_school_out(world: World) -> None:
    heads = headed(world)
    _, (link, other, *_) = offered(world)
    one, _two = schools_of(link)
    with pytest.raises(PermissionDenied):
        actions.withdraw_link(by=heads[schools_of(other)[0]], link=link, reason="no", school=one)
    assert actions.withdraw_link(by=heads[one], link=link, reason="Building works", school=one).state == "withdrawn"


def test_an_offer_that_fell_cannot_be_accepted(world: World) -> None:
    heads = headed(world)
    _, (link, *_) = offered(world)
    one, two = schools_of(link)
    actions.decline_offer(by=heads[one], link=link, school=one, kind="other", words="")
    with pytest.raises(Gone, match="declined"):
        actions.accept_offer(by=heads[two], link=link, school=two)


def race(*acts: Callable[[], object]) -> list[BaseException]:
    start, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait(10)
        try:
            act()
        except Exception as problem:
            raised.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def fresh(viewer: Viewer) -> Viewer:
    return change(viewer, _cache={})


@pytest.mark.django_db(transaction=True)
def test_racing_accepts_make_one_standing_link() -> None:
    world = six_schools()
    heads = headed(world)
    _, links = offered(world)
    for link in links:
        acts = [
            lambda link=link, school=school: actions.accept_offer(by=fresh(heads[school]), link=link, school=school)
            for school in schools_of(link)
            for _ in range(2)
        ]
        assert race(*acts) == []
        kinds = list(LinkEvent.objects.unscoped(WHY).filter(link=link).values_list("kind", flat=True))
        assert sorted(kinds) == ["accepted", "accepted", "offered", "stood"]
    assert set(Link.objects.unscoped(WHY).values_list("state", flat=True)) == {"standing"}


@pytest.mark.django_db(transaction=True)
def test_accept_racing_decline_and_withdraw_leaves_one_truth() -> None:
    world = six_schools()
    heads = headed(world)
    _, links = offered(world)
    for link in links:
        one, two = schools_of(link)
        raised = race(
            lambda link=link, one=one: actions.accept_offer(by=heads[one], link=link, school=one),
            lambda link=link, two=two: actions.decline_offer(
                by=heads[two], link=link, school=two, kind="other", words=""
            ),
            lambda link=link: actions.withdraw_link(by=world.viewer, link=link, reason="x"),
        )
        assert all(isinstance(problem, Gone) for problem in raised)
        state = Link.objects.unscoped(WHY).get(pk=link.pk).state
        assert state in ("declined", "withdrawn")
        assert not LinkClass.objects.unscoped(WHY).filter(link=link, live=True).exists()
