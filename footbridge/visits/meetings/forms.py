"""Forms of meetings: numbers and needs, one more meeting, calling off."""

from __future__ import annotations

from typing import Any

from django import forms

from footbridge.programmes.models import MEETINGS
from footbridge.visits.models.meetings import NEEDS


class NumbersForm(forms.Form):
    """Children, adults, and a count for each need."""

    children = forms.IntegerField(label="Children", min_value=1, max_value=400)
    adults = forms.IntegerField(label="Adults", min_value=1, max_value=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in NEEDS.items():
            self.fields[key] = forms.IntegerField(label=label, min_value=0, max_value=400, required=False)

    @property
    def needs(self) -> dict[str, int]:
        """The counts that were given."""
        return {key: self.cleaned_data[key] for key in NEEDS if self.cleaned_data.get(key)}


class AddForm(forms.Form):
    """Which kind of meeting to add."""

    kind = forms.ChoiceField(
        label="What kind of meeting?",
        choices=[*MEETINGS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind of meeting."},
    )


class CallOffForm(forms.Form):
    """Why a meeting is called off."""

    why = forms.CharField(
        label="Why is it called off?", max_length=300, help_text="Both schools and your facilitator read it."
    )
