"""A whole register that leaves a school out closes it; a part of the register, or a gap too large to be true, does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from footbridge.access import Viewer
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given, Outcome, preview, whole
from footbridge.schools.models import School

pytestmark = pytest.mark.django_db
Write = Callable[..., Path]
SYSTEM = Viewer.for_system("test")
HEADER = "URN,LA (code),LA (name),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),Town,LastChangedDate"
KINDS = (
    "Community school",
    "Voluntary aided school",
    "Academy converter",
    "Other independent school",
    "Community special school",
    "Local authority nursery school",
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole register of 240 rows in 10 authorities."""
    monkeypatch.setattr(whole, "LEAST_ROWS", 200)
    monkeypatch.setattr(whole, "LEAST_AUTHORITIES", 9)
    monkeypatch.setattr(whole, "FEW", 3)


def rows(day: str, without: frozenset[int] = frozenset(), *, more: str = "") -> str:
    lines = [HEADER]
    for n in range(240):
        if n not in without:
            status = "Closed" if n % 4 == 3 else "Open"
            place = f"{200 + n // 24},Authority {n // 24}"
            lines.append(f"{100_000 + n},{place},School {n},{KINDS[n % len(KINDS)]},{status},Town,{day}")
    return "\n".join(lines) + "\n" + more


def bring(path: Path) -> Outcome:
    [outcome] = import_register(files=[Given(path)], by=SYSTEM)
    return outcome


def status_of(number: int) -> str:
    return School.objects.get(urn=100_000 + number).status


def test_a_school_missing_from_a_whole_register_is_previewed_and_closed(write: Write) -> None:
    bring(write(rows("01-06-2024"), "edubasealldata20240601.csv"))
    later = write(rows("01-06-2025", frozenset({5, 7, 8})), "edubasealldata20250601.csv")  # 7 is closed already
    [shown] = preview([Given(later)])
    assert status_of(5) == "Open"
    done = bring(later)
    assert done.counts() == shown.counts()
    assert (done.missing, done.closed, done.unchanged) == (2, 2, 237)
    assert [one["urn"] for one in done.examples["missing"]] == ["100005", "100008"]
    assert "2 open schools known here are no longer in it" in done.notes[0]
    assert (status_of(5), status_of(8), status_of(6)) == ("Closed", "Closed", "Open")
    again = bring(later)
    assert (again.missing, again.closed, again.notes) == (0, 0, [])
    assert bring(write(rows("01-06-2024"), "edubasealldata20240601.csv")).changed == 0  # older: it stays closed
    assert bring(write(rows("01-06-2026"))).changed == 2
    assert status_of(5) == "Open"  # the register has it again


def test_what_a_newer_file_or_a_hand_added_stays(write: Write) -> None:
    bring(write(rows("01-06-2024")))
    School.objects.create(name="Added by hand")
    bring(write(f"{HEADER}\n100300,200,Authority 0,New School,Academy converter,Open,Town,01-09-2025\n", "search.csv"))
    outcome = bring(write(rows("01-06-2025"), "all.csv"))
    assert (outcome.missing, outcome.notes) == (0, [])


PARTS = {
    "a search download of some authorities": frozenset(range(24, 240)),
    "open schools only": frozenset(range(3, 240, 4)),
    "without the independent schools": frozenset(range(3, 240, 6)),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_says_nothing_of_schools_it_does_not_name(
    write: Write, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "LEAST_ROWS", 20)  # so that it is not its length alone that tells
    bring(write(rows("01-06-2024")))
    outcome = bring(write(rows("01-06-2025", PARTS[part]), "edubasealldata20250601.csv"))
    assert (outcome.missing, outcome.closed, outcome.notes) == (0, 0, [])


def test_without_the_columns_that_tell_it_is_no_whole_register(write: Write) -> None:
    bring(write(rows("01-06-2024")))
    less = "\n".join(
        ",".join(line.split(",")[:4] + line.split(",")[7:]) for line in rows("01-06-2025", frozenset({5})).split("\n")
    )
    assert bring(write(less, "all.csv")).missing == 0


GAPS = {
    "too many": (frozenset({1, 2, 5, 8, 9}), "", "5 open schools known here are not in this file. That is too many of 180"),
    "a whole authority of a few": (frozenset({0, 1, 2}), "", "Every school of an authority"),
    "a row nobody can read": (frozenset({5}), '1000O5,200,Authority 0,"School 5\n', "1 open school known here is not in this file. A row"),
}  # fmt: skip


@pytest.mark.parametrize("gap", GAPS)
def test_a_gap_that_may_be_a_fault_of_the_file_closes_nothing_and_says_so(write: Write, gap: str) -> None:
    without, more, words = GAPS[gap]
    kept = frozenset(range(3, 24)) if gap == "a whole authority of a few" else frozenset()
    bring(write(rows("01-06-2024", kept)))
    outcome = bring(write(rows("01-06-2025", without | kept, more=more), "all.csv"))
    assert (outcome.missing, outcome.closed) == (0, 0)
    assert outcome.notes[0].startswith(words) or words in outcome.notes[0]
    assert outcome.notes[0].endswith("No school was taken for closed.")
    assert not School.objects.filter(urn="100005", status="Closed").exists()


def test_a_school_on_a_refused_row_is_not_missing(write: Write) -> None:
    bring(write(rows("01-06-2024")))
    more = "100005,many,Authority 0,School 5,Community school,Open,Town,01-06-2025\n"
    outcome = bring(write(rows("01-06-2025", frozenset({5}), more=more), "all.csv"))
    assert (outcome.refused, outcome.missing, outcome.notes) == (1, 0, [])
