"""All that is kept of one child, as a file for its family: what a subject-access answer needs."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

from django.utils.timezone import localtime

from footbridge.access import Viewer
from footbridge.exchange.labels import ChildLabel
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Decision, FamilyAnswer, FamilyComing, Label, Piece
from footbridge.exchange.permissions.uses import Said, Use
from footbridge.exchange.pieces.words import opened
from footbridge.vault import objects, walls
from footbridge.vault.objects import ObjectMissing


def file_of(viewer: Viewer, row: Label, label: ChildLabel) -> bytes:
    """A zip: a text with the label, every decision and every piece that the child is in, and those pictures."""
    with walls.inside(row.link_id):
        decisions = list(Decision.objects.visible_to(viewer).filter(label=row).order_by("pk"))
        pieces = list(Piece.objects.visible_to(viewer).filter(children__label=row).order_by("made", "pk"))
        words = opened(pieces)
        answers = list(FamilyAnswer.objects.visible_to(viewer).filter(label=row))
        coming = list(FamilyComing.objects.visible_to(viewer).filter(label=row))
    lines = [f"Called here: {label.text}", f"On the list since: {localtime(row.added):%-d %B %Y}", "", "Permissions"]
    lines += [
        f"  {localtime(one.at):%-d %B %Y}: {Use(one.use).label}: {Said(one.said).label.lower()}" for one in decisions
    ]
    lines += ["", "Answered by the family's code"]
    lines += [
        f"  {localtime(one.at):%-d %B %Y}: {Use(one.use).label}: {'yes' if one.yes else 'no'}"
        f" ({one.get_relation_display().lower()}; {one.get_state_display().lower()})"
        for one in answers
    ]
    lines += [
        f"  {localtime(one.at):%-d %B %Y}: come to a celebration: {one.adults} and {one.children}" for one in coming
    ]
    lines += ["", "Pieces this child is in"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for number, piece in enumerate(pieces, 1):
            said = words[piece.pk]
            lines += [
                f"  {number}. {said.title} ({localtime(piece.made):%-d %B %Y})",
                *(f"     {x}" for x in said.words.splitlines()),
            ]
            if piece.seconds is not None:
                kind = "mp4" if piece.is_film else "m4a"
                with suppress(ObjectMissing):
                    sound = objects.get(lock=lock_of(row.link_id), kind="play", row=piece.pk)
                    bundle.writestr(f"piece-{number}.{kind}", sound)
            if piece.is_picture:
                try:
                    content = objects.get(lock=lock_of(row.link_id), kind="picture-screen", row=piece.pk)
                except ObjectMissing:
                    continue
                bundle.writestr(f"piece-{number}.jpg", content)
        lines += ["", "Pieces of the whole class name no child and are not listed."]
        bundle.writestr("what-is-kept.txt", "\n".join(lines))
    return out.getvalue()
