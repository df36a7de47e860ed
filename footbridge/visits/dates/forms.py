"""Forms for finding a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from footbridge.ui.forms import DateField


class DaysForm(forms.Form):
    """A box for every school day, one question a month."""

    def __init__(
        self, *args: Any, days: Sequence[dt.date], own: frozenset[dt.date], others: frozenset[dt.date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        months: dict[dt.date, list[dt.date]] = {}
        for day in days:
            months.setdefault(day.replace(day=1), []).append(day)
        for month, inside in months.items():
            self.fields[f"days-{month:%Y-%m}"] = forms.MultipleChoiceField(
                label=f"{month:%B %Y}",
                required=False,
                choices=[
                    (day.isoformat(), f"{day:%a %-d}" + (" – suits your partner" if day in others else ""))
                    for day in inside
                ],
                initial=[day.isoformat() for day in inside if day in own],
                widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-inline"}),
            )

    @property
    def chosen(self) -> list[dt.date]:
        """The days that were ticked."""
        return [dt.date.fromisoformat(day) for days in self.cleaned_data.values() for day in days]


def hour(label: str) -> forms.TimeField:
    """A time of day, typed."""
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"invalid": "Write a time such as 9:30."},
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "chars-5", "inputmode": "numeric"}),
    )


class ProposeForm(forms.Form):
    """A day and hours."""

    day = DateField(label="Which day?", help_text="For example 10 3 2027. It must be a school day.")
    starts = hour("From")
    ends = hour("To")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "The meeting must end after it begins.")
        return data
