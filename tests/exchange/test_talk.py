"""Questions and messages: sorted by their own class, sent as a round, answered by the other; sealed, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.exchange.models import Question
from footbridge.exchange.pieces.actions import keys
from footbridge.exchange.pieces.actions.making import delete_piece
from footbridge.exchange.questions.actions import (
    answer_question,
    merge_questions,
    note_questions,
    send_round,
    throw_away,
)
from footbridge.exchange.questions.queries import questions_of
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Pair
from tests.exchange.test_pieces import text, trust

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"


def texts(viewer: Any, link: int, state: str = "") -> list[str]:
    return sorted(one.text for one in questions_of(viewer, link) if state in ("", one.state))


def test_a_question_from_noting_to_answer(sign_in: SignIn, pair: Pair) -> None:
    here, there, link = pair.here, pair.there, pair.link.pk
    page = reverse("exchange:questions", args=[link])
    client = sign_in(here.teacher)
    client.post(page, {"questions": "What do you eat?\nWhat do  you eat?\nWhat is for lunch?\nDo you sing?"})
    client.post(page, {"questions": "do you sing?"})
    assert texts(here.viewer, link) == ["Do you sing?", "What do you eat?", "What is for lunch?"]
    assert texts(there.viewer, link) == []  # noted ones stay at home
    by_text = {one.text: one.row for one in questions_of(here.viewer, link)}
    eat, lunch, sing = (by_text[key] for key in ("What do you eat?", "What is for lunch?", "Do you sing?"))
    client.post(page, {"do": "merge", "pick": [str(eat.pk), str(lunch.pk)]})
    client.post(page, {"do": "send", "pick": [str(eat.pk)]})
    client.post(page, {"do": "send", "pick": [str(eat.pk)]})  # pressed twice
    assert texts(there.viewer, link) == ["What do you eat?"]
    letters = Message.objects.unscoped(WHY).filter(to=there.teacher.email)
    assert [("eat" in one.text, one.subject) for one in letters] == [(False, "Something new from your partner class")]
    answer = reverse("exchange:answer", args=[eat.pk])
    assert client.get(answer).status_code == 404  # one's own is not answered by oneself
    partner = sign_in(there.teacher)
    assert partner.get(reverse("exchange:answer", args=[sing.pk])).status_code == 404
    partner.post(answer, {"words": "Mostly soup."})
    (asked,) = [one for one in questions_of(here.viewer, link) if one.state == "answered"]
    assert [one.words for one in asked.answers] == ["Mostly soup."]
    partner.post(answer, {"words": "Mostly soup."})  # posted twice
    partner.post(answer, {"words": "And bread."})
    assert partner.post(answer, {"words": ""}).status_code == 200
    assert len(questions_of(here.viewer, link)[0].answers) == 2
    wall = sign_in(here.teacher).get(reverse("exchange:wall", args=[link])).content.decode()
    assert "Mostly soup." in wall
    assert "Do you sing?" not in wall


def test_a_piece_answers_when_both_keys_are_turned(sign_in: SignIn, pair: Pair) -> None:
    """A piece that was sent answers; on the wall it stands once it is released; called back it is gone, and the answer stays empty."""
    here, there = pair.here, pair.there
    trust(there)
    note_questions(by=here.viewer, link_class=here.led.pk, texts=["Do you sing?", "Rude words?", "Very rude words?"])
    rows = {one.text: one.row for one in questions_of(here.viewer, pair.link.pk)}
    merge_questions(
        by=here.viewer, link=pair.link.pk, into=rows["Rude words?"].pk, others=[rows["Very rude words?"].pk]
    )
    assert throw_away(by=here.viewer, link=pair.link.pk, questions=[rows["Rude words?"].pk]) == 1
    send_round(by=here.viewer, link=pair.link.pk, questions=[one.pk for one in rows.values()])
    sent, tray = (text(there, title, who="nobody") for title in ("A song", "Not sent"))
    keys.approve_piece(by=there.viewer, piece=sent)
    question = rows["Do you sing?"]
    partner = sign_in(there.teacher)
    page = reverse("exchange:answer", args=[question.pk])
    assert "Not sent" not in partner.get(page).content.decode()
    for _ in range(2):
        partner.post(page, {"pieces": [str(sent.pk)]})
    assert answer_question(by=there.viewer, question=question, pieces=[tray.pk]) == 0
    (asked,) = questions_of(here.viewer, pair.link.pk)
    assert [one.card and one.card.words.title for one in asked.answers] == ["A song"]
    wall, listed = (reverse(f"exchange:{name}", args=[pair.link.pk]) for name in ("wall", "questions"))
    own = sign_in(here.teacher)
    assert "A song" not in own.get(wall).content.decode()  # the second key is not turned
    keys.release_piece(by=here.viewer, piece=sent)
    assert "A song" in own.get(wall).content.decode()
    keys.recall_piece(by=there.viewer, piece=sent)
    assert "A song" not in own.get(wall).content.decode()
    assert "not to be seen now" in own.get(listed).content.decode()
    delete_piece(by=there.viewer, piece=sent)
    given = questions_of(there.viewer, pair.link.pk)[0].answers[0].row
    back = reverse("exchange:take_answer_back", args=[given.pk])
    assert own.post(back).status_code == 404
    partner = sign_in(there.teacher)
    assert [partner.post(back).status_code for _ in range(2)] == [302, 404]
    assert [(one.state, one.answers) for one in questions_of(here.viewer, pair.link.pk)] == [("sent", [])]


def test_others_neither_ask_nor_answer_nor_read(sign_in: SignIn, pair: Pair) -> None:
    here = pair.here
    note_questions(by=here.viewer, link_class=here.led.pk, texts=["Why?"])
    question = questions_of(here.viewer, pair.link.pk)[0].row
    send_round(by=here.viewer, link=pair.link.pk, questions=[question.pk])
    for other in (factories.member("headteacher", of=here.school), factories.member("teacher", of=here.school)):
        viewer = viewer_for(other)
        assert questions_of(viewer, pair.link.pk) == []
        with pytest.raises(PermissionDenied):
            note_questions(by=viewer, link_class=here.led.pk, texts=["Why?"])
        with pytest.raises(PermissionDenied):
            answer_question(by=viewer, question=question, words="x")
        for name in ("questions", "wall", "messages", "room"):
            assert sign_in(other).get(reverse(f"exchange:{name}", args=[pair.link.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        merge_questions(by=pair.there.viewer, link=pair.link.pk, into=question.pk, others=[])


def test_the_database_knows_the_states_of_a_question(pair: Pair) -> None:
    here = pair.here
    note_questions(by=here.viewer, link_class=here.led.pk, texts=["Why?"])
    for wrong in (
        {"state": "sent"},
        {"state": "answered"},
        {"state": "merged"},
        {"round": 1},
        {"answered": timezone.now()},
    ):
        with walls.inside(pair.link.pk), pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.unscoped(WHY).update(**wrong)


def test_messages_are_read_by_both_and_posted_once(sign_in: SignIn, pair: Pair) -> None:
    page = reverse("exchange:messages", args=[pair.link.pk])
    client = sign_in(pair.here.teacher)
    for _ in range(2):
        client.post(page, {"words": "Shall we begin with portraits?"})
    theirs = sign_in(pair.there.teacher).get(page).content.decode()
    assert theirs.count("Shall we begin with portraits?") == 1
    sent = Message.objects.unscoped(WHY).get(to=pair.there.teacher.email)
    assert "portraits" not in sent.text
