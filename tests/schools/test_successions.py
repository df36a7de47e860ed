"""Closed schools point to the one that stands after them: chains, mergers, splits, cycles, schools never held here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from footbridge.access import Viewer
from footbridge.schools import queries
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given, Outcome
from footbridge.schools.models import School

pytestmark = pytest.mark.django_db
Write = Callable[..., Path]


@pytest.fixture
def world(write: Write) -> Callable[[str, str], Outcome]:
    """Schools as `1 open, 2 closed`, links as `2>1` (successor), `2>>1` (merger), `2~1` (joined)."""

    def made(schools: str, links: str) -> Outcome:
        rows = ["URN,EstablishmentName,EstablishmentStatus (name),Postcode,LastChangedDate"]
        for one in schools.split(", "):
            number, status = one.split()[:2]
            rows.append(
                f"10000{number},School {number},{status.title()},{'DE1 1AA' if 'here' in one else 'DE2 2BB'},01-06-2024"
            )
        lines = ["URN,LinkURN,LinkType,LinkEstablishedDate"]
        for link in filter(None, links.split(", ")):
            kind = "Successor - merged" if ">>" in link else "Result of Amalgamation" if "~" in link else "Successor"
            before, after = link.replace(">>", ">").replace("~", ">").split(" ")[0].split(">")
            day = link.split(" ")[1] if " " in link else "01-09-2023"
            lines.append(f"10000{before},10000{after},{kind},{day}")
        files = [
            Given(write("\n".join(rows) + "\n", "schools.csv")),
            Given(write("\n".join(lines) + "\n", "links_2024_07.csv")),
        ]
        return import_register(files=files, by=Viewer.for_system("test"))[-1]

    return made


def after(number: int) -> str | None:
    found = School.objects.get(urn=f"10000{number}").replaced_by
    return found.urn[-1] if found and found.urn else None


def test_one_after_another(world) -> None:
    outcome = world("1 closed, 2 open", "1>2")
    assert (after(1), after(2), outcome.replaced) == ("2", None, 1)
    assert queries.school_by_urn("100001") == School.objects.get(urn="100002")


def test_a_chain_ends_at_the_school_that_stands(world) -> None:
    world("1 closed, 2 closed, 3 open", "1>2, 2>3")
    assert (after(1), after(2)) == ("3", "3")
    assert [s.urn for s in queries.lineage(School.objects.get(urn="100003"))] == ["100003", "100002", "100001"]


def test_a_chain_through_a_school_not_held_here(world) -> None:
    world("1 closed, 3 open", "1>2, 2>3")
    assert after(1) == "3"
    assert queries.school_by_urn("100002") == School.objects.get(urn="100003")


def test_two_schools_merge_into_one(world) -> None:
    world("1 closed, 2 closed, 3 open", "1>>3, 2>>3")
    assert (after(1), after(2)) == ("3", "3")
    assert {s.urn for s in queries.lineage(School.objects.get(urn="100003"))} == {"100001", "100002", "100003"}


def test_after_a_split_the_one_at_the_same_postcode_is_pointed_to_and_both_are_known(world) -> None:
    world("1 closed here, 2 open here, 3 open", "1>2, 1>3")
    assert after(1) == "2"
    assert [s.urn for s in queries.successors(School.objects.get(urn="100001"))] == ["100002", "100003"]


def test_cycles_end(world) -> None:
    world("1 closed, 2 closed, 3 open", "1>2, 2>1, 2>3")
    assert (after(1), after(2)) == ("3", "3")
    world("1 closed, 2 closed", "1>2, 2>1")
    assert queries.lineage(School.objects.get(urn="100001"))


def test_a_school_last_known_open_before_another_took_over_is_gone(world) -> None:
    world("1 open, 2 open", "1>2 01-07-2024")
    assert after(1) == "2"


def test_a_school_known_open_after_the_link_stands(world) -> None:
    world("1 open, 2 open", "1>2 01-09-2020")
    assert after(1) is None


def test_links_without_direction_lead_from_the_closed_to_the_open_school(world) -> None:
    world("1 closed, 2 open", "1~2, 2~1")
    assert (after(1), after(2)) == ("2", None)


def test_the_same_links_twice_change_nothing(world) -> None:
    world("1 closed, 2 open", "1>2")
    outcome = world("1 closed, 2 open", "1>2")
    assert (outcome.new, outcome.changed, outcome.replaced, outcome.unchanged) == (0, 0, 0, 1)


def test_figures_follow_to_the_successor(world, write: Write) -> None:
    world("1 closed, 2 open", "1>2")
    census = write("URN,LA,NOR,NUMEAL,NUMENGFL,NUMFSM\n100001,831,100,25,75,10\n", "2022-2023_census.csv")
    import_register(files=[Given(census)], by=Viewer.for_system("test"))
    school = School.objects.get(urn="100002")
    assert queries.compositions([school])[school.pk]["eal"] == (0.25, 0.75)
