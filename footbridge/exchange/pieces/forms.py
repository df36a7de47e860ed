"""Forms of pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from footbridge.exchange.labels import ChildLabel
from footbridge.exchange.models import Piece
from footbridge.exchange.pieces.words import wrong_times
from footbridge.exchange.words import KeyQuestion, Strand
from footbridge.ui.forms import CountedTextarea, Hinted

LONGEST = 4000
WHO = [
    (Piece.Who.CLASS.value, Hinted("The whole class", "Every child must be permitted")),
    (Piece.Who.SOME.value, Hinted("One child or a group", "Tick them below")),
    (
        Piece.Who.NOBODY.value,
        Hinted("No child", "A playground, a letter of yours; no face, no name, nobody's own work"),
    ),
]


class TextForm(forms.Form):
    """A poem, a letter, a text."""

    title = forms.CharField(label="What is it called?", max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    words = forms.CharField(label="The words", max_length=LONGEST, widget=CountedTextarea(LONGEST, {"rows": 12}))


class DescribeForm(forms.Form):
    """What a piece is, what can be seen in it, and who."""

    title = forms.CharField(label="What is it called?", max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    words = forms.CharField(
        label="Words beside it", max_length=LONGEST, required=False, widget=CountedTextarea(LONGEST)
    )
    question = forms.ChoiceField(
        label="Which key question does it belong to?", choices=KeyQuestion.choices, widget=forms.RadioSelect
    )
    strand = forms.ChoiceField(
        label="Strand of the curriculum", choices=[("", "None in particular"), *Strand.choices], required=False
    )
    faces = forms.BooleanField(label="Faces of children can be seen", required=False)
    names = forms.BooleanField(label="First names can be read or heard", required=False)
    may_keep = forms.BooleanField(
        label="Our partner may keep it in their book",
        required=False,
        help_text="At the end of the year each class takes a book home. With faces: only where families agreed to that.",
    )
    portrait = forms.BooleanField(
        label="It is a portrait of a child",
        required=False,
        help_text="A drawn one, unless you tick above that faces can be seen.",
    )
    who = forms.ChoiceField(label="Who is in it, or made it?", choices=WHO, widget=forms.RadioSelect)
    children = forms.TypedMultipleChoiceField(
        label="Which children?", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, piece: Piece, labels: Sequence[ChildLabel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children: Any = self.fields["children"]
        children.choices = [(str(one.id), one.text) for one in labels]
        if not piece.is_picture:
            del self.fields["portrait"]
        if not piece.has_pixels:
            del self.fields["faces"]
        self.seconds = piece.seconds
        if piece.seconds is not None:
            self.fields["words"].label = "What is said or sung in it"
            self.fields["words"].help_text = (
                "For children who cannot hear it; it is printed in the book too. Where nobody speaks, write what happens. "
                "Put the time before a line (0:05 Good morning!), and it stands below the film as a caption while it plays."
            )
        if piece.kind == Piece.Of.TEXT:
            self.fields["words"].required = True
            self.fields["words"].label = "The words"
        if not labels:
            del self.fields["children"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        who = said.get("who")
        if self.seconds is not None and (trouble := wrong_times(said.get("words", ""), self.seconds)):
            self.add_error("words", trouble)
        if who == Piece.Who.SOME and not said.get("children"):
            self.add_error("who", "Tick the children who are in it, or choose the whole class.")
        if who == Piece.Who.NOBODY and (said.get("faces") or said.get("names")):
            self.add_error("who", "You said that a face or a name is in it, so say whose.")
        return said
