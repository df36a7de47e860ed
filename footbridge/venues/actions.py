"""The verbs of venues: add and change one, offer and take back slots, say days off, hold, confirm, decline, give back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.programmes.models import Programme
from footbridge.programmes.schooldays import is_school_day, usual_holidays
from footbridge.venues import guests, letters, rules
from footbridge.venues.hours import at
from footbridge.venues.models import SlotHold, Venue, VenueDayOff, VenueSlot
from footbridge.venues.rules import CannotDo

WEEK = dt.timedelta(days=7)
FORGOTTEN = "forgotten:"
PROFILE = (
    "name", "about", "address", "postcode", "easting", "northing", "themes", "fits", "rooms", "access", "lunch", "prayer",
    "toilets", "coach_parking", "cost", "classes", "children", "contact_name", "contact_phone",
)  # fmt: skip


@action
def add_venue(*, by: Viewer, programmes: Collection[Programme], **profile: Any) -> Venue:
    """Add a venue that serves these programmes. The same name for the same programmes again is the same venue."""
    ids = frozenset(one.pk for one in programmes)
    rules.insist(rules.may_add(by, ids))
    known = Venue.objects.visible_to(by).open().filter(name__iexact=profile["name"], programmes__in=ids).first()
    if known is not None:
        return known
    venue = Venue.objects.create(**{key: profile[key] for key in PROFILE if key in profile})
    venue.programmes.set(ids)
    record("added venue", venue, by=by, programmes=sorted(ids))
    return venue


@action
def change_venue(*, by: Viewer, venue: Venue, version: int, **profile: Any) -> Venue:
    """Change the profile. Raises CannotDo when somebody else changed it since the form was made."""
    rules.insist(rules.may_keep(by, venue))
    locked = Venue.objects.visible_to(by).select_for_update(of=("self",)).get(pk=venue.pk)
    if locked.version != version:
        raise CannotDo(
            "Somebody else changed this profile while you had it open. Nothing was overwritten; send yours again."
        )
    for key in PROFILE:
        if key in profile:
            setattr(locked, key, profile[key])
    locked.version += 1
    locked.save()
    record("changed venue", locked, by=by)
    return locked


@action
def offer_slots(
    *, by: Viewer, venue: Venue, first: dt.date, last: dt.date | None, starts: dt.time, ends: dt.time, classes: int,
    children: int,
) -> tuple[int, int]:  # fmt: skip
    """Offer a slot on a day, or every week on that weekday until `last`, in term and not on days off.

    Returns how many are new and how many were left out because the venue offers those hours already.
    """
    rules.insist(rules.may_keep(by, venue))
    closed = list(VenueDayOff.objects.visible_to(by).filter(venue=venue).values_list("first", "last"))
    day, made, known = first, 0, 0
    while day <= (last or first):
        year = day.year if day.month >= 8 else day.year - 1
        open_day = is_school_day(day, usual_holidays(year)) and not any(a <= day <= b for a, b in closed)
        if open_day or last is None:
            try:
                with transaction.atomic():
                    VenueSlot.objects.create(
                        venue=venue, starts=at(day, starts), ends=at(day, ends), classes=classes, children=children
                    )
                made += 1
            except IntegrityError:  # the hours overlap those of a slot that is there
                known += 1
        day += WEEK
    record("offered slots", venue, by=by, slots=made)
    return made, known


@action
def withdraw_slot(*, by: Viewer, slot: VenueSlot) -> VenueSlot:
    """Take back a slot that nobody holds. Raises CannotDo where classes hold it: they are declined first, with a reason."""
    rules.insist(rules.may_keep(by, slot.venue))
    locked = VenueSlot.objects.unscoped("the slot was fetched for its viewer").select_for_update().get(pk=slot.pk)
    if locked.classes_held:
        raise CannotDo("Classes hold this slot. Decline them first, with the reason, so that they are looked after.")
    if locked.state != VenueSlot.State.WITHDRAWN:
        locked.state = VenueSlot.State.WITHDRAWN
        locked.save(update_fields=["state"])
        record("took slot back", locked, by=by)
    return locked


@action
def say_day_off(*, by: Viewer, venue: Venue, first: dt.date, last: dt.date, reason: str = "") -> VenueDayOff:
    """Say days on which no class can come; free slots on them are taken back. Said twice, it is said once.

    Raises CannotDo where a slot is held on one of them: nothing is lost silently.
    """
    rules.insist(rules.may_keep(by, venue))
    Venue.objects.visible_to(by).select_for_update(of=("self",)).get(pk=venue.pk)
    there = VenueSlot.objects.unscoped("the venue was fetched for its viewer").filter(
        venue=venue, starts__lt=at(last + dt.timedelta(days=1), dt.time.min), ends__gte=at(first, dt.time.min)
    )
    there.filter(state=VenueSlot.State.FREE).update(state=VenueSlot.State.WITHDRAWN)
    try:
        with transaction.atomic():
            day_off, fresh = VenueDayOff.objects.unscoped("the venue was fetched for its viewer").get_or_create(
                venue=venue, first=first, last=last, defaults={"reason": reason}
            )
    except IntegrityError:
        held = there.filter(classes_held__gt=0).order_by("starts").first()
        when = f" on {timezone.localtime(held.starts):%-d %B}" if held else ""
        raise CannotDo(
            f"Classes hold a slot{when}. Decline them first, with the reason, so that they are looked after. Then say the days off."
        ) from None
    if fresh:
        record("said days off", venue, by=by)
    return day_off


@action
def take_day_off_back(*, by: Viewer, day_off: VenueDayOff) -> None:
    """The venue is open on these days after all. Slots that were taken back are offered anew by hand."""
    rules.insist(rules.may_keep(by, day_off.venue))
    VenueDayOff.objects.visible_to(by).filter(pk=day_off.pk).delete()
    record("took days off back", day_off.venue, by=by)


# --- holds --------------------------------------------------------------------------------------------------------


@action
def hold_slot(
    *, by: Viewer, slot: VenueSlot, key: str, programme: int, classes: int, children: int, tell: bool = True
) -> SlotHold:
    """Hold room in a slot for a meeting and ask the host. The same meeting in the same slot again is the same hold.

    Raises CannotDo when the slot has no room for it any more; the database decides, whoever else is holding.
    """
    rules.insist(rules.may_hold(by, programme))
    live = SlotHold.objects.unscoped("a meeting holds one slot").live().filter(key=key).first()
    if live is not None:
        if live.slot_id == slot.pk:
            return live
        raise CannotDo("This meeting holds another slot already. Give that one back first.")
    try:
        with transaction.atomic():
            hold = SlotHold.objects.create(
                slot=slot, programme_id=programme, key=key, classes=classes, children=children, held_by_id=by.person_id
            )
    except IntegrityError:
        raise CannotDo(
            "This slot has no room for these classes any more. Choose another, or share the slots again."
        ) from None
    record("held slot", slot, by=by, programme=programme, classes=classes)
    if tell:
        letters.asked(slot.venue, hold.pk)
    return hold


@action
def confirm_hold(*, by: Viewer, hold: SlotHold) -> SlotHold:
    """The host says that the classes are welcome. Said twice, it is said once."""
    locked = _lock(hold)
    rules.insist(rules.may_answer(by, locked.slot.venue_id))
    if locked.state == SlotHold.State.CONFIRMED:
        return locked
    if locked.state != SlotHold.State.HELD:
        raise CannotDo("These classes are not coming any more: the slot was given back meanwhile.")
    _answer(locked, SlotHold.State.CONFIRMED, by)
    record("confirmed slot", locked, by=by, programme=locked.programme_id)
    letters.answered(locked, confirmed=True)
    return locked


@action
def decline_hold(*, by: Viewer, hold: SlotHold, reason: str) -> SlotHold:
    """The host cannot take the classes, with the reason. The meeting loses its date and the facilitator is told."""
    locked = _lock(hold)
    rules.insist(rules.may_answer(by, locked.slot.venue_id))
    if locked.state == SlotHold.State.DECLINED:
        return locked
    if locked.state not in (SlotHold.State.HELD, SlotHold.State.CONFIRMED):
        raise CannotDo("These classes are not coming any more: the slot was given back meanwhile.")
    if not reason.strip():
        raise CannotDo("Say why, so that the facilitator can look for another day.")
    locked.reason = reason.strip()[:300]
    _answer(locked, SlotHold.State.DECLINED, by)
    record("declined slot", locked, by=by, programme=locked.programme_id)
    guests.declined(Viewer.for_system("venues"), locked.key)
    letters.answered(locked, confirmed=False)
    return locked


@action
def give_back(*, by: Viewer, key: str) -> bool:
    """A meeting moved or was called off: its hold, if it has one, is given back and the host is told. Whoever moves the
    meeting was asked for the right to do so."""
    hold = SlotHold.objects.unscoped("a meeting gives back what it holds").live().filter(key=key).first()
    if hold is None:
        return False
    locked = _lock(hold)
    if locked.state not in (SlotHold.State.HELD, SlotHold.State.CONFIRMED):
        return False
    _answer(locked, SlotHold.State.RELEASED, by)
    record("gave slot back", locked, by=by, programme=locked.programme_id)
    letters.given_back(locked)
    return True


@action
def forget_guests(*, by: Viewer, before: dt.date) -> int:
    """Forget which meeting held a slot that lies before a day; how many came stays. Only the platform; returns how many."""
    rules.insist(by.system)
    rows = SlotHold.objects.visible_to(by).filter(slot__ends__lt=at(before, dt.time.min))
    gone = rows.exclude(key__startswith=FORGOTTEN).update(
        key=Concat(Value(FORGOTTEN), Cast("pk", CharField())), reason=""
    )
    if gone:
        record("forgot visits of venues", "venues.slothold", by=by, visits=gone)
    return gone


def _lock(hold: SlotHold) -> SlotHold:
    rows = SlotHold.objects.unscoped("the row an action was given").select_for_update(of=("self",))
    return rows.select_related("slot__venue", "programme").get(pk=hold.pk)


def _answer(hold: SlotHold, state: str, by: Viewer) -> None:
    hold.state, hold.answered, hold.answered_by_id = state, timezone.now(), by.person_id
    hold.save(update_fields=["state", "answered", "answered_by", "reason"])
