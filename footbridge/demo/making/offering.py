"""The programme that pairs its classes right now: its offers go out through the real actions, and heads answer them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from footbridge.access import Viewer
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Draft, Link, LinkClass, LinkEvent, LinkSide
from footbridge.brokering.offers.actions import accept_offer, decline_offer, offer_links, remind, withdraw_link
from footbridge.demo.making.world import Local, World
from footbridge.interest.models import Interest, OfferedClass
from footbridge.notify.models import Message
from footbridge.notify.outbox import SECRET
from footbridge.people.viewers import viewer_for

WHY = "the demonstration is made"
# What becomes of the offers, in their order; those that follow wait for both heads.
OUTCOMES = (
    "waiting", "stands", "declined", "withdrawn", "half", "stands", "reminded", "stands", "stands", "stands", "stands", "half", "late",
)  # fmt: skip
AGO = {
    "waiting": 3,
    "half": 6,
    "late": 8,
    "reminded": 9,
    "declined": 12,
    "stands": 27,
    "withdrawn": 27,
}  # days since the offer
SIGNED_FOR = timedelta(days=9)  # a link that was withdrawn had been signed before


def offer(world: World, local: Local, by: Viewer, draft: Draft) -> Draft:
    """Offer those links of the draft whose answers are settled, and let the heads reply; the draft as it is then."""
    settled = set(
        OfferedClass.objects.unscoped(WHY)
        .filter(linking_year=local.years[world.year], interest__state=Interest.State.SETTLED)
        .values_list("pk", flat=True)
    )
    school_of = dict(local_classes(local, world.year))
    groups = list(state_of(draft).groups)
    # settled answers first, and of those a plain link of two schools first, whose heads can be signed in as
    groups.sort(key=lambda group: (not set(group) <= settled, _is_odd(local, {school_of[one] for one in group})))
    groups = groups[: min(len(OUTCOMES), len(groups) - 2)]
    rng = world.rng("offers", local.place.slug)
    made = offer_links(by=by, draft=draft, version=draft.version, groups=groups)
    for n, link in enumerate(sorted(made, key=lambda one: one.pk)):
        outcome = OUTCOMES[n]
        _answer(world, local, by, link, outcome)
        _rename(link, n, rng)
        _date(link, world.moment(AGO[outcome], rng), rng)
    start = world.year
    rows = Link.objects.unscoped(WHY).filter(linking_year=local.years[start])
    local.links[start] = list(rows.order_by("pk"))
    local.link_classes[start] = list(
        LinkClass.objects.unscoped(WHY).filter(link__in=rows).select_related("offered_class").order_by("pk")
    )
    return Draft.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=draft.pk)


def _is_odd(local: Local, schools: set[int]) -> bool:
    """Whether a link is not the usual one: of three schools, of secondary schools, or with one that publishes nothing."""
    members = [local.member(school) for school in schools]
    return len(members) != 2 or any(one.secondary or one.shares is None for one in members)


def local_classes(local: Local, start: int) -> list[tuple[int, int]]:
    """Classes of a linking year with their schools, by id."""
    return [(one.pk, one.school_id) for one in local.classes[start]]


def _answer(world: World, local: Local, by: Viewer, link: Link, outcome: str) -> None:
    """The heads of a link reply, each for her school."""
    sides = list(LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk"))
    heads = [(side, viewer_for(person)) for side in sides if (person := local.member(side.school_id).head)]
    if outcome in ("stands", "late", "withdrawn"):
        for side, head in heads:
            accept_offer(by=head, link=link, school=side.school_id)
    if outcome in ("half", "declined"):
        side, head = heads[0]
        accept_offer(by=head, link=link, school=side.school_id)
    if outcome == "declined":
        side, head = heads[-1]
        words = "Forty minutes on a coach is too long for our youngest."
        decline_offer(by=head, link=link, school=side.school_id, kind="too_far", words=words)
    if outcome == "withdrawn":
        words = "The class was split up between two others at half term."
        withdraw_link(by=by, link=link, reason=words, school=sides[0].school_id)
    if outcome == "reminded":
        for side in sides:
            remind(by=Viewer.for_system("reminders"), side=side, today=world.day - timedelta(days=4))


def _rename(link: Link, n: int, rng: np.random.Generator) -> None:
    """A reference that comes out the same for the same seed, in the letters too."""
    letters = "".join("23456789ABCDEFGHJKLMNPQRSTUVWXYZ"[i] for i in rng.integers(0, 32, 4))
    old = Link.objects.unscoped(WHY).get(pk=link.pk).reference
    new = f"L-{letters}{n:02d}"
    Link.objects.unscoped(WHY).filter(pk=link.pk).update(reference=new)
    for message in _messages(link):
        message.subject = message.subject.replace(old, new)
        message.text = message.text.replace(old, new)
        message.html = message.html.replace(old, new)
        message.save(update_fields=["subject", "text", "html"])


def _date(link: Link, offered: datetime, rng: np.random.Generator) -> None:
    """Spread what was made in one moment over the days in which it would have happened."""
    events = list(LinkEvent.objects.unscoped(WHY).filter(link=link).order_by("pk"))
    when = offered
    for n, event in enumerate(events):
        if n and event.kind != LinkEvent.What.STOOD:
            when += timedelta(days=1, hours=int(rng.integers(0, 5)))
        if event.kind == LinkEvent.What.WITHDRAWN:
            when += SIGNED_FOR
        LinkEvent.objects.unscoped(WHY).filter(pk=event.pk).update(at=when)
        if event.school_id and event.kind in ("accepted", "declined"):
            LinkSide.objects.unscoped(WHY).filter(link=link, school=event.school_id).update(replied=when)
    Link.objects.unscoped(WHY).filter(pk=link.pk).update(offered=offered, settled=None if link_waits(link) else when)
    for message in _messages(link):
        message.created = offered if message.template.endswith("/offered") else when
        message.sent, message.state, message.attempts = message.created, Message.State.SENT, 1
        message.save(update_fields=["created", "sent", "state", "attempts"])


def link_waits(link: Link) -> bool:
    """Whether the link still waits for a head."""
    return Link.objects.unscoped(WHY).get(pk=link.pk).state == Link.State.OFFERED


def _messages(link: Link) -> list[Message]:
    """The letters about a link, by the keys they were written with."""
    found = Message.objects.unscoped(WHY).filter(template__startswith="brokering/mail/").order_by("pk")
    return [one for one in found if one.key.removeprefix(SECRET).startswith((f"offer:{link.pk}:", f"link:{link.pk}:"))]
