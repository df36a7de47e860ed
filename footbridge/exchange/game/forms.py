"""Forms of the question game."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from footbridge.exchange.game.actions import LARGEST, MOST
from footbridge.exchange.game.guesses import GUESSES
from footbridge.exchange.models import GameVote
from footbridge.exchange.questions.queries import Asked

SAID = 200


class MakeForm(forms.Form):
    """Which questions are played."""

    guesses = forms.MultipleChoiceField(
        label="Guess which class has more, then count",
        choices=[(slug, one.ask) for slug, one in GUESSES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    questions = forms.TypedMultipleChoiceField(
        label="Answer in words: questions you have asked each other",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, asked: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["questions"]
        choices.choices = [(str(one.row.pk), one.text) for one in asked]
        if not asked:
            del self.fields["questions"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not 0 < len(said.get("guesses") or ()) + len(said.get("questions") or ()) <= MOST and not self.errors:
            self.add_error("guesses", f"Choose between one and {MOST} questions. Six fill a lesson.")
        return said


class HandsForm(forms.Form):
    """Hands for each choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in GameVote.Choice.choices:
            self.fields[value] = forms.IntegerField(label=label, min_value=0, max_value=LARGEST, required=False)

    @property
    def counts(self) -> dict[str, int]:
        """The hands that were counted."""
        return {key: self.cleaned_data[key] or 0 for key in GameVote.Choice.values}


class NumberForm(forms.Form):
    """How many the class has."""

    number = forms.IntegerField(label="How many?", min_value=0, max_value=100_000)


class WordsForm(forms.Form):
    """What the class says."""

    words = forms.CharField(label="What does your class say?", max_length=SAID, widget=forms.Textarea({"rows": 2}))
