"""Costs of the year: noted by the desk, claimed, answered; sums; exports; who may; what the database refuses."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from footbridge.access import Viewer
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.visits.costs import actions
from footbridge.visits.costs.queries import costs_sheet, sums_of
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Contribution, CostLine
from footbridge.visits.plans.actions import note_quote, take_quote
from tests import factories
from tests.visits.conftest import World, make_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
WHY = "a test looks"
FORM = {"kind": "coach", "words": "=1+1", "planned": "£1,020.50", "payer": "grant"}


@pytest.fixture
def office(world: World) -> Person:
    return factories.member("school_office", of=world.schools[0])


def noted(world: World, who: Viewer, **given: object) -> CostLine:
    side = world.link.sides.unscoped(WHY).get(school=world.schools[0])
    amounts = actions.Amounts(**{"kind": "coach", "actual": 10000, "payer": "grant", **given})  # type: ignore[arg-type]
    return actions.note_cost(by=who, side=side, amounts=amounts, once=uuid.uuid4())


def test_a_cost_is_claimed_and_settled(world: World, office: Person) -> None:
    desk = world.viewer(office)
    own, school = noted(world, desk), noted(world, desk, payer="school", actual=None, planned=500)
    with pytest.raises(CannotDo, match="programme or a grant"):
        actions.claim_cost(by=desk, cost=school, pence=100, evidence="")
    with pytest.raises(CannotDo, match="up to what was paid"):
        actions.claim_cost(by=desk, cost=own, pence=10001, evidence="")
    for _ in range(2):
        actions.claim_cost(by=desk, cost=own, pence=9000, evidence="Invoice 1")
    with pytest.raises(CannotDo, match="stays as it is"):
        actions.drop_cost(by=desk, cost=own)
    with pytest.raises(CannotDo, match="Say why"):
        actions.settle_claim(by=world.runs, cost=own, pence=0, reply="")
    actions.settle_claim(by=world.runs, cost=own, pence=0, reply="No invoice")
    actions.claim_cost(by=desk, cost=own, pence=9000, evidence="Invoice 2")
    for _ in range(2):
        actions.settle_claim(by=world.runs, cost=own, pence=8000, reply="The grant pays £80")
    sums = sums_of(CostLine.objects.visible_to(desk))
    assert (sums.expected, sums.paid, sums.claimed, sums.back, sums.left) == (10500, 10000, 0, 8000, 2000)
    letters = Message.objects.unscoped(WHY).filter(key__startswith="claim:").order_by("pk")
    assert [one.subject for one in letters] == ["Your claim is not paid", "Your claim is settled"]
    actions.drop_cost(by=desk, cost=school)
    actions.drop_cost(by=desk, cost=school)


def test_a_link_claims_no_more_than_is_paid_for_it(world: World, office: Person, sign_in: SignIn) -> None:
    desk, partner = world.viewer(office), world.viewer(factories.member("headteacher", of=world.schools[1]))
    client = sign_in(world.facilitator)
    at = reverse("visits:contributions", args=[world.year.pk])
    for _ in range(2):
        client.post(at, {"coach": "£150", "coach_payer": "grant"})
    said = Contribution.objects.unscoped(WHY).get()
    assert (said.kind, said.payer, said.most) == ("coach", "grant", 15000)
    own, other = noted(world, desk), noted(world, desk, kind="other", actual=90000)
    actions.claim_cost(by=desk, cost=own, pence=9000, evidence="")
    actions.claim_cost(by=desk, cost=other, pence=90000, evidence="")  # nothing is said of other costs
    theirs = actions.note_cost(
        by=partner,
        side=world.link.sides.unscoped(WHY).get(school=world.schools[1]),
        amounts=actions.Amounts(kind="coach", actual=10000, payer="grant"),
        once=uuid.uuid4(),
    )
    with pytest.raises(CannotDo, match=r"£60\.00 of it are left\. Claim £60\.00 at most"):
        actions.claim_cost(by=partner, cost=theirs, pence=6001, evidence="")
    actions.settle_claim(by=world.runs, cost=own, pence=5000, reply="Half of it")
    actions.claim_cost(by=partner, cost=theirs, pence=10000, evidence="")  # what was not paid is free again
    page = sign_in(office).get(reverse("visits:costs")).content.decode()
    assert "Coach: a grant pays up to £150.00 for the link, £0.00 of it are left." in page
    page = sign_in(world.facilitator).get(reverse("visits:claims")).content.decode()
    assert "Link by link" in page
    client.post(at, {"coach": ""})
    assert not Contribution.objects.unscoped(WHY).exists()
    assert sign_in(make_world("Kent").facilitator).get(at).status_code == 404


def test_only_the_own_desk_and_the_own_facilitator(world: World, office: Person) -> None:
    own = noted(world, world.viewer(office))
    partner = world.viewer(factories.member("school_office", of=world.schools[1]))
    elsewhere = make_world("Kent").runs
    for who in (partner, world.first, elsewhere):
        assert not CostLine.objects.visible_to(who).exists()
    for who in (partner, world.first, world.runs, elsewhere):
        with pytest.raises(PermissionDenied):
            noted(world, who)
    with pytest.raises(PermissionDenied):
        actions.settle_claim(by=world.viewer(office), cost=own, pence=0, reply="x")


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ({"actual": None}, "cost_has_an_amount"),
        ({"claim": "claimed"}, "cost_claim_is_whole"),
        ({"claim": "claimed", "claimed": 10001}, "cost_claim_at_most_paid"),
        ({"claim": "settled", "claimed": 100, "settled": 101}, "cost_settled_at_most_claimed"),
    ],
)
def test_the_database_refuses(world: World, office: Person, fault: dict[str, object], name: str) -> None:
    own = noted(world, world.viewer(office))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CostLine.objects.unscoped("a test breaks a rule").filter(pk=own.pk).update(**fault)


def test_pages_from_the_quote_to_the_export(world: World, office: Person, sign_in: SignIn) -> None:
    quote = note_quote(by=world.first, meeting=world.meeting(), operator="Peak", pence=40001)
    take_quote(by=world.first, meeting=world.meeting(), quote=quote)
    client = sign_in(office)
    assert "Meeting 1, Neutral venue, £200.01" in client.get(reverse("visits:costs")).content.decode()
    add = reverse("visits:add_cost", args=[world.link.pk])
    assert 'value="200"' in client.get(add, {"kind": "coach", "planned": "200"}).content.decode()
    assert "Say what you expect" in client.post(add, {**FORM, "planned": ""}).content.decode()
    once = str(uuid.uuid4())
    for _ in range(2):
        client.post(add, {**FORM, "once": once})
    own = CostLine.objects.unscoped(WHY).get()
    assert own.planned == 102050
    page = reverse("visits:cost", args=[own.pk])
    assert "Write an amount" in client.post(page, {**FORM, "what": "change", "actual": "lots"}).content.decode()
    client.post(page, {**FORM, "what": "change", "actual": "990"})
    assert "1020.50" in client.get(page).content.decode()
    client.post(page, {"what": "claim", "pence": "900", "evidence": "Invoice 7"})
    client = sign_in(world.facilitator)
    assert "Claimed" in client.get(reverse("visits:claims")).content.decode()
    assert "1 claim waits for you" in client.get(reverse("today")).content.decode()
    assert "Pay at most" in client.post(page, {"what": "settle", "pence": "901"}).content.decode()
    client.post(page, {"what": "settle", "pence": "900"})
    sheet = client.get(reverse("visits:costs_export", args=["csv"])).content.decode()
    assert "'=1+1" in sheet
    assert "900.0" in sheet
    assert client.get(reverse("visits:costs_export", args=["xlsx"])).content.startswith(b"PK")
    assert client.get(reverse("visits:costs_export", args=["pdf"])).status_code == 404
    assert len(list(costs_sheet([own]))) == 2


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    world: World, office: Person, sign_in: SignIn, more: int, django_assert_max_num_queries
) -> None:
    for _ in range(more):
        noted(world, world.viewer(office))
    client = sign_in(world.facilitator)
    client.get(reverse("visits:claims"))
    with django_assert_max_num_queries(16):
        client.get(reverse("visits:claims"))
