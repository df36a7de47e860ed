"""Finding a school, and what its door says: whose it is, and whether answers are taken now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from footbridge.interest.intakes import Door, door_of
from footbridge.interest.sheets import values
from footbridge.interest.sheets.schools import is_open
from footbridge.programmes.queries import Near, covering, nearest_recruiting
from footbridge.schools.models import School, Succession


@dataclass(frozen=True)
class Hit:
    """A school that fits what was typed. `place` tells schools of one name apart; `gone` when it closed."""

    id: int
    name: str
    place: str
    urn: str | None
    gone: bool


def find_schools(text: str, limit: int = 12) -> list[Hit]:
    """Schools by part of a name, postcode, URN or town; open ones first. Closed ones lead to their successors."""
    fit = Q()
    words = text.split()[:8]
    for word in words:
        fit &= Q(name__icontains=word) | Q(town__icontains=word) | Q(postcode__istartswith=word) | Q(urn=word)
    if code := values.postcode(text):
        fit = Q(postcode=code)
    found = School.objects.filter(fit).order_by("-status", "name")[:limit] if words else []
    return [
        Hit(one.pk, one.name, ", ".join(filter(None, (one.town, one.postcode))), one.urn, not is_open(one))
        for one in found
    ]


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
    programmes = covering(school.authority_id)
    if not programmes:
        return SchoolDoor(school, near=nearest_recruiting(school.easting, school.northing, many=2))
    doors = [door_of(one, today) for one in programmes]
    opened = next((one for one in doors if one.is_open), doors[0])
    near = [] if opened.programme.recruiting else nearest_recruiting(school.easting, school.northing, many=2)
    return SchoolDoor(school, door=opened, near=near)


def heirs_of(school: School) -> list[School]:
    """The open schools that came after a closed one, by the register."""
    found: dict[int, School] = {}
    if school.replaced_by is not None and is_open(school.replaced_by):
        found[school.replaced_by.pk] = school.replaced_by
    urns = set(Succession.objects.filter(predecessor_urn=school.urn).values_list("successor_urn", flat=True))
    for heir in School.objects.filter(urn__in=urns):
        if is_open(heir):
            found[heir.pk] = heir
    return list(found.values())
