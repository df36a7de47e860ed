"""What people change about themselves."""

from __future__ import annotations

from django.db.models import F

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.people.models import Person


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
