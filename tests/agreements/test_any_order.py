"""Three heads sign, words change, the link falls, in any order: what must hold, holds after each step. And what pages cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from footbridge.access import Viewer
from footbridge.agreements import queries
from footbridge.agreements.actions import signing, words
from footbridge.agreements.models import Agreement, AgreementSide, Signature
from footbridge.agreements.words import token_of
from footbridge.brokering.offers import actions as offers
from footbridge.brokering.offers.actions import Gone
from footbridge.people.models import Person
from tests import factories
from tests.agreements.conftest import TICKS, World, make_world

WHY = "a test looks"
pick = st.integers(min_value=0, max_value=2)


class Signing(RuleBasedStateMachine):
    """`signed` is who has signed the words in force, by the rules alone; `seen` the words each head has on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.world = make_world(3)
        self.version, self.gone, self.written = 1, False, 0
        self.signed: set[int] = set()
        self.seen = [self.token()] * 3

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def fresh(self) -> Agreement:
        return Agreement.objects.unscoped(WHY).get(pk=self.world.agreement.pk)

    def token(self) -> str:
        return token_of(self.fresh())

    @rule(n=pick)
    def look(self, n: int) -> None:
        self.seen[n] = self.token()

    @rule(n=pick, all_ticked=st.booleans())
    def sign(self, n: int, all_ticked: bool) -> None:
        head = self.world.heads[n]
        try:
            signing.sign(
                by=self.world.viewer(head), agreement=self.world.agreement, school=self.world.schools[n].pk,
                version=self.seen[n], name=head.name, role="Head", ticks=TICKS if all_ticked else TICKS[:1],
            )  # fmt: skip
        except signing.CannotSign:
            assert self.gone or self.seen[n] != self.token() or not all_ticked
            return
        self.written += n not in self.signed
        self.signed.add(n)

    @rule(n=pick)
    def somebody_else_signs(self, n: int) -> None:
        with pytest.raises(Exception, match="may not do this"), transaction.atomic():
            signing.sign(
                by=self.world.viewer(self.world.deputy), agreement=self.world.agreement,
                school=self.world.schools[n].pk, version=self.token(), name="Dee", role="Deputy", ticks=TICKS,
            )  # fmt: skip

    @rule(sure=st.integers(min_value=0, max_value=3))
    def change_the_words(self, sure: int) -> None:
        if sure:
            return
        self.version += 1
        staff = self.world.viewer(self.world.staff)
        draft = words.save_text(
            by=staff, title="Our agreement", body=f"Version {self.version}.", commitments=TICKS, changed="More."
        )
        words.publish_text(by=staff, number=draft.number)
        if not self.gone:
            self.signed = set()

    @rule(sure=st.integers(min_value=0, max_value=6))
    def withdraw(self, sure: int) -> None:
        if sure:
            return
        try:
            offers.withdraw_link(by=self.world.viewer(self.world.facilitator), link=self.world.link, reason="Ill")
        except Gone:
            assert self.gone
        self.gone = True

    @invariant()
    def the_state_follows_from_the_signatures(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        state = "withdrawn" if self.gone else "signed" if len(self.signed) == 3 else "open"
        assert self.fresh().state == state
        assert queries.is_signed(self.world.link) == (state == "signed")
        assert Signature.objects.unscoped(WHY).count() == self.written, "no signature is ever lost or doubled"
        if not self.gone:
            sides = AgreementSide.objects.unscoped(WHY).filter(signature__isnull=False)
            now = {self.world.schools[n].pk for n in self.signed}
            assert set(sides.values_list("school", flat=True)) == now


@pytest.mark.django_db
def test_signing_holds_in_any_order() -> None:
    run_state_machine_as_test(Signing, settings=settings(max_examples=5, stateful_step_count=20))


@pytest.mark.slow
@pytest.mark.django_db
def test_signing_holds_in_any_order_at_length() -> None:
    run_state_machine_as_test(Signing, settings=settings(max_examples=100, stateful_step_count=50))


def another_agreement(world: World) -> None:
    """One more link of the same first school, with its agreement open."""
    classes = [
        factories.offered_class(factories.interest(world.year, school))
        for school in (world.schools[0], factories.school())
    ]
    assert signing.open_agreement(by=Viewer.for_system("test"), link=factories.link(*classes)) is not None


def test_pages_cost_the_same_however_many_agreements(world: World, sign_in: Callable[[Person], Client]) -> None:
    def cost(person: Person, name: str, *args: object) -> int:
        client = sign_in(person)
        address = reverse(f"agreements:{name}", args=args)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    asked = [
        (world.facilitator, "list"), (world.facilitator, "remind"), (world.heads[0], "ours"),
        (world.heads[0], "one", world.agreement.pk), (world.heads[0], "sign", world.agreement.pk),
    ]  # fmt: skip
    one = [cost(*what) for what in asked]
    for _ in range(2):
        another_agreement(world)
    assert one == [cost(*what) for what in asked] == [10, 4, 9, 13, 13]
