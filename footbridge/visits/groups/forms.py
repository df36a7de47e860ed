"""Forms of mixed groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from footbridge.visits.groups import wishing
from footbridge.visits.groups.actions import MOST_ADULTS
from footbridge.visits.groups.page import NAMES, Group


def listed(label: str, hint: str, rows: int) -> forms.CharField:
    """A text of which each line counts."""
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea({"rows": rows}), max_length=4000, required=False
    )


class MixForm(forms.Form):
    """How many groups, wishes, and the own adults."""

    count = forms.TypedChoiceField(
        label="How many groups?", coerce=int, choices=[(n, str(n)) for n in range(2, len(NAMES) + 1)]
    )
    together = listed("Who is to be together?", "One wish a line, names with a comma between them: Sam, Aisha.", 3)
    apart = listed("Who is to be apart?", "One wish a line: Tom, Mia. Say no reason.", 3)
    adults = listed(
        "Adults of your school", "One a line. They are dealt over the groups, with those of your partner.", 4
    )

    def __init__(self, *args: Any, names: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names

    def _wishes(self, field: str) -> wishing.Ids:
        try:
            return wishing.read(self.cleaned_data[field], self.names)
        except wishing.Unknown as reason:
            raise forms.ValidationError(str(reason)) from None

    def clean_together(self) -> wishing.Ids:
        return self._wishes("together")

    def clean_apart(self) -> wishing.Ids:
        return self._wishes("apart")

    def clean_adults(self) -> list[str]:
        lines = [" ".join(line.split())[:60] for line in self.cleaned_data["adults"].splitlines() if line.strip()]
        if len(lines) > MOST_ADULTS:
            raise forms.ValidationError(f"Write {MOST_ADULTS} adults at most.")
        return list(dict.fromkeys(lines))


class PinForm(forms.Form):
    """Which adult stays in which group."""

    prefix = "pin"  # beside MoveForm on one page
    adult = forms.ChoiceField(label="Adult")
    group = forms.TypedChoiceField(label="Stays in", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, adults: Sequence[tuple[str, str]], groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult"].choices = list(adults)  # type: ignore[attr-defined]
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", "Any group: deal again"), *((group.number, group.name) for group in groups)
        ]  # fmt: skip

    @property
    def chosen(self) -> dict[str, Any]:
        side, adult = self.cleaned_data["adult"].split(":", 1)
        return {"side": side, "adult": adult, "group": self.cleaned_data["group"]}


class MoveForm(forms.Form):
    """Which child goes into which group."""

    child = forms.ChoiceField(label="Child")
    group = forms.TypedChoiceField(label="Goes to", coerce=int)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children = sorted((child.name, child.id) for group in groups for child in group.children)
        self.fields["child"].choices = [(id_, name) for name, id_ in children]  # type: ignore[attr-defined]
        self.fields["group"].choices = [(group.number, group.name) for group in groups]  # type: ignore[attr-defined]
