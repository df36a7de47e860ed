"""The letters of agreements. Each goes once, in the transaction of its cause; none holds a date or place of a class."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.conf import settings
from django.urls import reverse

from footbridge.agreements.models import Agreement, AgreementSide, Reading
from footbridge.notify import outbox
from footbridge.people.queries import Contact, facilitators_of, heads_of


def opened(agreement: Agreement) -> None:
    """The link stands: please sign. To every head."""
    _to_heads("opened", f"agreement:{agreement.pk}:opened", agreement, _sides(agreement))


def changed(agreements: Collection[Agreement]) -> None:
    """The words changed: please sign again. To every head; two queries, however many agreements."""
    rows = AgreementSide.objects.unscoped("the platform writes to heads").filter(
        agreement__in=[one.pk for one in agreements]
    )
    sides = list(rows.select_related("school").order_by("pk"))
    heads = heads_of({side.school_id for side in sides})
    by_id = {one.pk: one for one in agreements}
    for side in sides:
        one = by_id[side.agreement_id]
        for head in heads[side.school_id]:
            _send("changed", f"agreement:{one.pk}:asked:{one.asks}", one, head, school=side.school.name)


def partner_signed(agreement: Agreement, by: AgreementSide, waiting: Sequence[AgreementSide]) -> None:
    """A partner has signed: your turn. To the heads of schools that have not."""
    key = f"agreement:{agreement.pk}:{agreement.asks}:signed:{by.school_id}"
    _to_heads("partner_signed", key, agreement, waiting, partner=by.school.name)


def complete(agreement: Agreement, sides: Sequence[AgreementSide]) -> None:
    """Signed by all: to every head, with the address of the PDF."""
    _to_heads("complete", f"agreement:{agreement.pk}:{agreement.asks}:complete", agreement, sides)


def reminder(agreement: Agreement, side: AgreementSide, words: str) -> None:
    """The agreement still waits for your signature."""
    key = f"agreement:{agreement.pk}:{agreement.asks}:reminder:{side.school_id}:{side.reminders}"
    _to_heads("reminder", key, agreement, [side], words=words)


def silent(agreement: Agreement, side: AgreementSide) -> None:
    """No signature came: the facilitators are asked to call."""
    for person in facilitators_of(agreement.link.linking_year.programme_id):
        key = f"agreement:{agreement.pk}:{agreement.asks}:silent:{side.school_id}"
        _send("silent", key, agreement, person, school=side.school.name)


def please_read(agreement: Agreement, reading: Reading, head: str) -> None:
    """A head asks you to read the agreement."""
    person = reading.reader
    to = Contact(person.pk, person.name, person.email, "")
    _send("please_read", f"agreement:reading:{reading.pk}", agreement, to, head=head)


def was_read(agreement: Agreement, reading: Reading) -> None:
    """A colleague has read the agreement for you. To the heads of the school."""
    for head in heads_of([reading.school_id])[reading.school_id]:
        _send("was_read", f"agreement:read:{reading.pk}", agreement, head, reader=reading.reader.name)


def _sides(agreement: Agreement) -> list[AgreementSide]:
    rows = AgreementSide.objects.unscoped("the platform writes to heads").filter(agreement=agreement)
    return list(rows.select_related("school").order_by("pk"))


def _to_heads(name: str, key: str, agreement: Agreement, sides: Sequence[AgreementSide], **more: object) -> None:
    heads = heads_of([side.school_id for side in sides])
    for side in sides:
        for head in heads[side.school_id]:
            _send(name, key, agreement, head, school=side.school.name, **more)


def _send(name: str, key: str, agreement: Agreement, to: Contact, **more: object) -> None:
    year = agreement.link.linking_year
    context = {
        "name": to.name,
        "programme": year.programme,
        "year": year.label,
        "reference": agreement.link.reference,
        "text": agreement.text,
        "url": settings.ADDRESS + reverse("agreements:one", args=[agreement.pk]),
        **more,
    }
    outbox.send(
        f"agreements/mail/{name}", to=to.email, key=f"{key}:{to.person}", context=context, programme=year.programme_id
    )
