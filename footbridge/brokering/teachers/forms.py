"""Questions about who leads a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from footbridge.ui.forms import Hinted

SOMEBODY_ELSE = 0
REASONS = [
    ("Other work in school", "They stay at the school, with other work"),
    ("Away for long", "They are away for a long time"),
    ("Named by mistake", "They were named by mistake"),
    ("Left", "They leave the school"),
]


class WhoLeadsForm(forms.Form):
    """A colleague who is here, or somebody else by name and e-mail address."""

    person = forms.TypedChoiceField(label="Who?", coerce=int, widget=forms.RadioSelect)
    name = forms.CharField(
        label="Their name", max_length=120, required=False, help_text="Only for somebody who is not here yet.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(
        label="Their e-mail address at work", required=False, help_text="We send the invitation to it.",
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["person"]
        choice.choices = [
            *((str(person), Hinted(name, roles)) for person, name, roles in colleagues),
            (str(SOMEBODY_ELSE), Hinted("Somebody else", "We invite them by e-mail")),
        ]
        if not colleagues:
            choice.initial = str(SOMEBODY_ELSE)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("person") == SOMEBODY_ELSE:
            if not (said.get("name") or "").strip():
                self.add_error("name", "Enter the name of who leads, so that we can greet them.")
            if not said.get("email") and "email" not in self.errors:
                self.add_error("email", "Enter the e-mail address of who leads, so that we can invite them.")
        return said


class EndLeadingForm(forms.Form):
    """Why somebody no longer leads, in a word."""

    because = forms.ChoiceField(label="Why?", choices=REASONS, widget=forms.RadioSelect)
