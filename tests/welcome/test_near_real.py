"""“Is there a programme near you?” on the real register of six areas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from footbridge.access.viewer import Viewer
from footbridge.programmes.queries import centre_of
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given
from footbridge.schools.models import LocalAuthority, School
from footbridge.welcome import near
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


@pytest.fixture
def register(shared: Path) -> None:
    """Real schools; programmes in Derby and Derbyshire, Oldham, and a full one in Stockport. None in Luton, Wakefield."""
    files = [
        Given(shared / "gias_2022_08_dev6la.csv", as_of=date(2022, 8, 1)),
        Given(shared / "gias_2025_05_dev6la.csv", as_of=date(2025, 5, 1)),
    ]
    import_register(files=files, by=Viewer.for_system("test"))
    for name, codes in (("Derby", ["831", "830"]), ("Oldham", ["353"]), ("Stockport", ["356"])):
        places = list(LocalAuthority.objects.filter(code__in=codes))
        easting, northing = centre_of(places) or (0, 0)
        made = make.programme(
            name, authority=places[0], easting=easting, northing=northing, recruiting=name != "Stockport"
        )
        made.authorities.set(places)


def names(answer: near.Answer) -> tuple[list[str], list[str]]:
    return [one.name for one in answer.covers], [one.programme.name for one in answer.nearest]


def test_what_people_type(register: None) -> None:
    for asked, school, covers in (
        ("105638", "Limehurst Community Primary School", ["Oldham"]),
        ("Beever Primary School", "Beever Primary School", ["Oldham"]),
        ("limehurst comunity primary", "Limehurst Community Primary School", ["Oldham"]),
        ("105587", "The Chadderton Preparatory School", ["Oldham"]),  # independent
    ):
        answer = near.look(asked)
        found = answer.school.name if answer.school else ", ".join(one.name for one in answer.choices)
        assert school in found, asked
        if answer.school:
            assert names(answer)[0] == covers, asked


def test_a_name_that_several_have_is_asked_back(register: None) -> None:
    answer = near.look("Christ Church CofE Primary School")
    assert answer.school is None
    assert len({choice.place for choice in answer.choices if choice.name == "Christ Church CofE Primary School"}) > 1


def test_places(register: None) -> None:
    assert names(near.look("Derbyshire")) == (["Derby"], [])
    assert names(near.look("Wakefield"))[1][0] == "Oldham"
    assert names(near.look("Luton"))[1] == ["Derby", "Oldham"]
    assert names(near.look("Stockport")) == (["Stockport"], ["Oldham", "Derby"])


def test_no_open_school_of_the_register_is_left_without_an_answer(register: None) -> None:
    asked, without = 0, []
    for school in School.objects.filter(is_school=True, status="Open").select_related("authority", "replaced_by"):
        answer = near.for_school(school)
        asked += 1
        if answer.trouble or not (answer.recruiting or answer.nearest):
            without.append(school.name)
    assert asked > 900
    assert without == []
