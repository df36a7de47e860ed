"""Predecessors and successors, told in one direction."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from footbridge.schools.register import Kind, PassedOver, Refusal, SuccessionRow, read

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Successor", ("100001", "100002", "succession")),
        ("Predecessor", ("100002", "100001", "succession")),
        ("Predecessor - merged", ("100002", "100001", "merger")),
        ("Successor - Split School", ("100001", "100002", "split")),
        ("Successor - amalgamated", ("100001", "100002", "merger")),
        ("Result of Amalgamation", ("100001", "100002", "joined")),
        ("Merged - change in age range", ("100001", "100002", "joined")),
    ],
)
def test_direction_and_manner(write: Write, words: str, expected: tuple[str, str, str]) -> None:
    [table] = read(
        write(
            f'"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\r\n100001,100002,"B","{words}","01-09-2015"\r\n'
        )
    )
    assert table.kind is Kind.LINKS
    [row] = table.rows()
    assert isinstance(row, SuccessionRow)
    assert (row.predecessor, row.successor, row.how) == expected
    assert row.on == date(2015, 9, 1)


@pytest.mark.parametrize("words", ["Sixth Form Centre Link", "Expansion", "Other", ""])
def test_other_links_are_passed_over(write: Write, words: str) -> None:
    [table] = read(write(f"URN,LinkURN,LinkType\n100001,100002,{words}\n"))
    assert isinstance(next(table.rows()), PassedOver)


def test_bad_rows_are_refused(write: Write) -> None:
    [table] = read(
        write(
            "URN,LinkURN,LinkType,LinkEstablishedDate\n100001,none,Successor,\n100001,100002,Successor,32-13-2000\n100001\n"
        )
    )
    assert [type(row) for row in table.rows()] == [Refusal] * 3
