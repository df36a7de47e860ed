"""The tray of a class on one page: thirty pieces of a lesson are titled, given to their children and sent in one go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from footbridge.access import Viewer
from footbridge.exchange.labels import ChildLabel, own_labels
from footbridge.exchange.models import Piece, PieceChild
from footbridge.exchange.pieces.actions import keys, making
from footbridge.exchange.pieces.queries import Card, cards_of
from footbridge.vault import walls

SEVERAL = "several"
NEXT = [("keep", "Leave it in the tray"), ("send", "Send it"), ("delete", "Delete it for good")]


class RowForm(forms.Form):
    """One piece: its title, whose it is, what can be seen, and what happens with it."""

    title = forms.CharField(label="Title", max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    who = forms.ChoiceField(label="Whose is it?")
    faces = forms.BooleanField(label="A face can be seen", required=False)
    names = forms.BooleanField(label="A first name can be read or heard", required=False)
    then = forms.ChoiceField(label="What next?", choices=NEXT, initial="keep")

    def __init__(self, *args: Any, piece: Piece, labels: Sequence[ChildLabel], several: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        kept = [(SEVERAL, "Several children, as you said")] if several else []
        who.choices = [
            ("class", "The whole class"),
            *kept,
            *[(str(one.id), one.text) for one in labels],
            ("nobody", "No child"),
        ]
        if not piece.has_pixels:
            del self.fields["faces"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("who") == "nobody" and (said.get("faces") or said.get("names")):
            self.add_error("who", "You said that a face or a name is in it, so say whose.")
        return said


@dataclass(frozen=True)
class Row:
    """A piece in the tray with its form, and the children who are in it now."""

    card: Card
    form: RowForm
    children: Collection[UUID]


@dataclass
class Done:
    """What became of a tray: how many were described, sent, deleted, and why some were held."""

    described: int = 0
    sent: int = 0
    deleted: int = 0
    held: int = 0

    @property
    def words(self) -> str:
        """In a sentence."""
        said = [(self.sent, "sent"), (self.deleted, "deleted"), (self.described, "described")]
        parts = [f"{count} {verb}" for count, verb in said if count]
        return f"{', '.join(parts).capitalize()}." if parts else "Nothing has changed."


def rows_of(viewer: Viewer, link: int, link_class: int, data: Any = None) -> list[Row]:
    """The tray of a class that the viewer leads, oldest first, each with its form."""
    cards = [one for one in cards_of(viewer, link) if one.piece.link_class_id == link_class and one.piece.may_change]
    labels = own_labels(viewer, link_class)
    with walls.inside(link):
        tags = PieceChild.objects.visible_to(viewer).filter(piece__in=[one.piece.pk for one in cards])
        children: dict[UUID, set[UUID]] = {}
        for piece, label in tags.values_list("piece", "label"):
            children.setdefault(piece, set()).add(label)
    found = []
    for card in reversed(cards):
        tagged = children.get(card.piece.pk, set())
        some = card.piece.who == Piece.Who.SOME
        who = str(next(iter(tagged))) if some and len(tagged) == 1 else SEVERAL if some and tagged else card.piece.who
        initial = {
            "title": card.words.title, "who": "class" if who == Piece.Who.SOME else who, "faces": card.piece.faces,
            "names": card.piece.names, "then": "keep",
        }  # fmt: skip
        prefix = card.piece.pk.hex
        sent = (
            data if data is not None and f"{prefix}-title" in data else None
        )  # one that came in since is shown as it is
        form = RowForm(sent, prefix=prefix, piece=card.piece, labels=labels, several=len(tagged) > 1, initial=initial)
        found.append(Row(card, form, tagged))
    return found


def sort(viewer: Viewer, rows: Sequence[Row]) -> Done:
    """Do what the forms say, piece by piece. What is held stays in the tray and is counted."""
    done = Done()
    for row in rows:
        if not row.form.is_bound:
            continue
        said, piece = row.form.cleaned_data, row.card.piece
        if said["then"] == "delete":
            making.delete_piece(by=viewer, piece=piece)
            done.deleted += 1
            continue
        if row.form.changed_data and row.form.changed_data != ["then"]:
            _describe(viewer, row)
            done.described += 1
        if said["then"] == "send":
            try:
                keys.approve_piece(by=viewer, piece=piece)
                done.sent += 1
            except making.CannotChange:
                done.held += 1
    return done


def _describe(viewer: Viewer, row: Row) -> None:
    said, piece = row.form.cleaned_data, row.card.piece
    who, children = said["who"], row.children
    if who not in (Piece.Who.CLASS, Piece.Who.NOBODY):
        children, who = (children if who == SEVERAL else [UUID(who)]), Piece.Who.SOME
    making.describe_piece(
        by=viewer, piece=piece, title=said["title"], words=row.card.words.typed, question=piece.question,
        strand=piece.strand, faces=said.get("faces", False), names=said["names"], who=who, children=children,
        may_keep=piece.may_keep, portrait=piece.portrait,
    )  # fmt: skip
