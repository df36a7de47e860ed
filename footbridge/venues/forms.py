"""Questions about a venue: its profile, slots, days off, and the answer to a hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from footbridge.programmes.models import Programme
from footbridge.schools.queries import place_of_postcode
from footbridge.ui.forms import DateField
from footbridge.venues.models import FITS, THEMES, Venue

LONGEST_RUN = dt.timedelta(days=370)


def _long(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=600, widget=forms.Textarea({"rows": 2})
    )


class ProfileForm(forms.Form):
    """What schools need to know of a venue."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="What is the venue called?", max_length=160)
    about = _long("What is it?", "Two sentences for teachers who have never been there.")
    address = forms.CharField(label="Street and town", required=False, max_length=200)
    postcode = forms.CharField(
        label="Postcode", required=False, max_length=10, widget=forms.TextInput({"class": "chars-10"}),
        help_text="It tells how far schools travel, as the register knows schools nearby.",
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label="What does it offer to the curriculum?",
        choices=THEMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fits = forms.MultipleChoiceField(
        label="What does it have?",
        help_text="A class that needs one of these is only sent where it is ticked.",
        choices=FITS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    classes = forms.IntegerField(label="How many classes does it take at once?", min_value=1, max_value=20, initial=2)
    children = forms.IntegerField(label="And how many children?", min_value=1, max_value=600, initial=64)
    rooms = _long("Rooms", "For example: one hall for 80, two rooms for 30.")
    access = _long("Access", "Step-free ways, lift, hearing loop, quiet room.")
    lunch = _long("Lunch", "Where classes eat what they bring.")
    prayer = _long("Prayer", "A quiet room, where one can wash.")
    toilets = _long("Toilets", "How many, an accessible one, a changing place.")
    coach_parking = _long("Coaches", "Where they set down and where they wait.")
    cost = _long("What it costs", "For a class, and who pays usually.")
    contact_name = forms.CharField(label="Whom to ask at the venue", required=False, max_length=120)
    contact_phone = forms.CharField(label="Telephone on the day", required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Where the postcode is, in metres of the National Grid; what was known stays where the postcode does."""
        cleaned: dict[str, Any] = super().clean() or {}
        postcode = cleaned.get("postcode", "")
        place = (self.initial.get("easting"), self.initial.get("northing"))
        if postcode != self.initial.get("postcode", "") or place[0] is None:
            place = place_of_postcode(postcode) or (None, None)
        cleaned["easting"], cleaned["northing"] = place
        return cleaned


class NewVenueForm(ProfileForm):
    """Adding a venue: also whom it serves."""

    programmes = forms.ModelMultipleChoiceField(
        label="Which programmes does it serve?",
        queryset=Programme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["programmes"]
        field.queryset = programmes
        if len(programmes) == 1:
            field.initial = [programmes[0].pk]
        self.order_fields(["name", "programmes"])


class Hour(forms.TimeField):
    """An hour of the day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput({"type": "time", "class": "chars-10"}),
            error_messages={"invalid": "Enter an hour such as 9:30."},
            **kwargs,
        )


class SlotsForm(forms.Form):
    """A slot, or the same every week."""

    first = DateField(label="On which day?")
    starts = Hour(label="From", initial=dt.time(9, 30))
    ends = Hour(label="To", initial=dt.time(14, 30))
    last = DateField(
        label="Every week until",
        required=False,
        help_text="Leave it empty for one day. Holidays and days off are left out.",
    )
    classes = forms.IntegerField(label="For how many classes?", min_value=1)
    children = forms.IntegerField(label="And how many children?", min_value=1)

    def __init__(self, *args: Any, venue: Venue, today: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"classes": venue.classes, "children": venue.children}
        super().__init__(*args, **kwargs)
        first: Any = self.fields["first"]
        first.earliest = today
        for name, most in (("classes", venue.classes), ("children", venue.children)):
            field: Any = self.fields[name]
            field.max_value = most
            field.validators.append(_at_most(most))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "The visit ends before it begins. Check both hours.")
        if first and last and not first <= last <= first + LONGEST_RUN:
            self.add_error("last", "Choose a last day after the first one and within a year.")
        return cleaned


def _at_most(most: int) -> Any:
    def check(value: int) -> None:
        if value > most:
            raise ValidationError(f"The profile says that the venue takes at most {most} at once.")

    return check


class DayOffForm(forms.Form):
    """Days on which no class can come."""

    first = DateField(label="First day")
    last = DateField(label="Last day", required=False, help_text="Leave it empty for one day.")
    reason = forms.CharField(
        label="Why?", required=False, max_length=120, help_text="For yourself and the facilitator."
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first = cleaned.get("first")
        cleaned["last"] = cleaned.get("last") or first
        if first and cleaned["last"] < first:
            self.add_error("last", "The last day lies before the first. Check both.")
        return cleaned


class DeclineForm(forms.Form):
    """Why classes cannot come."""

    reason = forms.CharField(
        label="Why can these classes not come?", max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text="The facilitator reads it and looks for another day.",
    )  # fmt: skip
