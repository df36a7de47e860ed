"""Adults of one family answer by code and on paper, and the school settles, in any order: nothing opens against somebody's no."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from footbridge.exchange.families.actions import answering, slips
from footbridge.exchange.labels import own_labels
from footbridge.exchange.permissions.queries import ledger_of
from tests.exchange.conftest import Pair
from tests.exchange.families.test_answering import held, made, say

QUICK = tuple(one for one in Phase if one not in (Phase.explain, Phase.shrink))


class Household(RuleBasedStateMachine):
    """Adults of one family say yes and no by code and on paper, and a teacher settles, in any order. What must hold: permitted only
    after a teacher settled it, and never while another adult's last word is no."""

    ADULTS = ("mother", "father", "grandparent")

    pair: Pair  # made once: each example is taken back

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.child = own_labels(self.pair.here.viewer, self.pair.here.led.pk)[0].id
        self.code = made(self.pair)[self.child]
        self.last: dict[str, bool] = {}  # the last word of each that counts: a no at once, a yes when it was confirmed
        self.waiting: dict[UUID, str] = {}
        self.confirmed = False

    @rule(who=st.sampled_from(ADULTS), yes=st.booleans())
    def by_code(self, who: str, yes: bool) -> None:
        batch = say(self.code, who, face=yes)
        self.waiting = {one: adult for one, adult in self.waiting.items() if adult != who}
        if yes:
            self.waiting[batch] = who
        else:
            self.last[who], self.confirmed = False, False

    @rule(aside=st.booleans())
    @precondition(lambda self: bool(self.waiting))
    def settle(self, aside: bool) -> None:
        batch = next(iter(self.waiting))
        who = self.waiting.pop(batch)
        both: tuple[set[UUID], set[UUID]] = (set(), {batch}) if aside else ({batch}, set())
        answering.settle(by=self.pair.here.viewer, link_class=self.pair.here.led.pk, confirmed=both[0], aside=both[1])
        if not aside:
            self.last[who] = True
        others = all(yes for adult, yes in self.last.items() if adult != who)
        self.confirmed = self.confirmed or (not aside and others and "paper" not in self.last)

    @rule(yes=st.booleans())
    def on_paper(self, yes: bool) -> None:
        _, seen = ledger_of(self.pair.here.viewer, self.pair.here.led.pk)
        said = {(self.child, "face"): yes}
        slips.note_slips(by=self.pair.here.viewer, link_class=self.pair.here.led.pk, said=said, seen=seen)
        if not yes:
            self.last["paper"], self.confirmed = False, False
        else:
            self.confirmed = held(self.pair, self.child) == "permitted"

    @invariant()
    def nothing_is_open_against_somebody(self) -> None:
        if held(self.pair, self.child) == "permitted":
            assert self.confirmed, (self.last, self.waiting)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)


def test_a_household_in_any_order(children: Pair) -> None:
    Household.pair = children
    run_state_machine_as_test(Household, settings=settings(max_examples=5, stateful_step_count=10, phases=QUICK))


@pytest.mark.slow
def test_many_households_in_any_order(children: Pair) -> None:
    Household.pair = children
    run_state_machine_as_test(Household, settings=settings(max_examples=200, stateful_step_count=30))


def test_the_control_with_the_rule_taken_away_it_fails(children: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "_somebody_else_said_no", lambda *_: False)
    child = own_labels(children.here.viewer, children.here.led.pk)[0].id
    code = made(children)[child]
    say(code, "father", face=False)
    answering.settle(
        by=children.here.viewer,
        link_class=children.here.led.pk,
        confirmed={say(code, "mother", face=True)},
        aside=set(),
    )
    assert held(children, child) == "permitted"  # which the rule forbids
