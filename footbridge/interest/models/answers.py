"""Answers of schools, the classes they offer, what they wish, and the talks about them."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School

PARTNER_KINDS = [
    ("church", "A church school"),
    ("faith_other", "A school of another faith"),
    ("non_faith", "A school without a religious character"),
    ("rural", "A rural school"),
    ("urban", "A town or city school"),
    ("independent", "An independent school"),
    ("special", "A special school"),
]
DAYS = [("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday"), ("thu", "Thursday"), ("fri", "Friday")]


class InterestQuerySet(ProtectedQuerySet["Interest"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators, and the school itself; never another school, never the network's staff."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_INTEREST):
            return self.filter(linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_SCHOOL):
            return self.filter(school__in=viewer.schools)
        return self.none()

    def live(self) -> Self:
        """Answers that count: neither withdrawn nor replaced by a later one."""
        return self.exclude(state__in=["withdrawn", "replaced"])


@classified(
    Kind.WORK,
    reference="what the school quotes",
    answer="yes, maybe or not this year",
    state="received, in talk, settled, withdrawn or replaced",
    intake="autumn or January",
    source="form, sheet or invitation",
    reason="why not this year",
    ask_next_year="whether we may ask again",
    partner_wish="same partner, another or no preference",
    together="whether its classes go to one school",
    three_schools="whether three schools are welcome",
    max_distance_km="how far it will travel",
    needs_step_free="whether its class needs step-free access",
    wanted_kinds="partners it would like",
    refused_kinds="partners it cannot have",
    days_not="days that do not suit",
    wishes="in its own words",
    red_lines="in its own words",
    refused_schools="partners it cannot have",
    linked_before="whether it linked before",
    created="when it came",
    changed="when it changed",
    version="to see that two people changed it at once",
    changed_by="whether the school or a facilitator changed it last",
    sent_key="keeps the same form from being sent twice",
    change_tries="wrong codes typed so far",
)
@classified(
    Kind.ADULT,
    keep="24 months",
    contact_name="whom to talk to",
    contact_role="whom to talk to",
    contact_email="where to write",
    contact_phone="where to call",
)
@classified(Kind.SECRET, change_token="hash of the secret in the change link", change_code="hash of the typed code")
class Interest(ProtectedModel):
    """One school's answer for one linking year. Received → in talk → settled; withdrawn; replaced by a later answer."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        MAYBE = "maybe", "Maybe"
        NO = "no", "Not this year"

    class State(models.TextChoices):
        RECEIVED = "received", "New"
        IN_TALK = "in_talk", "In talk"
        SETTLED = "settled", "Settled"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REPLACED = "replaced", "Replaced"

    class PartnerWish(models.TextChoices):
        SAME = "same", "The same partner as last year"
        ANOTHER = "another", "Another partner"
        ANY = "any", "No preference"

    class Together(models.TextChoices):
        TOGETHER = "together", "All with one school"
        APART = "apart", "Each with a different school"
        EITHER = "either", "Either way"

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="interests")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="interests")
    reference = models.CharField(max_length=12, unique=True)
    answer = models.CharField(max_length=6, choices=Answer)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    intake = models.CharField(max_length=10, choices=[("autumn", "Autumn"), ("january", "January")], default="autumn")
    source = models.CharField(
        max_length=12,
        choices=[
            ("form", "Form"),
            ("sheet", "Sign-up sheet"),
            ("invitation", "Invitation"),
            ("facilitator", "Facilitator"),
        ],
        default="form",
    )
    reason = models.CharField(max_length=500, blank=True)
    ask_next_year = models.BooleanField(null=True, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_role = models.CharField(max_length=80, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    partner_wish = models.CharField(max_length=8, choices=PartnerWish, default=PartnerWish.ANY)
    together = models.CharField(max_length=8, choices=Together, default=Together.EITHER)
    three_schools = models.BooleanField(default=True)
    max_distance_km = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_step_free = models.BooleanField(default=False)
    wanted_kinds = ArrayField(models.CharField(max_length=20, choices=PARTNER_KINDS), default=list, blank=True)
    refused_kinds = ArrayField(models.CharField(max_length=20, choices=PARTNER_KINDS), default=list, blank=True)
    refused_schools = models.ManyToManyField(School, blank=True, related_name="+")
    days_not = ArrayField(models.CharField(max_length=3, choices=DAYS), default=list, blank=True)
    wishes = models.TextField(blank=True)
    red_lines = models.TextField(blank=True)
    linked_before = models.BooleanField(null=True, blank=True)
    last_partner = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    change_token = models.CharField(max_length=64, blank=True)
    change_code = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(
        max_length=12, choices=[("school", "The school"), ("facilitator", "A facilitator")], default="school"
    )
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    sent_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    change_tries = models.PositiveSmallIntegerField(default=0)

    objects = InterestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["linking_year", "state"], name="interest_by_state"),
            models.Index(fields=["linking_year", "school"], name="interest_by_school"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="replaced") | Q(replaced_by=None), name="interest_replaced_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class OfferedClassQuerySet(ProtectedQuerySet["OfferedClass"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its interest."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_INTEREST):
            return self.filter(interest__linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_SCHOOL):
            return self.filter(interest__school__in=viewer.schools)
        return self.none()


@classified(
    Kind.WORK,
    name="what the school calls it",
    years="its year groups",
    size="how many children",
    withdrawn="when the school took it back",
    wishes="what is wished for this class, in its own words",
)
@classified(Kind.ADULT, keep="24 months", teachers="who leads it, settled in summer")
class OfferedClass(ProtectedModel):
    """A class offered for linking: year groups (0 is Reception, mixed allowed), size, teachers once known."""

    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="classes")
    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="offered_classes")
    name = models.CharField(max_length=60)
    years = ArrayField(models.PositiveSmallIntegerField(), help_text="year groups, 0 for Reception to 13")
    size = models.PositiveSmallIntegerField(null=True, blank=True)
    teachers = models.CharField(max_length=200, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    wishes = models.TextField(blank=True)

    objects = OfferedClassQuerySet.as_manager()

    class Meta:
        constraints = [
            # lets a link's class name its own school and year, held by foreign keys of two columns
            models.UniqueConstraint(fields=["id", "school", "linking_year"], name="offered_class_of_school_and_year"),
            models.CheckConstraint(condition=Q(size=None) | Q(size__gte=1, size__lte=60), name="offered_class_size"),
        ]

    def __str__(self) -> str:
        return self.name


class TalkQuerySet(ProtectedQuerySet["Talk"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators only: a talk is their own note."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_INTEREST):
            return self.filter(interest__linking_year__programme__in=viewer.programmes)
        return self.none()


@classified(
    Kind.ADULT, keep="24 months", summary="what was said", next_step="what to do next", talked_with="whom we talked to"
)
@classified(
    Kind.WORK, at="when", way="by phone, mail or in person", next_on="when to do it", done="whether it was done"
)
class Talk(ProtectedModel):
    """A talk with a school about its interest, with the next step and its date."""

    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="talks")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    way = models.CharField(
        max_length=10, choices=[("phone", "Phone"), ("mail", "E-mail"), ("visit", "In person"), ("online", "On line")]
    )
    talked_with = models.CharField(max_length=120, blank=True)
    summary = models.TextField()
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    done = models.DateTimeField(null=True, blank=True)

    objects = TalkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Talk {self.pk}"
