"""Forms of class mode. On tablets they ask one thing each, in few words."""

from __future__ import annotations

from django import forms

from footbridge.exchange.lesson.actions import MINUTES

LONGEST_TEXT, LONGEST_QUESTION = 1500, 200
OFF = {"autocomplete": "off", "autocapitalize": "sentences", "spellcheck": "true"}


class OpenForm(forms.Form):
    """How long the lesson is."""

    minutes = forms.TypedChoiceField(
        label="How long is your lesson?",
        coerce=int,
        choices=[(n, f"{n} minutes") for n in MINUTES],
        initial=60,
        widget=forms.RadioSelect,
    )


class WriteForm(forms.Form):
    """A text of a child."""

    words = forms.CharField(
        label="Your words",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 9, **OFF}),
        error_messages={"required": "Write something first.", "max_length": "That is very long. Make it shorter."},
    )
    once = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    """A question for the partner class."""

    words = forms.CharField(
        label="Your question",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea({"rows": 4, **OFF}),
        error_messages={"required": "Write your question first.", "max_length": "That is very long. Make it shorter."},
    )

    def clean_words(self) -> str:
        """The question on one line."""
        return " ".join(str(self.cleaned_data["words"]).split())
