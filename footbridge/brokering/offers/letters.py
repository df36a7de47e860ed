"""The letters of offers. Each goes once, in the transaction of its cause; none says more than its reader may know."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from footbridge.brokering.models import Link, LinkSide
from footbridge.notify import outbox
from footbridge.people.actions import News
from footbridge.people.queries import Contact, facilitators_of, heads_of


def offered(link: Link, side: LinkSide, head: Contact) -> None:
    """There is a partner for you: look and answer."""
    _to_school("offered", f"offer:{link.pk}:{side.pk}:{head.person}", link, side, head)


def reminder(link: Link, side: LinkSide, number: int) -> None:
    """The offer still waits for your answer."""
    for head in heads_of([side.school_id])[side.school_id]:
        key = f"offer:{link.pk}:{side.pk}:reminder:{number}:{head.person}"
        _to_school("reminder", key, link, side, head, number=number)


def first_news(link: Link, side: LinkSide) -> News:
    """What an offer says to the contact of a school that has no head here yet, in the invitation."""
    return News(
        f"We have found a partner for {side.school.name}",
        f"There is a partner school for {side.school.name} in {link.linking_year}. Accept the invitation to read which school it is, why "
        "we think you fit together, how you would meet and what the coaches are likely to cost. Then accept the offer, or decline and "
        "say why. Nothing is agreed before both schools have accepted.",
    )


def news_again(link: Link, side: LinkSide) -> News:
    """The same contact reminded, with a new invitation."""
    return News(
        f"Your answer about the partner for {side.school.name}",
        f"Some days ago we offered {side.school.name} a partner school for {link.linking_year}. We have no answer from you yet: the other "
        "school waits for you, and a no helps us to find a better partner. This is a new invitation; link and code of the earlier one "
        "have ended.",
    )


def stands(link: Link, sides: Sequence[LinkSide]) -> None:
    """Everybody accepted: the link stands. To every head and to the facilitators."""
    heads = heads_of([side.school_id for side in sides])
    for side in sides:
        for head in heads[side.school_id]:
            _to_school("stands", f"link:{link.pk}:stands:{head.person}", link, side, head)
    _to_facilitators("stands_facilitator", f"link:{link.pk}:stands", link)


def declined(link: Link, by: LinkSide, sides: Sequence[LinkSide]) -> None:
    """A school declined: the facilitators read why, the partners kindly that we look for another partner."""
    _to_facilitators("declined_facilitator", f"link:{link.pk}:declined", link, side=by)
    _to_partners("fell", f"link:{link.pk}:declined", link, [side for side in sides if side.pk != by.pk])


def withdrawn(link: Link, sides: Sequence[LinkSide]) -> None:
    """A link that was offered or stood is withdrawn. To every head; the reason stays with the facilitators."""
    _to_partners("withdrawn", f"link:{link.pk}:withdrawn", link, sides)
    _to_facilitators("withdrawn_facilitator", f"link:{link.pk}:withdrawn", link)


def silent(link: Link, side: LinkSide) -> None:
    """No reply came: the facilitator is asked to call."""
    _to_facilitators("silent_facilitator", f"offer:{link.pk}:{side.pk}:silent", link, side=side)


def _to_partners(name: str, key: str, link: Link, sides: Sequence[LinkSide]) -> None:
    heads = heads_of([side.school_id for side in sides])
    for side in sides:
        for head in heads[side.school_id]:
            _to_school(name, f"{key}:{head.person}", link, side, head)


def _to_school(name: str, key: str, link: Link, side: LinkSide, head: Contact, **more: object) -> None:
    context = {**_words(link, side), "name": head.name, "school": side.school.name, **more}
    outbox.send(
        f"brokering/mail/{name}", to=head.email, key=key, context=context, programme=link.linking_year.programme_id
    )


def _to_facilitators(name: str, key: str, link: Link, side: LinkSide | None = None) -> None:
    programme = link.linking_year.programme
    for person in facilitators_of(programme):
        context = {**_words(link, side), "name": person.name}
        outbox.send(
            f"brokering/mail/{name}",
            to=person.email,
            key=f"{key}:{person.person}",
            context=context,
            programme=programme.pk,
        )


def _words(link: Link, side: LinkSide | None) -> dict[str, object]:
    return {
        "link": link,
        "side": side,
        "programme": link.linking_year.programme,
        "year": link.linking_year.label,
        "url": settings.ADDRESS + reverse("brokering:link", args=[link.pk]),
    }
