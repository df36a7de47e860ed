"""The record of processing, made from the classified fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

from footbridge.privacy.register import REGISTER, Field, Kind


@dataclass(frozen=True)
class Entry:
    """One field of the record: what it belongs to, its name in words, and its classification."""

    room: str
    thing: str
    field: str
    classification: Field


def entries(kind: Kind | None = None) -> Iterator[Entry]:
    """Every classified field in the order of rooms and models, optionally of one kind only."""
    for label in sorted(REGISTER):
        model = apps.get_model(label)
        for name, classification in REGISTER[label].items():
            if kind is None or classification.kind is kind:
                yield Entry(
                    model._meta.app_label, str(model._meta.verbose_name), name.replace("_", " "), classification
                )


def as_markdown() -> str:
    """The record of processing as a page: a section for each kind of data, personal data first."""
    order = [Kind.CHILD, Kind.ADULT, Kind.SECRET, Kind.WORK, Kind.OPEN]
    lines = [
        "# What Footbridge keeps, about whom, why and how long",
        "",
        "Made from the code by `./run manage privacy_record`; a test compares the two. "
        "A field that is not classified fails the build.",
    ]
    for kind in order:
        rows = list(entries(kind))
        lines += ["", f"## Data {kind.value}", ""]
        if not rows:
            lines.append("Nothing of this kind is kept.")
            continue
        lines += ["| where | what | field | why | how long |", "|---|---|---|---|---|"]
        lines += [
            f"| {row.room} | {row.thing} | {row.field} | {row.classification.why} | {row.classification.keep} |"
            for row in rows
        ]
    return "\n".join(lines) + "\n"
