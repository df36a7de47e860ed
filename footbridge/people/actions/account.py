"""What people change about themselves."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import F
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.notify.outbox import send
from footbridge.people.models import AddressChange, Membership, Person


@action
def change_about_me(*, by: Viewer, person: Person, name: str, language: str) -> Person:
    """Change one's own name and language."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    record("changed_own_account", person, by=by)
    return person


@action
def sign_out_everywhere(*, by: Viewer, person: Person) -> None:
    """End every session of a person, this one too: each carries a number that now no longer fits."""
    Person.objects.filter(pk=person.pk).update(sign_outs=F("sign_outs") + 1)
    record("signed_out_everywhere", person, by=by)


@action
def warn_of_closing(*, by: Viewer, person: Person, ends: datetime) -> None:
    """Write to somebody who has not signed in for long that the account will be closed, once for each long pause."""
    person.warned = timezone.now()
    person.save(update_fields=["warned"])
    context = {"person": person, "ends": ends}
    send("people/mail/unused", to=person.email, key=f"unused:{person.pk}:{person.warned:%Y%m%d}", context=context)
    record("warned_of_closing", person, by=by)


@action
def close_account(*, by: Viewer, person: Person) -> None:
    """Close an account and forget who it was: roles end, keys and addresses go, what was done stays under no name."""
    held = Membership.objects.unscoped("all roles of an account that closes").current().filter(person=person)
    for membership in held:
        membership.end("Not used for a year")
        record("ended_role", membership, by=by, programme=membership.programme_id, role=membership.role)
    for kept in (Authenticator, EmailAddress, SocialAccount, UserSession):
        kept.objects.filter(user=person).delete()
    AddressChange.objects.filter(person=person).delete()
    person.name, person.email = "Somebody who left", f"{person.opaque}@gone.invalid"
    person.is_active = False
    person.set_unusable_password()
    person.sign_outs += 1
    person.save()
    record("closed_account", person, by=by)
