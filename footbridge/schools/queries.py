"""Reading schools. Their facts are published by the government, so most of these need no viewer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, F, Q, QuerySet

from footbridge.access import Permission, Viewer
from footbridge.schools import compositions as reading
from footbridge.schools.compositions import Shares
from footbridge.schools.models import LocalAuthority, RegisterUpload, School
from footbridge.schools.register import values
from footbridge.schools.search import Found, find


def search_schools(
    text: str,
    *,
    limit: int = 10,
    phases: Sequence[str] = (),
    authorities: Sequence[str] = (),
    standing: bool = False,
) -> list[Found]:
    """Schools of England that fit what was typed (part of a name, typing errors, postcode, URN, town), best first.

    `phases` are names such as "Primary", `authorities` three-digit codes; `standing` leaves out schools that closed.
    """
    return find(text, limit=limit, phases=phases, authorities=authorities, standing=standing)


def nearest_schools(
    easting: int, northing: int, *, limit: int = 10, phases: Sequence[str] = ()
) -> list[tuple[School, int]]:
    """The schools nearest to a place (British National Grid, metres) that stand, with straight-line distance in metres."""
    rows = School.objects.filter(is_school=True, replaced_by=None).exclude(status__istartswith="closed")
    if phases:
        rows = rows.filter(phase__in=phases)
    # Floats, because the square of a distance in metres does not fit an integer.
    east, north = F("easting") - float(easting), F("northing") - float(northing)
    found: list[tuple[School, int]] = []
    for reach in (3_000, 15_000, 60_000, 1_500_000):
        box = rows.filter(
            easting__range=(easting - reach, easting + reach), northing__range=(northing - reach, northing + reach)
        )
        found = [
            (school, round(school.squared**0.5))
            for school in box.annotate(squared=east * east + north * north)
            .select_related("authority")
            .order_by("squared", "pk")[:limit]
        ]
        if len(found) == limit and found[-1][1] <= reach:
            return found
    return found


def place_of_postcode(text: str) -> tuple[int, int] | None:
    """Where a postcode is (easting, northing in metres), told from the schools at it, else in its neighbourhood."""
    whole = values.postcode(text)
    compact = text.upper().replace(" ", "")
    starts = [whole, whole[:-2], whole.split()[0] + " "] if whole else [f"{compact} "] if 2 <= len(compact) <= 4 else []
    whereabouts = [Q(postcode__startswith=start) for start in starts]
    if starts and (area := re.match(r"[A-Z]{1,2}(?=\d)", compact)):
        whereabouts.append(Q(postcode__regex=rf"^{area.group()}\d"))  # a district without a school: its whole area
    for where in whereabouts:
        middle = School.objects.filter(where, easting__gt=0).aggregate(e=Avg("easting"), n=Avg("northing"))
        if middle["e"] is not None and middle["n"] is not None:
            return round(middle["e"]), round(middle["n"])
    return None


def school_by_urn(urn: str) -> School | None:
    """The school with this URN, or, where it is gone, the one that stands after it; None where nobody knows it."""
    school = School.objects.select_related("replaced_by", "authority").filter(urn=urn.strip()).first()
    return current(school) if school else _after_unknown(urn.strip())


def current(school: School) -> School:
    """The school itself, or the one that stands after it where it is gone."""
    return school.replaced_by or school


def _after_unknown(urn: str) -> School | None:
    """A school never held here may still have a successor that is."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE walk AS (
              SELECT %s::text AS urn UNION
              SELECT x.successor_urn FROM walk w JOIN schools_succession x ON x.predecessor_urn = w.urn
              LEFT JOIN schools_school s ON s.urn = w.urn WHERE s.id IS NULL)
            SELECT coalesce(s.replaced_by_id, s.id) FROM walk w JOIN schools_school s ON s.urn = w.urn ORDER BY s.urn DESC
            """,
            [urn],
        )
        found = cursor.fetchone()
    return School.objects.select_related("authority").get(pk=found[0]) if found else None


def lineage(school: School) -> list[School]:
    """The school and every school it came after, the present one first: their history is its history."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE walk AS (
              SELECT id, urn FROM schools_school WHERE id = %s UNION
              SELECT s.id, x.predecessor_urn FROM walk w JOIN schools_succession x ON x.successor_urn = w.urn
              LEFT JOIN schools_school s ON s.urn = x.predecessor_urn)
            SELECT id FROM walk WHERE id IS NOT NULL
            UNION SELECT id FROM schools_school WHERE replaced_by_id = %s
            """,
            [school.pk, school.pk],
        )
        ids = {row[0] for row in cursor.fetchall()}
    gone = Q(status__istartswith="closed") | Q(replaced_by__isnull=False)
    before = School.objects.filter(gone, pk__in=ids - {school.pk}).order_by("-closed", "-urn")
    return [school, *before]


def successors(school: School) -> list[School]:
    """The schools that came directly after this one, as far as they are held here; after a split there are several."""
    if not school.urn:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM schools_succession x JOIN schools_school s ON s.urn = x.successor_urn "
            "WHERE x.predecessor_urn = %s AND x.relation <> 'joined'",
            [school.urn],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(School.objects.filter(pk__in=ids).order_by("urn"))


@dataclass(frozen=True)
class Heirs:
    """Who came after a school that is gone: the schools that stand, and whether the register leaves no doubt.

    `doubt` is empty or one of none, several_after, several_before, joined.
    """

    schools: list[School]
    doubt: str

    @property
    def sure(self) -> School | None:
        """The one school that came after, where there is no doubt."""
        return None if self.doubt else self.schools[0]


def heirs_of(school: School) -> Heirs:
    """Follow the register from a school that is gone to those that stand after it. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE walk AS (
              SELECT %s::text AS urn UNION
              SELECT x.successor_urn FROM walk w JOIN schools_succession x ON x.predecessor_urn = w.urn
              LEFT JOIN schools_school s ON s.urn = w.urn
              WHERE s.id IS NULL OR s.status ILIKE 'closed%%' OR s.replaced_by_id IS NOT NULL)
            SELECT x.predecessor_urn, x.successor_urn, x.relation, x.predecessor_urn IN (SELECT urn FROM walk)
            FROM schools_succession x WHERE x.successor_urn IN (SELECT urn FROM walk) AND x.successor_urn <> %s
            """,
            [school.urn, school.urn],
        )
        steps = cursor.fetchall()
    after = {successor for _before, successor, _relation, on_the_way in steps if on_the_way}
    standing = School.objects.exclude(status__istartswith="closed").filter(replaced_by=None)
    found = list(standing.filter(urn__in=after).exclude(pk=school.pk).order_by("urn"))
    if len(found) != 1:
        return Heirs(found, "several_after" if found else "none")
    before: dict[str, set[str]] = {}
    for predecessor, successor, _relation, _on_the_way in steps:
        before.setdefault(successor, set()).add(predecessor)
    if any(len(urns) > 1 for urns in before.values()):
        return Heirs(found, "several_before")
    if any(relation != "succession" for _before, _after, relation, on_the_way in steps if on_the_way):
        return Heirs(found, "joined")
    return Heirs(found, "")


def compositions(schools: Iterable[School | int]) -> dict[int, dict[str, Shares | None]]:
    """Shares per school and characteristic (`ethnicity`, `fsm`, `eal`, `character`, `urban_rural`); None is unknown.

    The order of the groups is `compositions.GROUPS`. Two queries, however many schools.
    """
    known = reading.known_of(school if isinstance(school, int) else school.pk for school in schools)
    return {
        school_id: {name: held[name].shares if name in held else None for name in reading.CHARACTERISTICS}
        for school_id, held in known.items()
    }


def mean_shares(authorities: Sequence[str] | None = None) -> dict[str, Shares | None]:
    """Shares among all children of these authorities (codes), or of every school with figures where None."""
    return dict(reading.means(authorities).shares)


def authorities_with_counts() -> QuerySet[LocalAuthority]:
    """Local authorities that have schools here, with how many."""
    return LocalAuthority.objects.annotate(count=Count("schools")).filter(count__gt=0).order_by("name")


def uploads(viewer: Viewer) -> QuerySet[RegisterUpload]:
    """Files that network staff brought, the newest first; nobody else sees any."""
    rows = RegisterUpload.objects.all()
    return rows if viewer.may(Permission.IMPORT_REGISTER) else rows.none()


#: Brokering tells how to read a school's links of earlier years, for the school page: viewer, schools -> lines.
LinkHistory = Callable[[Viewer, Sequence[School]], list[dict[str, Any]]]
_link_histories: list[LinkHistory] = []


def register_link_history(read: LinkHistory) -> None:
    """Called once by brokering. `read(viewer, schools)` returns dicts with `year`, `partner`, `classes`, `state`, `url`."""
    _link_histories.append(read)


def links_of_earlier_years(viewer: Viewer, school: School) -> list[dict[str, Any]]:
    """The links of a school and of those it came after, as far as the viewer may see them."""
    schools = lineage(school)
    return [line for read in _link_histories for line in read(viewer, schools)]


def school_with_authority(school_id: int) -> School | None:
    """A school with its authority and the school after it, for its page."""
    return School.objects.select_related("authority", "replaced_by").filter(pk=school_id).first()


def schools_for(viewer: Viewer) -> QuerySet[School]:
    """The schools a person works with: those of the own programmes' authorities, else all; no children's centres."""
    rows = School.objects.filter(is_school=True).select_related("authority")
    if viewer.programmes:
        own = LocalAuthority.objects.filter(programmes__in=viewer.programmes)
        rows = rows.filter(authority__in=own)
    return rows


def schools_like(name: str, postcode: str) -> list[Found]:
    """Schools that a new one may be the same as: alike in name and near by, or at the same postcode."""
    near = [one for one in search_schools(postcode, limit=5) if one.postcode == postcode]
    outward = postcode.split()[0]
    alike = [one for one in search_schools(name, limit=5) if one.postcode.startswith(outward)]
    return list({one.id: one for one in (*near, *alike)}.values())


_LABEL = re.compile(r"\((?:no URN, (\d+)|(\d{4,8}))\)\s*$")


def school_from_label(text: str) -> School | None:
    """The school that a search box wrote (`showing.label_of`); None where the words are a person's own."""
    found = _LABEL.search(text)
    if found is None:
        return None
    rows = School.objects.select_related("authority", "replaced_by")
    return rows.filter(pk=found[1], urn=None).first() if found[1] else rows.filter(urn=found[2]).first()
