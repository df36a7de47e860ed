"""Finding a school, and what its door says: whose it is, and whether answers are taken now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from footbridge.interest.intakes import Door, door_of
from footbridge.interest.sheets.schools import is_open
from footbridge.programmes.queries import Near, covering, nearest_recruiting
from footbridge.schools.models import School
from footbridge.schools.queries import search_schools, successors
from footbridge.schools.search import Found


def find_schools(text: str, limit: int = 12) -> list[Found]:
    """Schools by part of a name, postcode, URN or town, best first. Closed ones lead to their successors."""
    return search_schools(text, limit=limit)


@dataclass
class SchoolDoor:
    """What a school meets when it wants to answer.

    Exactly one of these holds: it closed (`heirs` took over), no programme covers it (`near` are the nearest), its programme
    is not taking answers now (`door.next` says when), or the door is open.
    """

    school: School
    closed: bool = False
    heirs: list[School] = field(default_factory=list)
    door: Door | None = None
    near: list[Near] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.closed and self.door is not None and self.door.is_open


def school_door(school: School, today: date) -> SchoolDoor:
    """What the school meets today."""
    if not is_open(school):
        return SchoolDoor(school, closed=True, heirs=heirs_of(school))
    programmes = covering(school.authority_id, (school.easting, school.northing))
    if not programmes:
        return SchoolDoor(school, near=nearest_recruiting(school.easting, school.northing, many=2))
    doors = [door_of(one, today) for one in programmes]
    opened = next((one for one in doors if one.is_open), doors[0])
    near = [] if opened.programme.recruiting else nearest_recruiting(school.easting, school.northing, many=2)
    return SchoolDoor(school, door=opened, near=near)


def heirs_of(school: School) -> list[School]:
    """The open schools that came after a closed one, by the register."""
    found = {one.pk: one for one in [*([school.replaced_by] if school.replaced_by else []), *successors(school)]}
    return [one for one in found.values() if is_open(one)]
