"""Fourteen steps on one page: a programme's usual days, or the dates of one linking year."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms

from footbridge.programmes import calendar
from footbridge.programmes.models import CALENDAR_STEPS, LinkingYear
from footbridge.programmes.schooldays import holidays_of
from footbridge.ui.forms import DateField, date_from, say


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


class HolidaysField(forms.CharField):
    """School holidays, one a line: “26 October 2026 to 30 October 2026”, or a single day. Cleans to spans; every line that
    cannot be read is told with its number."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"})

    def __init__(self, *, start: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.start = start

    def clean(self, value: Any) -> list[tuple[dt.date, dt.date]]:
        spans: list[tuple[dt.date, dt.date]] = []
        faults = []
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            if line.strip():
                try:
                    spans.append(self._span(line))
                except forms.ValidationError as fault:
                    faults.append(f"Line {number}, “{line.strip()[:60]}”: {fault.messages[0]}")
        if faults:
            raise forms.ValidationError(faults)
        return sorted(set(spans))

    def _span(self, line: str) -> tuple[dt.date, dt.date]:
        ends = re.split(r"\s+(?:to|until|-|\u2013)\s+", line.strip(), flags=re.I)
        if len(ends) > 2:
            raise forms.ValidationError("Write one holiday a line, for example 26 October 2026 to 30 October 2026.")
        days = []
        for typed in ends:
            parts = re.split(r"[\s/.]+", re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", typed.strip(), flags=re.I))
            if len(parts) != 3:
                raise forms.ValidationError("Write day, month and year, for example 26 October 2026.")
            days.append(date_from(*parts))
        first, last = days[0], days[-1]
        if last < first:
            raise forms.ValidationError("The last day is before the first.")
        if not dt.date(self.start, 7, 1) <= first <= last <= dt.date(self.start + 1, 9, 30):
            raise forms.ValidationError(f"It lies outside the school year {self.start}/{(self.start + 1) % 100:02d}.")
        return first, last

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(say(a) if a == b else f"{say(a)} to {say(b)}" for a, b in value)


class DatesForm(forms.Form):
    """On which dates do the steps of this year fall?"""

    def __init__(self, *args: Any, year: LinkingYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest, latest = dt.date(year.start, 1, 1), dt.date(year.start + 1, 12, 31)
        for step, value in calendar.dates_of(year).items():
            self.fields[step] = DateField(label=calendar.LABELS[step], initial=value, earliest=earliest, latest=latest)
        self.fields["holidays"] = HolidaysField(
            start=year.start,
            label="School holidays",
            initial=holidays_of(year.start, year.dates),
            help_text="One a line: 26 October 2026 to 30 October 2026. Reminders count school days by them. Empty them, and "
            "the usual ones of England hold. Bank holidays are known.",
        )

    def clean(self) -> dict[str, Any]:
        dates = {step: day for step, day in self.cleaned_data.items() if day and step in calendar.LABELS}
        for step, fault in calendar.out_of_order(dates).items():
            self.add_error(step, fault)
        return self.cleaned_data
