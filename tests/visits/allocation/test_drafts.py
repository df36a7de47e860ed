"""The draft of the sharing: share, fix, rule out, share again, book; the host declines; two facilitators at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from footbridge.brokering.offers.actions import withdraw_link
from footbridge.notify.models import Message
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.schools.models import School
from footbridge.venues import actions as venue_actions
from footbridge.venues.guests import guests_of
from footbridge.venues.models import SlotHold, Venue, VenueSlot
from footbridge.venues.queries import venue_of
from footbridge.visits.allocation.actions import sharing
from footbridge.visits.allocation.state import Moved, State
from footbridge.visits.allocation.tasks import share_in_background
from footbridge.visits.meetings.actions import call_off_meeting
from footbridge.visits.models import Allocation, Meeting, SchoolDays
from tests import factories
from tests.visits.allocation.conftest import TUESDAY, World


@pytest.fixture(autouse=True)
def on_a_day_before(time_machine: object) -> None:
    """Slots of March are ahead."""
    time_machine.move_to(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC), tick=True)  # type: ignore[attr-defined]


def draft(world: World) -> Allocation:
    return Allocation.objects.unscoped("a test looks").get()


def state(world: World) -> State:
    return State.from_json(draft(world).state)


def meeting(one: Meeting) -> Meeting:
    return Meeting.objects.unscoped("a test looks").get(pk=one.pk)


def test_share_fix_rule_out_share_again_and_book(world: World) -> None:
    first, second = world.meetings
    sharing.ask_to_share(by=world.by, year=world.year, version=0)
    assert state(world).slots.keys() == {first.link_id, second.link_id}
    assert not SlotHold.objects.unscoped("a test looks").exists(), "nothing leaves the draft"
    sharing.fix(by=world.by, year=world.year, version=1, link=first.link_id, slot=world.slots[1].pk)
    sharing.share_slots(by=world.by, year=world.year, version=2)
    assert state(world).slots == {first.link_id: world.slots[1].pk, second.link_id: world.slots[0].pk}
    sharing.rule_out(by=world.by, year=world.year, version=3, link=second.link_id, venue=world.venue.pk)
    assert state(world).slots == {first.link_id: world.slots[1].pk}
    sharing.allow(by=world.by, year=world.year, version=4, link=second.link_id, venue=world.venue.pk)
    sharing.let_go(by=world.by, year=world.year, version=5, link=first.link_id)
    sharing.share_slots(by=world.by, year=world.year, version=6)
    assert sharing.book(by=world.by, year=world.year, version=7) == []
    assert {meeting(one).state for one in world.meetings} == {"dated"}
    assert {slot.state for slot in VenueSlot.objects.unscoped("a test looks")} == {"held"}
    assert Message.objects.unscoped("a test looks").filter(template="venues/mail/asked").count() == 1, "asked once"
    assert state(world).slots == {}
    keys = [hold.key for hold in SlotHold.objects.unscoped("a test looks")]
    guest = guests_of(keys)[f"meeting:{first.pk}"]
    assert world.schools[0].name in guest.title
    assert "Year 4" in guest.classes


def test_a_declined_meeting_is_shared_again(world: World) -> None:
    sharing.share_slots(by=world.by, year=world.year, version=0)
    sharing.book(by=world.by, year=world.year, version=1)
    hold = SlotHold.objects.unscoped("a test looks").get(key=f"meeting:{world.meetings[0].pk}")
    venue_actions.decline_hold(by=viewer_for(world.host), hold=hold, reason="Flood")
    assert meeting(world.meetings[0]).state == "planned"
    sharing.share_slots(by=world.by, year=world.year, version=2)
    assert state(world).slots.keys() == {world.meetings[0].link_id}
    call_off_meeting(by=world.by, meeting=world.meetings[1], why="The school closed")
    assert SlotHold.objects.unscoped("a test looks").get(key=f"meeting:{world.meetings[1].pk}").state == "released"


def test_two_facilitators_do_not_overwrite_each_other(world: World) -> None:
    sharing.share_slots(by=world.by, year=world.year, version=0)
    with pytest.raises(Moved):
        sharing.share_slots(by=world.by, year=world.year, version=0)
    with pytest.raises(Moved):
        sharing.book(by=world.by, year=world.year, version=0)
    other = viewer_for(factories.member("facilitator", of=factories.programme("Leicester")))
    with pytest.raises(PermissionDenied):
        sharing.share_slots(by=other, year=world.year, version=1)


def test_a_slot_lost_meanwhile_is_said_and_the_rest_is_booked(world: World) -> None:
    sharing.share_slots(by=world.by, year=world.year, version=0)
    lost = state(world).slots[world.meetings[0].link_id]
    slot = VenueSlot.objects.unscoped("a test takes it").get(pk=lost)
    venue_actions.hold_slot(by=world.by, slot=slot, key="other", programme=world.programme.pk, classes=2, children=50)
    sharing.book(by=world.by, year=world.year, version=1)
    assert [meeting(one).state for one in world.meetings] == ["planned", "dated"]


def test_days_of_schools_count(world: World) -> None:
    both = [TUESDAY, TUESDAY + dt.timedelta(1)]
    SchoolDays.objects.create(linking_year=world.year, school=world.schools[0], dates_not=both)
    sharing.share_slots(by=world.by, year=world.year, version=0)
    assert state(world).slots.keys() == {world.meetings[1].link_id}


@pytest.mark.parametrize("days", [(["tue", "wed"], []), ([], ["tue", "wed"])])
def test_of_a_school_that_answered_twice_the_days_of_both_count(world: World, days: tuple[list[str], ...]) -> None:
    for one in days:
        factories.interest(world.year, world.schools[0], days_not=one)
    sharing.share_slots(by=world.by, year=world.year, version=0)
    assert state(world).slots.keys() == {world.meetings[1].link_id}


def test_the_worker_shares_large_programmes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "DIRECT", 0)
    sharing.ask_to_share(by=world.by, year=world.year, version=0)
    assert draft(world).searching is not None
    standing = world.by.current.id if world.by.current else None
    share_in_background.func(world.year.pk, 0, world.facilitator.pk, standing)
    assert (draft(world).searching, draft(world).trouble, len(state(world).slots)) == (None, "", 2)
    share_in_background.func(world.year.pk, 1, world.facilitator.pk, standing)
    sharing.share_slots(by=world.by, year=world.year, version=2)
    share_in_background.func(world.year.pk, 1, world.facilitator.pk, standing)
    assert "changed while" in draft(world).trouble


def test_the_pages(world: World, sign_in: Callable[[Person], Client]) -> None:
    fay = sign_in(world.facilitator)
    at = f"/visits/slots/{world.year.pk}/"
    assert fay.get("/visits/slots/").headers["Location"] == at
    third = world.add_link()
    assert "Nothing is shared yet" in fay.get(at).content.decode()
    fay.post(f"{at}share/", {"version": "0"})
    page = fay.get(at).content.decode()
    assert "The Museum of Looms" in page
    assert "taken by other links" in page
    link, slot = next(iter(state(world).slots.items()))
    fay.post(f"{at}fix/", {"version": "1", "link": link, "slot": slot})
    fay.post(f"{at}fix/", {"version": "1", "link": link, "slot": slot})
    page = fay.get(f"{at}?view=calendar").content.decode()
    assert "Nothing was overwritten" in page
    assert "March 2027" in page
    fay.post(f"{at}rule-out/", {"version": "2", "link": link, "venue": world.venue.pk})
    assert "Allow again" in fay.get(at).content.decode()
    fay.post(f"{at}share/", {"version": "3"})
    one = f"/visits/slots/link/{third.link_id}/"
    assert "Choose a slot by hand" in fay.get(one).content.decode()
    fay.post(one, {"themes": ["art"], "venues": [world.venue.pk]})
    assert "Offers what was wished: Art and design" in fay.get(at).content.decode()
    assert "Yes, book" in fay.get(f"{at}book/").content.decode()
    fay.post(f"{at}book/", {"version": "4"})
    assert "Waits for the host" in fay.get(at).content.decode()


def test_a_teacher_says_what_must_be(world: World, sign_in: Callable[[Person], Client]) -> None:
    link = world.meetings[0].link
    teacher = factories.member("teacher", of=world.schools[0])
    at = f"/visits/wishes/{link.pk}/"
    assert sign_in(teacher).get(at).status_code == 404
    factories.leads(teacher, link, school=world.schools[0])

    def draft() -> str:
        return sign_in(world.facilitator).get(f"/visits/slots/{world.year.pk}/").content.decode()

    client = sign_in(teacher)
    assert world.schools[1].name in client.get(at).content.decode()
    assert at in client.get("/meetings/").content.decode()
    needed = {"themes": ["art"], "needs": ["quiet"], "farthest": "", "note": "Back by 2:30"}
    for _ in range(2):
        client.post(at, needed)
    sharing.share_slots(by=world.by, year=world.year, version=0)
    page = draft()
    assert "not said to have what they need: a quiet room" in page
    Venue.objects.unscoped("a test ticks it").update(fits=["quiet"])
    sharing.share_slots(by=world.by, year=world.year, version=1)
    page = draft()
    assert "Has what they need: a quiet room" in page
    assert "They write: Back by 2:30" in page
    School.objects.filter(pk=world.schools[0].pk).update(easting=445000, northing=336000)
    sign_in(teacher).post(at, {**needed, "farthest": "3"})
    assert f"Too far for {world.schools[0].name}" in draft()
    sharing.share_slots(by=world.by, year=world.year, version=2)
    assert link.pk not in state(world).slots
    assert "can travel. Ask them" in draft()


def test_a_school_says_its_days(world: World, sign_in: Callable[[Person], Client]) -> None:
    school = world.schools[0]
    head = sign_in(factories.member("headteacher", of=school))
    at = f"/visits/school-days/{school.pk}/{world.year.pk}/"
    assert head.get("/visits/school-days/").headers["Location"] == at
    assert "is no date" in head.post(at, {"weekdays": ["4"], "dates": "soon"}).content.decode()
    head.post(at, {"weekdays": ["4"], "dates": "14 3 2027\n\n1/4/2027"})
    kept = SchoolDays.objects.unscoped("a test looks").get()
    assert (kept.weekdays_not, kept.dates_not) == ([4], [dt.date(2027, 3, 14), dt.date(2027, 4, 1)])
    assert "1 4 2027" in head.get(at).content.decode()
    assert head.get(f"/visits/school-days/{world.schools[2].pk}/{world.year.pk}/").status_code == 404


def test_a_link_that_ends_gives_its_slot_back(world: World) -> None:
    sharing.share_slots(by=world.by, year=world.year, version=0)
    sharing.book(by=world.by, year=world.year, version=1)
    key = f"meeting:{world.meetings[0].pk}"
    assert venue_of(key) is not None
    withdraw_link(by=world.by, link=world.meetings[0].link, reason="The class is split up")
    assert SlotHold.objects.unscoped("a test looks").get(key=key).state == "released"
    assert venue_of(key) is None
