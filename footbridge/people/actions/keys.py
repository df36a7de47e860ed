"""Second factors: an authenticator app, passkeys, recovery codes. Every change is told to their owner by mail."""

from __future__ import annotations

from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.notify.outbox import send
from footbridge.people.models import Membership, Person
from footbridge.people.rules import Refused, may_free_of_key

KEYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@action
def add_app(*, by: Viewer, person: Person, secret: str) -> Authenticator:
    """Keep an authenticator app's secret (base 32) as second key; a former app stops working."""
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    made = TOTP.activate(person, secret).instance
    _tell(by, person, "An authenticator app was added", "added_second_key", made)
    return made


@action
def add_passkey(*, by: Viewer, person: Person, name: str, credential: dict[str, object]) -> Authenticator:
    """Keep a passkey that the browser made and the library has checked."""
    made = WebAuthn.add(person, name, credential).instance
    _tell(by, person, "A passkey was added", "added_second_key", made)
    return made


@action
def remove_key(*, by: Viewer, person: Person, key: Authenticator) -> None:
    """Remove a second key. Raises Refused for the last one, because nobody works here without."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    keys = Authenticator.objects.filter(user=held, type__in=KEYS)
    if not keys.exclude(pk=key.pk).exists():
        raise Refused("This is your only second key. Add another one first, then remove this one.")
    words = "A passkey was removed" if key.type == Authenticator.Type.WEBAUTHN else "An authenticator app was removed"
    _tell(by, person, words, "removed_second_key", key)
    key.delete()


@action
def make_recovery_codes(*, by: Viewer, person: Person) -> list[str]:
    """Ten fresh recovery codes of eight figures, shown this once; former ones stop working."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if not Authenticator.objects.filter(user=held, type__in=KEYS).exists():
        raise Refused("Recovery codes stand in for a second key. Set up a second key first.")
    Authenticator.objects.filter(user=held, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(held)
    _tell(by, person, "New recovery codes were made", "made_recovery_codes", codes.instance)
    return list(codes.generate_codes())


@action
def free_of_lost_key(*, by: Viewer, membership: Membership) -> None:
    """Help somebody who lost their second key: their keys go, their sessions end, and they set up a new key when they
    sign in next. They get a letter. Raises Refused when the viewer may not.
    """
    if not (by.system or may_free_of_key(by, membership)):
        raise Refused("Your role cannot do this for this person. Ask your facilitator.")
    person = Person.objects.select_for_update().get(pk=membership.person_id)
    Authenticator.objects.filter(user=person).delete()
    person.sign_outs += 1
    person.save(update_fields=["sign_outs"])
    send(
        "people/mail/keys_changed",
        to=person.email,
        key=f"keys:{uuid4()}",
        context={
            "person": person,
            "words": f"{by.name or 'Footbridge'} removed your lost second key",
            "when": timezone.now(),
        },
    )
    record("freed_of_lost_key", person, by=by, programme=membership.programme_id)


def _tell(by: Viewer, person: Person, words: str, verb: str, key: Authenticator) -> None:
    send(
        "people/mail/keys_changed",
        to=person.email,
        key=f"keys:{uuid4()}",
        context={"person": person, "words": words, "when": timezone.now()},
    )
    record(verb, person, by=by, key=key.pk, kind=str(key.type))
