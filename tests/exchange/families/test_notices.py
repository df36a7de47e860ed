"""Class news and invitations: the gate is asked each time, no place and no time, nothing of the partner's faces."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from footbridge.booking.models import Occasion, Place
from footbridge.exchange.families.actions import notices as actions
from footbridge.exchange.families.noplace import gives_away
from footbridge.exchange.families.notices import celebrations_of, may_go_home, piece_for
from footbridge.exchange.families.throttles import PICTURES
from footbridge.exchange.labels import own_labels
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import HouseRule, Piece, PieceChild, Release
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.exchange.pictures.serving import PIXELS
from footbridge.exchange.pieces.words import Words, sealed, spoken
from footbridge.notify.models import Message
from footbridge.vault import objects, walls
from tests import factories
from tests.exchange.conftest import Half, Pair
from tests.exchange.families.test_answering import _own, behind, made, say
from tests.exchange.families.test_door import at
from tests.exchange.pictures import as_bytes, drawn
from tests.pages import InspectingClient

WHY = "a test looks behind the wall"
RULES = {"faces": True, "voice": True, "film": True}
VOICE: dict[str, Any] = {"kind": "voice", "width": None, "height": None, "seconds": 5}
FILM: dict[str, Any] = {"kind": "film", "seconds": 5}


def permit(half: Half, *uses: str) -> None:
    cells = {(one.id, use): "permitted" for one in own_labels(half.viewer, half.led.pk) for use in uses}
    _, seen = ledger_of(half.viewer, half.led.pk)
    note_decisions(by=half.viewer, link_class=half.led.pk, cells=cells, seen=seen)


def sent(half: Half, words: Words | None = None, **fields: Any) -> Piece:
    """A picture of every child on the list, sent; or what the fields say."""
    lock = lock_of(half.link.pk)
    told = {"kind": "picture", "width": 64, "height": 48, "who": "some", **fields}
    piece = Piece(
        link=half.link, link_class=half.led, school=half.school, state="sent", approved=timezone.now(), approved_by=half.teacher,
        **told,
    )  # fmt: skip
    piece.sealed = sealed(piece, words or Words("A bridge"), lock)
    with walls.inside(half.link.pk):
        piece.save(force_insert=True)
        PieceChild.objects.bulk_create(
            PieceChild(link=half.link, link_class=half.led, piece=piece, label_id=one.id)
            for one in (own_labels(half.viewer, half.led.pk) if piece.who == "some" else [])
        )
        HouseRule.objects.unscoped(WHY).get_or_create(link=half.link, school=half.school, defaults=RULES)
    objects.put(as_bytes(drawn(64, 48)), lock=lock, kind="picture-class", row=piece.pk)
    objects.put(b"0123456789", lock=lock, kind="play", row=piece.pk)
    return piece


def published(pair: Pair, *pieces: Piece) -> Any:
    row = actions.write_news(
        by=pair.here.viewer, link_class=pair.here.led.pk, title="Bridges", words="We built some.",
        pieces=[one.pk for one in pieces],
    )  # fmt: skip
    return actions.publish_news(by=pair.here.viewer, news=row)


def test_the_gate_is_asked_at_each_request(children: Pair) -> None:
    permit(children.here, "work", "face")
    piece = sent(children.here)
    news = published(children, piece)
    code = made(children)
    amina = own_labels(children.here.viewer, children.here.led.pk)[0]
    client = InspectingClient()
    client.post(at("start", "en"), {"code": code[None]})  # the code of the class opens the news and no child
    assert client.get(at("child", "en")).status_code == 302
    page = client.get(at("news", "en"))
    picture = reverse("exchange:family_picture", args=["en", piece.pk])
    assert "We built some." in page.content.decode()
    assert picture in page.content.decode()
    got = client.get(picture)
    assert (got.status_code, got.headers["Content-Type"], got.headers["Cache-Control"]) == (
        200,
        "image/jpeg",
        "no-store",
    )
    say(code[amina.id], "mother", work=False)  # another family takes its permission back
    assert client.get(picture).status_code == 404
    assert picture not in client.get(at("news", "en")).content.decode()
    permit(children.here, "work")
    assert client.get(picture).status_code == 200
    actions.take_news_down(by=children.here.viewer, news=news)
    assert client.get(picture).status_code == 404
    assert "We built some." not in client.get(at("news", "en")).content.decode()
    assert InspectingClient().get(picture).status_code == 404  # without a code


def test_the_control_a_gate_that_is_always_open_shows_the_picture(
    children: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the gate taken away the test above would fail: nobody permitted anything here."""
    piece = sent(children.here)
    with walls.inside(children.link.pk):
        assert may_go_home(children.link.pk, children.here.led.pk, [piece]) == []
        from footbridge.exchange import gate
        from footbridge.exchange.families import notices

        monkeypatch.setattr(notices, "held", lambda link, pieces: {one.pk: gate.Held() for one in pieces})
        assert may_go_home(children.link.pk, children.here.led.pk, [piece]) == [piece]


