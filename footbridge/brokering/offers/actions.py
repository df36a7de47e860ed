"""The verbs of offers and links: offer, accept, decline, remind, withdraw, lift a refusal. The row of the link is locked first."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.roles import HEADTEACHER
from footbridge.audit.action import action, record
from footbridge.brokering import following, rules
from footbridge.brokering.drafts.board import Board, Card, lay_out
from footbridge.brokering.drafts.state import DraftState, Group, key_of
from footbridge.brokering.drafts.steps import CannotDo, DraftMoved, free_classes, lock, revisions, write
from footbridge.brokering.models import DECLINES, Draft, Link, LinkClass, LinkEvent, LinkSide, Revision
from footbridge.brokering.offers import letters
from footbridge.brokering.offers.reach import reach_of
from footbridge.brokering.offers.reading import letters_of, shared_reasons
from footbridge.brokering.problem.pool import pool_of
from footbridge.interest.models import Interest
from footbridge.people.actions import News, invite
from footbridge.people.queries import heads_of
from footbridge.people.rules import Refused

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
What = LinkEvent.What


class Gone(Exception):
    """The offer is no longer there to be answered; the message is for the head."""


@action
def offer_links(*, by: Viewer, draft: Draft, version: int, groups: Iterable[Group]) -> list[Link]:
    """Offer links of a draft to their heads: rows, letters and the draft's step in one transaction. Sent twice, it acts once.

    A school without a head in Footbridge: its contact is invited as headteacher. Raises `CannotDo` where there is nobody to write
    to, and `DraftMoved` where the draft was changed meanwhile.
    """
    wanted = tuple(groups)
    locked = lock(by, draft)
    pool = pool_of(by, locked.linking_year)
    if locked.version != version:
        if done := _offered_already(by, locked, wanted):
            return done
        raise DraftMoved(locked, version, f"Offer {len(wanted)} links")
    row = revisions(locked).get(number=version)
    board = lay_out(locked, pool, DraftState.from_json(row.state).kept_to(free_classes(pool)), row.place)
    cards = [card for group in wanted if (card := board.card(key_of(group))) and not card.live]
    if len(cards) < len(wanted) or not cards:
        raise CannotDo("Choose links that are in the draft now.")
    _insist_somebody_to_write_to(cards)
    links = [_make_link(by, board, card) for card in cards]
    words = f"Offered {len(links)} link{'' if len(links) == 1 else 's'}"
    write(by, locked, DraftState.from_json(row.state), words, Revision.Step.CHANGE, version + 1, row.place)
    return links


@action
def accept_offer(*, by: Viewer, link: Link, school: int) -> Link:
    """A head accepts for her school. When all have, the link stands. Pressed twice, it acts once. Raises `Gone`."""
    rules.insist(rules.may_answer(by, school))
    locked, sides = _locked(link)
    side = next(one for one in sides if one.school_id == school)
    if side.reply == LinkSide.Reply.ACCEPTED and locked.is_live:
        return locked
    _insist_open(locked)
    _reply(side, by, LinkSide.Reply.ACCEPTED)
    _note(locked, What.ACCEPTED, by=by, school=school)
    if all(one.reply == LinkSide.Reply.ACCEPTED for one in sides):
        locked.state, locked.settled = Link.State.STANDING, timezone.now()
        locked.save(update_fields=["state", "settled"])
        _note(locked, What.STOOD, by=by)
        letters.stands(locked, sides)
        following.stands(by, locked)
    return locked


@action
def decline_offer(*, by: Viewer, link: Link, school: int, kind: str, words: str) -> Link:
    """A head declines with a reason, which shapes the next proposal. The link's classes are free again. Raises `Gone`."""
    rules.insist(rules.may_answer(by, school))
    if kind not in dict(DECLINES):
        raise CannotDo("Choose one of the reasons.")
    locked, sides = _locked(link)
    side = next(one for one in sides if one.school_id == school)
    if side.reply == LinkSide.Reply.DECLINED and locked.state == Link.State.DECLINED:
        return locked
    _insist_open(locked)
    side.reason_kind, side.reason = kind, words
    _reply(side, by, LinkSide.Reply.DECLINED)
    _close(locked, Link.State.DECLINED, "")
    _note(locked, What.DECLINED, by=by, school=school, words=words or dict(DECLINES)[kind])
    letters.declined(locked, side, sides)
    following.ended(by, locked)
    return locked


