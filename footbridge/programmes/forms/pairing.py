"""What a programme's pairing weighs, and its limits."""

from __future__ import annotations

from typing import Any

from django import forms

from footbridge.programmes.queries import PairingRules
from footbridge.ui.forms import Inline, Slider
from footbridge.ui.miles import MilesField

WEIGHTS = {
    "ethnicity": ("Ethnic background", "Children meet others of another background."),
    "fsm": ("Free school meals", "Children of richer and poorer homes meet."),
    "eal": ("First language", "Children meet others with another first language at home."),
    "character": ("Character of the school", "Faith schools of one kind meet others, and schools without a faith."),
    "urban_rural": ("Town and country", "A rural class meets one of the town."),
    "travel": ("Short journeys", "Takes more off for each mile between the schools."),
    "wishes": ("Wishes of the schools", "Counts each wish that a link meets."),
    "repeat": ("Last year's partner", "Counts what schools said about the same or another partner."),
    "fairness": ("The weakest link", "Gives up some of the whole, so that the weakest link is as good as can be."),
}


class WeightsForm(forms.Form):
    """How much does each count? From 0, not at all, to 10, as much as can be."""

    def __init__(self, *args: Any, weights: dict[str, float], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, (label, hint) in WEIGHTS.items():
            self.fields[key] = forms.IntegerField(
                label=label,
                help_text=hint,
                min_value=0,
                max_value=10,
                initial=round(weights.get(key, 0) * 10),
                widget=Slider(0, 10),
                error_messages={"required": f"Give “{label}” a number from 0 to 10."},
            )

    def weights(self) -> dict[str, float]:
        """The weights from 0 to 1."""
        return {key: self.cleaned_data[key] / 10 for key in WEIGHTS}


class LimitsForm(forms.Form):
    """Which classes are never put together?"""

    max_year_gap = forms.ChoiceField(
        label="How far may year groups be apart?",
        choices=[("0", "Same year group only"), ("1", "One year"), ("2", "Two years"), ("any", "Any")],
        widget=forms.RadioSelect,
    )
    max_distance_km = MilesField(
        label="How far may schools be apart?",
        help_text="Miles in a straight line. Leave empty for no limit. A school's own limit counts as well.",
        min_value=0.5,
        max_value=200,
        required=False,
        widget=forms.NumberInput(attrs={"class": "chars-4"}),
    )
    max_size_ratio = forms.ChoiceField(
        label="How unequal may classes be in size?",
        choices=[
            ("1.5", "Half as many again"),
            ("2.0", "Twice as many"),
            ("3.0", "Three times as many"),
            ("any", "Any"),
        ],
        widget=forms.RadioSelect,
    )
    step_free = forms.ChoiceField(
        label="Where a class needs step-free access, must the partner school have it?",
        choices=[("yes", "Yes"), ("no", "No, heads settle it")],
        widget=Inline,
    )
    common_day = forms.ChoiceField(
        label="Must both schools have a weekday in common?",
        choices=[("yes", "Yes"), ("no", "No, it is only a wish")],
        widget=Inline,
    )

    blocks = forms.ChoiceField(
        label="May two or three classes of a school go together to one partner school?",
        choices=[("yes", "Yes"), ("no", "No, each class apart")],
        widget=Inline,
    )
    triads = forms.ChoiceField(
        label="May three schools make a link, where the number of classes is odd?",
        choices=[("yes", "Yes"), ("no", "No, a class waits instead")],
        widget=Inline,
    )
    last_year = forms.ChoiceField(
        label="What of last year's pairs, where schools said nothing about it?",
        choices=[
            ("indifferent", "They make no difference"),
            ("keep", "They are kept if possible"),
            ("avoid", "They are avoided"),
        ],
        widget=forms.RadioSelect,
    )

    @staticmethod
    def initial_from(limits: PairingRules) -> dict[str, Any]:
        """The form's first values from the limits that stand."""

        def said(value: bool) -> str:
            return "yes" if value else "no"

        return {
            "max_year_gap": "any" if limits.max_year_gap is None else str(limits.max_year_gap),
            "max_distance_km": limits.max_distance_km,
            "max_size_ratio": "any" if limits.max_size_ratio is None else str(float(limits.max_size_ratio)),
            "step_free": said(limits.step_free),
            "common_day": said(limits.common_day),
            "blocks": said(limits.blocks),
            "triads": said(limits.triads),
            "last_year": limits.last_year,
        }

    def limits(self) -> PairingRules:
        """The limits as the pairing reads them."""
        data = self.cleaned_data
        return PairingRules(
            None if data["max_year_gap"] == "any" else int(data["max_year_gap"]),
            data["max_distance_km"],
            None if data["max_size_ratio"] == "any" else float(data["max_size_ratio"]),
            data["step_free"] == "yes",
            data["common_day"] == "yes",
            data["blocks"] == "yes",
            data["triads"] == "yes",
            data["last_year"],
        )


class CoachForm(forms.Form):
    """What is a coach taken to cost?"""

    base = forms.FloatField(
        label="A coach for half a day, in pounds",
        min_value=0,
        max_value=5000,
        widget=forms.NumberInput(attrs={"class": "chars-4"}),
        error_messages={"required": "Give the price of a coach in pounds, for example 180."},
    )
    per_km = MilesField(
        price=True,
        label="Each mile of road, in pounds",
        min_value=0,
        max_value=150,
        widget=forms.NumberInput(attrs={"class": "chars-4"}),
        error_messages={"required": "Give the price of a mile in pounds, for example 3."},
    )