def test_of_the_partner_only_what_was_released_and_shows_nobody(children: Pair) -> None:
    permit(children.there, "work", "face", "name")
    plain, face = sent(children.there, may_keep=True), sent(children.there, faces=True, may_keep=True)
    lent = sent(children.there)
    here = children.here

    def home() -> list[Piece]:
        with walls.inside(children.link.pk):
            return may_go_home(children.link.pk, here.led.pk, [plain, face, lent])

    assert home() == []
    with walls.inside(children.link.pk):
        Release.objects.bulk_create(
            Release(
                link=children.link, piece=one, from_school=children.there.school, school=here.school, by=here.teacher
            )
            for one in (plain, face, lent)
        )
    assert home() == [plain]
    published(children, plain, face, lent)
    opened = behind(made(children)[None])
    assert piece_for(opened, plain.pk, PIXELS) == plain
    assert piece_for(opened, face.pk, PIXELS) is None


def test_recordings_and_films_are_in_the_news_as_pictures_are(children: Pair) -> None:
    here, there = children.here, children.there
    permit(here, "work", "voice", "film")
    with walls.inside(children.link.pk):
        HouseRule.objects.unscoped(WHY).create(link=children.link, school=there.school, **RULES)
    song = sent(here, spoken("Our song", "0:00 We sing.\n0:02 We clap."), **VOICE)
    dance = sent(here, Words("A dance"), **FILM)
    published(children, song, dance)
    amina, code = own_labels(here.viewer, here.led.pk)[0], made(children)
    say(code[amina.id], "mother", film=False)
    client = InspectingClient()
    client.post(at("start", "en"), {"code": code[None]})

    def addresses(piece: Piece) -> list[str]:
        return [reverse(f"exchange:family_{name}", args=["en", piece.pk]) for name in ("play", "captions", "picture")]

    play, captions, still = addresses(song)
    page = client.get(at("news", "en")).content.decode()
    assert play in page
    assert "We clap." in page
    assert "A dance" not in page  # a family has taken film back
    whole, part = client.get(play), client.get(play, headers={"Range": "bytes=2-4"})
    assert (whole.status_code, whole["Content-Type"], whole["Cache-Control"]) == (200, "audio/mp4", "no-store")
    assert (part.status_code, part.content) == (206, b"234")
    assert client.get(captions).content.decode().startswith("WEBVTT")
    assert client.get(still).status_code == 404  # a recording has no picture
    assert {client.get(one).status_code for one in addresses(dance)} == {404}
    permit(here, "film")
    assert [client.get(one).status_code for one in addresses(dance)] == [200, 404, 200]  # nobody wrote its words
    assert addresses(dance)[0] in client.get(at("news", "en")).content.decode()
    say(code[amina.id], "mother", voice=False)
    assert [client.get(one).status_code for one in addresses(song)] == [404, 404, 404]  # from the next request
    assert {InspectingClient().get(one).status_code for one in addresses(dance)} == {404}  # without a code


def test_of_the_partner_no_voice_and_no_film_but_those_of_nobody(children: Pair) -> None:
    here, there = children.here, children.there
    permit(there, "work", "voice", "film")
    with walls.inside(children.link.pk):
        HouseRule.objects.unscoped(WHY).create(link=children.link, school=here.school, **RULES)
    pieces = [sent(there, may_keep=True, who=who, **kind) for kind in (VOICE, FILM) for who in ("some", "nobody")]
    with walls.inside(children.link.pk):
        Release.objects.bulk_create(
            Release(link=children.link, piece=one, from_school=there.school, school=here.school, by=here.teacher)
            for one in pieces
        )
        home = may_go_home(children.link.pk, here.led.pk, pieces)
    assert [piece.who for piece in home] == ["nobody", "nobody"]  # rain on a roof, a playground without children


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We meet at half past ten", "a time of day"), ("Be there by 9.30", "a time of day"), ("at 2pm", "a time of day"),
        ("on 14 March", "a date"), ("March 3rd", "a date"), ("12/05/2027", "a date"), ("We go on Tuesday", "a day that comes"),
        ("tomorrow", "a day that comes"), ("near DE1 2AB", "a postcode"), ("at the Silk Mill Museum!", "a place or school"),
        ("We walked to silk mill", "a place or school"),
    ],
)  # fmt: skip
def test_places_and_times_are_found(text: str, found: str) -> None:
    assert found in " ".join(
        one.words for one in gives_away(text, ["The Silk Mill Museum", "St Anne’s Primary School"])
    )


