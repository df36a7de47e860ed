"""A room from outside: its facilitator reads numbers, days and names of teachers, and is written to after they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.exchange.houserules.actions import note_away
from footbridge.exchange.pieces.actions.keys import approve_piece, release_piece
from footbridge.exchange.questions.actions import note_questions, send_round
from footbridge.exchange.questions.queries import questions_of
from footbridge.exchange.room.actions import nudge_quiet
from footbridge.exchange.room.outside import outside_of
from footbridge.exchange.tasks import end_rooms_on
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.exchange.conftest import Pair
from tests.exchange.test_pieces import ready, text  # noqa: F401

SignIn = Callable[[Person], Client]
WHY = "a test looks at letters"
SYSTEM = Viewer.for_system("test")


def test_a_facilitator_reads_numbers_and_never_a_piece(ready: Pair, sign_in: SignIn) -> None:  # noqa: F811
    here, there, link = ready.here, ready.there, ready.link
    second = factories.member("teacher", of=here.school, name="Second Teacher")
    factories.leads(second, link, school=here.school)
    for title in ("Canary poem", "Another"):
        approve_piece(by=here.viewer, piece=text(here, title=title))
    theirs = text(there, title="From there")
    approve_piece(by=there.viewer, piece=theirs)
    release_piece(by=here.viewer, piece=theirs)
    note_questions(by=there.viewer, link_class=there.led.pk, texts=["Canary question?"])
    asked = [one.row.pk for one in questions_of(there.viewer, link.pk)]
    send_round(by=there.viewer, link=link.pk, questions=asked)
    today = timezone.localdate()
    note_away(by=there.viewer, link=link.pk, first=today + timedelta(days=3), last=today + timedelta(days=5))
    facilitator = factories.member("facilitator", of=link.linking_year.programme)
    found = outside_of(viewer_for(facilitator), link, today)
    numbers = {one.school: (one.sent, one.received, one.asked, one.answered) for one in found.sides}
    assert numbers == {here.school.pk: (2, 1, 0, 0), there.school.pk: (1, 2, 1, 0)}
    assert found.progress.days == 0
    client, address = sign_in(facilitator), reverse("care:link", args=[link.pk])
    with CaptureQueriesContext(connection) as before:
        page = client.get(address).content.decode()
    table = BeautifulSoup(page, "html.parser").select_one("section:has(#exchange) table")
    assert table
    assert "Second Teacher" in table.text
    assert f"Away {today + timedelta(days=3):%B %-d}"[:4] in table.text
    assert "The last sign of life was today." in page
    for hidden in ("Canary", "Amina", "Dora", "From there", reverse("exchange:room", args=[link.pk])):
        assert hidden not in page
    for n in range(3):
        approve_piece(by=here.viewer, piece=text(here, title=f"More {n}"))
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) <= len(before)
    other = factories.member("facilitator", of=factories.programme("Leicester"))
    assert sign_in(other).get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        outside_of(here.viewer, link, today)
    assert end_rooms_on(date(link.linking_year.start + 1, 8, 31)) == 1
    page = sign_in(facilitator).get(address).content.decode()
    assert "The room was deleted on" in page
    assert reverse("exchange:certificate", args=[link.pk]) in page


def test_the_teachers_are_asked_first_and_then_the_facilitator(children: Pair) -> None:
    link = children.link
    facilitator = factories.member("facilitator", of=link.linking_year.programme)
    Link.objects.unscoped(WHY).filter(pk=link.pk).update(settled=datetime(2026, 10, 1, 12, tzinfo=UTC))
    link.refresh_from_db()
    told: dict[str, list[date]] = {}
    for n in range(45):
        day = date(2026, 10, 2) + timedelta(days=n)
        nudge_quiet(by=SYSTEM, link=link, today=day)
        for to in Message.objects.unscoped(WHY).filter(subject__icontains="quiet").values_list("to", flat=True):
            told.setdefault(to, [day])
    teachers = {children.here.teacher.email, children.there.teacher.email}
    assert set(told) == {*teachers, facilitator.email}
    (first,) = {told[one][0] for one in teachers}
    assert told[facilitator.email][0] > first
    letter = Message.objects.unscoped(WHY).get(to=facilitator.email)
    assert reverse("care:link", args=[link.pk]) in letter.text
