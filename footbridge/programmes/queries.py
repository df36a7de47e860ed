"""Reading programmes: public facts for everybody, settings for those who may change them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Avg, QuerySet
from django.http import Http404
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.programmes import calendar
from footbridge.programmes.models import Hosting, LinkingYear, Programme, default_weights
from footbridge.programmes.rules import may_change
from footbridge.schools.models import LocalAuthority, School
from footbridge.ui.miles import whole_miles


@dataclass(frozen=True)
class PairingRules:
    """Limits of a programme's pairing; None switches one off. Distances are kilometres in a straight line.

    `blocks`: classes of a school may go together to one partner; `triads`: three schools may make a link; `last_year`: last
    year's pairs are kept, avoided or indifferent where schools said nothing.
    """

    max_year_gap: int | None = 1
    max_distance_km: float | None = 25
    max_size_ratio: float | None = 2.0
    step_free: bool = True
    common_day: bool = False
    blocks: bool = True
    triads: bool = True
    last_year: str = "indifferent"


@dataclass(frozen=True)
class Near:
    """A programme and how far its centre is, in metres in a straight line."""

    programme: Programme
    metres: int

    @property
    def miles(self) -> int:
        """The distance as people in England say it, rounded to whole miles, at least one."""
        return whole_miles(self.metres)


@dataclass
class Host:
    """Who hosts a programme on a day, and who did before or will."""

    now: Hosting | None
    history: Sequence[Hosting] = field(default_factory=list)


# --- public facts -------------------------------------------------------------------------------------------------


def running() -> QuerySet[Programme]:
    """Programmes that have not ended, by name. What this holds is public."""
    return Programme.objects.filter(closed=None).order_by("name")


def directory() -> list[Programme]:
    """Every running programme with its authorities and hosts. Three queries."""
    return list(running().prefetch_related("authorities", "hostings"))


def public_programme(slug: str) -> Programme:
    """A running programme, for anybody. Raises Http404."""
    found = running().prefetch_related("authorities", "hostings").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def host_of(programme: Programme, on: dt.date | None = None) -> Host:
    """Who hosts it on a day (today), with the whole history, latest first."""
    day = on or timezone.localdate()
    history = list(programme.hostings.all())
    now = next((h for h in history if h.since <= day and (h.until is None or day < h.until)), None)
    return Host(now or (history[-1] if history else None), history)


def covering(authority_code: str | None, place: tuple[int | None, int | None] | None = None) -> list[Programme]:
    """Running programmes that work in an authority: those that recruit first, then the nearest to a place, then by name.

    Two programmes may share a large authority (Burnley and Pendle share Lancashire). One query.
    """
    if not authority_code:
        return []
    found = running().filter(authorities=authority_code)
    return sorted(found, key=lambda one: (not one.recruiting, _squared(one, place), one.name))


def _squared(programme: Programme, place: tuple[int | None, int | None] | None) -> float:
    """The square of the distance from a programme's centre; endless where either is unknown."""
    if place is None or None in (*place, programme.easting, programme.northing):
        return float("inf")
    return float((programme.easting - place[0]) ** 2 + (programme.northing - place[1]) ** 2)  # type: ignore[operator]


def nearest_recruiting(easting: int | None, northing: int | None, *, many: int = 3) -> list[Near]:
    """Recruiting programmes by straight-line distance from a place; ties by name. Empty without a place. One query."""
    if easting is None or northing is None:
        return []
    found = [
        Near(one, round(((one.easting - easting) ** 2 + (one.northing - northing) ** 2) ** 0.5))
        for one in running().filter(recruiting=True)
        if one.easting is not None and one.northing is not None
    ]
    return sorted(found, key=lambda near: (near.metres, near.programme.name))[:many]


def centre_of(authorities: Sequence[LocalAuthority]) -> tuple[int, int] | None:
    """The middle of some authorities in British National Grid metres, or of their schools; None when unknown."""
    placed = [(a.easting, a.northing) for a in authorities if a.easting is not None and a.northing is not None]
    if placed:
        return round(sum(e for e, _ in placed) / len(placed)), round(sum(n for _, n in placed) / len(placed))
    mean = School.objects.filter(authority__in=authorities).aggregate(e=Avg("easting"), n=Avg("northing"))
    return (round(mean["e"]), round(mean["n"])) if mean["e"] is not None and mean["n"] is not None else None


# --- settings -----------------------------------------------------------------------------------------------------


def programmes_of(viewer: Viewer) -> list[Programme]:
    """Programmes whose settings the viewer may change, running ones first."""
    found = Programme.objects.order_by("closed", "name")
    return [one for one in found if may_change(viewer, one)]


def own_programme(viewer: Viewer, slug: str) -> Programme:
    """A programme whose settings the viewer may change; otherwise it is not there (Http404)."""
    found = Programme.objects.prefetch_related("authorities", "hostings").filter(slug=slug).first()
    if found is None or not may_change(viewer, found):
        raise Http404
    return found


def years_of(viewer: Viewer, programme: Programme) -> list[LinkingYear]:
    """The linking years of a programme that the viewer may see, latest first."""
    return list(LinkingYear.objects.visible_to(viewer).filter(programme=programme).select_related("programme"))


def own_year(viewer: Viewer, slug: str, start: int) -> LinkingYear:
    """One linking year of a programme whose settings the viewer may change. Raises Http404."""
    programme = own_programme(viewer, slug)
    found = LinkingYear.objects.visible_to(viewer).filter(programme=programme, start=start).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found


def facilitators(viewer: Viewer, programme: Programme) -> list[Any]:
    """The names and addresses of those who hold the facilitator's role now, as far as the viewer may see them."""
    held = programme.memberships.visible_to(viewer).filter(role="facilitator", until=None)
    return [one.person for one in held.select_related("person").order_by("-main", "person__name")]


def weights(programme: Programme) -> dict[str, float]:
    """What the programme's pairing weighs; what it has not set is as the network recommends."""
    return {**default_weights(), **programme.weights}


def pairing_rules(programme: Programme) -> PairingRules:
    """The limits of the programme's pairing; what it has not set is as the network recommends."""
    known = {one.name for one in fields(PairingRules)}
    return PairingRules(**{key: value for key, value in programme.pairing_rules.items() if key in known})


def coach_prices(programme: Programme) -> tuple[float, float]:
    """Pounds a coach and pounds a kilometre of road, as the programme set them, else as the network takes them."""
    return float(programme.pairing_rules.get("coach_base", 180)), float(programme.pairing_rules.get("coach_per_km", 2))


def year_for_interest(programme: Programme, today: dt.date | None = None) -> LinkingYear | None:
    """The open linking year that a new answer belongs to: the latest whose interest has opened, else the first open one."""
    day = today or timezone.localdate()
    open_years = list(
        LinkingYear.objects.unscoped("a visitor's answer needs the year it belongs to")
        .filter(programme=programme, state=LinkingYear.State.OPEN)
        .select_related("programme")
        .order_by("-start")
    )
    begun = [year for year in open_years if calendar.date_of(year, "interest_opens") <= day]
    return begun[0] if begun else (open_years[-1] if open_years else None)
