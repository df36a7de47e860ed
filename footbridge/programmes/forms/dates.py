"""Thirteen steps on one page: a programme's usual days, or the dates of one linking year."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from footbridge.programmes import calendar
from footbridge.programmes.models import CALENDAR_STEPS, LinkingYear
from footbridge.ui.forms import DateField


class DayField(forms.CharField):
    """A day without a year, typed as "15 July". Cleans to (month, day)."""

    widget = forms.TextInput(attrs={"class": "chars-20", "autocomplete": "off"})

    def clean(self, value: Any) -> tuple[int, int]:
        typed = super().clean(value)
        try:
            return calendar.read_day(typed)
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from fault

    def prepare_value(self, value: Any) -> Any:
        return calendar.say_day(*value) if isinstance(value, tuple | list) else value


class CalendarForm(forms.Form):
    """On which days do the steps of a year usually fall?"""

    def __init__(
        self, *args: Any, days: dict[str, tuple[int, int]] | None = None, start: int = 2026, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.start = start
        usual = days or dict(calendar.NETWORK_DAYS)
        for step, label, _, _ in CALENDAR_STEPS:
            self.fields[step] = DayField(
                label=label,
                initial=usual[step],
                error_messages={"required": f"“{label}” needs a day, such as 15 July."},
            )

    def clean(self) -> dict[str, Any]:
        dates = calendar.dates_for(self.cleaned_data, self.start)
        for step, fault in calendar.out_of_order(dates).items():
            self.add_error(step, fault)
        return self.cleaned_data


class DatesForm(forms.Form):
    """On which dates do the steps of this year fall?"""

    def __init__(self, *args: Any, year: LinkingYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest, latest = dt.date(year.start, 1, 1), dt.date(year.start + 1, 12, 31)
        for step, value in calendar.dates_of(year).items():
            self.fields[step] = DateField(label=calendar.LABELS[step], initial=value, earliest=earliest, latest=latest)

    def clean(self) -> dict[str, Any]:
        for step, fault in calendar.out_of_order({k: v for k, v in self.cleaned_data.items() if v}).items():
            self.add_error(step, fault)
        return self.cleaned_data
