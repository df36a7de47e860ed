"""Two heads sign; words change; colleagues read; nothing signed can be changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from footbridge.agreements import queries, tasks
from footbridge.agreements.actions import signing, words
from footbridge.agreements.models import Agreement, AgreementSide, AgreementText, Signature
from footbridge.agreements.words import token_of
from footbridge.brokering.offers import actions as offers
from footbridge.notify.models import Message
from footbridge.people.models import Person
from tests.agreements.conftest import TICKS, World, make_world

SignIn = Callable[[Person], Client]
WHY = "a test looks"


def at(name: str, *args: object) -> str:
    return reverse(f"agreements:{name}", args=args)


def fresh(world: World) -> Agreement:
    return Agreement.objects.unscoped(WHY).get(pk=world.agreement.pk)


def sign(world: World, n: int, version: str = "") -> Agreement:
    return signing.sign(
        by=world.viewer(world.heads[n]), agreement=world.agreement, school=world.schools[n].pk,
        version=version or token_of(fresh(world)), name="A. Head", role="Headteacher", ticks=TICKS,
    )  # fmt: skip


def publish(world: World, body: str) -> int:
    staff = world.viewer(world.staff)
    draft = words.save_text(by=staff, title="Our agreement", body=body, commitments=TICKS, changed="More time.")
    return words.publish_text(by=staff, number=draft.number)


def test_two_heads_sign_on_the_page(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.heads[0])
    page = client.get(at("sign", world.agreement.pk)).content.decode()
    assert "We train." in page
    sent = {"version": token_of(world.agreement), "ticks": ["0"], "name": "Ann Head", "role": "Head"}
    back = client.post(at("sign", world.agreement.pk), sent).content.decode()
    assert "Tick every commitment" in back
    assert "Ann Head" in back
    for _ in range(2):
        client.post(at("sign", world.agreement.pk), {**sent, "ticks": ["0", "1"]})
    assert Signature.objects.unscoped(WHY).count() == 1
    assert "Signed" in sign_in(world.heads[1]).get(at("one", world.agreement.pk)).content.decode()
    sign(world, 1)
    assert queries.is_signed(world.link)
    paper = sign_in(world.facilitator).get(at("paper", world.agreement.pk))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "Ann Head" in text
    kept = Signature.objects.unscoped(WHY).get(name="Ann Head")
    assert "Children meet." in kept.shown
    assert "[x] We host." in kept.shown


def test_three_schools_need_three_signatures(db: None) -> None:
    world = make_world(3)
    for n in range(3):
        assert not queries.is_signed(world.link)
        sign(world, n)
    assert queries.is_signed(world.link)


def test_a_changed_text_asks_again_and_a_stale_page_cannot_sign(world: World, sign_in: SignIn) -> None:
    sign(world, 0)
    stale = token_of(fresh(world))
    assert publish(world, "Children meet twice.") == 1
    with pytest.raises(signing.WordsChanged):
        sign(world, 1, stale)
    sent = {"version": stale, "ticks": ["0", "1"], "name": "Typed Already", "role": "Head"}
    back = sign_in(world.heads[1]).post(at("sign", world.agreement.pk), sent).content.decode()
    assert "words changed while you were reading" in back
    assert "Typed Already" in back
    assert "<ins>" in sign_in(world.heads[0]).get(at("one", world.agreement.pk)).content.decode()
    sign(world, 0)
    sign(world, 1)
    assert queries.is_signed(world.link)
    assert Signature.objects.unscoped(WHY).count() == 3


def test_nobody_signs_for_a_head_but_a_deputy_may_read(world: World, sign_in: SignIn) -> None:
    with pytest.raises(Exception, match="may not do this"):
        signing.sign(
            by=world.viewer(world.deputy), agreement=world.agreement, school=world.schools[0].pk,
            version=token_of(world.agreement), name="Dee", role="Deputy", ticks=TICKS,
        )  # fmt: skip
    head = sign_in(world.heads[0])
    head.post(at("ask", world.agreement.pk), {"reader": world.deputy.pk})
    sign_in(world.deputy).post(
        at("read", world.agreement.pk), {"version": token_of(world.agreement), "note": "Check coaches"}
    )
    page = sign_in(world.heads[0]).get(at("sign", world.agreement.pk)).content.decode()
    assert "Read for you by Dee Puty" in page
    assert "Check coaches" not in sign_in(world.heads[1]).get(at("one", world.agreement.pk)).content.decode()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_signature SET name = 'Forged'",
        "DELETE FROM agreements_signature",
        "UPDATE agreements_agreementtext SET body = 'Other'",
        "UPDATE agreements_agreement SET state = 'signed', settled = now()",
        "UPDATE agreements_agreementside SET signature_id = NULL; UPDATE agreements_agreementside SET signature_id ="
        " (SELECT max(id) FROM agreements_signature) WHERE id = (SELECT max(id) FROM agreements_agreementside)",
    ],
)
def test_the_database_refuses(world: World, statement: str) -> None:
    sign(world, 0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)


def test_chased_in_school_days_with_an_end_and_gone_with_the_link(world: World) -> None:
    AgreementSide.objects.unscoped(WHY).update(asked=date(2026, 11, 2))
    assert [tasks.remind_on(date(2026, 11, 2) + timedelta(days)) for days in (5, 7, 8, 14, 21, 22)] == [
        (0, 0), (2, 0), (0, 0), (2, 0), (0, 2), (0, 0),
    ]  # fmt: skip
    assert Message.objects.unscoped(WHY).filter(to=world.facilitator.email).count() == 2
    offers.withdraw_link(by=world.viewer(world.facilitator), link=world.link, reason="Ill")
    assert fresh(world).state == "withdrawn"
    assert AgreementText.objects.unscoped(WHY).count() == 1


def test_lists_and_bulk_reminders(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.facilitator)
    assert "Waiting for signatures" in client.get(at("list")).content.decode()
    sides = [side.pk for side in AgreementSide.objects.unscoped(WHY)]
    for sent in ("2 schools reminded", "0 schools reminded"):
        page = client.post(at("remind"), {"sides": sides, "words": "Please."}, follow=True).content.decode()
        assert sent in page
    assert client.get(at("list") + "?half=none").status_code == 200
    staff = sign_in(world.staff)
    assert staff.get(at("texts")).status_code == 200
    assert staff.get(at("write")).status_code == 200
