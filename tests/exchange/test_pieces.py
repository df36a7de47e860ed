"""Pieces: two keys, the gate, the second adult, recalls, concerns; below and on pages, with controls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.models import AuditLine
from footbridge.exchange.concerns.actions import forget_concerns, report_concern, settle_concern
from footbridge.exchange.houserules.actions import set_rule
from footbridge.exchange.labels import own_labels
from footbridge.exchange.labels.actions import remove_label
from footbridge.exchange.labels.queries import own_child
from footbridge.exchange.models import Concern, Look, Piece, Release, Trusted
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.exchange.pictures import actions as looking
from footbridge.exchange.pieces.actions import keys, making
from footbridge.exchange.pieces.queries import card_for, cards_of
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Half, Pair
from tests.exchange.pictures import as_bytes, drawn

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
JPEG = as_bytes(drawn())


def permit(half: Half, *uses: str, said: str = "permitted", only: str = "") -> None:
    """Families say the same for every child of a class, or for one of them."""
    labels = [one for one in own_labels(half.viewer, half.led.pk) if only in ("", one.text)]
    _, seen = ledger_of(half.viewer, half.led.pk)
    cells = {(one.id, use): said for one in labels for use in uses}
    note_decisions(by=half.viewer, link_class=half.led.pk, cells=cells, seen=seen)


def trust(*halves: Half) -> None:
    for half in halves:
        Trusted.objects.unscoped(WHY).get_or_create(person=half.teacher)


def text(half: Half, title: str = "A poem", **said: Any) -> Piece:
    """A text of the class in its tray."""
    made = making.write_text(by=half.viewer, link_class=half.led.pk, title=title, words="Words of the poem")
    if said:
        base = {
            "title": title,
            "words": "Words",
            "question": "who-am-i",
            "strand": "art",
            "faces": False,
            "names": False,
        }
        making.describe_piece(by=half.viewer, piece=made, **{**base, "who": "class", **said})
    return again(made)


def again(piece: Piece) -> Piece:
    with walls.inside(piece.link_id):
        return Piece.objects.unscoped(WHY).get(pk=piece.pk)


def sign_in_as(person: Person) -> Client:
    """A browser of its own, signed in with a second factor."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["second_factor_proved"] = True
    session.save()
    return client


def upload(client: Client, half: Half, *files: bytes) -> Any:
    data = {"pictures": [SimpleUploadedFile("x.jpg", one) for one in files]}
    return client.post(reverse("exchange:upload", args=[half.led.pk]), data, follow=True)


def picture(client: Client, piece: Piece, size: str) -> int:
    return int(client.get(reverse("exchange:picture", args=[piece.pk, size])).status_code)


@pytest.fixture
def ready(children: Pair) -> Pair:
    """Children on both lists, work permitted, teachers who are not new; classes as large as their lists."""
    for half in (children.here, children.there):
        permit(half, "work")
        half.led.offered_class.size = 3
        half.led.offered_class.save(update_fields=["size"])
    trust(children.here, children.there)
    return children


