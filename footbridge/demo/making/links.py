"""Links of last year, ended, and of this year, as far as each programme has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from footbridge.brokering.drafts.state import group_of
from footbridge.brokering.models import Link, LinkClass, LinkEvent, LinkSide
from footbridge.demo.making.pairing import Broker, Offer
from footbridge.demo.making.world import Local, World
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for

DECLINED = (
    ("too_far", "We hoped for a partner we can walk to."),
    ("not_now", "Our Year 4 teacher leaves at half term; we would rather wait a year."),
    ("timing", "The days do not fit our swimming lessons."),
)
WITHDRAWN = "The class was split up between two others at half term."
CODES = {"burnley": "BNL", "bury": "BRY", "waltham-forest": "WFO"}  # where three letters are not enough
# of the groups made, how many get each state, by the programme's stage
SHARES: dict[str, dict[str, float]] = {
    "standing": {"standing": 0.94, "offered": 0.06},
    "january": {"standing": 0.94, "offered": 0.06},
    "offered": {"standing": 0.3, "offered": 0.7},
}


def make(world: World) -> str:
    """Links with their sides and classes; returns what was counted."""
    counts = {"ended": 0, "standing": 0, "offered": 0, "declined": 0, "withdrawn": 0}
    for local in world.locals.values():
        for start in local.years:
            maker = _Maker(world, local, start)
            maker.link_all()
            maker.store()
            for link in maker.links:
                counts[link.state] += 1
    return "links: " + ", ".join(f"{n} {state}" for state, n in counts.items())


class _Maker:
    """Makes the links of one linking year."""

    def __init__(self, world: World, local: Local, start: int) -> None:
        self.world, self.local, self.start = world, local, start
        self.past = start < world.year
        self.rng = world.rng("links", local.place.slug, str(world.year - start))
        self.number = count(1)
        self.links: list[Link] = []
        self.sides: list[LinkSide] = []
        self.classes: list[LinkClass] = []
        self.events: list[LinkEvent] = []

    def link_all(self) -> None:
        """Pair the offered classes and give the links the states of the programme's stage."""
        shares = {"ended": 1.0} if self.past else SHARES.get(self.local.place.stage, {})
        if not shares:
            return
        settled = [c for c in self.local.classes[self.start] if c.name != "Late class"]
        broker = Broker(viewer_for(self.local.facilitators[0]), self.local.years[self.start], settled)
        proposed = broker.proposed()
        groups = [proposed[n] for n in self.rng.permutation(len(proposed))]
        states = _spread(len(groups), shares)
        for group, state in zip(groups, states, strict=False):
            self._link(group, state)
        if not self.past:
            self._fallen(broker, groups)

    def _fallen(self, broker: Broker, offers: list[Offer]) -> None:
        """A declined offer, and in larger programmes a link that was withdrawn, each followed by the one that stands."""
        if len(offers) < 4:
            return
        self._fallen_one(broker, offers[0], offers[1], Link.State.DECLINED, days=40)
        if len(offers) > 8 or self.world.small:
            self._fallen_one(broker, offers[2], offers[3], Link.State.WITHDRAWN, days=55)

    def _fallen_one(self, broker: Broker, one: Offer, other: Offer, state: str, *, days: int) -> None:
        """A class of each of two links, once thought of together."""
        first, second = one.classes[0], other.classes[-1]
        if first.school_id != second.school_id:
            [fallen] = broker.offers([group_of((first.pk, second.pk))])
            self._link(fallen, state, days=days)

    def _link(self, group: Offer, state: str, *, days: int | None = None) -> None:
        rng = self.rng
        waits = state == Link.State.OFFERED
        days = days if days is not None else int(rng.integers(2, 12) if waits else rng.integers(25, 60))
        offered = self.world.moment(days + (365 if self.past else 0), rng)
        live = state in (Link.State.OFFERED, Link.State.STANDING)
        link = Link(
            linking_year=self.local.years[self.start],
            reference=self._reference(),
            state=state,
            offered=offered,
            offered_by=self.local.facilitators[0],
            settled=None if waits else offered + timedelta(days=self._settled_after(state)),
            closing_reason=WITHDRAWN if state == Link.State.WITHDRAWN else "",
            reasons=group.reasons,
            figures=group.figures,
        )
        self.links.append(link)
        sides = self._sides(link, group, state)
        for one in group.classes:
            self.classes.append(
                LinkClass(
                    link=link,
                    side=sides[one.school_id],
                    offered_class=one,
                    school_id=one.school_id,
                    linking_year=link.linking_year,
                    live=live,
                )
            )
        self._history(link, list(sides.values()))

    def _history(self, link: Link, sides: list[LinkSide]) -> None:
        """What happened to the link, line by line, as its states and replies say."""
        owner = self.local.facilitators[0]

        def note(kind: str, at: datetime, by: Person | None, side: LinkSide | None = None, words: str = "") -> None:
            school_id = side.school_id if side else None
            self.events.append(LinkEvent(link=link, at=at, kind=kind, by=by, school_id=school_id, words=words))

        note("offered", link.offered, owner)
        for side in sides:
            if side.reminders:
                note("reminded", link.offered + timedelta(days=5), None, side)
            if side.replied:
                note(side.reply, side.replied, side.replied_by, side, side.reason)
        if link.state in (Link.State.STANDING, Link.State.ENDED, Link.State.WITHDRAWN):
            note("stood", max(side.replied for side in sides if side.replied), None)
        if link.settled and link.state in (Link.State.ENDED, Link.State.WITHDRAWN):
            note(link.state, link.settled, owner, words=link.closing_reason)

    def _settled_after(self, state: str) -> int:
        """Days from offer to the day the link stood, fell or ended; last year's ended when the year closed."""
        return {"ended": 290, "withdrawn": 20}.get(state, int(self.rng.integers(4, 7)))

    def _sides(self, link: Link, group: Offer, state: str) -> dict[int, LinkSide]:
        sides: dict[int, LinkSide] = {}
        schools = list(dict.fromkeys(one.school_id for one in group.classes))
        for n, school_id in enumerate(schools):
            reply, extra = self._reply(link, state, n)
            replied_by = self.local.member(school_id).head if reply != LinkSide.Reply.WAITING else None
            sides[school_id] = LinkSide(
                link=link,
                school_id=school_id,
                reply=reply,
                replied_by=replied_by,
                reasons=group.own[school_id],
                cost=group.costs[school_id],
                **extra,
            )  # fmt: skip
        self.sides += sides.values()
        return sides

    def _reply(self, link: Link, state: str, n: int) -> tuple[str, dict[str, Any]]:
        """What the n-th school answered: in an offered link every second first school has accepted, the rest wait."""
        replied = link.offered + timedelta(days=1 + n, hours=int(self.rng.integers(0, 5)))
        if state == Link.State.OFFERED:
            waited = (self.world.day - link.offered.date()).days
            reminded = link.offered.date() + timedelta(days=5)
            if n == 0 and len(self.links) % 2:
                return LinkSide.Reply.ACCEPTED, {"replied": replied}
            return LinkSide.Reply.WAITING, {
                "reminders": 1 if waited > 6 else 0,
                "reminded": reminded if waited > 6 else None,
            }
        if state == Link.State.DECLINED and n == 1:
            kind, reason = DECLINED[int(self.rng.integers(len(DECLINED)))]
            return LinkSide.Reply.DECLINED, {"replied": replied, "reason_kind": kind, "reason": reason}
        return LinkSide.Reply.ACCEPTED, {"replied": replied}

    def _reference(self) -> str:
        code = CODES.get(self.local.place.slug, self.local.place.slug[:3].upper())
        return f"{code}{self.start % 100}-{next(self.number):03d}"

    def store(self) -> None:
        """Write what was made."""
        Link.objects.bulk_create(self.links)
        LinkSide.objects.bulk_create(self.sides)
        LinkClass.objects.bulk_create(self.classes)
        LinkEvent.objects.bulk_create(self.events)
        self.local.links[self.start] = self.links
        self.local.link_classes[self.start] = self.classes


def _spread(n: int, shares: dict[str, float]) -> list[str]:
    """States for `n` links in the given shares, at least one of each where there are four; fewer than `n` states where
    the shares do not add up to one."""
    first, *rest = shares
    counts = {state: max(int(n >= 4), round(n * shares[state])) for state in rest}
    left = n if sum(shares.values()) > 0.99 else round(n * sum(shares.values()))
    return [first] * (left - sum(counts.values())) + [state for state in rest for _ in range(counts[state])]
