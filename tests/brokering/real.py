"""Derby and Derbyshire as they are: the register, the census, and the made-up sign-up sheet, brought in and settled."""

from __future__ import annotations

from pathlib import Path

from footbridge.access import Viewer
from footbridge.interest.actions import sheets
from footbridge.interest.models import SheetRow
from footbridge.interest.queries.sheets import candidates_of
from footbridge.interest.tasks import read_now
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given
from tests import factories

REGISTER = (
    "gias_2022_08_dev6la.csv",
    "gias_2025_05_dev6la.csv",
    "school_information_2021_22_dev6la.csv",
    "spc_school_level_2022_23_dev6la.csv",
    "2022-2023_england_census_dev6la.csv",
    "links_edubasealldata20230421.csv",
)
SHEET = "interest_derby_made_up.csv"


def import_the_register(shared: Path) -> None:
    """Bring the national files in, as network staff would."""
    files = [Given(shared / name, name, None) for name in REGISTER]
    import_register(files=files, by=Viewer.for_system("test"))


def derby() -> tuple[LinkingYear, Person]:
    """The programme that spans Derby and Derbyshire, with its facilitator."""
    programme = factories.programme("Derby", authority=factories.authority("831"))
    programme.authorities.add("830")
    return factories.linking_year(programme), factories.member("facilitator", of=programme, name="Amina Yusuf")


def bring_the_sheet_in(shared: Path, year: LinkingYear, person: Person) -> None:
    """Receive the sheet, bring in what is clear, settle the three rows that are not, bring in the rest."""
    viewer = viewer_for(person)
    sheet, _ = sheets.receive_sheet(
        by=viewer, linking_year=year, name=SHEET, content=(shared / SHEET).read_bytes(), intake="autumn"
    )
    read_now(sheet.pk)
    sheets.bring_in(by=viewer, sheet=sheet)
    unclear = SheetRow.objects.visible_to(viewer).filter(sheet=sheet, state="confirm").order_by("line")
    for row in unclear.select_related("school"):
        school = row.school or next(iter(candidates_of(row)), None)
        if school is None:
            sheets.set_aside(by=viewer, row=row, state="not_ours", version=row.version)
        else:
            sheets.choose_school(by=viewer, row=row, school=school, version=row.version)
    sheets.bring_in(by=viewer, sheet=sheet)
