"""Distances as people in England say them. What is kept is metres or kilometres; what is shown and asked for is miles.

    {{ metres }} → miles(3400) → "2.1 miles"        about_miles(3400) → "about 2 miles"
    MilesField(...)     a box in miles over a value in kilometres

A value that comes back as it was shown stays what it was, to the last digit: looking at a form changes nothing.
"""

from __future__ import annotations

from typing import Any

from django import forms

METRES_IN_A_MILE = 1609.344
KM_IN_A_MILE = METRES_IN_A_MILE / 1000


def miles(metres: float | None) -> str:
    """A distance with one decimal, to tell two apart: "3.4 miles"; "not known"."""
    if metres is None:
        return "not known"
    far = f"{metres / METRES_IN_A_MILE:.1f}"
    return f"{far} mile{'' if far == '1.0' else 's'}"


def whole_miles(metres: float) -> int:
    """A distance rounded to miles, at least one."""
    return max(1, round(metres / METRES_IN_A_MILE))


def about_miles(metres: float | None) -> str:
    """A distance as heads say it: "about 3 miles"; "not known"."""
    return "not known" if metres is None else f"about {many_miles(whole_miles(metres))}"


def many_miles(count: int) -> str:
    """ "1 mile", "3 miles"."""
    return f"{count} mile{'' if count == 1 else 's'}"


class MilesField(forms.FloatField):
    """Miles in the box, kilometres in the form's values; with `price` pounds a mile over pounds a kilometre.

    `min_value` and `max_value` are miles (or pounds a mile). The form's initial value is what is kept now.
    """

    def __init__(self, *, price: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.factor, self.digits = (KM_IN_A_MILE, 2) if price else (1 / KM_IN_A_MILE, 1)
        self.kept: float | None = None

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Remembers what is kept, before what was sent is read."""
        self.kept = form.get_initial_for_field(self, field_name)
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        """What is kept as it is shown; what was typed as it was typed."""
        return f"{self.shown(value):g}" if isinstance(value, int | float) else value

    def shown(self, kept: float) -> float:
        """A kept value as the box shows it."""
        return round(kept * self.factor, self.digits)

    def clean(self, value: Any) -> Any:
        """What is to be kept: the same as before where the box says the same as before."""
        typed = super().clean(value)
        if typed is None:
            return None
        return self.kept if self.kept is not None and typed == self.shown(self.kept) else typed / self.factor
