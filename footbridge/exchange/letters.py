"""The letters of the exchange: each once, in the transaction of its cause; none holds a name, a picture, a word of a piece or a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from footbridge.brokering.models import Link, LinkSide
from footbridge.brokering.teachers.queries import Leader, leaders_of
from footbridge.notify import outbox
from footbridge.people.models import Membership
from footbridge.people.queries import Contact, facilitators_of, heads_of

WHY = "the platform writes to people of the link"


def arrived(link: Link, to: Iterable[int], what: str) -> None:
    """Something waits in the room for teachers of these schools: at most one such letter a day and person."""
    day = timezone.localdate().isoformat()
    for one in _teachers(link, to):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:new:{one.person}:{day}",
            "Something new from your partner class", [what, "Nothing is shown to your class before you release it."],
            reverse("exchange:room", args=[link.pk]), "Open the room",
        )  # fmt: skip


def take_down(link: Link, piece: object, to: Iterable[int]) -> None:
    """A piece is called back: please remove prints. Says neither whose nor why."""
    day = timezone.localdate().isoformat()
    for one in _teachers(link, to):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:down:{one.person}:{day}",
            "Please take down what was called back",
            ["A piece of your partner class is no longer to be shown. On the screen it is gone already.",
             "If you printed it or hung it up, please take it down and shred it today. Thank you."],
            reverse("exchange:room", args=[link.pk]), "Open the room",
        )  # fmt: skip


def second_adult(link: Link, piece: object, school: int, teachers: Sequence[Leader], by: int | None) -> None:
    """The first piece of a new account waits for a second adult: to the other teachers of the school in this link, and its leads."""
    told = [(one.name, one.email) for one in teachers if one.school == school and one.person != by]
    told += [(one.name, one.email) for one in leads_of([school]) if one.person != by]
    for name, email in dict.fromkeys(told):
        _send(
            link, name, email, f"exchange:{link.pk}:second:{piece}:{email}",
            "A colleague's first piece waits for you",
            ["Before somebody new sends the first piece of the exchange, a second adult of the school looks at it once."],
            reverse("exchange:firsts"), "Look at it",
        )  # fmt: skip


def concern(link: Link, number: object, schools: Sequence[int]) -> None:
    """A concern was reported, about whatever it is: to the safeguarding leads of both schools, or their heads where there is no lead."""
    for one in leads_of(schools):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:concern:{number}:{one.person}",
            "A concern was reported",
            ["Something in the exchange of your school was reported. It is hidden from everybody already.",
             "Please sign in, look at it, and say what becomes of it."],
            reverse("exchange:concerns"), "Look at the concern",
        )  # fmt: skip


def alarm(link: Link, person: int, schools: Sequence[int]) -> None:
    """Somebody looked at far more pictures than a lesson needs: to the leads of both schools."""
    day = timezone.localdate().isoformat()
    for one in leads_of(schools):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:alarm:{person}:{day}:{one.person}",
            "Unusually many pictures were looked at",
            ["An account of the link looked at far more pictures in a day than a lesson needs. It sees no more of them today.",
             "Please ask the linking teachers of your school whether it was they. If not, ask them to change their password."],
            reverse("exchange:concerns"), "Sign in",
        )  # fmt: skip


def quiet(link: Link, days: int) -> None:
    """Nothing has gone to and fro for some time: to the teachers."""
    month = timezone.localdate().strftime("%Y-%m")
    for one in _teachers(link, None):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:quiet:{one.person}:{month}",
            "Your exchange has been quiet", [f"For {days} school days nothing has gone from one class to the other.",
            "A question or one picture is enough. If your class is away, note it in the room, and we do not ask."],
            reverse("exchange:room", args=[link.pk]), "Open the room",
        )  # fmt: skip


def quiet_facilitator(link: Link, days: int) -> None:
    """The teachers were reminded in vain: to the facilitators."""
    month = timezone.localdate().strftime("%Y-%m")
    for one in facilitators_of(link.linking_year.programme_id):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:quiet:{month}:{one.person}",
            "A link's exchange is quiet",
            [f"In link {link.reference} nothing has gone from one class to the other for {days} school days."],
            reverse("care:link", args=[link.pk]), "Open the link",
        )  # fmt: skip


def goodbye(link: Link, school: int, *, everybody: bool) -> None:
    """A school has said goodbye: to the teachers of the others; when every school has, to all of them."""
    day = timezone.localdate().isoformat()
    for one in _teachers(link, None if everybody else [other for other in schools_of(link.pk) if other != school]):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:goodbye:{one.person}:{day}:{everybody}",
            "Both classes have said goodbye" if everybody else "Your partner class says goodbye",
            ["Thank you for this year. The room is deleted in 30 days, with everything in it."
             if everybody else "Your partner class has said goodbye in the room of your link.",
             "Before you go: say what your partner may keep, and take your class's own book home."],
            reverse("exchange:goodbye", args=[link.pk]), "Open the last page",
        )  # fmt: skip


def family_answered(link: Link, school: int, no: bool) -> None:
    """A family has answered by its code: to the teachers of its school, at most one such letter a day and person."""
    day = timezone.localdate().isoformat()
    first = (
        "A no counts at once: what needs it is not shown any more."
        if no
        else "A yes counts when you have confirmed who answered."
    )
    for one in _teachers(link, [school]):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:family:{one.person}:{day}:{no}",
            "A family has said no to something" if no else "A family has answered", [first],
            reverse("exchange:rooms"), "Open the exchange",
        )  # fmt: skip


def family_alarm(link: Link, school: int, code: object) -> None:
    """A family's code has fetched far more pictures than a family looks at: to the leads of its school, once a day."""
    day = timezone.localdate().isoformat()
    for one in leads_of([school]):
        _send(
            link, one.name, one.email, f"exchange:{link.pk}:family-alarm:{code}:{day}:{one.person}",
            "Unusually many pictures of class news were fetched",
            ["A code of a family, or that of a class, fetched far more pictures than a family looks at. It gets no more of them today.",
             "Please ask the linking teachers whether a letter is missing. They make a new code, and the old one opens nothing."],
            reverse("exchange:concerns"), "Sign in",
        )  # fmt: skip


