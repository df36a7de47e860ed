"""The end of a room, one child's file, erasure; and that nothing sealed lies anywhere in clear."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange.ending.actions import count_and_forget_decisions, end_room
from footbridge.exchange.houserules.actions import note_away
from footbridge.exchange.labels import own_labels
from footbridge.exchange.labels.actions import add_labels
from footbridge.exchange.models import (
    Certificate,
    Decision,
    KeptDecision,
    Label,
    PermissionCount,
    Piece,
    Question,
    TeacherMessage,
)
from footbridge.exchange.pieces.actions.keys import approve_piece
from footbridge.exchange.questions.actions import note_questions
from footbridge.exchange.room.actions import nudge_quiet
from footbridge.exchange.tasks import end_rooms_on
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.vault import objects, sealing, walls
from footbridge.vault.actions import replay_deletions
from footbridge.vault.keys import KeyGone
from footbridge.vault.locks import Lock
from tests import factories
from tests.exchange.conftest import Pair, make_pair
from tests.exchange.pictures import as_bytes, drawn
from tests.exchange.test_pieces import again, permit, text, trust, upload

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
SYSTEM = Viewer.for_system("test")


def rows_left(link: Link) -> int:
    with walls.door("a test counts what is left"):
        return sum(model.objects.unscoped(WHY).filter(link=link).count() for model in (Piece, Label, Decision, Question, TeacherMessage))  # type: ignore[attr-defined]  # fmt: skip


def test_a_room_ends_with_a_certificate(sign_in: SignIn, children: Pair, vault: Path) -> None:
    here, link = children.here, children.link
    upload(sign_in(here.teacher), here, as_bytes(drawn()))
    permit(here, "work")
    note_questions(by=here.viewer, link_class=here.led.pk, texts=["Why?"])
    with walls.inside(link.pk):
        piece = Piece.objects.unscoped(WHY).get()
    lock = Lock(link=link.pk, year=link.linking_year.start)
    assert objects.get(lock=lock, kind="picture-list", row=piece.pk)
    with transaction.atomic():
        Link.objects.unscoped(WHY).filter(pk=link.pk).update(state="ended", settled=datetime(2027, 7, 1, tzinfo=UTC))
        LinkClass.objects.unscoped(WHY).filter(link=link).update(live=False)
    head = factories.member("headteacher", of=here.school)
    assert end_rooms_on(date(2027, 7, 30)) == 0  # the control: one day early nothing goes
    assert rows_left(link) > 5
    assert end_rooms_on(date(2027, 7, 31)) == 1
    assert end_rooms_on(date(2027, 8, 1)) == 0
    assert rows_left(link) == 0
    assert [path for path in (vault / "sealed").rglob("*") if path.is_file()] == []
    with pytest.raises(KeyGone):
        sealing.seal(b"x", lock=lock, kind="label", row=1)
    made = Certificate.objects.unscoped(WHY).get()
    assert (made.counts["pieces"], made.counts["children"], made.counts["questions"]) == (1, 6, 1)
    letter = Message.objects.unscoped(WHY).get(to=head.email)
    assert f"/exchange/{link.pk}/certificate/" in letter.text
    paper = sign_in(head).get(reverse("exchange:certificate", args=[link.pk]))
    words = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "Certificate of deletion" in words
    assert "Amina" not in words
    with pytest.raises(PermissionDenied):
        end_room(by=here.viewer, link=link, because="I want it")


def test_rooms_end_on_the_last_day_of_august(children: Pair) -> None:
    assert children.link.linking_year.start == 2026
    assert end_rooms_on(date(2027, 8, 30)) == 0
    assert end_rooms_on(date(2027, 8, 31)) == 1  # whether anybody ended the link or not


def test_what_families_said_is_kept_without_names_until_the_year_is_out_and_then_counted(children: Pair) -> None:
    here, link = children.here, children.link
    permit(here, "work")
    permit(here, "work", said="withdrawn", only="Ben")
    permit(here, "face", said="refused", only="Amina")
    with walls.inside(link.pk):
        typed = list(Decision.objects.unscoped(WHY).order_by("pk").values_list("use", "said", "at"))
    assert end_rooms_on(date(2027, 8, 31)) == 1
    assert rows_left(link) == 0
    with walls.inside(link.pk):
        kept = KeptDecision.objects.unscoped(WHY).order_by("pk")
        assert list(kept.values_list("use", "said", "at")) == typed
        assert set(kept.values_list("until", flat=True)) == {date(2027, 12, 31)}
    assert not KeptDecision.objects.unscoped(WHY).exists()  # the second wall
    assert count_and_forget_decisions(by=SYSTEM, today=date(2027, 12, 31)) == 0  # the control: its last day
    assert count_and_forget_decisions(by=SYSTEM, today=date(2028, 1, 1)) == len(typed)
    assert count_and_forget_decisions(by=SYSTEM, today=date(2028, 1, 2)) == 0
    counts = PermissionCount.objects.unscoped(WHY).values_list("use", "said", "children")
    assert set(counts) == {("work", "permitted", 2), ("work", "withdrawn", 1), ("face", "refused", 1)}
    with walls.inside(link.pk):
        assert not KeptDecision.objects.unscoped(WHY).exists()


def test_a_child_s_file_and_erasure(sign_in: SignIn, children: Pair) -> None:
    here = children.here
    client = sign_in(here.teacher)
    upload(client, here, as_bytes(drawn()))
    permit(here, "work", "name")
    amina, ben, _ = own_labels(here.viewer, here.led.pk)
    hers = text(here, title="Amina's poem", who="some", children=[amina.id])
    his = text(here, title="Ben's poem", who="some", children=[ben.id])
    whole = text(here, title="All our names", names=True)
    answer = client.post(reverse("exchange:export_child", args=[amina.id]))
    assert "no-store" in answer["Cache-Control"]
    said = zipfile.ZipFile(io.BytesIO(answer.content)).read("what-is-kept.txt").decode()
    assert "Called here: Amina" in said
    assert "Amina's poem" in said
    assert "Ben" not in said
    erased = client.post(reverse("exchange:erase_child", args=[amina.id]), follow=True).content.decode()
    assert "2 pieces with it" in erased
    assert ">Amina<" not in erased
    assert [one.text for one in own_labels(here.viewer, here.led.pk)] == ["Ben", "Chidi"]
    for gone in (hers, whole):
        with pytest.raises(Piece.DoesNotExist):
            again(gone)
    assert again(his)
    with walls.inside(children.link.pk):
        hers.save(force_insert=True)  # an older backup is restored
    assert replay_deletions(by=SYSTEM)["piece"] == 1
    with pytest.raises(Piece.DoesNotExist):
        again(hers)


def test_quiet_is_asked_about_unless_somebody_is_away(children: Pair) -> None:
    link = children.link
    Link.objects.unscoped(WHY).filter(pk=link.pk).update(settled=datetime(2026, 10, 1, tzinfo=UTC))
    link.refresh_from_db()
    monday = date(2026, 11, 9)
    assert not nudge_quiet(by=SYSTEM, link=link, today=monday - timedelta(days=1))  # no school on Sundays
    assert nudge_quiet(by=SYSTEM, link=link, today=monday)
    assert nudge_quiet(by=SYSTEM, link=link, today=monday)
    letters = Message.objects.unscoped(WHY).filter(subject="Your exchange has been quiet")
    assert letters.count() == 2  # each teacher once
    note_away(by=children.here.viewer, link=link.pk, first=monday, last=monday)
    assert not nudge_quiet(by=SYSTEM, link=link, today=monday)
    trust(children.here)
    permit(children.here, "work")
    children.here.led.offered_class.size = 3
    children.here.led.offered_class.save()
    approve_piece(by=children.here.viewer, piece=text(children.here))
    assert not nudge_quiet(by=SYSTEM, link=link, today=timezone.localdate())


# --- nothing in clear ----------------------------------------------------------------------------------------------

LABEL, WORDS, PLAIN = "Zxqvarnikalabel", "Zxqvarnikawords", "Zxqvarnikaplain"


def found_in(folder: Path, *canaries: str) -> set[str]:
    """Which of these can be read in any file below a folder."""
    seen: set[str] = set()
    for place, _, names in os.walk(
        folder
    ):  # passes folders that vanish meanwhile: another database of the tests may just go
        for name in names:
            try:
                content = Path(place, name).read_bytes()
            except OSError:
                continue
            seen |= {one for one in canaries if one.encode() in content}
    return seen


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_what_is_sealed_is_readable_on_disk(vault: Path) -> None:
    """Every file of the database (its log too), the store and the keys is read. Only what is not sealed is found."""
    database = Path(django_settings.DATA) / "postgres"
    if not database.exists():
        pytest.skip("DATABASE_URL names a server elsewhere, whose files this test cannot read")
    with (
        connection.cursor() as cursor
    ):  # the database of the tests commits lazily: here each commit is on disk before the scan
        cursor.execute("SET synchronous_commit = on")
    pair = make_pair()
    factories.person(PLAIN)  # the control: a name of an adult is kept in clear, and the scan finds it
    add_labels(by=pair.here.viewer, link_class=pair.here.led.pk, texts=[LABEL])
    text(pair.here, title=WORDS)
    assert found_in(database, LABEL, WORDS, PLAIN) == {PLAIN}
    assert found_in(vault, LABEL, WORDS, PLAIN) == set()


def test_a_picture_never_lies_on_disk_in_clear(
    sign_in: SignIn, children: Pair, vault: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    written: list[object] = []
    begin = TemporaryUploadedFile.__init__
    monkeypatch.setattr(
        TemporaryUploadedFile, "__init__", lambda self, *a, **k: written.append(a) or begin(self, *a, **k)
    )
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    data = {"pictures": [SimpleUploadedFile("x.jpg", as_bytes(drawn()))]}
    for file in RequestFactory().post("/", data).FILES.values():
        file.close()
    assert len(written) == 1  # the control: Django's own way writes the file to disk
    upload(sign_in(children.here.teacher), children.here, as_bytes(drawn()))
    assert len(written) == 1
    sealed = [path.read_bytes() for path in (vault / "sealed").rglob("*") if path.is_file()]
    assert len(sealed) == 3
    # six bytes, for four of them stand in sealed bytes by chance once in some ten thousand runs
    assert not any(b"JFIF\0\1" in one or one.startswith(b"\xff\xd8") for one in sealed)
