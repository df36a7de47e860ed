"""The classes a school offers: rows that can be added and taken away without script, nothing typed lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from footbridge.interest.given import MOST_CLASSES, ClassGiven
from footbridge.interest.sheets.values import HIGHEST, LOWEST, class_size
from footbridge.schools.models import School

YEAR_NAMES = {0: "Reception", **{year: f"Year {year}" for year in range(1, HIGHEST + 1)}}


def years_taught(school: School, also: list[int] | None = None) -> list[int]:
    """Year groups a school's ages allow, and those in `also`; all where its ages are not known."""
    low = LOWEST if school.low_age is None else max(LOWEST, school.low_age - 4)
    high = HIGHEST if school.high_age is None else min(HIGHEST, school.high_age - 5)
    years = list(range(low, high + 1)) if low <= high else list(range(LOWEST, HIGHEST + 1))
    return sorted(set(years) | set(also or []))


class ClassForm(forms.Form):
    """One class."""

    years = forms.MultipleChoiceField(
        label="Year group",
        help_text="Choose more than one if the class is mixed.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-inline"}),
        error_messages={"required": "Choose the year group of this class."},
    )
    name = forms.CharField(
        label="Name of the class",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "chars-20"}),
    )
    size = forms.CharField(
        label="How many children",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "chars-4", "inputmode": "numeric"}),
    )
    teachers = forms.CharField(
        label="Teacher",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "chars-20"}),
    )
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["years"].choices = [(str(year), YEAR_NAMES[year]) for year in years]  # type: ignore[attr-defined]

    def clean_size(self) -> int | None:
        meaning = class_size(self.cleaned_data["size"])
        if meaning.wrong:
            raise forms.ValidationError(meaning.remark)
        return meaning.value  # type: ignore[return-value]

    def given(self) -> ClassGiven:
        """The class as given."""
        said = self.cleaned_data
        years = sorted(int(year) for year in said["years"])
        return ClassGiven(years, said["name"], said["size"], said["teachers"], said["id"])


class ClassRows:
    """The rows of the page: from the answer so far, or as typed."""

    def __init__(self, school: School, forms_: list[ClassForm], data: QueryDict | None = None) -> None:
        self.school, self.forms, self.data = school, forms_, data or QueryDict()

    @classmethod
    def from_given(cls, school: School, classes: list[ClassGiven]) -> ClassRows:
        rows = classes or [ClassGiven()]
        return cls(school, [cls._form(school, number, initial=one.__dict__) for number, one in enumerate(rows)])

    @classmethod
    def typed(cls, school: School, data: QueryDict, *, add: bool = False, remove: int | None = None) -> ClassRows:
        """The rows as typed, with one more or without one; unbound, so that nothing is complained about yet."""
        rows = [cls._raw(data, number) for number in range(count_of(data))]
        if remove is not None and 0 <= remove < len(rows):
            del rows[remove]
        if add and len(rows) < MOST_CLASSES:
            rows.append({})
        return cls(school, [cls._form(school, number, initial=raw) for number, raw in enumerate(rows or [{}])])

    @classmethod
    def bound(cls, school: School, data: QueryDict) -> ClassRows:
        """The rows to check. Rows in which nothing was typed are passed over, unless all are empty."""
        count = count_of(data)
        filled = [n for n in range(count) if any(v for k, v in cls._raw(data, n).items() if k != "id")]
        numbers = filled or list(range(min(count, 1) or 1))
        return cls(school, [cls._form(school, number, data=data) for number in numbers], data)

    @staticmethod
    def _raw(data: QueryDict, number: int) -> dict[str, Any]:
        prefix = f"class-{number}-"
        raw: dict[str, Any] = {name: data.get(prefix + name, "") for name in ("name", "size", "teachers", "id")}
        return {**raw, "years": [int(year) for year in data.getlist(prefix + "years") if year.isdecimal()]}

    @staticmethod
    def _form(school: School, number: int, **kwargs: Any) -> ClassForm:
        initial = kwargs.get("initial") or {}
        years = years_taught(school, [year for year in initial.get("years") or [] if year in YEAR_NAMES])
        if "initial" in kwargs:
            kwargs["initial"] = {**initial, "years": [str(year) for year in initial.get("years") or []]}
        return ClassForm(prefix=f"class-{number}", years=years, **kwargs)

    def is_valid(self) -> bool:
        """Whether every row can be kept."""
        checked = [form.is_valid() for form in self.forms]  # all of them, so that each shows its errors
        return all(checked)

    def given(self) -> list[ClassGiven]:
        """The classes as given."""
        return [form.given() for form in self.forms]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in any row."""
        return not any(
            True
            for form in self.forms
            for name in ("years", "name", "size", "teachers")
            if any(self.data.getlist(form.add_prefix(name)))
        )

    @property
    def can_add(self) -> bool:
        return len(self.forms) < MOST_CLASSES

    @property
    def can_remove(self) -> bool:
        return len(self.forms) > 1


def count_of(data: QueryDict) -> int:
    """How many rows were posted."""
    count = str(data.get("rows", ""))
    return min(int(count), MOST_CLASSES) if count.isdecimal() else 1
