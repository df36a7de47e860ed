"""People, the roles they hold and held, and invitations."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.access.roles import ROLE_CHOICES, ROLES, Scope
from footbridge.people.hooks import tell_role_ended
from footbridge.people.reach import schools_within_reach, venue_name, venues_within_reach
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import Programme
from footbridge.schools.models import School

SCHOOL_ROLES = [role.key for role in ROLES.values() if role.scope is Scope.SCHOOL]
PROGRAMME_ROLES = [role.key for role in ROLES.values() if role.scope is Scope.PROGRAMME]
NETWORK_ROLES = [role.key for role in ROLES.values() if role.scope is Scope.NETWORK]


class PersonManager(BaseUserManager["Person"]):
    """Look-ups by e-mail address, whatever its letters' case."""

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)

    def create_user(self, email: str, name: str = "", password: str | None = None, **fields: Any) -> Person:
        """A person with a role to come. Without a password, they sign in with an e-mailed code or a passkey."""
        person = self.model(email=email.strip().lower(), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


@classified(
    Kind.ADULT,
    keep="12 months after the last sign-in",
    email="to sign in and be written to",
    name="so that partners know whom they work with",
    language="to write in the right language",
    last_login="to find unused accounts",
)
@classified(Kind.SECRET, password="to sign in, stored hashed")
@classified(
    Kind.WORK,
    opaque="name in the audit chain",
    is_active="whether sign-in is open",
    joined="when the account was made",
    is_persona="a made-up person of the demonstration",
    sign_outs="ends every session when it grows",
    warned="when we last wrote that the account is unused",
)
class Person(AbstractBaseUser):
    """An adult with an account. What they may do comes from their memberships alone."""

    opaque = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en-gb")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)
    is_persona = models.BooleanField(default=False)
    sign_outs = models.PositiveIntegerField(default=0)
    warned = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of this person carries; when password or `sign_outs` change, the sessions end."""
        return salted_hmac(
            "footbridge.people.session", f"{self.password}:{self.sign_outs}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def is_staff(self) -> bool:
        """Nobody uses Django's admin here; libraries ask."""
        return False


@classified(Kind.ADULT, keep="until it is confirmed, at most a day", email="the address to come")
@classified(Kind.SECRET, keep="until it is confirmed, at most a day", token="hash of the link's secret")
@classified(Kind.WORK, expires="when the link ends")
class AddressChange(models.Model):
    """Somebody asked to sign in with another e-mail address and has not confirmed it yet. The newest one counts."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="address_change")
    email = models.EmailField()
    token = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"Change {self.pk}"


class MembershipQuerySet(ProtectedQuerySet["Membership"]):
    def scope(self, viewer: Viewer) -> Self:
        """Network staff see all; facilitators their programmes' and its schools'; school people their school's; everyone
        their own."""
        if viewer.system or viewer.is_network_staff:
            return self.all()
        mine = Q(person=viewer.person_id)
        role = viewer.role
        if role is ROLES["facilitator"]:
            mine |= Q(programme__in=viewer.programmes) | Q(school__in=schools_within_reach(viewer.programmes))
            mine |= Q(venue__in=venues_within_reach(viewer))
        if role is not None and role.scope is Scope.SCHOOL:
            mine |= Q(school__in=viewer.schools)
        return self.filter(mine) if viewer.is_signed_in else self.none()

    def current(self) -> Self:
        """Roles held now."""
        return self.filter(until=None)


@classified(Kind.ADULT, keep="with the account", role="what they may do")
@classified(
    Kind.WORK,
    venue="which venue it is held for",
    since="when it began",
    until="when it ended",
    ended_because="why it ended",
    main="whom letters go to first",
)
class Membership(ProtectedModel):
    """One role held by one person, from a day to a day. Ended, never deleted, so that history stays."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    venue = models.BigIntegerField(null=True, blank=True)
    main = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_scope_fits_role",
                condition=(
                    Q(role__in=NETWORK_ROLES, programme=None, school=None, venue=None)
                    | Q(role__in=PROGRAMME_ROLES, programme__isnull=False, school=None, venue=None)
                    | Q(role__in=SCHOOL_ROLES, school__isnull=False, programme=None, venue=None)
                    | Q(role="venue_host", venue__isnull=False, programme=None, school=None)
                ),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "programme", "school", "venue"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="membership_held_once",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(until=None), name="membership_current")]

    def __str__(self) -> str:
        return f"{ROLES[self.role].name} {self.pk}"

    @property
    def role_name(self) -> str:
        """The role as people read it: “Headteacher”."""
        return ROLES[self.role].name

    @property
    def place(self) -> str:
        """What the role is held for, in words: the school's, the programme's or the venue's name, else “the network”."""
        where = self.school or self.programme
        return where.name if where else venue_name(self.venue) or "the network"

    def end(self, because: str) -> None:
        """End the role now, inside an action. If letters went to this person first, they go to the next one."""
        self.until, self.ended_because = timezone.now(), because[:200]
        was_main, self.main = self.main, False
        self.save(update_fields=["until", "ended_because", "main"])
        others = Membership.objects.unscoped("whom letters go to next").current()
        heir = others.filter(
            role=self.role, programme=self.programme_id, school=self.school_id, venue=self.venue
        ).order_by("since", "pk").first()  # fmt: skip
        if was_main and heir is not None:
            heir.main = True
            heir.save(update_fields=["main"])
        tell_role_ended(self)


