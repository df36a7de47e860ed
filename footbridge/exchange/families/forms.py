"""Forms of families: what they answer, and what their teacher types and chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from footbridge.exchange.families.uses import USES
from footbridge.exchange.labels import ChildLabel
from footbridge.exchange.models import FamilyAnswer
from footbridge.exchange.permissions.queries import Cell
from footbridge.exchange.pieces.queries import Card
from footbridge.ui.forms import CountedTextarea, Hinted

RELATIONS: Sequence[str] = tuple(FamilyAnswer.Relation.values)


@dataclass(frozen=True)
class Given:
    """What a family said on its page: answers by use, who it is, and which of it is missing."""

    answers: Mapping[str, bool]
    relation: str
    missing: Sequence[str]

    @property
    def complete(self) -> bool:
        return not self.missing


def given(posted: Mapping[str, str]) -> Given:
    """Read the answers; what is missing is named by its field."""
    answers = {use: posted[use] == "yes" for use in USES if posted.get(use) in ("yes", "no")}
    relation = posted.get("relation", "")
    missing = [use for use in USES if use not in answers]
    if relation not in RELATIONS:
        relation = ""
        missing.append("relation")
    return Given(answers, relation, missing)


@dataclass(frozen=True)
class SlipLine:
    """One line of the table for slips: what was typed for a child, and what is wrong with it."""

    child: ChildLabel
    marks: Sequence[Any]
    name: str
    typed: str = ""
    trouble: str = ""


YES, NO, NOTHING = "y1j", "n0", "-?.x"


def slip_of(typed: str) -> tuple[dict[str, bool], str]:
    """What letters on a slip's line mean: y or n for each use in order; a single y or n for all. And why they cannot be read."""
    letters = [one for one in typed.lower() if not one.isspace() and one not in ",;/"]
    if not letters:
        return {}, ""
    if any(one not in YES + NO + NOTHING for one in letters):
        return {}, "Type y for yes, n for no, and - for a line that is not ticked."
    if len(letters) == 1:
        letters = letters * len(USES)
    if len(letters) != len(USES):
        return {}, f"Type {len(USES)} letters, one for each line of the slip, or one for all. You typed {len(letters)}."
    return {use: one in YES for use, one in zip(USES, letters, strict=True) if one not in NOTHING}, ""


def slips_of(posted: Mapping[str, str], children: Sequence[ChildLabel]) -> tuple[dict[Cell, bool], dict[UUID, str]]:
    """What was typed for every child, and the troubles by child."""
    cells: dict[Cell, bool] = {}
    troubles: dict[UUID, str] = {}
    for child in children:
        said, trouble = slip_of(posted.get(f"slip-{child.id.hex}", ""))
        cells.update({(child.id, use): yes for use, yes in said.items()})
        if trouble:
            troubles[child.id] = trouble
    return cells, troubles


class LettersForm(forms.Form):
    """For whom, in which languages, how large."""

    children = forms.TypedMultipleChoiceField(
        label="For which children?", coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Without a tick: for the whole class.",
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label="In which languages?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each child gets a letter in each of them, all with the same code.",
        error_messages={"required": "Choose at least one language."},
    )
    large = forms.BooleanField(label="Large print, two pages a letter", required=False)
    again = forms.BooleanField(
        label="Make new codes for the ticked children",
        required=False,
        help_text="When a letter is lost. The old letter opens nothing from then on.",
    )

    def __init__(self, *args: Any, children: Sequence[ChildLabel], languages: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [(str(one.id), one.text) for one in children]  # type: ignore[attr-defined]
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]

    def refuse_paper(self, languages: Sequence[str], names: Sequence[str]) -> None:
        """Say before anything is printed that a PDF lacks letters for these languages or names, and which way there is."""
        way = "Press “Show them to print from the browser”: it uses the letters of this computer."
        if languages:
            one = "has letters that are" if len(languages) == 1 else "have letters that are"
            self.add_error(
                "languages", f"{' and '.join(languages)} {one} in no font here, so a PDF cannot show them. {way}"
            )
        if names:
            self.add_error(
                None, f"A PDF cannot show every letter of {' and '.join(f'“{one}”' for one in names)}. {way}"
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("again") and not data.get("children"):
            self.add_error("again", "Tick the children who need a new code. The others keep theirs.")
        return data


LONGEST = 3000


class NewsForm(forms.Form):
    """Class news: a heading, words without place or time, and pieces."""

    title = forms.CharField(label="Heading", max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    words = forms.CharField(
        label="What do you want to tell the families?", max_length=LONGEST, widget=CountedTextarea(LONGEST, {"rows": 8}),
        help_text="What the class made, asked and found out. No day, no time of day, no place, no name of a school.",
    )  # fmt: skip
    pieces = forms.TypedMultipleChoiceField(
        label="What do you want to show?", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Only what may be shown now is listed. It goes by itself when a permission for it is taken back.",
    )  # fmt: skip

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cards:
            del self.fields["pieces"]
            return
        self.fields["pieces"].choices = [  # type: ignore[attr-defined]
            (
                str(card.piece.pk),
                Hinted(
                    card.words.title,
                    f"{card.kind}, {'ours' if card.mine else 'from your partner'}{', no words yet' if card.wordless else ''}",
                ),
            )
            for card in cards
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("pieces", [])
        return data
