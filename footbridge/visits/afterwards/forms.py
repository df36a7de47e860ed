"""Forms for afterwards."""

from __future__ import annotations

from typing import Any

from django import forms

from footbridge.ui.forms import CountedTextarea, Hinted, Inline
from footbridge.visits.models import Meeting

LONGEST = 300


class HeldForm(forms.Form):
    """Held or not; who came, or why not."""

    held = forms.ChoiceField(
        label="Was the meeting held?",
        choices=[("yes", "Yes"), ("no", Hinted("No", "It fell out, or only one school came"))],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the meeting was held."},
    )
    how = forms.ChoiceField(label="How did you meet?", choices=Meeting.How.choices, widget=Inline, required=False)
    children = forms.IntegerField(label="Children of your school who came", min_value=0, max_value=400, required=False)
    adults = forms.IntegerField(label="Adults of your school who came", min_value=0, max_value=100, required=False)
    why = forms.CharField(label="If it was not held: why?", max_length=LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("held") == "yes":
            if data.get("children") is None and "children" not in self.errors:
                self.add_error("children", "Say how many children of your school came.")
            if data.get("adults") is None and "adults" not in self.errors:
                self.add_error("adults", "Say how many adults of your school came.")
        if data.get("held") == "no" and not data.get("why"):
            self.add_error("why", "Say in a few words why it was not held.")
        return data


def line(label: str) -> forms.CharField:
    """One line of a reflection."""
    return forms.CharField(label=label, max_length=LONGEST, required=False)


class ReflectForm(forms.Form):
    """Three lines and a quote."""

    first = line("What went well?")
    second = line("What surprised you?")
    third = line("What will you do next?")
    quote = forms.CharField(
        label="A sentence we could quote",
        help_text="Without names of children.",
        widget=CountedTextarea(LONGEST, {"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
    may_quote = forms.BooleanField(label="You may publish this sentence in reports", required=False)
