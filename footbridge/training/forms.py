"""Forms of training."""

from __future__ import annotations

from typing import Any

from django import forms

from footbridge.booking.forms import OccasionForm
from footbridge.booking.models import Place
from footbridge.programmes.models import LinkingYear
from footbridge.training import shapes
from footbridge.training.models import TrainingSession
from footbridge.ui.forms import Inline

ONE_TO_FIVE = [(str(n), str(n)) for n in range(1, 6)]


class GivesForm(forms.Form):
    """What a session gives and to whom."""

    parts = forms.TypedMultipleChoiceField(
        label="Which part of training does it give?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="One that catches up may give several.",
        error_messages={"required": "Choose which part of training it gives."},
    )
    audience = forms.ChoiceField(
        label="Who is it for?", choices=TrainingSession.Audience.choices, widget=forms.RadioSelect
    )
    length = forms.ChoiceField(
        label="How long are teachers away from their class?",
        choices=TrainingSession.Length.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, year: LinkingYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_parts(self, year)


class SessionForm(OccasionForm):
    """A new session: an occasion, and what it gives to whom."""

    parts = GivesForm.base_fields["parts"]
    audience = GivesForm.base_fields["audience"]
    length = GivesForm.base_fields["length"]
    field_order = ("title", "parts", "audience", "length", "day", "begins", "finishes", "how", "place", "joining")

    def __init__(self, *args: Any, year: LinkingYear, **kwargs: Any) -> None:
        super().__init__(*args, years=[year], **kwargs)
        del self.fields["year"]
        del self.fields["needs_release"]
        set_parts(self, year)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["needs_release"] = data.get("length") != TrainingSession.Length.AFTER
        return data


def set_parts(form: forms.Form, year: LinkingYear) -> None:
    """Offer the parts of the programme's shape."""
    shape = year.programme.training_shape
    field: Any = form.fields["parts"]
    field.choices = [(n, shapes.name_of(shape, n)) for n in shapes.parts_of(shape)]


class MaterialForm(forms.Form):
    """Something to read or to take home."""

    title = forms.CharField(label="What is it?", max_length=120)
    address = forms.URLField(
        label="Where is it on the web?",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="The address, beginning with https://. You may leave this empty and write below.",
    )
    words = forms.CharField(
        label="What should teachers know or do?",
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
    )
    sent_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("address") and not data.get("words") and "address" not in self.errors:
            self.add_error("words", "Give an address on the web, or write what teachers should know.")
        return data


class EvaluationForm(forms.Form):
    """Two figures and two lines about a session."""

    useful = forms.TypedChoiceField(
        label="How useful was it?",
        coerce=int,
        choices=ONE_TO_FIVE,
        widget=Inline,
        help_text="1 is not at all, 5 is very.",
    )
    ready = forms.TypedChoiceField(
        label="How ready do you feel to link?",
        coerce=int,
        choices=ONE_TO_FIVE,
        widget=Inline,
        help_text="1 is not at all, 5 is very.",
    )
    best = forms.CharField(
        label="What helped you most?", required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    missing = forms.CharField(
        label="What was missing?", required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


class SettleForm(forms.Form):
    """How a part is settled without a session."""

    part = forms.TypedChoiceField(label="Which part?", coerce=int, widget=Inline)
    because = forms.CharField(
        label="How is it settled?",
        max_length=200,
        help_text="For example: trained with Leicester, or we talked for an hour on the telephone.",
    )

    def __init__(self, *args: Any, parts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["part"]
        field.choices = parts


class BeforeForm(forms.Form):
    """When and where somebody linked before Footbridge."""

    words = forms.CharField(
        label="When and where?", max_length=200, required=False, help_text="For example: 2024/25 at my last school."
    )


class CoverForm(forms.Form):
    cover = forms.ChoiceField(label="Cover for the class", choices=Place.Cover.choices, required=False)
