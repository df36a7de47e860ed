"""Binding a book: pieces become pages, one picture after the other, nothing of it ever on disk in clear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange.keepsake.contents import Contents, months_of
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Piece, Question
from footbridge.exchange.questions.actions import KIND as QUESTION
from footbridge.exchange.words import DRAWINGS, KeyQuestion
from footbridge.paper import pdf, photograph, written
from footbridge.ui.drawings import for_paper
from footbridge.vault import objects, sealing, walls
from footbridge.vault.objects import ObjectMissing

WHY = "a class's book is put together for its own teachers"
COVER = "two-schools"


def bind(link_class: LinkClass, contents: Contents, *, whole: bool, tell: Callable[[int], None]) -> bytes:
    """The book as a PDF. `tell` hears how many pictures are in. Outside of any transaction, so that the page that waits can see it.

    A picture whose object is lost is left out; its words stay.
    """
    pictures = {"cover": for_paper(COVER), **{key: for_paper(name) for key, name in DRAWINGS.items()}}
    done = 0
    for piece in contents.pieces:
        if piece.is_picture and piece.width and piece.height:
            found = _picture(piece)
            if found:
                pictures[f"piece-{piece.pk}"] = found
            done += 1
            tell(done)
    return pdf("exchange/keepsake", _data(link_class, contents, set(pictures), whole=whole), pictures=pictures)


def _picture(piece: Piece) -> bytes | None:
    try:
        jpeg = objects.get(lock=lock_of(piece.link_id), kind="picture-class", row=piece.pk)
    except ObjectMissing:
        return None
    return photograph(jpeg, piece.width or 1, piece.height or 1)


def _data(link_class: LinkClass, contents: Contents, pictures: set[str], *, whole: bool) -> dict[str, Any]:
    link: Link = link_class.link
    others = LinkClass.objects.unscoped(WHY).filter(link=link).exclude(school=link_class.school_id)
    partners = dict.fromkeys(others.order_by("pk").values_list("school__name", flat=True))
    own = {piece.pk for piece in contents.own}
    parts = []
    for key, title in KeyQuestion.choices:
        of = [piece for piece in contents.pieces if piece.question == key]
        parts.append(
            {
                "key": key, "title": title,
                "ours": [_page(piece, contents, pictures) for piece in of if piece.pk in own],
                "theirs": [_page(piece, contents, pictures) for piece in of if piece.pk not in own],
            }
        )  # fmt: skip
    return {
        "title": "Our linking year",
        "class": link_class.offered_class.name, "school": link_class.school.name, "partners": " and ".join(partners),
        "year": link.linking_year.label,
        "so_far": "" if whole else f"Made in {timezone.localdate():%B %Y}, before the year was over",
        "parts": [part for part in parts if part["ours"] or part["theirs"]],
        "questions": _questions(link_class),
        "meetings": [[f"{month:%B %Y}", what] for month, what in months_of(link)],
        "foot": "Our linking year",
    }  # fmt: skip


def _page(piece: Piece, contents: Contents, pictures: set[str]) -> dict[str, Any]:
    said = contents.words[piece.pk]
    name = f"piece-{piece.pk}"
    kind = "" if piece.kind in (Piece.Of.PICTURE, Piece.Of.TEXT) else str(piece.get_kind_display())
    return {
        "title": written(said.title), "words": written(said.words), "picture": f"{name}.svg" if name in pictures else "", "kind": kind,
        "shape": "tall" if (piece.height or 0) > (piece.width or 0) else "wide",
    }  # fmt: skip


def _questions(link_class: LinkClass) -> list[dict[str, str | bool]]:
    """What the class itself asked; the answers are the partner's words and stay with them."""
    lock = lock_of(link_class.link_id)
    with walls.inside(link_class.link_id):
        rows = Question.objects.unscoped(WHY).filter(
            link_class=link_class, state__in=["sent", "answered"], hidden=False
        )
        return [
            written(sealing.open_(row.sealed, lock=lock, kind=QUESTION, row=row.pk).decode())
            for row in rows.order_by("made", "pk")
        ]
