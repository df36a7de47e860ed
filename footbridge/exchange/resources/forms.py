"""An activity as its keepers write it."""

from __future__ import annotations

from django import forms

from footbridge.exchange.words import KeyQuestion
from footbridge.ui.forms import CountedTextarea


class ActivityForm(forms.Form):
    """The same parts as every activity of the library has."""

    title = forms.CharField(label="What is it called?", max_length=80)
    question = forms.ChoiceField(
        label="Which key question does it belong to?", choices=KeyQuestion.choices, widget=forms.RadioSelect
    )
    years = forms.CharField(label="For which years?", max_length=60, help_text="For example: Year 2 to Year 6")
    minutes = forms.IntegerField(label="How many minutes?", min_value=5, max_value=360)
    when = forms.CharField(label="When in the linking year?", max_length=60, help_text="For example: before you meet")
    subjects = forms.CharField(
        label="Which subjects?", max_length=120, help_text="Parted by commas, for example: Art, PSHCE"
    )
    aim = forms.CharField(label="What is it for?", max_length=400, widget=CountedTextarea(400, {"rows": 3}))
    need = forms.CharField(label="What do you need?", max_length=400, widget=CountedTextarea(400, {"rows": 2}))
    steps = forms.CharField(
        label="Steps, one a line", max_length=3000, widget=CountedTextarea(3000, {"rows": 6}), help_text="Two at least."
    )
    access = forms.CharField(
        label="How does everybody take part?", max_length=600, widget=CountedTextarea(600, {"rows": 3})
    )
    exchange = forms.CharField(
        label="What do the classes exchange?", max_length=400, widget=CountedTextarea(400, {"rows": 2})
    )

    def clean_steps(self) -> str:
        """The steps, a line each."""
        lines = [line.strip() for line in str(self.cleaned_data["steps"]).splitlines() if line.strip()]
        if len(lines) < 2:
            raise forms.ValidationError("Write two steps at least, each on a line of its own.")
        return "\n".join(lines)
