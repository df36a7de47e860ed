"""Pages of booking: a briefing without an account and its mailed link; the organiser's; what a celebration's letters may not say."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from footbridge.access import Viewer
from footbridge.booking import actions, keys, papers
from footbridge.booking.actions.writing import write_to_places
from footbridge.booking.models import Place
from footbridge.booking.rules import Refused, Who, tells_where
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.booking.conftest import WHY, World, fresh
from tests.pages import InspectingClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def at(name: str, *args: object) -> str:
    return reverse(f"booking:{name}", args=args)


def test_a_briefing_without_an_account_and_its_mailed_link(world: World, client: Client) -> None:
    occasion = world.occasion(kind="briefing", capacity=1, joining="Ring the bell.")
    sent = {"name": "Gil", "email": "gil@ash.example.org", "school_words": "Ash Primary", "sent_key": "k1"}
    back = client.post(at("briefing", occasion.pk), {**sent, "name": ""})
    assert "gil@ash.example.org" in back.content.decode(), "nothing typed is lost"
    for _ in range(2):
        page = client.post(at("briefing", occasion.pk), sent, follow=True)
    place = Place.objects.unscoped(WHY).get()
    assert "Ring the bell." in page.content.decode()
    assert "interest/?q=Ash" in page.content.decode(), "the next step finds the school by what was typed"
    link = at("mailed", keys.token_of(place))
    letter = Message.objects.unscoped(WHY).get()
    assert link in letter.text
    assert keys.code_of(place) in letter.text
    stranger = InspectingClient()
    page = stranger.get(link).content.decode()
    assert "Ring the bell." not in page
    assert "Gil" not in page
    assert stranger.get(at("mailed_file", keys.token_of(place), "diary")).status_code == 404
    assert stranger.post(link, {"verb": "give_up"}).status_code == 200
    assert fresh(place).state == "booked", "the link alone gives nothing up"
    assert stranger.get(at("mailed", keys.token_of(place)[:-1] + "x")).status_code == 404
    assert "not the one" in stranger.post(link, {"code": "AAAA-2222"}).content.decode()
    typed = keys.code_of(place).lower().replace("-", " ")
    assert "Ring the bell." in stranger.post(link, {"code": typed}, follow=True).content.decode()
    assert b"BEGIN:VCALENDAR" in stranger.get(at("mailed_file", keys.token_of(place), "diary")).content
    waiting = actions.book_place(by=Viewer.nobody(), occasion=occasion, who=Who(name="Next", email="n@ash.example.org"))
    for _ in range(2):
        stranger.post(link, {"verb": "give_up", "why": "Snow"})
    assert (fresh(place).state, fresh(waiting).state) == ("cannot_come", "booked")
    again = client.post(at("briefing", occasion.pk), {**sent, "email": "N@ash.example.org", "sent_key": "k2"})
    assert "Look into your e-mail" in again.content.decode(), (
        "who books twice is led to the letter, and nobody else's place is shown"
    )
    other = at("mailed", keys.token_of(fresh(waiting)))
    for _ in range(keys.MOST_TRIES):
        stranger.post(other, {"code": "AAAA-2222"})
    stranger.post(other, {"code": keys.code_of(fresh(waiting))})
    assert waiting.pk not in stranger.session["booked_here"], "after eight wrong codes the right one opens nothing"


def test_one_person_at_two_doors_has_one_place(world: World) -> None:
    person = world.teacher()
    first, beside = world.occasion(kind="briefing", capacity=5), world.occasion(kind="briefing", capacity=5, hour=10)
    guest = Who(name="T. Eacher", email=person.email.upper())
    place = actions.book_place(by=Viewer.nobody(), occasion=first, who=guest)
    assert actions.book_place(by=viewer_for(person), occasion=first, who=world.who()).pk == place.pk
    with pytest.raises(Refused, match="same time"):
        actions.book_place(by=viewer_for(person), occasion=beside, who=world.who())
    hours = {"starts": beside.starts, "ends": beside.ends}
    with pytest.raises(IntegrityError, match="one_place_at_a_time"), transaction.atomic():
        Place.objects.create(occasion=beside, **hours, person=person)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE booking_place DISABLE TRIGGER booking_one_person_two_doors")
    Place.objects.create(occasion=beside, **hours, person=person)  # the control: without the trigger it is let in


@pytest.mark.parametrize(
    ("place", "words", "told"),
    [
        ("The Old Mill, Mill Lane", "Party at the old  mill", "The Old Mill"),
        ("The Old Mill (Mill Lane)", "Meet in Mill Lane", "Mill Lane"),
        ("Hall", "We meet at DE1 3AB", "DE1 3AB"),
        ("The Old Mill, Mill Lane", "Celebration of the year", ""),
        ("", "Celebration", ""),
        ("Zoo", "A day at the zoological society", ""),
    ],
)
def test_words_that_tell_where(place: str, words: str, told: str) -> None:
    assert tells_where(place, words) == told


def test_a_celebration_cannot_say_in_letters_where_it_is(world: World, sign_in: SignIn) -> None:
    with pytest.raises(Refused, match="Leave out “Mill Lane”"):
        world.occasion(kind="celebration", title="Fun in Mill Lane", place="The Old Mill, Mill Lane")
    party = world.occasion(kind="celebration", title="Fun", place="The Old Mill, Mill Lane", capacity=90)
    client = sign_in(world.facilitator)
    assert "do not say where it is" in client.get(at("write", party.pk)).content.decode()
    back = client.post(at("cancel", party.pk), {"because": "The old mill is flooded."}).content.decode()
    assert "Leave out “The Old Mill”" in back
    assert "is flooded." in back
    assert fresh(party).state == "open"
    back = client.post(at("write", party.pk), {"subject": "Hello", "words": "Come to Mill Lane", "to": "booked"})
    assert "Leave out “Mill Lane”" in back.content.decode()
    for verb in (
        lambda: actions.change_occasion(by=world.organiser, occasion=party, facts={"title": "The old mill"}),
        lambda: actions.cancel_occasion(by=world.organiser, occasion=party, because="Mill Lane is shut"),
        lambda: write_to_places(by=world.organiser, occasion=party, states=["booked"], subject="x", words="mill lane"),
    ):
        with pytest.raises(Refused):
            verb()


def test_the_organiser_answers_a_release_and_lists_cost_the_same(world: World, sign_in: SignIn) -> None:
    actions.set_release(by=viewer_for(world.head), school=world.school, approves=True)
    occasion = world.occasion(capacity=5, needs_release=True)
    place = actions.book_place(by=viewer_for(world.teacher()), occasion=occasion, who=world.who())
    client = sign_in(world.facilitator)
    with CaptureQueriesContext(connection) as one:
        assert "Answer for the school" in client.get(at("occasion", occasion.pk)).content.decode()
    sent = {"verb": "release", "place": place.pk, f"p{place.pk}-given": "yes", f"p{place.pk}-cover": "arranged"}
    for _ in range(2):
        client.post(at("act", occasion.pk), sent)
    assert (fresh(place).release, fresh(place).cover) == ("given", "arranged")
    for n in (1, 2):
        actions.book_place(by=viewer_for(world.teacher(n)), occasion=occasion, who=world.who(n))
        world.occasion(hour=9 + 2 * n)
    with CaptureQueriesContext(connection) as three:
        client.get(at("occasion", occasion.pk))
    assert len(one) == len(three) == 6
    with CaptureQueriesContext(connection) as listing:
        client.get(at("occasions"))
    assert len(listing) == 4


def test_the_organiser_opens_a_place_and_acts_for_who_telephones(world: World, sign_in: SignIn) -> None:
    """The page of an occasion leads to places that the organiser can open, and not to the holder's own page."""
    occasion = world.occasion(capacity=5)
    first, second = (
        actions.book_place(by=viewer_for(world.teacher(n)), occasion=occasion, who=world.who(n)) for n in (0, 1)
    )
    client = sign_in(world.facilitator)
    page = client.get(at("occasion", occasion.pk)).content.decode()
    assert at("placed", first.pk) in page
    assert at("place", first.pk) not in page
    shown = client.get(at("placed", first.pk)).content.decode()
    assert f"mailto:{first.email}" in shown
    assert "They cannot come" in shown
    for _ in range(2):
        client.post(at("placed", first.pk), {"verb": "give_up", "why": "She telephoned: a burst pipe"})
    assert (fresh(first).state, fresh(first).why) == ("cannot_come", "She telephoned: a burst pipe")
    bad = client.post(at("placed", second.pk), {"verb": "colleague", "name": "Cleo", "email": ""}).content.decode()
    assert 'value="Cleo"' in bad, "nothing typed is lost"
    sent = {"verb": "colleague", "name": "Cleo", "email": "cleo@ash.example.org"}
    told = client.post(at("placed", second.pk), sent, follow=True).content.decode()
    assert f"Cleo comes instead of {second.name}" in told
    assert fresh(second).state == "replaced"
    assert client.get(at("placed_file", second.pk, "certificate")).status_code == 404, "nobody was there yet"
    other = sign_in(factories.member("facilitator", of=factories.programme("Kent")))
    assert other.get(at("placed", first.pk)).status_code == 404


def test_pages_to_print_say_what_they_must(world: World) -> None:
    def words(content: bytes) -> str:
        return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())

    occasion = world.occasion(capacity=1, certificate="For three hours of practice.")
    places = [
        actions.book_place(by=viewer_for(world.teacher(n)), occasion=occasion, who=world.who(n)) for n in range(2)
    ]
    list_ = words(papers.door_list(fresh(occasion), places, {places[0].pk: "No nuts #strong[x]"}))
    for expected in (
        "Teacher 0",
        "No nuts #strong[x]",
        "1 of 1 places are taken",
        "On the waiting list",
        "1. Teacher 1",
    ):
        assert expected in list_
    places[0].attendance = "present"
    paper = words(papers.certificates(occasion, places))
    assert "Teacher 0" in paper
    assert "For three hours of practice." in paper
    assert "Teacher 1" not in paper, "who was not there has none"
