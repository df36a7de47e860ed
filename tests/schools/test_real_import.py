"""The real files of six areas through the whole import: what is known of them by looking is what must be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from footbridge.access import Viewer
from footbridge.schools import queries
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given
from footbridge.schools.models import Composition, LocalAuthority, School

pytestmark = [pytest.mark.shared_data, pytest.mark.django_db]
FILES = (
    *("links_edubasealldata20230421.csv", "spc_school_level_2022_23_dev6la.csv", "2022-2023_england_census_dev6la.csv"),
    *("gias_2025_05_dev6la.csv", "gias_2022_08_dev6la.csv", "school_information_2021_22_dev6la.csv"),
    "gias_search_download_2021_surrey_redacted.csv",
)


def bring(shared: Path, *names: str) -> dict[str, tuple[int, int, int, int]]:
    outcomes = import_register(files=[Given(shared / name) for name in names], by=Viewer.for_system("test"))
    for o in outcomes:
        assert o.rows_read == o.new + o.changed + o.unchanged + o.refused + o.passed_over
    return {o.file: (o.new, o.changed, o.replaced, o.refused) for o in outcomes}


def facts() -> list[dict[str, object]]:
    """Every school without the numbers that tell only in which order rows were made."""
    hidden = ("id", "added", "provenance", "authority_id", "replaced_by_id", "words")
    rows = School.objects.order_by("urn").values()
    return [{key: value for key, value in row.items() if key not in hidden} for row in rows]


def test_everything_in_one_go_and_again(shared: Path) -> None:
    done = bring(shared, *FILES)
    assert done["links_edubasealldata20230421.csv"][2] == 12
    assert done["spc_school_level_2022_23_dev6la.csv"] == (957, 0, 0, 2)
    assert School.objects.count() == 1742
    assert LocalAuthority.objects.count() == 7
    village = School.objects.get(urn="145760")
    assert (village.name, village.phase, village.town, village.pupils) == (
        "Village Primary Academy",
        "Primary",
        "Derby",
        674,
    )
    found = queries.compositions([village])[village.pk]
    assert all(shares is not None and abs(sum(shares) - 1) < 1e-9 for shares in found.values())
    assert queries.school_by_urn("105676") == School.objects.get(urn="149609")
    again = bring(shared, *FILES)
    assert {name: figures[:3] for name, figures in again.items()} == dict.fromkeys(FILES, (0, 0, 0))


def test_the_order_of_files_does_not_matter(shared: Path) -> None:
    registers = [name for name in FILES if name.startswith(("gias", "school"))]
    bring(shared, *registers)
    forward = facts()
    School.objects.all().delete()
    bring(shared, *reversed(registers))
    assert facts() == forward


def test_independent_schools_are_unknown_in_what_they_do_not_publish(shared: Path) -> None:
    bring(shared, *FILES)
    independent = School.objects.filter(kind__icontains="independent")
    assert independent.count() > 80
    assert not Composition.objects.filter(school__in=independent).exists()
    known = queries.compositions(list(independent.values_list("pk", flat=True)))
    assert {shares["fsm"] for shares in known.values()} == {None}
    assert any(shares["character"] for shares in known.values())
