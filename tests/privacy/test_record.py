"""The record of processing is made from the code and is up to date."""

from footbridge.privacy.record import as_markdown, entries
from footbridge.privacy.register import Kind
from tests.guards.reading import HOME


def test_the_written_record_is_up_to_date() -> None:
    assert (HOME / "docs/privacy.md").read_text() == as_markdown(), "Run: ./run manage privacy_record docs/privacy.md"


def test_every_field_about_an_adult_has_a_reason_and_an_end() -> None:
    rows = list(entries(Kind.ADULT))
    assert len(rows) > 10
    assert all(len(row.classification.why.split()) >= 2 and row.classification.keep for row in rows)


def test_all_that_is_kept_about_a_child_is_sealed() -> None:
    kept = [(row.room, row.thing, row.field) for row in entries(Kind.CHILD)]
    assert ("exchange", "label", "sealed") in kept
    assert {field for _, _, field in kept} == {"sealed"}
