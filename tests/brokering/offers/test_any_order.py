"""Two facilitators and six heads offer, accept, decline, withdraw and replace in any order: what must hold, holds after each step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace as change

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from footbridge.access import Viewer
from footbridge.brokering.drafts import actions as drafts
from footbridge.brokering.drafts.steps import CannotDo, DraftMoved, state_of
from footbridge.brokering.models import Draft, Link, LinkClass, LinkEvent, LinkSide
from footbridge.brokering.offers import actions
from footbridge.brokering.offers.actions import Gone
from footbridge.notify.models import Message
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.brokering.conftest import six_schools

WHY = "a test looks"
pick = st.integers(min_value=0, max_value=10_000)
who = st.integers(min_value=0, max_value=1)


class Links(RuleBasedStateMachine):
    """`expected` is what a link's state must be by the rules alone, without asking the database."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.world = six_schools()
        second = factories.member("facilitator", of=self.world.programme)
        self.facilitators = [self.world.viewer, viewer_for(second)]
        self.heads = {s.pk: viewer_for(factories.member("headteacher", of=s)) for s in self.world.schools}
        self.draft = drafts.start_draft(by=self.world.viewer, year=self.world.year, name="First")
        self.known = [1, 1]
        self.expected: dict[int, str] = {}
        self.accepted: dict[int, set[int]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def fresh(self) -> Draft:
        return Draft.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=self.draft.pk)

    def some_link(self, number: int) -> tuple[Link, list[int]]:
        links = list(Link.objects.unscoped(WHY).order_by("pk"))
        link = links[number % len(links)]
        return link, list(link.sides.unscoped(WHY).order_by("pk").values_list("school_id", flat=True))

    def viewer(self, of: Viewer) -> Viewer:
        return change(of, _cache={})

    @rule(by=who)
    def look(self, by: int) -> None:
        self.known[by] = self.fresh().version

    @rule(by=who)
    def propose(self, by: int) -> None:
        before = self.fresh().version
        try:
            drafts.propose_links(by=self.facilitators[by], draft=self.draft, version=self.known[by])
            assert self.known[by] == before or self.fresh().version == before, "an older version changes nothing"
            self.known[by] = self.fresh().version
        except DraftMoved:
            assert self.known[by] != before
            assert self.fresh().version == before

    @rule(by=who, number=pick)
    def offer(self, by: int, number: int) -> None:
        draft = self.fresh()
        groups = state_of(draft).groups
        if not groups:
            return
        group = groups[number % len(groups)]
        try:
            (link,) = actions.offer_links(by=self.facilitators[by], draft=draft, version=self.known[by], groups=[group])
            self.expected.setdefault(link.pk, "offered")
            self.accepted.setdefault(link.pk, set())
            self.known[by] = self.fresh().version
        except (DraftMoved, CannotDo):
            pass

    @precondition(lambda self: self.expected)
    @rule(number=pick, side=pick)
    def accept(self, number: int, side: int) -> None:
        link, schools = self.some_link(number)
        school = schools[side % len(schools)]
        try:
            actions.accept_offer(by=self.viewer(self.heads[school]), link=link, school=school)
            self.accepted[link.pk].add(school)
            if self.accepted[link.pk] == set(schools):
                self.expected[link.pk] = "standing"
        except Gone:
            assert self.expected[link.pk] in ("declined", "withdrawn")

    @precondition(lambda self: self.expected)
    @rule(number=pick, side=pick, kind=st.sampled_from(["partner", "too_far", "not_now", "other"]))
    def decline(self, number: int, side: int, kind: str) -> None:
        link, schools = self.some_link(number)
        school = schools[side % len(schools)]
        try:
            actions.decline_offer(by=self.viewer(self.heads[school]), link=link, school=school, kind=kind, words="")
            self.expected[link.pk] = "declined"
        except Gone:
            assert self.expected[link.pk] != "offered"

    @precondition(lambda self: self.expected)
    @rule(by=who, number=pick, named=st.booleans())
    def withdraw(self, by: int, number: int, named: bool) -> None:
        link, schools = self.some_link(number)
        school = schools[0] if named else None
        try:
            actions.withdraw_link(by=self.facilitators[by], link=link, reason="x", school=school)
            self.expected[link.pk] = "withdrawn"
        except Gone:
            assert self.expected[link.pk] == "declined"

    @precondition(lambda self: self.expected)
    @rule(by=who, number=pick)
    def lift(self, by: int, number: int) -> None:
        link, _ = self.some_link(number)
        side = LinkSide.objects.unscoped(WHY).select_related("link").filter(link=link).first()
        actions.lift_refusal(by=self.facilitators[by], side=side)

    @invariant()
    def the_database_agrees(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert dict(Link.objects.unscoped(WHY).values_list("pk", "state")) == self.expected

    @invariant()
    def no_class_is_in_two_live_links(self) -> None:
        rows = LinkClass.objects.unscoped(WHY).filter(link__state__in=["offered", "standing"])
        taken = Counter(rows.values_list("offered_class_id", flat=True))
        assert all(count == 1 for count in taken.values())
        assert set(rows.values_list("live", flat=True)) <= {True}

    @invariant()
    def what_stands_was_accepted_by_all_and_said_once(self) -> None:
        for pk, state in self.expected.items():
            replies = set(LinkSide.objects.unscoped(WHY).filter(link=pk).values_list("reply", flat=True))
            if state == "standing":
                assert replies == {"accepted"}
            events = Counter(LinkEvent.objects.unscoped(WHY).filter(link=pk).values_list("kind", flat=True))
            assert all(events[kind] <= 1 for kind in ("offered", "stood", "declined", "withdrawn"))
        keys = list(Message.objects.unscoped(WHY).values_list("key", flat=True))
        assert len(keys) == len(set(keys))


@pytest.mark.django_db
def test_links_hold_in_any_order() -> None:
    run_state_machine_as_test(Links, settings=settings(max_examples=4, stateful_step_count=20))


@pytest.mark.slow
@pytest.mark.django_db
def test_links_hold_in_any_order_at_length() -> None:
    run_state_machine_as_test(Links, settings=settings(max_examples=150, stateful_step_count=50))