@action
def withdraw_link(*, by: Viewer, link: Link, reason: str, school: int | None = None) -> Link:
    """Take back a link that is offered or stands; its classes are free again, and the heads are told kindly.

    `school` is the one that cannot go on: its classes are left out of proposals until a facilitator lifts that.
    """
    locked, sides = _locked(link)
    head = any(rules.may_answer(by, one.school_id) and one.school_id == school for one in sides)
    rules.insist(head or rules.may_broker(by, locked.linking_year.programme_id))
    if locked.state == Link.State.WITHDRAWN:
        return locked
    if not locked.is_live:
        raise Gone("This link has ended already.")
    for side in sides:
        if side.school_id == school:
            side.reason_kind, side.reason = "not_now", reason
            side.save(update_fields=["reason_kind", "reason"])
    _close(locked, Link.State.WITHDRAWN, reason)
    _note(locked, What.WITHDRAWN, by=by, school=school, words=reason)
    letters.withdrawn(locked, sides)
    following.ended(by, locked)
    return locked


@action
def lift_refusal(*, by: Viewer, side: LinkSide) -> None:
    """Let two schools be proposed to each other again, or a school that could not link take part again."""
    locked, sides = _locked(side.link)
    rules.insist(rules.may_broker(by, locked.linking_year.programme_id))
    row = next(one for one in sides if one.pk == side.pk)
    if row.lifted is None:
        row.lifted = timezone.now()
        row.save(update_fields=["lifted"])
        _note(locked, What.LIFTED, by=by, school=row.school_id)


@action
def remind(*, by: Viewer, side: LinkSide, today: date) -> bool:
    """Remind a head once a day at most; False where there is nothing to remind of any more."""
    locked, sides = _locked(side.link)
    row = next(one for one in sides if one.pk == side.pk)
    if locked.state != Link.State.OFFERED or row.reply != LinkSide.Reply.WAITING or row.reminded == today:
        return False
    if not heads_of([row.school_id])[row.school_id] and not _invite_again(by, locked, row):
        return False
    row.reminders, row.reminded = row.reminders + 1, today
    row.save(update_fields=["reminders", "reminded"])
    _note(locked, What.REMINDED, by=by, school=row.school_id)
    letters.reminder(locked, row, row.reminders)
    return True


@action
def tell_of_silence(*, by: Viewer, side: LinkSide) -> bool:
    """Tell the facilitators that no reply came, once."""
    locked, sides = _locked(side.link)
    row = next(one for one in sides if one.pk == side.pk)
    if locked.state != Link.State.OFFERED or row.reply != LinkSide.Reply.WAITING or row.told is not None:
        return False
    row.told = timezone.now()
    row.save(update_fields=["told"])
    _note(locked, What.SILENT, by=by, school=row.school_id)
    letters.silent(locked, row)
    return True


# --- making a link ------------------------------------------------------------------------------------------------


def _make_link(by: Viewer, board: Board, card: Card) -> Link:
    link = Link.objects.create(
        linking_year=board.draft.linking_year,
        reference=_new_reference(),
        offered_by_id=by.person_id,
        draft=board.draft,
        replaces=_replaced(card),
        reasons=shared_reasons(card),
        figures={
            "distance": card.found.distance,
            "contact": {line.characteristic: [line.before, line.after] for line in card.contact},
        },
    )
    heads = heads_of([school.id for school in card.schools])
    for side, letter in zip(card.sides, letters_of(board.pool, board.programme, card), strict=True):
        row = LinkSide.objects.create(
            link=link, school_id=side.school.id, reasons=list(letter.reasons), cost=letter.cost
        )
        for one in side.classes:
            LinkClass.objects.create(
                link=link,
                side=row,
                offered_class_id=one.id,
                school_id=side.school.id,
                linking_year_id=link.linking_year_id,
            )
        for head in heads[side.school.id]:
            letters.offered(link, row, head)
        if not heads[side.school.id]:
            _invite_head(by, row, side.classes[0].interest, letters.first_news(link, row))
    _note(link, What.OFFERED, by=by)
    return link


