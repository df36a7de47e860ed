"""Forms of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from footbridge.ui.forms import CountedTextarea, Hinted
from footbridge.visits.models import Plan
from footbridge.visits.plans import lines
from footbridge.visits.plans.activities import ACTIVITIES, TEMPLATES

LONGEST = 1000  # letters


class Seen(forms.Form):
    """A form that says what it showed, so that nobody writes over what somebody else changed meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class TimetableForm(Seen):
    """The day as lines."""

    day = forms.CharField(
        label="The day, one line for each activity",
        help_text="Begin each line with its minutes, such as: 20 Name game. Cut and paste lines to put them in another order.",
        widget=forms.Textarea({"rows": 12}),
        max_length=9000,
        required=False,
    )

    def clean_day(self) -> list[lines.Line]:
        try:
            return lines.read(self.cleaned_data["day"])
        except lines.Unclear as reason:
            raise forms.ValidationError(str(reason)) from None


class TemplateForm(forms.Form):
    """Which template to begin with."""

    template = forms.ChoiceField(
        label="Begin with a template",
        choices=[
            (one.key, Hinted(f"{one.name}, {one.minutes} minutes", ", ".join(a.name for a in one.activities)))
            for one in TEMPLATES
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a template."},
    )


class ActivityForm(Seen):
    """Which activity to add at the end."""

    activity = forms.ChoiceField(
        label="Add an activity at the end",
        choices=[(one.key, f"{one.name} ({one.minutes} minutes)") for one in ACTIVITIES],
    )


def text(label: str, hint: str, rows: int = 4) -> forms.CharField:
    """A longer text."""
    widget = CountedTextarea(LONGEST, {"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=LONGEST, required=False)


class WordsForm(Seen):
    """Place, plan B, and anything else."""

    place = forms.CharField(
        label="Where do you meet?",
        help_text="The place and the door, for example: Town museum, side entrance. It is forgotten 30 days after the meeting.",
        max_length=200,
        required=False,
    )
    plan_b = text("Plan B", "What happens if it rains, if the coach does not come, or if one school cannot.")
    note = text("What else should both schools know?", "Name no children.", 3)


class CoachForm(Seen):
    """Stops, and who pays what."""

    stops = text(
        "Where does the coach stop, and when?", "One line for each stop, in order, for example: 9:10 Hill School."
    )
    split = forms.ChoiceField(label="How do you share its cost?", choices=Plan.Split.choices, widget=forms.RadioSelect)


class QuoteForm(forms.Form):
    """What an operator asks."""

    operator = forms.CharField(label="Coach operator", max_length=120)
    pounds = forms.DecimalField(
        label="Price in pounds, there and back",
        min_value=Decimal(1),
        max_value=Decimal(20000),
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "chars-10"}),
        error_messages={"invalid": "Write an amount such as 420 or 420.50."},
    )

    @property
    def pence(self) -> int:
        return int(self.cleaned_data["pounds"] * 100)


class AssessForm(forms.Form):
    """What has been made sure of."""

    done = forms.MultipleChoiceField(
        label="What has been made sure of?", required=False, widget=forms.CheckboxSelectMultiple
    )
    reference = forms.CharField(
        label="Where is the full risk assessment?",
        help_text="For example its number in your own system.",
        max_length=200,
        required=False,
    )
    notes = text("What did you find?", "What the other adults must know. Name no children.", 3)

    def __init__(self, *args: Any, checks: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done"].choices = list(checks.items())  # type: ignore[attr-defined]
