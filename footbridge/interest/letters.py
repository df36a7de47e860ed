"""The letters of interest. Each goes once, written in the transaction of its cause."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from footbridge.interest import keys
from footbridge.interest.models import AgainInvitation, Interest
from footbridge.notify import outbox


@dataclass(frozen=True)
class Keys:
    """A link's secret and its code, in clear, for the one letter that carries them."""

    token: str
    code: str


def received(interest: Interest, made: Keys) -> bool:
    """Your answer has arrived: reference, what happens next, link and code to change it."""
    return _send("received", interest, made, f"{outbox.SECRET}interest:{interest.pk}:received")


def changed(interest: Interest, made: Keys) -> bool:
    """Your answer was changed, with what it says now."""
    return _send("changed", interest, made, f"{outbox.SECRET}interest:{interest.pk}:changed:{interest.version}")


def new_code(interest: Interest, made: Keys, *, moment: int) -> bool:
    """A new link and code, asked for by somebody who has the old link. At most one per `moment`."""
    return _send("new_code", interest, made, f"{outbox.SECRET}interest:{interest.pk}:code:{moment}")


def again(invitation: AgainInvitation, made: Keys, *, partner: str) -> bool:
    """Link again? To last year's schools, with a link that opens the form filled in."""
    context = {
        **again_words(invitation, partner),
        "link": settings.ADDRESS + reverse("interest:again", args=[made.token]),
        "code": keys.shown_code(made.code),
        "press": f"Answer for {invitation.school.name}",
    }
    sent = outbox.send(
        "interest/mail/again",
        to=invitation.email,
        key=f"{outbox.SECRET}interest:again:{invitation.linking_year_id}:{invitation.school_id}",
        context=context,
        programme=invitation.linking_year.programme_id,
    )
    return sent is not None


def again_words(invitation: AgainInvitation, partner: str) -> dict[str, object]:
    """What the letter of an invitation says, without its link and code; the preview shows the same."""
    return {
        "school": invitation.school.name,
        "contact": invitation.last.contact_name,
        "programme": invitation.linking_year.programme,
        "year": invitation.linking_year.label,
        "last_year": invitation.last.linking_year.label,
        "partner": partner,
        "linked": invitation.last.answer != Interest.Answer.NO,
    }


def _send(template: str, interest: Interest, made: Keys, key: str) -> bool:
    context = {
        "interest": interest,
        "school": interest.school.name,
        "programme": interest.linking_year.programme,
        "year": interest.linking_year.label,
        "link": settings.ADDRESS + reverse("interest:change", args=[made.token]),
        "code": keys.shown_code(made.code),
        "press": "See or change your answer",
    }
    sent = outbox.send(
        f"interest/mail/{template}",
        to=interest.contact_email,
        key=key,
        context=context,
        programme=interest.linking_year.programme_id,
    )
    return sent is not None
