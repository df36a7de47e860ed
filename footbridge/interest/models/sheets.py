"""A facilitator's sign-up sheet: every row kept as it was typed, until it is settled."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.interest.models.answers import Interest
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School


class SignUpSheetQuerySet(ProtectedQuerySet["SignUpSheet"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators only."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_INTEREST):
            return self.filter(linking_year__programme__in=viewer.programmes)
        return self.none()


@classified(
    Kind.WORK,
    name="the file's name",
    digest="tells the same file from another",
    headings="its columns, as typed",
    fields="what each column was taken for",
    state="being read, ready or failed",
    progress="how far the reading is, in percent",
    trouble="why it could not be read",
    uploaded="when it came",
    intake="autumn or January",
)
@classified(Kind.ADULT, keep="until it is read", content="the file itself")
class SignUpSheet(ProtectedModel):
    """One uploaded sheet. Reading → ready (its rows are settled one by one), or failed."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be read"

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="sign_up_sheets")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    headings = models.JSONField(default=list)
    fields = models.JSONField(default=list, help_text='["school", "urn", "", …]: one per heading, empty where not used')
    intake = models.CharField(max_length=10, choices=[("autumn", "Autumn"), ("january", "January")], default="autumn")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    progress = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)
    uploaded = models.DateTimeField(auto_now_add=True)

    objects = SignUpSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded", "-pk"]
        constraints = [models.UniqueConstraint(fields=["linking_year", "digest"], name="sign_up_sheet_once")]

    def __str__(self) -> str:
        return self.name


class SheetRowQuerySet(ProtectedQuerySet["SheetRow"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its sheet."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_INTEREST):
            return self.filter(sheet__linking_year__programme__in=viewer.programmes)
        return self.none()


@classified(
    Kind.ADULT,
    keep="24 months",
    typed="the row as it came",
    corrected="what the facilitator put right",
    understood="what it was taken to mean",
)
@classified(
    Kind.WORK,
    line="its line in the file",
    remarks="what was unclear or wrong in which column",
    matched="how its school was found",
    candidates="schools it could be",
    state="ready, to confirm, wrong, left out, not ours or brought in",
    version="to see that two people settled it at once",
)
class SheetRow(ProtectedModel):
    """One row. To confirm | wrong → ready → brought in; left out; not a school of ours."""

    class State(models.TextChoices):
        READY = "ready", "Ready"
        CONFIRM = "confirm", "To confirm"
        WRONG = "wrong", "Cannot be read"
        LEFT_OUT = "left_out", "Left out"
        NOT_OURS = "not_ours", "Not a school of ours"
        BROUGHT_IN = "brought_in", "Brought in"

    class Matched(models.TextChoices):
        URN = "urn", "by its URN"
        SUCCESSOR = "successor", "by an old URN"
        NAME_AND_POSTCODE = "name_postcode", "by name and postcode"
        GUESS = "guess", "it could be one of these"
        CHOSEN = "chosen", "chosen by a facilitator"
        NONE = "none", "not found"

    sheet = models.ForeignKey(SignUpSheet, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    typed = models.JSONField(default=list, help_text="the cells as text, in the order of the sheet's headings")
    corrected = models.JSONField(default=dict, help_text='{"years": "4 and 5"}: typed again by a facilitator')
    understood = models.JSONField(default=dict)
    remarks = models.JSONField(default=list, help_text='[{"field": "years", "text": "…", "wrong": true}]')
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    matched = models.CharField(max_length=14, choices=Matched, default=Matched.NONE)
    candidates = models.JSONField(default=list, help_text="ids of schools, best first")
    state = models.CharField(max_length=10, choices=State, default=State.CONFIRM)
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, null=True, blank=True, related_name="sheet_rows")
    version = models.PositiveIntegerField(default=1)

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "line"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "line"], name="sheet_row_once"),
            models.CheckConstraint(
                condition=~Q(state="brought_in") | Q(interest__isnull=False, school__isnull=False),
                name="sheet_row_brought_in_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: line {self.line}"
