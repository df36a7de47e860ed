"""Letters of the last weeks in the outbox, written with the real templates; invitations to link again and to take a role."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from footbridge.demo.making.world import Local, World
from footbridge.interest import keys, letters
from footbridge.interest.models import AgainInvitation, Interest
from footbridge.interest.queries.again import partners_then
from footbridge.notify.models import Message
from footbridge.people.models import Invitation
from footbridge.people.viewers import viewer_for

WHY = "the demonstration is made"
RECENT = 28  # days; older letters would be forgotten in the first night
MOST = 12  # letters of received answers a programme


def make(world: World) -> str:
    """Letters and invitations of every programme; returns what was counted."""
    invited = 0
    for local in world.locals.values():
        rng = world.rng("letters", local.place.slug)
        _received(world, local, rng)
        if world.small or local.place.stage in ("worked", "recruiting", "brokering", "january"):
            invited += _again(world, local, rng)
            _roles(world, local, rng)
    mail = Message.objects.unscoped(WHY)
    return f"{mail.count()} letters, {invited} schools asked to link again"


def _received(world: World, local: Local, rng: np.random.Generator) -> None:
    """The letter that every new answer of the last weeks got, with its link and code."""
    since = world.moment(RECENT, rng)
    fresh = [one for one in local.interests[world.year] if one.created >= since]
    for interest in sorted(fresh, key=lambda one: one.created)[-MOST:]:
        made = _keys(rng)
        interest.change_token, interest.change_code = keys.token_hash(made.token), keys.code_hash(made.code)
        interest.save(update_fields=["change_token", "change_code"])
        if letters.received(interest, made):
            _stamp(interest.created)


def _again(world: World, local: Local, rng: np.random.Generator) -> int:
    """Last year's schools were asked; most have answered, the last ones were asked again a week ago."""
    answered = {one.school_id: one for one in local.interests[world.year]}
    by = viewer_for(local.facilitators[0])
    last = [one for one in local.interests.get(world.year - 1, []) if one.answer == Interest.Answer.YES]
    partners = partners_then(by, last)
    for n, before in enumerate(last):
        made, late = _keys(rng), n % 9 == 8
        sent = world.moment(7 if late else 200, rng)
        now = answered.get(before.school_id) if not late else None
        invitation = AgainInvitation.objects.create(
            linking_year=local.years[world.year],
            school=before.school,
            last=before,
            interest=now,
            by=local.facilitators[0],
            email=before.contact_email,
            token=keys.token_hash(made.token),
            code=keys.code_hash(made.code),
            sent=sent,
            answered=now.created if now else None,
        )
        if late:
            partner = partners[before.pk].name if before.pk in partners else ""
            if letters.again(invitation, made, partner=partner):
                _stamp(sent)
    return len(last)


def _roles(world: World, local: Local, rng: np.random.Generator) -> None:
    """Invitations to take a role: one open, one that ended unanswered, one taken back."""
    by, place = local.facilitators[0], {"programme": local.programme}
    for n, (state, days) in enumerate((("sent", 2), ("sent", 40), ("withdrawn", 25))):
        created = world.moment(days, rng)
        name = world.names.person()
        Invitation.objects.create(
            email=world.names.address(name, "linking.example.org"),
            name=name,
            role="facilitator" if n else "funder",
            invited_by=by,
            token=keys.token_hash(rng.bytes(18).hex()),
            code=keys.token_hash(rng.bytes(18).hex()),
            state=state,
            created=created,
            sent=created,
            expires=created + timedelta(days=14),
            **place,
        )


def _keys(rng: np.random.Generator) -> letters.Keys:
    """A link's secret and a code that come out the same for the same seed; they open an invented answer only."""
    code = "".join(keys.LETTERS[i] for i in rng.integers(0, len(keys.LETTERS), 8))
    return letters.Keys(rng.bytes(18).hex(), code)


def _stamp(written: datetime) -> None:
    """Let the letter written last be as old as its cause, and sent."""
    newest = Message.objects.unscoped(WHY).order_by("-pk").values_list("pk", flat=True)[0]
    Message.objects.unscoped(WHY).filter(pk=newest).update(
        created=written, state=Message.State.SENT, sent=written + timedelta(minutes=1), attempts=1
    )