def _new_reference() -> str:
    return "L-" + "".join(secrets.choice(ALPHABET) for _ in range(6))


def _replaced(card: Card) -> Link | None:
    """The withdrawn link that one of these classes stood in last, which this one replaces."""
    rows = LinkClass.objects.unscoped("a new link names the one it replaces").filter(
        offered_class__in=card.group, link__state=Link.State.WITHDRAWN, link__replaced_by=None
    )
    found = rows.select_related("link").order_by("-link__settled").first()
    return found.link if found else None


def _insist_somebody_to_write_to(cards: list[Card]) -> None:
    names = sorted(one.name for one in reach_of(cards).unreached.values())
    if names:
        raise CannotDo(
            f"There is nobody to write to at {' and '.join(names)}. Add the address of a contact to its answer, then offer again."
        )


def _invite_head(by: Viewer, side: LinkSide, interest_id: int, news: News) -> None:
    """Invite the contact of the school's answer as its head, with the news; accepting leads to the offer."""
    interest = Interest.objects.unscoped("an offer needs an address").get(pk=interest_id)
    name = interest.contact_name or f"Headteacher of {side.school.name}"
    invite(by=by, email=interest.contact_email, name=name, role=HEADTEACHER.key, school=side.school, news=news)


def _invite_again(by: Viewer, link: Link, side: LinkSide) -> bool:
    """Send who was invited as head a new invitation as the reminder; False where that cannot be now, so that it is tried again."""
    classes = LinkClass.objects.unscoped("whom the offer was sent to").filter(side=side).select_related("offered_class")
    try:
        _invite_head(by, side, classes[0].offered_class.interest_id, letters.news_again(link, side))
    except Refused:  # invitations are shut for everybody
        return False
    return True


def _offered_already(by: Viewer, draft: Draft, groups: tuple[Group, ...]) -> list[Link]:
    """The links made of exactly these groups of the draft by a form sent before; empty unless all of them are."""
    rows = LinkClass.objects.visible_to(by).filter(link__draft=draft, live=True).select_related("link")
    found: dict[int, tuple[Link, set[int]]] = {}
    for row in rows:
        found.setdefault(row.link_id, (row.link, set()))[1].add(row.offered_class_id)
    by_group = {tuple(sorted(classes)): link for link, classes in found.values()}
    return [by_group[group] for group in groups] if groups and all(group in by_group for group in groups) else []


# --- small things -------------------------------------------------------------------------------------------------


def _locked(link: Link) -> tuple[Link, list[LinkSide]]:
    """The link, locked until the end of the transaction, and its sides as they are now."""
    rows = Link.objects.unscoped("the link was fetched for its viewer").select_related("linking_year__programme")
    locked = rows.select_for_update(of=("self",)).get(pk=link.pk)
    sides = LinkSide.objects.unscoped("the link was fetched for its viewer").filter(link=locked)
    return locked, list(sides.select_related("school").order_by("pk"))


def _insist_open(link: Link) -> None:
    if link.state != Link.State.OFFERED:
        words = {"declined": "was declined by a school", "withdrawn": "was withdrawn", "standing": "stands already"}
        raise Gone(f"This offer {words.get(link.state, 'has ended')}, so it cannot be answered any more.")


def _reply(side: LinkSide, by: Viewer, reply: str) -> None:
    side.reply, side.replied, side.replied_by_id = reply, timezone.now(), by.person_id
    side.save(update_fields=["reply", "replied", "replied_by", "reason_kind", "reason"])


def _close(link: Link, state: str, reason: str) -> None:
    """End a live link: its classes are free from now on."""
    link.state, link.settled, link.closing_reason = state, timezone.now(), reason
    link.save(update_fields=["state", "settled", "closing_reason"])
    LinkClass.objects.unscoped("the link was fetched for its viewer").filter(link=link).update(live=False)


def _note(link: Link, kind: str, *, by: Viewer, school: int | None = None, words: str = "") -> None:
    LinkEvent.objects.create(link=link, kind=kind, by_id=by.person_id, school_id=school, words=words[:500])
    programme = link.linking_year.programme_id
    record(f"link {kind}", link, by=by, programme=programme, state=link.state, school=school)
