"""The facilitator's inbox: answers by state, what is due, and schools that answered more than once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, DateField, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from footbridge.access import Viewer
from footbridge.interest.given import Given, given_from
from footbridge.interest.models import Interest, OfferedClass, SheetRow, Talk
from footbridge.interest.rules import LIVE
from footbridge.programmes.models import LinkingYear


def years_of(viewer: Viewer) -> list[LinkingYear]:
    """The linking years the viewer looks after, newest first. One query."""
    return list(
        LinkingYear.objects.visible_to(viewer).select_related("programme").order_by("-start", "programme__name")
    )


def chosen_year(years: list[LinkingYear], asked: str) -> LinkingYear | None:
    """The year an address asks for, else the newest open one, else the newest."""
    by_id = {str(year.pk): year for year in years}
    opened = next((year for year in years if year.state == LinkingYear.State.OPEN), None)
    return by_id.get(asked) or opened or (years[0] if years else None)


def answers_of(viewer: Viewer, year: LinkingYear) -> QuerySet[Interest]:
    """The answers of a year with what the inbox shows of each: classes, children, next step, whether there are others."""
    visible = Interest.objects.visible_to(viewer).filter(linking_year=year)
    classes = (
        OfferedClass.objects.visible_to(viewer)
        .filter(interest=OuterRef("pk"), withdrawn=None)
        .order_by()
        .values("interest")
    )
    steps = Talk.objects.visible_to(viewer).filter(interest=OuterRef("pk"), done=None).exclude(next_on=None)
    others = (
        Interest.objects.visible_to(viewer)
        .filter(linking_year=year, school=OuterRef("school"), state__in=LIVE)
        .exclude(pk=OuterRef("pk"))
    )
    return visible.select_related("school", "owner").annotate(
        class_count=Coalesce(Subquery(classes.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        children=Subquery(classes.annotate(n=Sum("size")).values("n"), output_field=IntegerField()),
        next_on=Subquery(steps.order_by("next_on").values("next_on")[:1], output_field=DateField()),
        has_others=Exists(others),
    )


@dataclass(frozen=True)
class Counts:
    """How many answers stand in each state, and what waits."""

    by_state: Mapping[str, int]
    by_answer: Mapping[str, int]
    double: int
    due: int

    @property
    def yes(self) -> int:
        return self.by_answer.get("yes", 0)

    @property
    def maybe(self) -> int:
        return self.by_answer.get("maybe", 0)

    @property
    def no(self) -> int:
        return self.by_answer.get("no", 0)

    @property
    def live(self) -> int:
        return sum(self.by_state.get(state, 0) for state in LIVE)


def counts_of(viewer: Viewer, year: LinkingYear, today: date) -> Counts:
    """The figures above the inbox. Three queries."""
    visible = Interest.objects.visible_to(viewer).filter(linking_year=year)
    by_state: dict[str, int] = {}
    by_answer: dict[str, int] = {}
    for row in visible.values("state", "answer").annotate(n=Count("pk")).order_by():
        by_state[row["state"]] = by_state.get(row["state"], 0) + row["n"]
        if row["state"] in LIVE:
            by_answer[row["answer"]] = by_answer.get(row["answer"], 0) + row["n"]
    double = visible.filter(state__in=LIVE).values("school").annotate(n=Count("pk")).filter(n__gt=1).order_by().count()
    due = Talk.objects.visible_to(viewer).filter(interest__linking_year=year, done=None, next_on__lte=today).count()
    return Counts(by_state, by_answer, double, due)


def steps_due(viewer: Viewer, year: LinkingYear) -> QuerySet[Talk]:
    """Next steps that are not done, soonest first."""
    return (
        Talk.objects.visible_to(viewer)
        .filter(interest__linking_year=year, done=None)
        .exclude(next_step="", next_on=None)
        .select_related("interest__school", "interest__owner", "by")
        .order_by("next_on", "pk")
    )


@dataclass(frozen=True)
class Side:
    """One of several answers of a school, with what it says."""

    interest: Interest
    given: Given


@dataclass(frozen=True)
class Double:
    """A school with several live answers. `contradicts` when they do not say the same word."""

    sides: list[Side]

    @property
    def school(self) -> str:
        return self.sides[0].interest.school.name

    @property
    def contradicts(self) -> bool:
        return len({side.interest.answer for side in self.sides}) > 1


def doubles_of(viewer: Viewer, year: LinkingYear) -> list[Double]:
    """Schools that answered more than once, by name, with all their live answers. Three queries, whatever the number."""
    others = (
        Interest.objects.visible_to(viewer)
        .filter(linking_year=year, school=OuterRef("school"), state__in=LIVE)
        .exclude(pk=OuterRef("pk"))
    )
    found = list(
        Interest.objects.visible_to(viewer)
        .filter(Exists(others), linking_year=year, state__in=LIVE)
        .select_related("school", "owner", "last_partner")
        .prefetch_related("refused_schools")
        .order_by("school__name", "school_id", "created", "pk")
    )
    classes: dict[int, list[OfferedClass]] = {}
    for one in (
        OfferedClass.objects.visible_to(viewer)
        .filter(interest__in=[i.pk for i in found], withdrawn=None)
        .order_by("pk")
    ):
        classes.setdefault(one.interest_id, []).append(one)
    return [
        Double([Side(one, given_from(one, classes.get(one.pk, []))) for one in group])
        for _, group in groupby(found, key=lambda one: one.school_id)
    ]


def one_answer(viewer: Viewer, reference: str) -> Interest:
    """An answer of the viewer's programme by its reference; Http404 when it is not theirs."""
    found = Interest.objects.visible_to(viewer).select_related(
        "linking_year__programme", "school__authority", "owner", "last_partner", "replaced_by"
    )
    return get_object_or_404(found, reference=reference)


def talks_of(viewer: Viewer, interest: Interest) -> list[Talk]:
    """The talks about an answer, latest first."""
    return list(Talk.objects.visible_to(viewer).filter(interest=interest).select_related("by").order_by("-at", "-pk"))


def one_talk(viewer: Viewer, pk: int) -> Talk:
    """A talk of the viewer's programme; Http404 when it is not theirs."""
    found = Talk.objects.visible_to(viewer).select_related("interest__linking_year")
    return get_object_or_404(found, pk=pk)


def earlier_answers(viewer: Viewer, interest: Interest) -> list[Interest]:
    """Other answers of the school in this programme, latest first."""
    found = Interest.objects.visible_to(viewer).filter(school=interest.school_id).exclude(pk=interest.pk)
    return list(found.select_related("linking_year").order_by("-linking_year__start", "-created"))


def sheet_lines(viewer: Viewer, interest: Interest) -> list[SheetRow]:
    """The rows of sign-up sheets that an answer came from."""
    return list(SheetRow.objects.visible_to(viewer).filter(interest=interest).select_related("sheet"))


def say_age(when: datetime, now: datetime) -> str:
    """How long ago something came: “today”, “yesterday”, “12 days ago”, “3 months ago”."""
    days = (now.date() - when.date()).days
    if days <= 0:
        return "today"
    if days < 60:
        return "yesterday" if days == 1 else f"{days} days ago"
    return f"{days // 30} months ago"