def test_ordinary_news_passes() -> None:
    text = "We counted 28 shells, 3.5 metres of string and two museums. On Fridays we sing. The museum was fun. May we ask more?"
    assert gives_away(text, ["The Silk Mill Museum", "Primary School", "St Anne’s Primary School"]) == []


def test_a_teacher_is_told_what_to_take_out_and_nothing_is_lost(children: Pair, sign_in: Any) -> None:
    client = sign_in(children.here.teacher)
    address = reverse("exchange:write_news", args=[children.here.led.pk])
    page = client.post(address, {"title": "Soon", "words": "We meet at 10:30."}).content.decode()
    assert "looks like a time of day" in page
    assert "We meet at 10:30." in page
    page = client.post(address, {"title": "Found", "words": f"Like {children.there.school.name}."}).content.decode()
    assert "name of a place or school" in page
    page = client.post(address, {"title": "Bridges", "words": "We built some."}, follow=True).content.decode()
    assert "Not published" in page
    assert sign_in(children.there.teacher).get(reverse("exchange:news", args=[children.here.led.pk])).status_code == 404


def test_pictures_have_a_budget(children: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "footbridge.exchange.families.throttles.OF_CLASS", type(PICTURES)("p", "look", 2, 9, timedelta(days=1))
    )
    permit(children.here, "work")
    piece = sent(children.here)
    published(children, piece)
    client = InspectingClient()
    client.post(at("start", "en"), {"code": made(children)[None]})
    picture = reverse("exchange:family_picture", args=["en", piece.pk])
    lead = factories.member("safeguarding_lead", of=children.here.school)
    assert [client.get(picture).status_code for _ in range(4)] == [200, 200, 429, 429]
    told = Message.objects.unscoped("a test reads letters").filter(to=lead.email)
    assert [one.subject for one in told] == ["Unusually many pictures of class news were fetched"]


def test_families_are_invited_and_hear_neither_day_nor_place(children: Pair, sign_in: Any) -> None:
    here, starts = children.here, timezone.now() + timedelta(days=20)
    occasion = Occasion.objects.create(
        programme=children.link.linking_year.programme, linking_year=children.link.linking_year, kind="celebration",
        title="Canary Ballroom party", place="Canary Ballroom", starts=starts, ends=starts + timedelta(hours=2),
        capacity=90, by_class=True,
    )  # fmt: skip
    Place.objects.create(
        occasion=occasion, starts=occasion.starts, ends=occasion.ends, school=here.school, link=children.link.pk,
        link_class=here.led.pk, class_name="x", state="invited",
    )  # fmt: skip
    client = sign_in(here.teacher)
    address = reverse("exchange:invitations", args=[here.led.pk])
    for _ in range(2):
        client.post(address, {"occasion": occasion.pk, "invite": "yes"})
    amina = own_labels(here.viewer, here.led.pk)[0]
    family = InspectingClient()
    family.post(at("start", "en"), {"code": made(children)[amina.id]})
    page = family.get(at("child", "en")).content.decode()
    assert "You are invited" in page
    for canary in ("Canary", f"{starts:%H:%M}", f"{starts:%-d %B}", starts.date().isoformat()):
        assert canary not in page
    assert (
        "from 0 to 9"
        in family.post(at("coming", "en"), {"adults": "12", "children": "0"}, follow=True).content.decode()
    )
    for adults in ("3", "2"):  # said again, the last word holds
        family.post(at("coming", "en"), {"adults": adults, "children": "1"})
    [found] = celebrations_of(here.viewer, _own(children))
    assert (found.families, found.adults, found.children) == (1, 2, 1)
    client.post(address, {"occasion": occasion.pk, "invite": "no"})
    assert "You are invited" not in family.get(at("child", "en")).content.decode()
