"""Pages of the exchange ask the database a fixed number of times, however much lies in the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from footbridge.exchange.keepsake.actions import keep_choices
from footbridge.exchange.labels.actions import add_labels
from footbridge.exchange.lesson.actions import open_lesson
from footbridge.exchange.messages.actions import write_message
from footbridge.exchange.models import AddedActivity
from footbridge.exchange.pieces.actions import keys
from footbridge.exchange.questions.actions import answer_question, note_questions, send_round
from footbridge.exchange.questions.queries import questions_of
from footbridge.exchange.resources.actions import use_activity
from footbridge.exchange.resources.library import library
from footbridge.people.models import Person
from footbridge.visits.meetings.actions import add_meeting
from tests.exchange.conftest import Pair
from tests.exchange.test_lesson import tablet
from tests.exchange.test_pieces import permit, ready, text  # noqa: F401

SignIn = Callable[[Person], Client]
WHY = "a test counts queries"
# what each page asks, to be lowered when it asks less
COUNTS = {
    "today": 51, "rooms": 23, "call": 30, "activities": 5, "activity": 7, "lesson_choose": 5, "lesson_write": 2,
    "room": 49, "show": 21, "questions": 14, "wall": 14, "messages": 28, "keep": 21, "goodbye": 24,
    "rules": 11, "tray": 31, "lesson": 15, "lesson_board": 13, "children": 18, "permissions": 18, "book": 24,
}  # fmt: skip


def fill(pair: Pair, turn: int, many: int) -> None:
    """Pieces in every state, questions noted, sent and answered, messages, activities, children."""
    here, there, link = pair.here, pair.there, pair.link
    for n in range(many):
        name = f"{turn}-{n}"
        text(here, title=f"Tray {name}")
        mine, theirs, new = (text(half, title=f"{name} {place}") for place, half in enumerate((here, there, there)))
        for half, piece in ((here, mine), (there, theirs), (there, new)):
            keys.approve_piece(by=half.viewer, piece=piece)
        keys.release_piece(by=there.viewer, piece=mine)
        keys.release_piece(by=here.viewer, piece=theirs)
        keep_choices(by=here.viewer, link=link.pk, kept=[mine.pk])
        for half, other in ((here, there), (there, here)):
            texts = [f"{word} {name} {half.led.pk}?" for word in ("Noted", "Sent", "Answered")]
            note_questions(by=half.viewer, link_class=half.led.pk, texts=texts)
            found = {one.text: one.row for one in questions_of(half.viewer, link.pk)}
            send_round(by=half.viewer, link=link.pk, questions=[found[one].pk for one in texts[1:]])
            answer_question(by=other.viewer, question=found[texts[2]], words=f"Yes {name}")
            write_message(by=half.viewer, link=link.pk, words=f"Hello {name} {half.led.pk}")
        use_activity(by=here.viewer, link_class=here.led.pk, slug=library()[turn * 5 + n].slug, question="where")
        AddedActivity.objects.create(
            programme=link.linking_year.programme, slug=f"added-{name}", title=f"Added {name}", question="where", years="Year 4",
            minutes=30, when="any time", subjects="Art", aim="A", need="B", steps="C", access="D", exchange="E",
        )  # fmt: skip


def counted(client: Client, addresses: dict[str, str], child: Client) -> dict[str, int]:
    found = {}
    for name, address in addresses.items():
        who = child if name in ("lesson_choose", "lesson_write") else client
        who.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert who.get(address).status_code == 200, name
        found[name] = len(asked)
    return found


def test_pages_ask_as_often_whatever_lies_in_the_room(ready: Pair, sign_in: SignIn) -> None:  # noqa: F811
    here, link = ready.here, ready.link
    fill(ready, 0, 1)
    open_lesson(by=here.viewer, link_class=here.led.pk, minutes=60)
    met = add_meeting(by=here.viewer, link=link, kind="online")
    met.give_date(timezone.localdate() + timedelta(days=9), time(10), time(11))
    of_link = ("room", "show", "questions", "wall", "messages", "keep", "goodbye", "rules")
    of_class = ("tray", "lesson", "lesson_board", "children", "permissions", "book")
    addresses = {
        "today": reverse("today"), "rooms": reverse("exchange:rooms"), "call": reverse("visits:call", args=[met.pk]),
        "activities": reverse("exchange:activities"), "activity": reverse("exchange:activity", args=["added-0-0"]),
        "lesson_choose": reverse("exchange:lesson_choose"), "lesson_write": reverse("exchange:lesson_write"),
        **{name: reverse(f"exchange:{name}", args=[link.pk]) for name in of_link},
        **{name: reverse(f"exchange:{name}", args=[here.led.pk]) for name in of_class},
    }  # fmt: skip
    client, child = sign_in(here.teacher), tablet(ready)
    few = counted(client, addresses, child)
    fill(ready, 1, 3)
    add_labels(by=here.viewer, link_class=here.led.pk, texts=["Gul", "Hana", "Ivo"])
    here.led.offered_class.size = 6
    here.led.offered_class.save(update_fields=["size"])
    permit(here, "work")
    many = counted(client, addresses, child)
    grown = {name: (few[name], many[name]) for name in few if many[name] > few[name]}
    assert not grown, grown
    assert many == COUNTS
