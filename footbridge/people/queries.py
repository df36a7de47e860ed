"""Reading who works where: for pages through the viewer, for the platform's own mail by place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.roles import DEPUTY, FACILITATOR, HEADTEACHER, ROLES, SCHOOL_OFFICE, VENUE_HOST
from footbridge.people import secrets
from footbridge.people.models import AddressChange, Invitation, Membership, Person
from footbridge.programmes.models import Programme
from footbridge.schools.models import School


@dataclass(frozen=True)
class Contact:
    """Somebody to write to: a person in a role. `school` and `programme` are ids, one of them set."""

    person: int
    name: str
    email: str
    role: str
    school: int | None = None
    programme: int | None = None

    @property
    def role_name(self) -> str:
        return ROLES[self.role].name


def _contacts(condition: Q) -> list[Contact]:
    """Current holders of roles, those first to whom letters go first. One query."""
    held = (
        Membership.objects.unscoped("the platform writes to people")
        .current()
        .filter(condition, person__is_active=True)
        .order_by("-main", "since", "pk")
        .values_list("person_id", "person__name", "person__email", "role", "school_id", "programme_id")
    )
    return [Contact(*row) for row in held]


def heads_of(schools: Collection[int]) -> dict[int, list[Contact]]:
    """Headteachers of schools by school id, the main one first; a school without one has an empty list. One query."""
    found: dict[int, list[Contact]] = {school: [] for school in schools}
    for contact in _contacts(Q(role=HEADTEACHER.key, school__in=list(schools))):
        found[contact.school or 0].append(contact)
    return found


def contacts_of_school(school: School | int) -> list[Contact]:
    """Whom to write to at a school: head, then deputies, then the office. One query."""
    order = [HEADTEACHER.key, DEPUTY.key, SCHOOL_OFFICE.key]
    school_id = school.pk if isinstance(school, School) else school
    return sorted(_contacts(Q(role__in=order, school=school_id)), key=lambda contact: order.index(contact.role))


def facilitators_of(programme: Programme | int) -> list[Contact]:
    """Facilitators of a programme, the main one first. One query."""
    programme_id = programme.pk if isinstance(programme, Programme) else programme
    return _contacts(Q(role=FACILITATOR.key, programme=programme_id))


def hosts_of(venue: int) -> list[Contact]:
    """Hosts of a venue, the main one first. One query."""
    return _contacts(Q(role=VENUE_HOST.key, venue=venue))


def account_of(viewer: Viewer, person: Person) -> dict[str, Any]:
    """What the page of the own account shows: second keys, recovery codes left, sessions, roles now and before."""
    keys = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    codes = next((key for key in keys if key.type == Authenticator.Type.RECOVERY_CODES), None)
    sessions = sorted(UserSession.objects.purge_and_list(person), key=lambda session: session.created_at, reverse=True)
    roles = list(
        Membership.objects.visible_to(viewer)
        .filter(person=person)
        .select_related("school", "programme")
        .order_by("-since")
    )
    return {
        "person": person,
        "address_to_come": AddressChange.objects.filter(person=person, expires__gt=timezone.now()).first(),
        "language_name": dict(settings.LANGUAGES).get(person.language, person.language),
        "keys": [key for key in keys if key.type != Authenticator.Type.RECOVERY_CODES],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "sessions": [{"id": s.pk, "where": browser_of(s.user_agent), "ip": s.ip, "since": s.created_at,
                      "here": s.is_current()} for s in sessions],
        "now": [role for role in roles if role.until is None],
        "before": [role for role in roles if role.until is not None],
    }  # fmt: skip


def unused_accounts(*, before: datetime, warned_before: datetime | None = None) -> list[Person]:
    """People who have not signed in since `before`.

    Without `warned_before` those who were not told so yet; with it those who were told before then and did not come.
    Made-up people of the demonstration are left out.
    """
    seen = Coalesce("last_login", "joined")
    unused = Person.objects.annotate(seen=seen).filter(is_active=True, is_persona=False, seen__lt=before)
    if warned_before is None:
        return list(unused.exclude(warned__gt=F("seen")))
    return list(unused.filter(warned__gt=F("seen"), warned__lte=warned_before))


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """A browser and its device in words a person recognises: “Chrome on Windows”."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def address_change_of(person: Person, token: str) -> AddressChange | None:
    """The person's own change of address that a mailed link identifies; None when there is none."""
    return AddressChange.objects.filter(person=person, token=secrets.hash_of_token(token)).first()


def invitation_of_link(token: str) -> Invitation | None:
    """The invitation a mailed link identifies, in whatever state; None when there is none."""
    return (
        Invitation.objects.unscoped("the link identifies it")
        .select_related("school", "programme", "invited_by", "accepted_by")
        .filter(token=secrets.hash_of_token(token))
        .first()
    )