def test_a_picture_goes_from_one_class_to_the_other_and_back(sign_in: SignIn, ready: Pair) -> None:
    """Upload, describe, send, release, withdraw: the gate is asked at every request, thumbnails too."""
    here, there = ready.here, ready.there
    page = upload(sign_in(here.teacher), here, JPEG, JPEG, b"%PDF-1.7").content.decode()
    assert "2 pieces are in your tray" in page  # the same file twice makes one piece
    assert "File 3: This file cannot be opened" in page
    (card,) = cards_of(here.viewer, ready.link.pk)
    piece = card.piece
    answer = sign_in(here.teacher).get(reverse("exchange:picture", args=[piece.pk, "list"]))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "image/jpeg", "max-age=0, no-cache, no-store, must-revalidate, private"
    ) or "no-store" in answer["Cache-Control"]  # fmt: skip
    assert b"".join([answer.content]).startswith(b"\xff\xd8\xff")
    partner = sign_in_as(there.teacher)
    assert picture(partner, piece, "list") == 404  # in the tray it is nobody else's
    keys.approve_piece(by=here.viewer, piece=piece)
    assert keys.approve_piece(by=here.viewer, piece=piece).state == "sent"  # pressed twice
    assert [picture(partner, piece, size) for size in ("list", "class", "screen", "check", "huge")] == [
        200,
        200,
        200,
        404,
        404,
    ]
    show = partner.get(reverse("exchange:show", args=[ready.link.pk])).content.decode()
    assert "Nothing to show yet" in show  # the second key is not turned
    keys.release_piece(by=there.viewer, piece=piece)
    keys.release_piece(by=there.viewer, piece=piece)
    assert (
        f"/exchange/pictures/{piece.pk}/screen/"
        in partner.get(reverse("exchange:show", args=[ready.link.pk])).content.decode()
    )
    own = sign_in(here.teacher)
    before = ledger_of(here.viewer, here.led.pk)[1]
    child = own_labels(here.viewer, here.led.pk)[1]
    said = own.post(
        reverse("exchange:permissions", args=[here.led.pk]), {"seen": before, f"{child.id.hex}-work": "withdrawn"}, follow=True
    ).content.decode()  # fmt: skip
    assert "1 piece that was sent is stopped now" in said
    assert [picture(partner, piece, size) for size in ("list", "class", "screen")] == [404] * 3
    assert "Nothing to show yet" in partner.get(reverse("exchange:show", args=[ready.link.pk])).content.decode()
    theirs = partner.get(reverse("exchange:piece", args=[piece.pk])).content.decode()
    assert "1 permission is missing" in theirs
    assert child.text not in theirs  # how many, never who
    assert [picture(own, piece, size) for size in ("list", "check")] == [404, 200]
    letters = Message.objects.unscoped(WHY).filter(to=there.teacher.email)
    assert letters.filter(subject="Please take down what was called back").count() == 1
    permit(here, "work", only=child.text)
    assert picture(partner, piece, "list") == 200  # the control: it was the withdrawal
    keys.recall_piece(by=here.viewer, piece=piece)
    assert picture(partner, piece, "list") == 404
    with walls.inside(ready.link.pk):
        assert not Release.objects.unscoped(WHY).exists()
        assert Look.objects.unscoped(WHY).filter(person=there.teacher).get().times >= 4
    assert AuditLine.objects.filter(verb="looked at a piece").count() == 2
    assert there.teacher.name in own.get(reverse("exchange:piece", args=[piece.pk])).content.decode()


def test_what_a_piece_shows_decides_what_is_asked(ready: Pair) -> None:
    here, there = ready.here, ready.there
    plain = text(here)
    assert card_for(here.viewer, plain.pk).held.open
    named = text(here, names=True)
    assert card_for(here.viewer, named.pk).held.words == ["3 permissions are missing."]
    amina = own_labels(here.viewer, here.led.pk)[0]
    permit(here, "name", only="Amina")
    some = text(here, names=True, who="some", children=[amina.id])
    assert card_for(here.viewer, some.pk).held.open
    set_rule(by=there.viewer, link=ready.link.pk, enhanced=True, names=True)
    held = card_for(here.viewer, some.pk).held
    assert held.words == [f"First names: {there.school.name} has enhanced protection."]  # the stricter rule, and whose
    with pytest.raises(keys.Holds, match="enhanced protection"):
        keys.approve_piece(by=here.viewer, piece=some)
    here.led.offered_class.size = 30
    here.led.offered_class.save()
    assert card_for(here.viewer, plain.pk).held.words == ["The list of the class is not complete."]


