"""The real files, read whole: what is known of them by looking is what must come out."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from footbridge.schools.register import CannotRead, CompositionRow, Kind, Refusal, SchoolRow, Table, read

pytestmark = pytest.mark.shared_data


def whole(path: Path) -> tuple[Table, list[object]]:
    [table] = read(path)
    return table, list(table.rows())


@pytest.mark.parametrize(
    ("name", "kind", "rows", "passed", "as_of"),
    [
        ("gias_2022_08_dev6la.csv", Kind.REGISTER, 876, 0, date(2022, 7, 6)),
        ("gias_2025_05_dev6la.csv", Kind.REGISTER, 1074, 0, date(2025, 5, 1)),
        ("gias_search_download_2021_surrey_redacted.csv", Kind.REGISTER, 590, 0, date(2021, 4, 22)),
        ("school_information_2021_22_dev6la.csv", Kind.REGISTER, 994, 0, date(2022, 1, 1)),
        ("spc_school_level_2022_23_dev6la.csv", Kind.CHARACTERISTICS, 1044, 0, date(2023, 1, 19)),
        ("2022-2023_england_census_dev6la.csv", Kind.CENSUS, 1047, 3, date(2023, 1, 19)),
        ("links_edubasealldata20230421.csv", Kind.LINKS, 31274, 223, date(2023, 4, 21)),
    ],
)
def test_every_real_file(shared: Path, name: str, kind: Kind, rows: int, passed: int, as_of: date) -> None:
    table, found = whole(shared / name)
    assert (table.kind, table.tally.rows, table.tally.passed_over, table.as_of) == (kind, rows, passed, as_of)
    assert [row for row in found if isinstance(row, Refusal)] == []


@pytest.mark.parametrize(
    "name", ["interest_derby_made_up.csv", "lsoa_dev6la.csv", "postcodes_dev6la.csv", "sealed.bin", "README.md"]
)
def test_other_files_are_not_taken_for_ours(shared: Path, name: str) -> None:
    with pytest.raises(CannotRead):
        read(shared / name)


def test_compositions_are_known_for_state_schools_and_unknown_for_independent_ones(shared: Path) -> None:
    _table, rows = whole(shared / "spc_school_level_2022_23_dev6la.csv")
    found = [row for row in rows if isinstance(row, CompositionRow)]
    known = [row for row in found if row.ethnicity is not None]
    assert len(known) == 959  # of 960 state schools one has no pupils yet
    assert all(
        sum(filter(None, row.ethnicity or ())) + (row.ethnicity_unclassified or 0) == row.pupils for row in known
    )
    assert all(row.fsm_share is None and row.eal_share is None for row in found if row.ethnicity is None)


def test_both_sources_of_first_language_agree(shared: Path) -> None:
    shares = [
        {row.urn: row.eal_share for row in whole(shared / name)[1] if isinstance(row, CompositionRow)}
        for name in ("spc_school_level_2022_23_dev6la.csv", "2022-2023_england_census_dev6la.csv")
    ]
    both = [urn for urn in shares[0] if shares[0][urn] is not None and shares[1].get(urn) is not None]
    assert len(both) > 900
    assert Counter(abs((shares[0][urn] or 0) - (shares[1][urn] or 0)) < 0.02 for urn in both)[True] > 0.97 * len(both)


def test_names_keep_their_letters(shared: Path) -> None:
    _table, rows = whole(shared / "gias_search_download_2021_surrey_redacted.csv")
    names = [str(row.facts["name"]) for row in rows if isinstance(row, SchoolRow)]
    assert not [name for name in names if "\ufffd" in name or "Â" in name]
