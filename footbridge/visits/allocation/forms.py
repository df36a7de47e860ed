"""Forms of the draft, each with the version its sender has seen; days of a school; wishes of a link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from footbridge.ui.forms import CountedTextarea
from footbridge.venues.models import FITS, THEMES
from footbridge.visits.allocation.actions.sides import Wish
from footbridge.visits.allocation.problem import Link, Problem
from footbridge.visits.models.allocation import WEEKDAYS

MILES = (1, 3, 5, 10, 20)


class StepForm(forms.Form):
    """What every step sends."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class LinkForm(StepForm):
    """A step about one link."""

    link = forms.IntegerField(widget=forms.HiddenInput)


class FixForm(LinkForm):
    """A link with a slot."""

    slot = forms.IntegerField(widget=forms.HiddenInput)


class VenueForm(LinkForm):
    """A link with a venue."""

    venue = forms.IntegerField(widget=forms.HiddenInput)


class WishForm(forms.Form):
    """What a link wishes of its venue, and what must be."""

    themes = forms.MultipleChoiceField(
        label="Which themes should the venue offer?",
        choices=THEMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.MultipleChoiceField(
        label="What must the venue have?",
        help_text="You go nowhere else. Tick what somebody in either class needs; name nobody.",
        choices=FITS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    farthest = forms.TypedChoiceField(
        label="How far can your classes travel?",
        choices=[("", "Anywhere in the programme"), *((n, f"{n} miles at most") for n in MILES)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    note = forms.CharField(
        label="What else limits the way?", help_text="For example: we walk, or be back by 2:30. Name no children.",
        max_length=300, required=False,
    )  # fmt: skip

    @property
    def wish(self) -> Wish:
        return Wish(**{name: self.cleaned_data[name] for name in ("themes", "needs", "farthest", "note")})


class FacilitatorsWishForm(WishForm):
    """The same, with the venues they like best: facilitators know them by name."""

    venues = forms.TypedMultipleChoiceField(
        label="Which venues would they like best?", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["venues"]
        field.choices = [(one.id, one.name) for one in problem.venues]


class ChooseForm(StepForm):
    """A slot for a link, chosen by hand."""

    slot = forms.TypedChoiceField(label="Which slot?", coerce=int)

    def __init__(self, *args: Any, problem: Problem, link: Link, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["slot"]
        slots = sorted(
            problem.slots, key=lambda slot: (len(problem.blocks(link, slot)), problem.discomfort(link, slot), slot.day)
        )
        field.choices = [
            (slot.id, f"{problem.venue_by_id[slot.venue].name}, {slot.day:%A %-d %B}, {slot.hours}"
             + (" (does not suit)" if problem.blocks(link, slot) else ""))
            for slot in slots
        ]  # fmt: skip


class SchoolDaysForm(forms.Form):
    """Days on which a school's classes cannot meet."""

    weekdays = forms.TypedMultipleChoiceField(
        label="On which weekdays can your classes not meet?", choices=WEEKDAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    dates = forms.CharField(
        label="Inset days and other dates that do not suit",
        required=False,
        max_length=2000,
        widget=CountedTextarea(2000),
        help_text="One a line, for example 14 3 2027. School holidays are known already.",
    )

    def clean_dates(self) -> list[dt.date]:
        """Dates from lines; the first line that is no date is named."""
        found = set()
        for line in self.cleaned_data["dates"].splitlines():
            words = line.replace("/", " ").replace(".", " ").replace("-", " ").split()
            if not words:
                continue
            try:
                day, month, year = (int(word) for word in words)
                found.add(dt.date(year, month, day))
            except ValueError:
                raise ValidationError(f"“{line.strip()[:30]}” is no date. Write it like 14 3 2027.") from None
        return sorted(found)