class SchoolMoveQuerySet(ProtectedQuerySet["SchoolMove"]):
    def scope(self, viewer: Viewer) -> Self:
        """Network staff see all; facilitators those of schools within reach."""
        if viewer.system or viewer.is_network_staff:
            return self.all()
        if viewer.role is ROLES["facilitator"]:
            near = schools_within_reach(viewer.programmes)
            return self.filter(Q(before__in=near) | Q(after__in=near))
        return self.none()


@classified(Kind.WORK, state="waiting for a decision, followed or left", decided="when it was decided")
class SchoolMove(ProtectedModel):
    """A closed school whose people, invitations and open answers follow to the school after it. Waiting → followed | left."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for you"
        FOLLOWED = "followed", "They followed"
        LEFT = "left", "Nobody followed"

    before = models.OneToOneField(School, on_delete=models.PROTECT, related_name="move")
    after = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="moves_here")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided = models.DateTimeField(null=True, blank=True)

    objects = SchoolMoveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="move_leads_to_another_school",
                condition=(Q(state="followed", after__isnull=False) & ~Q(after=models.F("before")))
                | Q(state__in=["waiting", "left"], after=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id or '–'}"


class InvitationQuerySet(ProtectedQuerySet["Invitation"]):
    def scope(self, viewer: Viewer) -> Self:
        """As memberships: whoever looks after the programme or the school sees who was invited to it."""
        if viewer.system or viewer.is_network_staff:
            return self.all()
        if viewer.role is ROLES["facilitator"]:
            return self.filter(
                Q(programme__in=viewer.programmes)
                | Q(school__in=schools_within_reach(viewer.programmes))
                | Q(venue__in=venues_within_reach(viewer))
            )
        if viewer.may(Permission.INVITE_COLLEAGUES):
            return self.filter(school__in=viewer.schools)
        return self.none()


@classified(Kind.ADULT, keep="until accepted, at most 90 days", email="to send the invitation", name="to greet them")
@classified(
    Kind.SECRET,
    keep="until accepted, at most 90 days",
    token="hash of the link's secret",
    code="hash of the typed code",
)
@classified(
    Kind.WORK,
    role="what they are invited to do",
    venue="which venue it is for",
    state="sent, accepted or withdrawn",
    created="when it was written",
    expires="when it ends",
    tries="wrong codes typed so far",
    accepted="when it was accepted",
    sent="when the mail last went",
)
class Invitation(ProtectedModel):
    """An invitation to hold a role. Sent → accepted | withdrawn; expires by itself."""

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    venue = models.BigIntegerField(null=True, blank=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="invitations_sent")
    token = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(default=timezone.now)
    accepted = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="invitations_accepted")
    replaces = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="replacements")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "role", "programme", "school", "venue",
                condition=Q(state="sent"), nulls_distinct=False, name="invitation_open_once",
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(state="accepted", accepted__isnull=False, accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted=None, accepted_by=None)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def role_name(self) -> str:
        """The role as people read it: “Headteacher”."""
        return ROLES[self.role].name

    @property
    def place(self) -> str:
        """What the role is held for, in words: the school's, the programme's or the venue's name, else “the network”."""
        where = self.school or self.programme
        return where.name if where else venue_name(self.venue) or "the network"

    @property
    def role_sentence(self) -> str:
        """What the role does, in one sentence for readers."""
        return ROLES[self.role].sentence

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.state == self.State.SENT and self.expires > timezone.now()
