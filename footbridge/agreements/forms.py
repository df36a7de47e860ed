"""Forms of agreements: signing, asking and noting a reading, writing the words, reminding many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from footbridge.ui.forms import CountedTextarea

LONGEST = 500


class SignForm(forms.Form):
    """The commitments as separate ticks, and the signature as typed."""

    version = forms.CharField(widget=forms.HiddenInput)
    ticks = forms.MultipleChoiceField(
        label="Our school commits to each of these",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick every commitment. If you cannot, call your facilitator before you sign."},
    )
    name = forms.CharField(
        label="Type your full name to sign",
        min_length=3,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"min_length": "Type your full name, first name and surname."},
    )
    role = forms.CharField(label="Your role at the school", max_length=120, initial="Headteacher")

    def __init__(self, *args: Any, commitments: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitments = list(commitments)
        self.fields["ticks"].choices = [(str(n), words) for n, words in enumerate(commitments)]  # type: ignore[attr-defined]

    def again(self, version: str, problem: Exception) -> SignForm:
        """The same form for the words now in force: what was typed stays, each commitment is ticked anew."""
        typed = {"version": version, "name": self.data.get("name", ""), "role": self.data.get("role", "")}
        form = SignForm(typed, commitments=self.commitments)
        form.full_clean()
        form.errors.clear()
        form.add_error(None, str(problem))
        return form

    def clean_ticks(self) -> list[str]:
        """The ticked commitments in words; each is needed."""
        ticked = [self.commitments[int(n)] for n in self.cleaned_data["ticks"]]
        if len(ticked) < len(self.commitments):
            raise forms.ValidationError(
                "Tick every commitment. If you cannot, call your facilitator before you sign.", code="all"
            )
        return ticked


class AskToReadForm(forms.Form):
    """Which colleague is to read."""

    reader = forms.TypedChoiceField(label="Who is to read it for you?", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, readers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = readers  # type: ignore[attr-defined]


class ReadForm(forms.Form):
    """What a reader tells the head."""

    version = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="What should your head know?",
        required=False,
        max_length=LONGEST,
        widget=CountedTextarea(LONGEST),
        help_text="Only your own school reads this.",
    )


class ClausesForm(forms.Form):
    """A draft of a programme's clauses."""

    body = forms.CharField(
        label="What your programme adds",
        required=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 12}),
        help_text='An empty line begins a paragraph. "# " begins a heading, "- " an item of a list. Empty takes clauses away.',
    )
    changed = forms.CharField(
        label="What changes, in a sentence for heads",
        required=False,
        max_length=LONGEST,
        widget=CountedTextarea(LONGEST),
    )


class TextForm(ClausesForm):
    """A draft of the network's text."""

    title = forms.CharField(label="Heading", max_length=120)
    body = forms.CharField(
        label="What is agreed",
        max_length=20000,
        widget=forms.Textarea({"rows": 24}),
        help_text='An empty line begins a paragraph. "# " begins a heading, "- " an item of a list.',
    )
    commitments = forms.CharField(
        label="What each head ticks, one commitment a line",
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
    )
    field_order = ["title", "body", "commitments", "changed"]

    def clean_commitments(self) -> list[str]:
        """The commitments, each once."""
        lines = [line.strip() for line in self.cleaned_data["commitments"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class RemindForm(forms.Form):
    """Whom to remind, and the facilitator's own words."""

    sides = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Choose at least one school."})
    words = forms.CharField(
        label="Your own words (instead of ours)",
        required=False,
        max_length=LONGEST,
        widget=CountedTextarea(LONGEST),
        help_text="Leave it empty, and the letter says that the agreement still waits.",
    )

    def __init__(self, *args: Any, sides: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sides"].choices = [(pk, str(pk)) for pk in sides]  # type: ignore[attr-defined]
