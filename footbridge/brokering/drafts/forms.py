"""Forms of the board. Each carries the version of the draft that its sender has seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from footbridge.brokering.drafts.board import Board
from footbridge.brokering.drafts.state import group_from
from footbridge.ui.forms import Slider
from footbridge.ui.miles import MilesField

VIEWS = ("board", "map", "table")
WEIGHTS = {
    "ethnicity": ("Ethnic background", "Children meet children of other ethnic backgrounds."),
    "fsm": ("Free school meals", "Children of richer and poorer families meet."),
    "eal": ("First language", "Children with English and with another first language meet."),
    "character": ("School character", "Church schools, schools of other faiths and of none meet."),
    "urban_rural": ("Town and country", "Town schools and country schools meet."),
    "travel": ("Short ways", "Each mile between the schools counts against a link."),
    "wishes": ("Wishes", "Each wish that a partner meets counts for a link."),
    "repeat": ("Last year's pairs", "How much it counts to keep or avoid them, as the rule below says."),
    "fairness": ("No weak link", "At 0 the most in all; at 1 the weakest link as good as can be."),
}
RULES = (
    "max_year_gap",
    "max_distance_km",
    "max_size_ratio",
    "last_year",
    "step_free",
    "common_day",
    "blocks",
    "triads",
)
REPEATS = [("indifferent", "Do not mind"), ("keep", "Keep where possible"), ("avoid", "Avoid where possible")]
GAPS = [
    (0, "The same year group"),
    (1, "At most one year apart"),
    (2, "At most two years apart"),
    (3, "At most three years apart"),
]


class StepForm(forms.Form):
    """Any change of a draft: the version seen, and the view to come back to."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    view = forms.ChoiceField(choices=[(name, name) for name in VIEWS], required=False, widget=forms.HiddenInput)


class KeyField(forms.CharField):
    """The key of a link of the draft; cleans to its classes."""

    def clean(self, value: Any) -> Any:
        group = group_from(super().clean(value))
        if not group:
            raise forms.ValidationError("This link is not in the draft any more.")
        return group


class GroupForm(StepForm):
    """A change of one link."""

    key = KeyField(max_length=200, widget=forms.HiddenInput)


class LinkForm(StepForm):
    """Classes to link, chosen or dragged."""

    classes = forms.TypedMultipleChoiceField(coerce=int, empty_value=[])
    again = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data:  # which classes may be linked is the action's to say, with a sentence
            sent = self.data.getlist("classes") if hasattr(self.data, "getlist") else self.data.get("classes", [])
            self.fields["classes"].choices = [(one, one) for one in sent if str(one).isdecimal()]  # type: ignore[attr-defined]


class RuleOutForm(StepForm):
    """Two schools that must not be linked, and why."""

    one = forms.IntegerField(widget=forms.HiddenInput)
    two = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why", max_length=200, required=False)
    again = forms.BooleanField(required=False)


class AllowForm(StepForm):
    """Two schools that may be linked again."""

    one = forms.IntegerField(widget=forms.HiddenInput)
    two = forms.IntegerField(widget=forms.HiddenInput)


class HoldForm(StepForm):
    """A class to hold back, and why."""

    one = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why", max_length=200, required=False)


class ClassForm(StepForm):
    """A class."""

    one = forms.IntegerField(widget=forms.HiddenInput)


class BackForm(StepForm):
    """A step of the history to go back to."""

    number = forms.IntegerField(widget=forms.HiddenInput)


class NameForm(forms.Form):
    """What a draft is called."""

    name = forms.CharField(label="Name of the draft", max_length=80)


PLACES = {
    "first": "This class",
    "second": "with this class",
    "third": "and a third",
    "fourth": "and a fourth",
    "fifth": "and a fifth",
    "sixth": "and a sixth",
}
FEW = 3


class PairForm(forms.Form):
    """Two to six classes to think about together; works with the keyboard and without script.

    Three places are shown, or all six where `many` is asked for or more than two classes are in it already.
    """

    first = forms.ChoiceField(label=PLACES["first"])
    second = forms.ChoiceField(label=PLACES["second"])

    def __init__(
        self, board: Board, *args: Any, classes: Sequence[int] = (), many: bool = False, **kwargs: Any
    ) -> None:
        if classes:
            kwargs["initial"] = dict(zip(PLACES, map(str, classes), strict=False))
        super().__init__(*args, **kwargs)
        places = list(PLACES) if many or len(classes) >= FEW else list(PLACES)[:FEW]
        for name in places[2:]:
            self.fields[name] = forms.ChoiceField(label=PLACES[name], required=False)
        choices = class_choices(board)
        for name in places:
            field = self.fields[name]
            field.choices = [("", "Choose a class"), *choices]  # type: ignore[attr-defined]


class WeightsForm(StepForm):
    """The sliders and rules of a draft. Its initial values are those that the draft has."""

    max_year_gap = forms.TypedChoiceField(label="Year groups", choices=GAPS, coerce=int)
    max_distance_km = MilesField(
        label="Longest way in miles",
        required=False,
        min_value=0.5,
        max_value=200,
        help_text="In a straight line. Leave it empty for no limit.",
    )
    max_size_ratio = forms.FloatField(
        label="Largest class to smallest",
        required=False,
        min_value=1,
        max_value=10,
        help_text="2 means up to twice as large.",
    )
    last_year = forms.ChoiceField(label="Last year's pairs", choices=REPEATS)
    step_free = forms.BooleanField(label="Step-free access is a must where a class needs it", required=False)
    common_day = forms.BooleanField(label="A day of the week in common is a must", required=False)
    blocks = forms.BooleanField(label="Several classes of two schools may go together", required=False)
    triads = forms.BooleanField(label="Links of three schools are allowed", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, words) in WEIGHTS.items():
            self.fields[name] = forms.FloatField(
                label=label, help_text=words, min_value=0, max_value=1, widget=Slider(0, 1, 0.05)
            )

    def weights(self) -> dict[str, float]:
        """The sliders' values."""
        return {name: self.cleaned_data[name] for name in WEIGHTS}

    def rules(self) -> dict[str, Any]:
        """The rules' values."""
        return {name: self.cleaned_data[name] for name in RULES}


def class_choices(board: Board) -> list[tuple[str, str]]:
    """The classes that can be linked, by school, as choices."""
    taken = {one for card in board.live for one in card.group}
    rows = sorted(
        (
            one
            for one in board.pool.classes.values()
            if one.id not in taken and one.id not in board.pool.away and not one.taken_back
        ),
        key=lambda one: (board.pool.schools[one.school].name, one.name, one.id),
    )
    return [(str(one.id), f"{board.pool.schools[one.school].name}, {one.name} ({one.years_said})") for one in rows]
