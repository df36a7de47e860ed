"""Class mode: a write-only door with a code, shut by the teacher, by the clock and by the switch; with controls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.checks import unknown_passes
from footbridge.access.rules import holding
from footbridge.audit.models import AuditLine
from footbridge.brokering.models import Link
from footbridge.exchange.houserules.actions import set_rule
from footbridge.exchange.labels import own_labels
from footbridge.exchange.lesson import handing
from footbridge.exchange.lesson import holding as passes
from footbridge.exchange.lesson.actions import close_lesson, close_lessons_that_are_over, open_lesson
from footbridge.exchange.lesson.codes import code_of
from footbridge.exchange.lesson.queries import handed_in, open_lesson_of
from footbridge.exchange.models import Lesson, Piece, Question
from footbridge.exchange.pieces.actions.making import delete_piece, write_text
from footbridge.exchange.pieces.queries import cards_of
from footbridge.exchange.questions.actions import note_questions
from footbridge.exchange.questions.queries import questions_of
from footbridge.people.models import Person
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Pair
from tests.exchange.media.samples import made
from tests.exchange.pictures import as_bytes, drawn, with_place
from tests.exchange.test_pieces import permit, ready, text  # noqa: F401  (ready is a fixture)
from tests.pages import InspectingClient

SignIn = Callable[[Person], Any]
WHY = "a test looks behind the wall"
FETCH = {"X-Requested-With": "fetch"}


def tablet(pair: Pair, code: str = "") -> InspectingClient:
    """A tablet that has typed the code of the open lesson."""
    client = InspectingClient()
    found = open_lesson_of(pair.here.viewer, pair.here.led.pk)
    answer = client.post(reverse("exchange:lesson_enter"), {"code": code or (found.code.lower() if found else "")})
    assert answer.status_code == 302, answer.content
    return client


def opened(pair: Pair, minutes: int = 60) -> Lesson:
    return open_lesson(by=pair.here.viewer, link_class=pair.here.led.pk, minutes=minutes)


def test_what_children_make_lands_in_the_tray(sign_in: SignIn, pair: Pair) -> None:
    page = reverse("exchange:lesson", args=[pair.here.led.pk])
    teacher = sign_in(pair.here.teacher)
    teacher.post(page, {"minutes": "60"})
    teacher.post(page, {"minutes": "30"})  # pressed twice
    lesson = Lesson.objects.unscoped(WHY).get()
    assert code_of(lesson.pk) not in lesson.code  # hashed at rest
    shown = teacher.get(page).content.decode()
    assert code_of(lesson.pk)[:3] + " " + code_of(lesson.pk)[3:] in shown
    assert "data:image/svg+xml" in shown
    child = tablet(pair)
    assert child.get(reverse("exchange:lesson_choose")).status_code == 200
    once = {"words": "My gran has a parrot.\nIt sings.", "once": "a" * 32}
    first = child.post(reverse("exchange:lesson_write"), once, headers=FETCH).json()
    again = child.post(
        reverse("exchange:lesson_write"), once, headers=FETCH
    ).json()  # the net dropped, it is sent again
    assert first == again == {"done": reverse("exchange:lesson_choose") + "?sent=write"}
    png = as_bytes(drawn(300, 200), "PNG")
    for what, data in (("draw", png), ("draw", png), ("photo", with_place())):
        file = SimpleUploadedFile("x", data)
        assert "done" in child.post(reverse(f"exchange:lesson_{what}"), {"pictures": file}, headers=FETCH).json()
    for _ in range(2):
        assert child.post(reverse("exchange:lesson_ask"), {"words": "Do you  sing?"}).status_code == 302
    cards = cards_of(pair.here.viewer, pair.link.pk)
    assert sorted(card.words.title for card in cards) == [
        "Drawn in class mode", "My gran has a parrot.", "Photographed in class mode"
    ]  # fmt: skip
    assert {(card.piece.state, card.piece.who, card.piece.made_by_id) for card in cards} == {("tray", "class", None)}
    assert [one.text for one in questions_of(pair.here.viewer, pair.link.pk)] == ["Do you sing?"]
    assert cards_of(pair.there.viewer, pair.link.pk) == []
    assert questions_of(pair.there.viewer, pair.link.pk) == []
    assert handed_in(pair.here.viewer) == {pair.here.led.pk: 3}
    assert f"lesson:{lesson.pk}" in set(AuditLine.objects.values_list("by", flat=True))
    trouble = child.post(reverse("exchange:lesson_draw"), {}, headers=FETCH)
    assert (trouble.status_code, trouble.json()["trouble"]) == (422, "Choose a picture first.")
    kept = child.post(reverse("exchange:lesson_write"), {"words": "x" * 2000}).content.decode()
    assert "x" * 2000 in kept  # nothing typed is lost


def allow_voices(pair: Pair) -> None:
    for half in (pair.here, pair.there):
        set_rule(by=half.viewer, link=pair.link.pk, enhanced=False, names=True, voice=True)


def test_a_child_speaks_where_both_schools_allow_voices(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(pair)
    child = tablet(pair)
    page, choose = reverse("exchange:lesson_voice"), reverse("exchange:lesson_choose")

    def give(content: bytes) -> Any:
        return child.post(page, {"recording": SimpleUploadedFile("x", content)}, headers=FETCH)

    voice = made("webm", 1, picture="")  # as Chromium's recorder makes it
    set_rule(by=pair.here.viewer, link=pair.link.pk, enhanced=False, voice=True)
    assert child.get(page)["Location"] == choose  # the partner's school has not opened it
    assert page not in child.get(choose).content.decode()
    assert give(voice).json()["trouble"] == "Your class does not record voices. Tell your teacher."
    assert cards_of(pair.here.viewer, pair.link.pk) == []
    allow_voices(pair)
    assert page in child.get(choose).content.decode()
    assert give(voice).json() == give(voice).json() == {"done": choose + "?sent=voice"}  # the net dropped
    (card,) = cards_of(pair.here.viewer, pair.link.pk)
    assert (card.words.title, card.kind, card.piece.state) == ("Recorded in class mode", "Recording, 0:01", "tray")
    assert (card.piece.lesson_id, card.piece.made_by_id) == (Lesson.objects.unscoped(WHY).get().pk, None)
    monkeypatch.setattr(handing, "LONGEST_VOICE", 1)
    said = {give(one).json()["trouble"] for one in (made("wav", 3, picture=""), made("mp4", 1), b"x", b"")}
    assert said == {
        handing.CHILDS_WORDS["long"], handing.CHILDS_WORDS["film"], "That did not work. Record it again.", "Record something first.",
    }  # fmt: skip
    monkeypatch.setattr(handing, "AT_ONCE", BoundedSemaphore(1))
    with handing.AT_ONCE:  # somebody else's is being made anew
        assert give(voice).status_code == 429
    assert give(voice).status_code == 200  # the control


def test_a_tablet_reads_nothing_and_keeps_nothing(sign_in: SignIn, pair: Pair) -> None:
    here, there = pair.here, pair.there
    write_text(by=here.viewer, link_class=here.led.pk, title="CANARY-OWN", words="CANARY-OWN")
    note_questions(by=there.viewer, link_class=there.led.pk, texts=["CANARY-THEIRS"])
    opened(pair)
    child = tablet(pair)
    assert {cookie["max-age"] for cookie in child.cookies.values()} == {""}  # gone with the browser
    child.force_login(here.teacher)  # the same tablet on which the teacher once signed in, second factor proved
    session = child.session
    session["second_factor_proved"] = True
    session.save()
    pages = [
        reverse(f"exchange:lesson_{name}") for name in ("enter", "choose", "write", "draw", "photo", "voice", "ask")
    ]
    allow_voices(pair)
    bodies = [child.get(page) for page in pages]
    assert all(one.status_code == 200 and "no-store" in one["Cache-Control"] for one in bodies)
    words = "".join(one.content.decode() for one in bodies)
    for secret in ("CANARY", there.school.name, there.teacher.name, here.teacher.name, here.teacher.email):
        assert secret not in words
    holder = passes.viewer_of(Lesson.objects.unscoped(WHY).get())
    with walls.inside(pair.link.pk):
        for model in (Piece, Question, Lesson):
            assert not model.objects.visible_to(holder).exists()
            assert model.objects.unscoped(WHY).exists()  # the control: there is something to be read
    with walls.inside(pair.link.pk):
        piece = Piece.objects.unscoped(WHY).get()
    with pytest.raises(PermissionDenied):
        delete_piece(by=holder, piece=piece)
    with pytest.raises(PermissionDenied):
        write_text(by=holder, link_class=there.led.pk, title="x", words="x")
    child.logout()
    assert child.get(reverse("exchange:room", args=[pair.link.pk])).status_code == 302


def test_the_doors_shut(pair: Pair) -> None:
    """By the teacher at once, by the clock, by the switch, with the link; a wrong code and a forged pass open nothing."""
    enter, ask = reverse("exchange:lesson_enter"), reverse("exchange:lesson_ask")
    lesson = opened(pair, 30)
    child = tablet(pair)

    def taken() -> bool:
        before = len(questions_of(pair.here.viewer, pair.link.pk))
        answer = child.post(ask, {"words": f"Question {timezone.now().isoformat()}?"})
        now = len(questions_of(pair.here.viewer, pair.link.pk))
        assert (now > before) == (answer.status_code == 302 and answer["Location"] != enter)
        return now > before

    assert taken()  # the control
    call_command("switch", "uploads", "off", "--because", "A test shuts it")
    assert not taken()
    call_command("switch", "uploads", "on")
    assert taken()
    rows = Lesson.objects.unscoped(WHY).filter(pk=lesson.pk)
    rows.update(opened=timezone.now() - timedelta(minutes=31), closes=timezone.now() - timedelta(minutes=1))
    assert not taken()
    assert close_lessons_that_are_over(by=Viewer.for_system("lessons"), now=timezone.now()) == 1
    assert Lesson.objects.unscoped(WHY).get().code == ""
    lesson = opened(pair)
    child = tablet(pair)
    assert taken()
    close_lesson(by=pair.here.viewer, lesson=lesson)
    assert not taken()
    assert InspectingClient().post(enter, {"code": code_of(lesson.pk)}).status_code == 422
    forged = InspectingClient()
    for cookie in ("", "x", child.cookies[passes.COOKIE].value[:-2]):
        forged.cookies[passes.COOKIE] = cookie
        assert forged.post(ask, {"words": "Why?"})["Location"] == enter
    opened(pair)
    child = tablet(pair)
    assert taken()
    with transaction.atomic():
        Link.objects.unscoped(WHY).filter(pk=pair.link.pk).update(state="ended", closing_reason="the year is over")
        assert child.post(ask, {"words": "Why?"})["Location"] == enter
        transaction.set_rollback(True)


def test_codes_cannot_be_guessed_for_long(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        passes, "TYPE_CODE", passes.TYPE_CODE.__class__("lesson_code", "type the code", 3, 3, timedelta(minutes=15))
    )
    opened(pair)
    found = open_lesson_of(pair.here.viewer, pair.here.led.pk)
    assert found
    client, enter = InspectingClient(), reverse("exchange:lesson_enter")
    for _ in range(8):
        assert client.post(enter, {"code": found.code}).status_code == 302  # a whole class types it right
    answers = [client.post(enter, {"code": "BBBBBB"}).status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]
    assert client.post(enter, {"code": found.code}).status_code == 429


def test_only_the_own_teacher_opens_and_sees(sign_in: SignIn, pair: Pair) -> None:
    opened(pair)
    for other in (pair.there.teacher, factories.member("headteacher", of=pair.here.school)):
        for name in ("lesson", "lesson_board", "lesson_sheets"):
            assert sign_in(other).get(reverse(f"exchange:{name}", args=[pair.here.led.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        open_lesson(by=pair.there.viewer, link_class=pair.here.led.pk, minutes=30)
    sheets = sign_in(pair.here.teacher).get(reverse("exchange:lesson_sheets", args=[pair.here.led.pk]))
    assert sheets.content.startswith(b"%PDF")


def test_the_database_knows_what_a_lesson_is(pair: Pair) -> None:
    lesson = opened(pair)
    rows = Lesson.objects.unscoped(WHY)
    for wrong in (
        {"closes": lesson.opened}, {"closes": lesson.opened + timedelta(hours=3)}, {"code": ""}, {"closed": timezone.now()},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.create(
            link=lesson.link, link_class=lesson.link_class, school=lesson.school, code="x", closes=lesson.closes
        )


def test_a_view_with_a_pass_that_nobody_gives_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unknown_passes() == []
    from footbridge.access import checks

    monkeypatch.setattr(checks, "all_views", lambda: iter([("planted/", holding("nobody's")(lambda request: None))]))
    assert unknown_passes() == ["planted/ (nobody's)"]


def test_the_tray_is_sorted_on_one_page(sign_in: SignIn, ready: Pair) -> None:  # noqa: F811
    """Thirty pieces in one go: titled, given to a child, sent or deleted; what is held stays; a wrong row loses nothing."""
    here = ready.here
    rows = [text(here, f"Piece {n}") for n in range(4)]
    amina, ben, *_ = own_labels(here.viewer, here.led.pk)
    permit(here, "work", said="refused", only=ben.text)
    page = reverse("exchange:tray", args=[here.led.pk])
    client = sign_in(here.teacher)

    def said(**answers: dict[str, str]) -> dict[str, str]:
        return {f"{rows[int(n[1:])].pk.hex}-{key}": value for n, row in answers.items() for key, value in row.items()}

    base = {"title": "A title", "who": "class", "then": "keep"}
    wrong = client.post(page, said(p0={**base, "who": "nobody", "names": "on"}, p1={**base, "title": "Kept as typed"}))
    assert "Kept as typed" in wrong.content.decode()
    assert {card.words.title for card in cards_of(here.viewer, ready.link.pk)} == {f"Piece {n}" for n in range(4)}
    answers = said(
        p0={**base, "title": "By Amina", "who": str(amina.id), "then": "send"},
        p1={**base, "title": "By Ben", "who": str(ben.id), "then": "send"},
        p2={**base, "then": "delete"},
    )
    shown = client.post(page, answers, follow=True).content.decode()
    assert "1 sent, 1 deleted, 2 described." in shown
    assert "1 stayed in the tray" in shown
    client.post(page, answers)  # pressed twice
    found = {card.words.title: card.piece.state for card in cards_of(here.viewer, ready.link.pk)}
    assert found == {"By Amina": "sent", "By Ben": "tray", "Piece 3": "tray"}
    assert ben.text not in "".join(card.words.title for card in cards_of(ready.there.viewer, ready.link.pk))
    assert sign_in(ready.there.teacher).get(page).status_code == 404
