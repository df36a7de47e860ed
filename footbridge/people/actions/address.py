"""Changing one's own e-mail address: asked for when signed in, proved by a link to the new one, told to the old one."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.notify.outbox import send
from footbridge.people import secrets
from footbridge.people.models import AddressChange, Person
from footbridge.people.rules import Refused

LASTS = timedelta(hours=24)


@action
def ask_for_address(*, by: Viewer, person: Person, email: str) -> AddressChange:
    """Send a link to a new address. Asked again, the older link ends.

    Where the address has an account already, its owner is told instead, and whoever asked learns nothing of it.
    """
    token = secrets.new_token()
    change, _ = AddressChange.objects.update_or_create(
        person=person,
        defaults={"email": email, "token": secrets.hash_of_token(token), "expires": timezone.now() + LASTS},
    )
    taken = Person.objects.filter(email__iexact=email).exists()
    send(
        "people/mail/address_taken" if taken else "people/mail/new_address",
        to=email,
        key=f"secret:address:{change.pk}:{change.token[:16]}",
        context={
            "person": person,
            "link": f"{settings.ADDRESS}{reverse('people:confirm_address', args=[token])}",
            "until": change.expires,
        },
    )
    record("asked_new_address", person, by=by)
    return change


@action
def take_address(*, by: Viewer, change: AddressChange) -> Person:
    """Take the new address, now that its owner opened the link: the old one is told, and every session ends.

    Raises Refused when the link is too old or somebody has the address meanwhile.
    """
    held = AddressChange.objects.select_for_update().select_related("person").filter(pk=change.pk).first()
    if held is None or held.token != change.token or held.expires <= timezone.now():
        raise Refused("This link no longer works. Ask for a new one.")
    person, old = held.person, held.person.email
    try:
        with transaction.atomic():
            person.email = held.email
            person.sign_outs += 1
            person.save(update_fields=["email", "sign_outs"])
    except IntegrityError:
        raise Refused("This address belongs to another account. Enter another one.") from None
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    send(
        "people/mail/address_changed",
        to=old,
        key=f"address_changed:{held.pk}:{held.token[:16]}",
        context={"person": person, "when": timezone.localtime()},
    )
    held.delete()
    record("changed_address", person, by=by)
    return person