def ended(link: Link) -> None:
    """The room is deleted: to the heads, who keep the certificate."""
    for heads in heads_of(schools_of(link.pk)).values():
        for one in heads:
            _send(
                link, one.name, one.email, f"exchange:{link.pk}:ended:{one.person}",
                "The exchange of your link is deleted",
                [f"What the classes of link {link.reference} sent each other is deleted, as promised, and its key is destroyed.",
                 "The certificate says how much there was. It names no child; keep it with your records."],
                reverse("exchange:certificate", args=[link.pk]), "Get the certificate",
            )  # fmt: skip


def leads_of(schools: Sequence[int]) -> list[Contact]:
    """The safeguarding leads of schools; the heads of those that have none."""
    held = Membership.objects.unscoped(WHY).current().filter(
        role="safeguarding_lead", school__in=list(schools), person__is_active=True
    )  # fmt: skip
    rows = held.order_by("pk").values_list("person_id", "person__name", "person__email", "role", "school_id")
    found = [Contact(person, name, email, role, school) for person, name, email, role, school in rows]
    without = [one for one in schools if one not in {contact.school for contact in found}]
    return found + [head for heads in heads_of(without).values() for head in heads]


def schools_of(link_id: int) -> list[int]:
    """The schools of a link by id."""
    sides = LinkSide.objects.unscoped(WHY).filter(link=link_id)
    return list(sides.order_by("pk").values_list("school_id", flat=True))


def _teachers(link: Link, schools: Iterable[int] | None) -> list[Leader]:
    wanted = None if schools is None else set(schools)
    return [one for one in leaders_of([link.pk])[link.pk] if wanted is None or one.school in wanted]


def _send(
    link: Link, name: str, email: str, key: str, title: str, paragraphs: list[str], path: str, press: str
) -> None:
    programme = link.linking_year.programme
    context = {
        "name": name, "programme": programme, "title": title, "paragraphs": paragraphs, "press": press,
        "url": settings.ADDRESS + path,
    }  # fmt: skip
    outbox.send("exchange/mail/letter", to=email, key=key, context=context, programme=programme.pk)