def test_the_first_piece_of_a_new_account_waits_for_a_second_adult(sign_in: SignIn, ready: Pair) -> None:
    here = ready.here
    Trusted.objects.unscoped(WHY).all().delete()
    piece = keys.approve_piece(by=here.viewer, piece=text(here))
    assert piece.state == "second"
    with pytest.raises(PermissionDenied):
        keys.agree_to_first(by=here.viewer, piece=piece, agree=True)
    for other in (ready.there.viewer, viewer_for(factories.member("headteacher", of=ready.there.school))):
        with pytest.raises(PermissionDenied):
            keys.agree_to_first(by=other, piece=piece, agree=True)
    lead = factories.member("safeguarding_lead", of=here.school)
    client = sign_in(lead)
    assert "A poem" in client.get(reverse("exchange:firsts")).content.decode()
    assert client.get(reverse("exchange:first", args=[piece.pk])).status_code == 200
    client.post(reverse("exchange:first", args=[piece.pk]), {"agree": "yes"})
    assert again(piece).state == "sent"
    assert client.get(reverse("exchange:first", args=[piece.pk])).status_code == 404
    assert keys.approve_piece(by=here.viewer, piece=text(here)).state == "sent"  # the second needs nobody


def test_a_concern_hides_at_once_and_both_leads_are_told(sign_in: SignIn, ready: Pair) -> None:
    here, there = ready.here, ready.there
    leads = [factories.member("safeguarding_lead", of=half.school) for half in (here, there)]
    piece = keys.approve_piece(by=here.viewer, piece=text(here, title="Poem canary"))
    keys.release_piece(by=there.viewer, piece=piece)
    address = reverse("exchange:report", args=[piece.pk])
    assert (
        "hidden from everybody"
        in sign_in(there.teacher).post(address, {"kind": "unkind", "words": "hurts"}, follow=True).content.decode()
    )
    assert again(piece).state == "hidden"
    assert {m.to for m in Message.objects.unscoped(WHY).filter(subject="A concern was reported")} == {
        one.email for one in leads
    }
    assert sign_in(there.teacher).get(reverse("exchange:piece", args=[piece.pk])).status_code == 404
    mine = sign_in(here.teacher)
    assert "Who has looked" not in mine.get(reverse("exchange:piece", args=[piece.pk])).content.decode()
    with pytest.raises(making.CannotChange):
        making.delete_piece(by=here.viewer, piece=piece)
    with walls.door("a test reads the concern"):
        concern = Concern.objects.unscoped(WHY).get()
    page = reverse("exchange:concern", args=[concern.pk])
    for lead in leads:
        assert "hurts" in sign_in(lead).get(page).content.decode()
    assert sign_in(factories.member("headteacher", of=factories.school())).get(page).status_code == 404
    assert not settle_concern(by=viewer_for(leads[0]), concern=concern, remove=False)
    assert again(piece).state == "hidden"  # one school is not enough
    assert settle_concern(by=viewer_for(leads[1]), concern=concern, remove=False)
    assert again(piece).state == "returned"
    system = Viewer.for_system("test")
    assert forget_concerns(by=system, before=timezone.now() - timedelta(days=90)) == (1, 0)  # settled by both
    stale = keys.approve_piece(by=here.viewer, piece=text(here))
    report_concern(by=there.viewer, piece=stale, kind="other", words="")
    assert forget_concerns(by=system, before=timezone.now() - timedelta(days=90)) == (0, 0)  # the control: it is fresh
    assert forget_concerns(by=system, before=timezone.now() + timedelta(days=1)) == (0, 1)
    other = keys.approve_piece(by=here.viewer, piece=text(here))
    second = report_concern(by=there.viewer, piece=other, kind="harm", words="")
    assert settle_concern(by=viewer_for(leads[0]), concern=second, remove=True)
    with pytest.raises(Piece.DoesNotExist):
        again(other)


