"""Forms about schools."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.schools.compositions import CHARACTERS
from footbridge.schools.models import LocalAuthority, School
from footbridge.schools.register import values
from footbridge.ui.forms import DateField, Suggest

LARGEST_UPLOAD = 300_000_000  #: bytes


def school_pages() -> str:
    """Where the search box asks when choosing a school leads to its page."""
    return reverse("schools:suggest") + "?to=page"


class SearchForm(forms.Form):
    """What a person types to find a school."""

    q = forms.CharField(
        label="Find a school",
        help_text="Part of its name, its town, postcode or URN.",
        required=False,
        max_length=100,
        widget=Suggest(school_pages, button="Search"),
    )


class UploadForm(forms.Form):
    """A file of the national register."""

    file = forms.FileField(
        label="The file",
        help_text="As you downloaded it: CSV, a spreadsheet or a ZIP archive. We tell from its content what it is.",
        max_length=200,
        error_messages={
            "required": "Choose the file you downloaded.",
            "empty": "This file is empty. Download it again.",
            "max_length": "The file's name is too long. Give it a shorter one.",
        },
    )
    as_of = DateField(
        label="The day it stands for",
        help_text="Only needed where neither the file nor its name says. Facts of a later day are never overwritten.",
        required=False,
    )

    def clean_file(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST_UPLOAD:
            raise forms.ValidationError("This file is larger than 300 MB. The whole national register has about 60 MB.")
        return given

    def clean_as_of(self) -> Any:
        given = self.cleaned_data["as_of"]
        if given and given > timezone.localdate():
            raise forms.ValidationError("This day is in the future.")
        return given


class AddSchoolForm(forms.Form):
    """A school that the register does not have, added by a facilitator."""

    name = forms.CharField(
        label="Name of the school", max_length=200, error_messages={"required": "Give the name of the school."}
    )
    reason = forms.CharField(
        label="Why it has no URN",
        help_text="For example: it opens in September, or it is in Wales.",
        max_length=200,
        error_messages={"required": "Say in a few words why it has no URN."},
    )
    phase = forms.ChoiceField(
        label="Phase",
        choices=[("", "Choose one"), *School.Phase.choices],
        error_messages={"required": "Choose a phase."},
    )
    authority = forms.ModelChoiceField(
        label="Local authority",
        queryset=LocalAuthority.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose a local authority."},
    )
    street = forms.CharField(label="Street", max_length=200, required=False)
    town = forms.CharField(label="Town", max_length=100, error_messages={"required": "Give the town."})
    postcode = forms.CharField(
        label="Postcode",
        max_length=10,
        widget=forms.TextInput({"class": "chars-10"}),
        error_messages={"required": "Give the postcode, so that we can tell how far it is to others."},
    )
    low_age = forms.IntegerField(
        label="Youngest age", min_value=2, max_value=19, required=False, widget=forms.NumberInput({"class": "chars-4"})
    )
    high_age = forms.IntegerField(
        label="Oldest age", min_value=3, max_value=19, required=False, widget=forms.NumberInput({"class": "chars-4"})
    )
    character = forms.ChoiceField(
        label="Religious character", required=False, choices=[("", "Not known"), *((c, c) for c in CHARACTERS)]
    )
    not_the_same = forms.BooleanField(label="It is none of these", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = LocalAuthority.objects.filter(programmes__in=viewer.programmes).distinct().order_by("name")
        self.fields["authority"].queryset = choices  # type: ignore[attr-defined]

    def clean_postcode(self) -> str:
        found = values.postcode(self.cleaned_data["postcode"])
        if found is None:
            raise forms.ValidationError("This is not a postcode. Write it like DE1 2AB.")
        return found

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        low, high = given.get("low_age"), given.get("high_age")
        if low is not None and high is not None and low > high:
            self.add_error("high_age", "The oldest age is below the youngest.")
        return given
