"""Live calls: each school’s own meeting link, sealed, shown as text to the two teachers alone; check lists; who may be seen, in counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from footbridge.exchange.labels import own_labels
from footbridge.exchange.labels.actions import add_labels
from footbridge.exchange.models import HouseRule
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.visits.calls.actions import prepare_call
from footbridge.visits.calls.checks import CHECKS, is_taken
from footbridge.visits.calls.queries import halves_of
from footbridge.visits.meetings.actions import add_meeting, call_off_meeting
from footbridge.visits.meetings.queries import missing_of
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import CallSide, Meeting
from footbridge.visits.tasks import look_after_on
from tests import factories
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)
from tests.visits.conftest import World

SignIn = Callable[[Person], Any]
LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_CANARY"
WHY = "a test looks"


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        (LINK, True),
        ("https://us02web.zoom.us/j/123?pwd=x", True),
        ("https://meet.google.com/abc-defg-hij", True),
        ("http://zoom.us/j/1", False),
        ("https://zoom.us", False),
        ("https://zoom.us.example.org/j/1", False),
        ("https://notzoom.us/j/1", False),
        ("https://zoom.us@example.org/j/1", False),
        ("https://zoom.us:8443/j/1", False),
        ("https://example.org/?https://zoom.us/j/1", False),
        ("javascript:alert(1)//zoom.us/j", False),
        ("https://zoom.us/j/1 and more", False),
        ("https://zoom.us\\@example.org/j", False),
        ("https://zoоm.us/j/1", False),  # one letter is Cyrillic
        ("https://[zoom.us/j", False),
        ("https://zoom.us/" + "x" * 600, False),
    ],
)
def test_meeting_links_of_known_places_alone_are_taken(address: str, taken: bool) -> None:
    assert is_taken(address) == taken


def online(world: World) -> Meeting:
    made = add_meeting(by=world.first, link=world.link, kind="online")
    day = timezone.localdate() + timedelta(days=5)
    made.give_date(day, time(10), time(11))
    return world.meeting(made.number)


def test_a_call_is_prepared_by_both_and_seen_by_nobody_else(sign_in: SignIn, world: World) -> None:
    meeting = online(world)
    page = reverse("visits:call", args=[meeting.pk])
    own = sign_in(world.teachers[0])
    assert any("meeting link" in one.words for one in missing_of([meeting], timezone.localdate())[meeting.pk])
    kept = own.post(page, {"address": "https://example.org/CANARY", "done": ["tried"]}).content.decode()
    assert "https://example.org/CANARY" in kept  # comes back as it was typed
    for _ in range(2):
        assert own.post(page, {"address": LINK, "done": list(CHECKS)}).status_code == 302
    assert not any("meeting link" in one.words for one in missing_of([meeting], timezone.localdate())[meeting.pk])
    theirs = sign_in(world.teachers[1]).get(page).content.decode()
    assert LINK in theirs
    assert f'href="{LINK}' not in theirs  # as text: neither a link nor a frame
    assert "<iframe" not in theirs
    assert not Message.objects.unscoped(WHY).filter(text__contains="CANARY").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM visits_callside c")
        assert "CANARY" not in cursor.fetchone()[0]
    for who in (world.facilitator, factories.member("headteacher", of=world.schools[0])):
        assert sign_in(who).get(page).status_code == 404
        for read in ("meeting", "plan"):
            answer = sign_in(who).get(reverse(f"visits:{read}", args=[meeting.pk]))
            assert (answer.status_code, "CANARY" in answer.content.decode()) == (200, False)
        assert halves_of(world.viewer(who), meeting) == []
        with pytest.raises(PermissionDenied):
            prepare_call(by=world.viewer(who), meeting=meeting, address=LINK, done=[])
    with pytest.raises(CannotDo):
        prepare_call(by=world.first, meeting=world.meeting(1), address=LINK, done=[])
    assert sign_in(world.teachers[0]).get(reverse("visits:call", args=[world.meeting(1).pk])).status_code == 404


def test_who_may_be_seen_is_said_in_counts(sign_in: SignIn, world: World) -> None:
    meeting = online(world)
    page = reverse("visits:call", args=[meeting.pk])
    assert "No child may be seen yet" in sign_in(world.teachers[0]).get(page).content.decode()
    for school in world.schools:
        HouseRule.objects.create(link=world.link, school=school, call=True)
    led = world.link.classes.unscoped(WHY).get(school=world.schools[0])
    add_labels(by=world.first, link_class=led.pk, texts=["Amina", "Ben", "Chidi"])
    labels = own_labels(world.first, led.pk)
    cells = {(one.id, "call"): "permitted" for one in labels[:2]}
    note_decisions(by=world.first, link_class=led.pk, cells=cells, seen=ledger_of(world.first, led.pk)[1])
    for teacher in world.teachers:
        shown = sign_in(teacher).get(page).content.decode()
        assert "1 of 3 may not be seen" in shown
        assert not any(one.text in shown for one in labels)


def test_a_meeting_link_is_forgotten(world: World) -> None:
    meeting = online(world)
    prepare_call(by=world.first, meeting=meeting, address=LINK, done=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        CallSide.objects.create(meeting=meeting, side=CallSide.objects.unscoped(WHY).get().side)
    look_after_on(meeting.day + timedelta(days=30))  # type: ignore[operator]
    assert CallSide.objects.unscoped(WHY).exists()  # the control
    look_after_on(meeting.day + timedelta(days=31))  # type: ignore[operator]
    assert not CallSide.objects.unscoped(WHY).exists()
    another = online(world)
    prepare_call(by=world.first, meeting=another, address=LINK, done=[])
    call_off_meeting(by=world.first, meeting=another, why="We are away.")
    assert not CallSide.objects.unscoped(WHY).exists()
