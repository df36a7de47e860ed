"""The keepsake book, what the partner may keep, and the goodbye that ends a room."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.exchange.keepsake import actions, contents, making
from footbridge.exchange.labels import own_labels
from footbridge.exchange.models import Book, Goodbye, Look, Piece
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.exchange.pieces.actions.keys import approve_piece, recall_piece, release_piece
from footbridge.exchange.pieces.actions.making import delete_piece, describe_piece
from footbridge.exchange.questions.actions import note_questions, send_round
from footbridge.exchange.questions.queries import questions_of
from footbridge.exchange.tasks import end_rooms_on, nudge_on
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Half, Pair
from tests.exchange.pictures import as_bytes, drawn
from tests.exchange.test_pieces import permit, text, trust, upload

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
SYSTEM = Viewer.for_system("test")


def say(half: Half, use: str, said: str, child: UUID) -> None:
    _, last = ledger_of(half.viewer, half.led.pk)
    note_decisions(by=half.viewer, link_class=half.led.pk, cells={(child, use): said}, seen=last)


def sent(by: Half, to: Half, title: str, *, keep: bool) -> Piece:
    """A text that was sent and released."""
    piece = text(by, title=title)
    approve_piece(by=by.viewer, piece=piece)
    release_piece(by=to.viewer, piece=piece)
    if keep:
        actions.keep_choices(by=by.viewer, link=piece.link_id, kept=[piece.pk])
    return piece


def ready(pair: Pair) -> None:
    for half in (pair.here, pair.there):
        trust(half)
        permit(half, "work")
        half.led.offered_class.size = 3
        half.led.offered_class.save()


def made(half: Half) -> Book:
    book = actions.ask_for_book(by=half.viewer, link_class=half.led.pk)
    making.make_now(book.pk)
    with walls.inside(book.link_id):
        return Book.objects.unscoped(WHY).get(pk=book.pk)


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def test_a_book_holds_what_was_made_and_what_may_be_kept(
    sign_in: SignIn, children: Pair, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(children)
    here, there, link = children.here, children.there, children.link
    monkeypatch.setattr(contents, "_months", [lambda link: [(date(2027, 3, 1), "Neutral venue")]])
    client = sign_in(here.teacher)
    upload(client, here, as_bytes(drawn()))
    text(here, title="Our own poem")
    sent(there, here, "A kept letter", keep=True)
    loose = sent(there, here, "A letter not to keep", keep=False)
    actions.keep_choices(by=there.viewer, link=link.pk, kept=[])  # one press unticks
    with walls.inside(link.pk):
        kept = [one.pk for one in Piece.objects.unscoped(WHY).filter(school=there.school) if one.pk != loose.pk]
    actions.keep_choices(by=there.viewer, link=link.pk, kept=kept)
    faces = text(here, title="Names nobody permitted", names=True)
    note_questions(by=here.viewer, link_class=here.led.pk, texts=["Do you sing?", "Never sent?"])
    send_round(
        by=here.viewer,
        link=link.pk,
        questions=[q.row.pk for q in questions_of(here.viewer, link.pk) if "sing" in q.text],
    )
    page = reverse("exchange:book", args=[here.led.pk])
    shown = " ".join(client.get(page).content.decode().split())
    assert (
        "<strong>2</strong> of your class and <strong>1</strong> of your partner; <strong>1</strong> would be left out"
        in shown
    )
    client.post(page)
    client.post(page)  # pressed twice
    with walls.inside(link.pk):
        book = Book.objects.unscoped(WHY).get()
    assert "Making your book" in client.get(reverse("exchange:book_progress", args=[here.led.pk])).content.decode()
    making.make_now(book.pk)
    making.make_now(book.pk)  # the queue may hand it out twice
    assert "Get the book" in client.get(page).content.decode()
    answer = client.post(reverse("exchange:fetch_book", args=[here.led.pk]))
    assert "no-store" in answer["Cache-Control"]
    said = words_of(answer.content)
    for there_is in (
        "Our own poem",
        "A kept letter",
        "Do you sing?",
        "March 2027",
        "Neutral venue",
        "before the year was over",
    ):
        assert there_is in said
    for there_is_not in ("not to keep", "Names nobody", "Never sent", "Amina", "Dora"):
        assert there_is_not not in said
    assert faces.pk not in {UUID(one) for one in book.pieces}
    assert b"DCTDecode" in answer.content  # the picture is in it
    assert not any(path.read_bytes().startswith(b"%PDF") for path in vault.rglob("*") if path.is_file())
    # nobody else's, and not by GET
    assert client.get(reverse("exchange:fetch_book", args=[here.led.pk])).status_code == 405
    assert sign_in(there.teacher).post(reverse("exchange:fetch_book", args=[here.led.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.fetch_book(by=there.viewer, book=book)
    # gone an hour later
    assert actions.forget_books(by=SYSTEM, now=timezone.now() + timedelta(minutes=50)) == 0
    assert actions.forget_books(by=SYSTEM, now=timezone.now() + timedelta(minutes=61)) == 1
    assert [path for path in vault.rglob("*-book") if path.is_file()] == []


@pytest.mark.parametrize("what", ["withdraw", "recall", "untick", "change"])
def test_a_book_that_is_not_right_any_more_is_not_given_out(children: Pair, vault: Path, what: str) -> None:
    ready(children)
    here, there = children.here, children.there
    kept = sent(there, here, "A kept letter", keep=True)
    own = text(here, title="Ours")
    book = made(here)
    assert actions.fetch_book(by=here.viewer, book=book).startswith(b"%PDF")  # the control
    match what:
        case "withdraw":
            say(there, "work", "withdrawn", own_labels(there.viewer, there.led.pk)[0].id)
        case "recall":
            recall_piece(by=there.viewer, piece=kept)
        case "untick":
            actions.keep_choices(by=there.viewer, link=children.link.pk, kept=[])
        case "change":
            describe_piece(
                by=here.viewer, piece=own, title="Ours, mended", words="", question="where", strand="", faces=False,
                names=False, who="class",
            )  # fmt: skip
    with pytest.raises(actions.NotRight):
        actions.fetch_book(by=here.viewer, book=book)
    assert actions.fetch_book(by=here.viewer, book=made(here)).startswith(b"%PDF")


def test_a_picture_of_the_partner_leaves_a_look_and_goes_with_its_piece(
    sign_in: SignIn, children: Pair, vault: Path
) -> None:
    ready(children)
    here, there = children.here, children.there
    upload(sign_in(there.teacher), there, as_bytes(drawn()))
    with walls.inside(children.link.pk):
        piece = Piece.objects.unscoped(WHY).get()
    approve_piece(by=there.viewer, piece=piece)
    release_piece(by=here.viewer, piece=piece)
    page = reverse("exchange:keep", args=[children.link.pk])
    partner = sign_in(there.teacher)
    partner.post(page, {"keep": [str(piece.pk), "nonsense"]})
    assert "checked" in partner.get(page).content.decode()
    actions.fetch_book(by=here.viewer, book=made(here))
    with walls.inside(children.link.pk):
        assert Look.objects.unscoped(WHY).filter(piece=piece, person=here.teacher).count() == 1
    delete_piece(by=there.viewer, piece=piece)
    with walls.inside(children.link.pk):
        assert not Book.objects.unscoped(WHY).exists()
    assert [path for path in vault.rglob("*-book") if path.is_file()] == []


def test_goodbye_ends_the_room_after_thirty_days(sign_in: SignIn, children: Pair, vault: Path) -> None:
    here, there, link = children.here, children.there, children.link
    page = reverse("exchange:goodbye", args=[link.pk])
    client = sign_in(here.teacher)
    client.post(page)
    client.post(page)
    assert Goodbye.objects.unscoped(WHY).count() == 1
    monday = date(2026, 11, 9)
    Link.objects.unscoped(WHY).filter(pk=link.pk).update(settled=datetime(2026, 9, 10, tzinfo=UTC))
    assert nudge_on(monday) == 0  # a class that has said goodbye is not asked why it is quiet
    with transaction.atomic():
        Goodbye.objects.unscoped(WHY).all().delete()
        assert nudge_on(monday) == 1  # the control
        transaction.set_rollback(True)
    told = Message.objects.unscoped(WHY).filter(subject="Your partner class says goodbye")
    assert [one.to for one in told] == [there.teacher.email]
    long_after = timezone.localdate() + timedelta(days=40)
    assert end_rooms_on(long_after) == 0  # one school alone ends nothing
    partner = sign_in(there.teacher)
    partner.post(page)
    partner.post(page, {"do": "back"})
    assert end_rooms_on(long_after) == 0
    assert "Everybody has said goodbye" in partner.post(page, follow=True).content.decode()
    Goodbye.objects.unscoped(WHY).update(at=datetime(2026, 12, 1, 12, tzinfo=timezone.get_current_timezone()))
    assert end_rooms_on(date(2026, 12, 30)) == 0
    assert end_rooms_on(date(2026, 12, 31)) == 1
    client = sign_in(here.teacher)
    room = client.get(reverse("exchange:room", args=[link.pk])).content.decode()
    assert "This room is deleted" in room
    assert client.get(page).status_code == 404
    assert client.get(reverse("exchange:messages", args=[link.pk])).status_code == 404
    paper = reverse("exchange:certificate", args=[link.pk])
    assert paper in client.get(reverse("exchange:rooms")).content.decode()
    assert paper in client.get(reverse("today")).content.decode()
    assert words_of(client.get(paper).content).count("Certificate of deletion") >= 1
    other = factories.member("teacher", of=here.school)
    assert sign_in(other).get(reverse("exchange:room", args=[link.pk])).status_code == 404


def test_the_database_knows_the_states_of_a_book(pair: Pair, vault: Path) -> None:
    with walls.inside(pair.link.pk):
        book = Book.objects.create(link=pair.link, link_class=pair.here.led)
    for wrong in ({"state": "ready"}, {"fetched": timezone.now()}, {"done": 3}):
        with walls.inside(pair.link.pk), pytest.raises(IntegrityError), transaction.atomic():
            Book.objects.unscoped(WHY).filter(pk=book.pk).update(**wrong)
    assert not Book.objects.unscoped(WHY).exists()  # the second wall
