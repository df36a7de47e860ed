"""Forms of the children's list."""

from __future__ import annotations

from typing import Any

from django import forms

from footbridge.exchange.labels.names import LONGEST, like_a_full_name, lines_of, unfit

NO_SURNAMES = "These are first names or nicknames, and no surname is among them"


class ChildrenForm(forms.Form):
    """Children typed or pasted, one a line. Where a line looks like a full name, it comes back with a box to tick."""

    children = forms.CharField(
        label="First names or nicknames, one a line",
        max_length=3000,
        widget=forms.Textarea({"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        help_text="No surnames. Where two have the same name, add a letter: Amina K and Amina R.",
    )
    sure = forms.BooleanField(label=NO_SURNAMES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.is_bound and self._doubtful()):
            del self.fields["sure"]

    def _doubtful(self) -> list[str]:
        return [line for line in lines_of(str(self.data.get("children", ""))) if like_a_full_name(line)]

    def clean_children(self) -> list[str]:
        """The labels, each once."""
        found = lines_of(self.cleaned_data["children"])
        if trouble := [words for line in found if (words := unfit(line))]:
            raise forms.ValidationError(trouble)
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        doubtful = self._doubtful()
        if doubtful and not said.get("sure") and "children" not in self.errors:
            shown = ", ".join(f"“{one}”" for one in doubtful[:5]) + (" and more" if len(doubtful) > 5 else "")
            self.add_error(
                "children",
                f"{shown}: this looks like a full name. Take surnames out, or tick below that there are none.",
            )
        return said


class LabelForm(forms.Form):
    """Another label for one child."""

    text = forms.CharField(
        label="First name or nickname",
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text="No surname.",
    )

    def clean_text(self) -> str:
        """One label without doubled spaces."""
        text = " ".join(str(self.cleaned_data["text"]).split())
        if words := unfit(text):
            raise forms.ValidationError(words)
        return text