def change_and_check(change: Callable[[], object]) -> None:
    change()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_holds_the_two_keys(ready: Pair) -> None:
    here, there = ready.here, ready.there
    piece = keys.approve_piece(by=here.viewer, piece=text(here))
    row = {"link": ready.link, "piece": piece, "from_school": here.school, "school": there.school, "by": there.teacher,
           "first_key": here.teacher}  # fmt: skip

    def plant(change: Callable[[], object]) -> None:
        with pytest.raises(IntegrityError), walls.inside(ready.link.pk), transaction.atomic():
            change_and_check(change)

    tray = text(here)
    for wrong in ({"school": here.school}, {"by": here.teacher}, {"from_school": there.school, "school": here.school},
                  {"piece": tray}, {"piece_state": "tray"}):  # fmt: skip
        plant(lambda wrong=wrong: Release.objects.create(**{**row, **wrong}))  # type: ignore[misc]
    keys.release_piece(by=there.viewer, piece=piece)
    rows = Piece.objects.unscoped(WHY)
    plant(lambda: rows.filter(pk=piece.pk).update(state="recalled"))  # no recall leaves a release behind
    plant(lambda: rows.filter(pk=tray.pk).update(state="sent"))  # nothing goes without its first key
    plant(lambda: rows.filter(pk=tray.pk).update(who="nobody", names=True))
    plant(lambda: rows.filter(pk=tray.pk).update(faces=True))


def test_a_child_taken_off_takes_its_pieces_along(ready: Pair) -> None:
    here = ready.here
    amina, ben, _ = own_labels(here.viewer, here.led.pk)
    permit(here, "name")
    both = text(here, who="some", children=[amina.id, ben.id])
    named = keys.approve_piece(by=here.viewer, piece=text(here, names=True))
    remove_label(by=here.viewer, label=own_child(here.viewer, amina.id)[0])
    with pytest.raises(Piece.DoesNotExist):
        again(both)  # else it would open with Ben's permission, and Amina is in it still
    assert again(named).state == "recalled"


def test_switches_shut_uploads_and_pictures(sign_in: SignIn, ready: Pair) -> None:
    client = sign_in(ready.here.teacher)
    upload(client, ready.here, JPEG)
    piece = cards_of(ready.here.viewer, ready.link.pk)[0].piece
    assert picture(client, piece, "list") == 200
    call_command("switch", "pictures", "off", because="We look into something.", stdout=StringIO())
    call_command("switch", "uploads", "off", because="We look into something.", stdout=StringIO())
    assert picture(client, piece, "list") == picture(client, piece, "check") == 503
    assert "We look into something" in upload(client, ready.here, as_bytes(drawn(shift=40))).content.decode()
    write = reverse("exchange:write", args=[ready.here.led.pk])
    assert "We look into something" in client.post(write, {"title": "T", "words": "W"}).content.decode()
    assert len(cards_of(ready.here.viewer, ready.link.pk)) == 1


def test_the_budget_of_looks(sign_in: SignIn, ready: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(ready.here.teacher)
    upload(client, ready.here, JPEG)
    piece = cards_of(ready.here.viewer, ready.link.pk)[0].piece
    monkeypatch.setattr(looking, "MOST_TIMES", 3)
    assert [picture(client, piece, "list") for _ in range(5)] == [200, 200, 200, 429, 429]
    lead = factories.member("headteacher", of=ready.here.school)
    told = Message.objects.unscoped(WHY).filter(subject="Unusually many pictures were looked at")
    picture(client, piece, "list")
    assert [one.to for one in told] == [lead.email]  # once, however often


def test_forged_and_heavy_uploads(ready: Pair) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(ready.here.teacher)
    session = forged.session
    session["second_factor_proved"] = True
    session.save()
    assert upload(forged, ready.here, JPEG).status_code == 403  # our own way of taking files keeps the check
    assert forged.get(reverse("exchange:picture", args=[uuid4(), "list"])).status_code == 404


def test_pages_stay_quick(sign_in: SignIn, ready: Pair, django_assert_num_queries: Any) -> None:
    client, room = sign_in(ready.here.teacher), reverse("exchange:room", args=[ready.link.pk])
    text(ready.here)
    client.get(room)
    with django_assert_num_queries(48):
        client.get(room)
    for _ in range(2):
        text(ready.here)
        keys.approve_piece(by=ready.there.viewer, piece=text(ready.there))
    with django_assert_num_queries(48):
        page = client.get(room).content.decode()
    assert "Waiting for you" in page
