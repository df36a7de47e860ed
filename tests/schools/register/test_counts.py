"""Pupil numbers of years and layouts that nobody has shown us yet: unknown stays unknown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from footbridge.schools.register import CannotRead, CompositionRow, Kind, PassedOver, Refusal, read
from footbridge.schools.register.groups import ETHNIC_GROUPS, heading

Write = Callable[..., Path]
LONG = {
    "white_british": "white British",
    "irish": "Irish",
    "traveller_irish": "traveller of Irish heritage",
    "gypsy_roma": "Gypsy/Roma",
    "white_other": "any other white background",
    "mixed_caribbean": "white and black Caribbean",
    "mixed_african": "white and black African",
    "mixed_asian": "white and Asian",
    "mixed_other": "any other mixed background",
    "indian": "Indian",
    "pakistani": "Pakistani",
    "bangladeshi": "Bangladeshi",
    "asian_other": "any other Asian background",
    "chinese": "Chinese",
    "caribbean": "Caribbean",
    "african": "African",
    "black_other": "any other black background",
    "other": "any other ethnic group",
}
CODES = [
    "WBRI",
    "WIRI",
    "WIRT",
    "WROM",
    "WOTH",
    "MWBC",
    "MWBA",
    "MWAS",
    "MOTH",
    "AIND",
    "APKN",
    "ABAN",
    "AOTH",
    "CHNE",
    "BCRB",
    "BAFR",
    "BOTH",
    "OOTH",
]
COUNTS = [50, 0, 0, 0, 10, 0, 0, 0, 0, 20, 15, 0, 0, 5, 0, 0, 0, 0]

SPELLINGS = {
    "long, counts": [f"number of pupils classified as {LONG[group]} ethnic origin" for group in ETHNIC_GROUPS],
    "long, per cent": [f"% of pupils classified as {LONG[group]} ethnic origin" for group in ETHNIC_GROUPS],
    "snake case": [
        f"num_{group.replace('traveller_irish', 'irish_traveller').replace('_other', '_any_other')}"
        for group in ETHNIC_GROUPS[:-1]
    ]
    + ["num_any_other_ethnic_group"],
    "census codes": [f"num_{code}" for code in CODES],
    "census codes, per cent": [f"perc_{code.lower()}" for code in CODES],
    "bare": [LONG[group].title() for group in ETHNIC_GROUPS],
    "camel case": ["Percentage" + LONG[group].title().replace(" ", "").replace("/", "") for group in ETHNIC_GROUPS],
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_the_eighteen_groups(write: Write, spelling: str) -> None:
    head = ["URN", "school_name", "time_period", "headcount of pupils", *SPELLINGS[spelling]]
    [table] = read(write(",".join(head) + "\n100001,A,202324,100," + ",".join(map(str, COUNTS)) + "\n"))
    assert table.kind is Kind.CHARACTERISTICS
    [row] = table.rows()
    assert isinstance(row, CompositionRow)
    assert row.year == 2023
    assert row.ethnicity_shares == pytest.approx(tuple(count / 100 for count in COUNTS))


def one(
    write: Write, header: str, row: str, name: str = "census_2023-2024.csv"
) -> CompositionRow | Refusal | PassedOver:
    [table] = read(write(f"{header}\n{row}\n", name))
    [found] = table.rows()
    assert not hasattr(found, "facts")
    return found  # type: ignore[return-value]


CENSUS = "URN,LA,ESTAB,SCHOOLTYPE,NOR,NUMEAL,NUMENGFL,NUMUNCFL,PNUMEAL,NUMFSM,PNUMFSMEVER"


def test_the_performance_tables_census(write: Write) -> None:
    row = one(write, CENSUS, "100001,831,2001,State-funded primary,100,45,45,10,45.00%,20,99.00%")
    assert row == CompositionRow(
        2,
        "100001",
        2023,
        pupils=100,
        fsm=20,
        fsm_share=0.2,
        eal=45,
        english=45,
        eal_share=0.5,
        language_unclassified=10,
    )


@pytest.mark.parametrize("mark", ["x", ">", "..", ":", "c", "SUPP", "NE", "NP", "NA", "z", ""])
def test_what_was_not_published_is_unknown(write: Write, mark: str) -> None:
    row = one(write, CENSUS, f"100001,831,2001,Independent school,100,{mark},{mark},{mark},{mark},{mark},{mark}")
    assert row == CompositionRow(2, "100001", 2023, pupils=100)


def test_zeros_of_an_independent_school_are_not_collected_numbers(write: Write) -> None:
    row = one(write, CENSUS, "100001,831,2001,Independent school,100,0,0,0,0.00%,0,0.00%")
    assert row == CompositionRow(2, "100001", 2023, pupils=100)


def test_zeros_of_a_state_school_are_zeros(write: Write) -> None:
    row = one(write, CENSUS, "100001,831,2001,State-funded primary,100,0,100,0,0.00%,0,0.00%")
    assert isinstance(row, CompositionRow)
    assert (row.eal_share, row.fsm_share) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("urn,time_period,fsm,pnumeal", "100001,202324,23.5,41.0"),
        ("school_id,time_period,pct_fsm,percentage_eal", "100001,2023/24,23.5%,41.0%"),
        (
            "URN,time_period,perc of pupils known to be eligible for and claiming free school meals,% of pupils whose first language is other than English",  # noqa: E501
            "100001,202324,23.5,41",
        ),
    ],
)
def test_open_data_variants(write: Write, header: str, cells: str) -> None:
    row = one(write, header, cells)
    assert isinstance(row, CompositionRow)
    assert (row.year, row.fsm_share, row.eal_share) == (2023, pytest.approx(0.235), pytest.approx(0.41))


def test_a_suppressed_group_stays_unknown_among_known_ones(write: Write) -> None:
    cells = ["x" if count == 5 else str(count) for count in COUNTS]
    row = one(
        write,
        "URN,time_period,headcount of pupils," + ",".join(SPELLINGS["long, counts"]),
        "100001,201718,100," + ",".join(cells),
    )
    assert isinstance(row, CompositionRow)
    assert row.ethnicity is not None
    assert row.ethnicity[ETHNIC_GROUPS.index("chinese")] is None
    assert row.ethnicity_shares is not None
    assert row.ethnicity_shares[ETHNIC_GROUPS.index("chinese")] is None


def test_contradictions_refuse_the_row(write: Write) -> None:
    assert isinstance(one(write, CENSUS, "100001,831,2001,State-funded primary,100,450,45,10,45%,20,9%"), Refusal)
    assert isinstance(one(write, CENSUS, "100001,831,2001,State-funded primary,1oo,45,45,10,45%,20,9%"), Refusal)


def test_totals_are_passed_over(write: Write) -> None:
    assert isinstance(one(write, CENSUS, "NAT,,,State-funded primary,100,45,45,10,45%,20,9%"), PassedOver)


def test_the_year_must_be_known(write: Write) -> None:
    text = f"{CENSUS}\n100001,831,2001,State-funded primary,100,45,45,10,45%,20,9%\n"
    with pytest.raises(CannotRead, match="does not say which school year"):
        read(write(text, "census.csv"))
    from datetime import date

    [table] = read(write(text, "census.csv"), as_of=date(2024, 1, 18))
    [row] = table.rows()
    assert isinstance(row, CompositionRow)
    assert row.year == 2023


@pytest.mark.parametrize(
    "other",
    [
        "Full time girls Year group 3",
        "number of FSM eligible pupils taking a free school meal on census day",
        "PNUMFSMEVER",
        "Infants taken a free school meal on census day",
        "number of pupils of compulsory school age and above (rounded)",
        "% of pupils from minority ethnic origins",
        "school_name",
        "white_working_class_score",
        "Number of pupils (used for FSM calculation in Performance Tables)",
    ],
)
def test_neighbouring_columns_are_not_taken(other: str) -> None:
    assert heading(other) is None
