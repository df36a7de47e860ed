"""The record of processing is made from the code and is up to date."""

from typing import Any

from django.apps import apps
from django.db import models

from footbridge.privacy.record import as_markdown, entries
from footbridge.privacy.register import Kind
from tests.guards.reading import HOME


def test_the_written_record_is_up_to_date() -> None:
    assert (HOME / "docs/privacy.md").read_text() == as_markdown(), "Run: ./run manage privacy_record docs/privacy.md"


def test_every_field_about_an_adult_has_a_reason_and_an_end() -> None:
    rows = list(entries(Kind.ADULT))
    assert len(rows) > 10
    assert all(len(row.classification.why.split()) >= 2 and row.classification.keep for row in rows)


def unsealed(rows: list[tuple[str, str, str]]) -> list[str]:
    """Fields about a child that hold anything but sealed bytes, or a word of a list or a small number beside a random id."""
    faults = []
    for room, thing, name in rows:
        field: Any = apps.get_model(room, thing.replace(" ", ""))._meta.get_field(name.replace(" ", "_"))
        if not (
            isinstance(field, models.BinaryField | models.BooleanField | models.PositiveSmallIntegerField)
            or field.choices
        ):
            faults.append(f"{room}.{thing}.{name}")
    return faults


def test_all_that_is_kept_about_a_child_is_sealed() -> None:
    kept = [(row.room, row.thing, row.field) for row in entries(Kind.CHILD)]
    assert ("exchange", "label", "sealed") in kept
    assert unsealed(kept) == []
    assert unsealed([("people", "person", "name")]) == ["people.person.name"]  # a planted field in clear is seen
