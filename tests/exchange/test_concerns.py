"""Concerns about words and names: hidden in that moment, both leads told, settled by both or deleted by one, kept at most 90 days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.exchange.concerns.actions import forget_concerns, settle_concern
from footbridge.exchange.concerns.queries import concerns_for
from footbridge.exchange.labels import labels_for_groups, own_labels
from footbridge.exchange.messages.actions import write_message
from footbridge.exchange.messages.queries import messages_of
from footbridge.exchange.models import Answer, Concern, Label, Question, TeacherMessage
from footbridge.exchange.questions.actions import answer_question, note_questions, send_round
from footbridge.exchange.questions.queries import questions_of
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.vault import walls
from footbridge.vault.actions import replay_deletions
from tests import factories
from tests.exchange.conftest import Pair

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
SYSTEM = Viewer.for_system("test")
CANARY = "Zxqvarnika"


def planted(pair: Pair, about: str) -> Any:
    """Something of the class there with the canary in it, that the class here reads."""
    here, there, link = pair.here, pair.there, pair.link.pk
    if about == "message":
        return write_message(by=there.viewer, link=link, words=CANARY)
    if about == "label":
        with walls.inside(link):
            return Label.objects.unscoped(WHY).filter(link_class=there.led).order_by("position")[0]
    asks, answers = (there, here) if about == "question" else (here, there)
    note_questions(by=asks.viewer, link_class=asks.led.pk, texts=[f"{CANARY}?" if about == "question" else "Why?"])
    row = questions_of(asks.viewer, link)[0].row
    send_round(by=asks.viewer, link=link, questions=[row.pk])
    if about == "question":
        return row
    answer_question(by=answers.viewer, question=row, words=CANARY)
    with walls.inside(link):
        return Answer.objects.unscoped(WHY).get()


def read(pair: Pair, half: Any) -> str:
    """All that a teacher reads of words and names in the room."""
    viewer, link = half.viewer, pair.link.pk
    said = [line.words for line in messages_of(viewer, link)]
    for one in questions_of(viewer, link):
        said += [one.text, *(answer.words for answer in one.answers)]
    said += [label.text for labels in labels_for_groups(viewer, link).values() for label in labels]
    said += [label.text for label in own_labels(viewer, half.led.pk)]
    return " ".join(said)


@pytest.mark.parametrize("about", ["message", "question", "answer", "label"])
def test_whatever_is_reported_is_hidden_told_and_settled(
    sign_in: SignIn, children: Pair, vault: Path, about: str
) -> None:
    here, there, link = children.here, children.there, children.link
    target = planted(children, about)
    canary = "Dora" if about == "label" else CANARY
    leads = [factories.member("safeguarding_lead", of=half.school) for half in (here, there)]
    assert canary in read(children, here)  # the control
    address = reverse("exchange:report_other", args=[about, target.pk])
    client = sign_in(here.teacher)
    assert "It is hidden from everybody" in client.get(address).content.decode()
    assert client.get(reverse("exchange:report_other", args=["piece", target.pk])).status_code == 404
    client.post(address, {"kind": "harm", "words": "Please look"})
    assert canary not in read(children, here) + read(children, there)
    assert client.get(address).status_code == 404
    told = Message.objects.unscoped(WHY).filter(subject="A concern was reported")
    assert {one.to for one in told} == {lead.email for lead in leads}
    assert not any(canary in one.text or "Please look" in one.text for one in told)
    (row,) = concerns_for(viewer_for(leads[0]))
    assert (row.words, canary in row.text) == ("Please look", True)
    assert concerns_for(viewer_for(factories.member("safeguarding_lead", of=factories.school()))) == []
    assert not settle_concern(by=viewer_for(leads[0]), concern=row.concern, remove=False)
    assert canary not in read(children, here)
    assert settle_concern(by=viewer_for(leads[1]), concern=row.concern, remove=False)
    assert canary in read(children, here)
    assert forget_concerns(by=SYSTEM, before=timezone.now() - timedelta(days=90)) == (1, 0)

    client = sign_in(here.teacher)
    client.post(address, {"kind": "harm", "words": ""})
    (row,) = concerns_for(viewer_for(leads[0]))
    page = reverse("exchange:concern", args=[row.concern.pk])
    lead = sign_in(leads[0])
    assert "Before you delete it" in lead.post(page, {"how": "remove"}).content.decode()
    assert len(concerns_for(viewer_for(leads[0]))) == 1  # asked first
    lead.post(page, {"how": "remove", "sure": "yes"})
    assert concerns_for(viewer_for(leads[0])) == []
    assert canary not in read(children, here)
    with walls.inside(link.pk):
        assert type(target).objects.unscoped(WHY).filter(pk=target.pk).exists() == (about == "label")
    if about == "label":
        assert "Child 1" in read(children, there)
    else:
        with walls.inside(link.pk):
            if about != "answer":
                target.save(force_insert=True)  # an older backup is restored
        assert replay_deletions(by=SYSTEM).get(about, 0) == (about != "answer")


def test_a_concern_is_kept_ninety_days_and_about_one_thing(children: Pair, vault: Path, sign_in: SignIn) -> None:
    target = planted(children, "message")
    sign_in(children.here.teacher).post(
        reverse("exchange:report_other", args=["message", target.pk]), {"kind": "other", "words": ""}
    )
    with walls.door("a test reads the concern"):
        concern = Concern.objects.unscoped(WHY).get()
        label = Label.objects.unscoped(WHY).first()
        for wrong in ({"message": None}, {"label": label}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Concern.objects.unscoped(WHY).update(**wrong)
        assert CANARY.encode() not in bytes(concern.sealed)
    assert forget_concerns(by=SYSTEM, before=timezone.now() - timedelta(days=90)) == (0, 0)  # the control: it is fresh
    assert forget_concerns(by=SYSTEM, before=timezone.now() + timedelta(days=1)) == (0, 1)
    with walls.door("a test counts what is left"):
        assert not TeacherMessage.objects.unscoped(WHY).exists()
        assert not Concern.objects.unscoped(WHY).exists()
        assert not Question.objects.unscoped(WHY).exists()


def test_a_message_brings_a_piece_of_the_room_and_nothing_else(sign_in: SignIn, children: Pair, vault: Path) -> None:
    from tests.exchange.test_keepsake import ready, sent
    from tests.exchange.test_pieces import text

    ready(children)
    here, there = children.here, children.there
    piece, tray = sent(here, there, "The bridge", keep=False), text(here, title="Still in the tray")
    page = reverse("exchange:messages", args=[children.link.pk])
    client = sign_in(here.teacher)
    assert "Still in the tray" not in client.get(page).content.decode()
    client.post(page, {"words": "Look at this", "piece": str(tray.pk)})  # no choice: the form comes back with the words
    client.post(page, {"words": "Look at this", "piece": str(piece.pk)})
    (line,) = messages_of(there.viewer, children.link.pk)
    assert line.card is not None
    assert line.card.words.title == "The bridge"
