"""Writing a nudge, and a programme's words for one kind of it."""

from __future__ import annotations

from typing import Any

from django import forms

from footbridge.care.nudges.words import BLANKS, KINDS, unknown_blanks
from footbridge.ui.forms import CountedTextarea, Inline

LONGEST = 4000
HINT = "Blanks that are filled in for each reader: " + ", ".join(
    f"{{{name}}} ({what})" for name, what in BLANKS.items()
)


class WordsForm(forms.Form):
    """Subject and words of a nudge, with blanks."""

    subject = forms.CharField(label="Subject", max_length=120)
    words = forms.CharField(
        label="Words", max_length=LONGEST, help_text=HINT, widget=CountedTextarea(LONGEST, attrs={"rows": 12})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("subject", "words"):
            if unknown := unknown_blanks(cleaned.get(name, "")):
                known = ", ".join(f"{{{blank}}}" for blank in BLANKS)
                self.add_error(name, f"No letter can fill in {', '.join(unknown)}. The blanks are {known}.")
            if "…" in cleaned.get(name, "") and len(cleaned[name]) < 80:
                self.add_error(name, "Write what you want to say in place of the three dots.")
        return cleaned


class NudgeForm(WordsForm):
    """A nudge to chosen links: whom it goes to and what it says this time."""

    audience = forms.ChoiceField(
        label="Goes to",
        choices=[("heads", "Headteachers"), ("teachers", "Linking teachers")],
        widget=Inline,
    )
    field_order = ("audience", "subject", "words")


class AboutForm(forms.Form):
    """What the nudge is about."""

    about = forms.ChoiceField(label="What is it about?", choices=[(key, kind.short) for key, kind in KINDS.items()])
