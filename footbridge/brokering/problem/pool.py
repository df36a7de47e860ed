"""Reading the pool of a linking year: offered classes, their schools, live links, refusals, last year. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from footbridge.access import Viewer
from footbridge.brokering.models import LIVE, LinkClass, LinkSide
from footbridge.brokering.problem.facts import LiveLink, Pool, PoolClass, PoolSchool, Refused
from footbridge.interest.models import Interest, OfferedClass
from footbridge.interest.rules import LIVE as LIVE_ANSWERS
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.schools.queries import compositions

_STOOD = ["standing", "ended"]
MAYBE = "The school has only said maybe. Talk with it; when it says yes, the class takes part."
_NOT_NOW = "It said that it can no longer link this year."


def pool_of(viewer: Viewer, year: LinkingYear) -> Pool:
    """The pool of a linking year as the viewer (a facilitator of its programme) may see it. Ten queries, whatever the size."""
    live = _live_links(viewer, year)
    taken = {one for link in live for one in link.classes}
    offered = _offered(viewer, year)
    refused_schools = _refused_schools(offered)
    refused, away_schools = _refusals(viewer, year)
    last_year, linked_before = _history(viewer, year)
    shares = compositions({one.school_id for one in offered})
    schools: dict[int, PoolSchool] = {}
    classes: dict[int, PoolClass] = {}
    away: dict[int, str] = {}
    for one in offered:
        if one.school_id not in schools:
            before = True if one.school_id in linked_before else one.interest.linked_before
            schools[one.school_id] = _school(one.school, shares.get(one.school_id, {}), before)
        if one.interest.last_partner_id:
            last_year.add(frozenset((one.school_id, one.interest.last_partner_id)))
        classes[one.pk] = _class(one, refused_schools[one.interest_id])
        if one.pk not in taken and one.school_id in away_schools:
            away[one.pk] = away_schools[one.school_id]
        elif one.pk not in taken and one.interest.answer == Interest.Answer.MAYBE:
            away[one.pk] = MAYBE
    return Pool(
        year=year.pk,
        programme=year.programme_id,
        classes=classes,
        schools=schools,
        live=tuple(link for link in live if all(one in classes for one in link.classes)),
        refused=tuple(refused),
        last_year=frozenset(pair for pair in last_year if len(pair) == 2),
        away=away,
    )


def _offered(viewer: Viewer, year: LinkingYear) -> list[OfferedClass]:
    taken = Exists(LinkClass.objects.unscoped("inside a scoped query").filter(offered_class=OuterRef("pk"), live=True))
    said = [Interest.Answer.YES, Interest.Answer.MAYBE]
    answered = Q(interest__answer__in=said, interest__state__in=LIVE_ANSWERS, withdrawn=None)
    return list(
        OfferedClass.objects.visible_to(viewer)
        .filter(answered | taken, linking_year=year)
        .select_related("interest", "school")
        .order_by("school__name", "school_id", "pk")
    )


def _refused_schools(offered: Iterable[OfferedClass]) -> defaultdict[int, set[int]]:
    rows = Interest.refused_schools.through.objects.filter(interest__in={one.interest_id for one in offered})
    found: defaultdict[int, set[int]] = defaultdict(set)
    for interest, school in rows.values_list("interest_id", "school_id"):
        found[interest].add(school)
    return found


def _live_links(viewer: Viewer, year: LinkingYear) -> list[LiveLink]:
    rows = (
        LinkClass.objects.visible_to(viewer)
        .filter(linking_year=year, link__state__in=LIVE)
        .order_by("link_id", "side_id", "pk")
        .values_list("link_id", "link__reference", "link__state", "offered_class_id")
    )
    found: dict[int, tuple[str, str, list[int]]] = {}
    for link, reference, state, one in rows:
        found.setdefault(link, (reference, state, []))[2].append(one)
    return [LiveLink(link, reference, state, tuple(ones)) for link, (reference, state, ones) in found.items()]


def _refusals(viewer: Viewer, year: LinkingYear) -> tuple[list[Refused], dict[int, str]]:
    """Who declined whom in this programme, and schools that said this year that they can no longer link."""
    sides = list(
        LinkSide.objects.visible_to(viewer)
        .filter(link__linking_year__programme=year.programme_id, link__linking_year__start__lte=year.start, lifted=None)
        .filter(Q(reply="declined", link__state="declined") | Q(reason_kind="not_now", link__state="withdrawn"))
        .values_list("pk", "link_id", "school_id", "reason_kind", "reason", "link__linking_year_id")
    )
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for link, school in (
        LinkSide.objects.visible_to(viewer)
        .filter(link__in={row[1] for row in sides})
        .values_list("link_id", "school_id")
    ):
        partners[link].add(school)
    refused, away = [], {}
    for pk, link, school, kind, words, of_year in sides:
        if kind == "not_now":
            if of_year == year.pk:
                away[school] = f"It can no longer link this year: “{words.rstrip('.')}”." if words else _NOT_NOW
            continue
        refused += [Refused(pk, link, school, other, kind, words) for other in partners[link] - {school}]
    return refused, away


def _history(viewer: Viewer, year: LinkingYear) -> tuple[set[frozenset[int]], set[int]]:
    """Pairs of schools linked last year, and schools that linked in any earlier year, in this programme."""
    rows = (
        LinkSide.objects.visible_to(viewer)
        .filter(link__linking_year__programme=year.programme_id, link__linking_year__start__lt=year.start)
        .filter(link__state__in=_STOOD)
        .values_list("link_id", "link__linking_year__start", "school_id")
    )
    before: set[int] = set()
    by_link: defaultdict[int, list[int]] = defaultdict(list)
    for link, start, school in rows:
        before.add(school)
        if start == year.start - 1:
            by_link[link].append(school)
    return {frozenset((a, b)) for schools in by_link.values() for a in schools for b in schools if a < b}, before


def _school(school: School, shares: dict[str, tuple[float, ...] | None], linked_before: bool | None) -> PoolSchool:
    return PoolSchool(
        id=school.pk,
        name=school.name,
        town=school.town,
        easting=school.easting,
        northing=school.northing,
        phase=school.phase,
        character=school.character or school.religious_character,
        is_urban=school.is_urban,
        step_free=school.step_free,
        independent="independent" in f"{school.kind} {school.kind_group}".lower(),
        compositions=shares,
        linked_before=linked_before,
    )


def _class(one: OfferedClass, refused_schools: set[int]) -> PoolClass:
    interest = one.interest
    own_words = tuple(words for words in (interest.wishes, interest.red_lines, getattr(one, "wishes", "")) if words)
    return PoolClass(
        id=one.pk,
        school=one.school_id,
        interest=one.interest_id,
        reference=interest.reference,
        name=one.name,
        years=tuple(sorted(one.years)),
        size=one.size,
        intake=interest.intake,
        partner_wish=interest.partner_wish,
        together=interest.together,
        three_schools=interest.three_schools,
        max_km=interest.max_distance_km,
        needs_step_free=interest.needs_step_free,
        wanted=frozenset(interest.wanted_kinds),
        refused=frozenset(interest.refused_kinds),
        refused_schools=frozenset(refused_schools),
        days_not=frozenset(interest.days_not),
        own_words=own_words,
        taken_back=bool(one.withdrawn) or interest.state in ("withdrawn", "replaced"),
    )
