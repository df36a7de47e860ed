"""What the public pages show: totals of the year, programmes on the map, what is kept about whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from footbridge.brokering import figures
from footbridge.privacy.register import REGISTER, Kind
from footbridge.programmes import calendar
from footbridge.programmes.models import MEETINGS, TRAINING_SHAPES, LinkingYear, Network, Programme
from footbridge.programmes.queries import year_for_interest
from footbridge.welcome.words import RECORDS


def network_name() -> str:
    """What the network calls itself; plain words while it is not set up."""
    found = Network.objects.first()
    return found.name if found else "The network"


def is_set_up() -> bool:
    """Whether somebody has set the network up. One query."""
    return Network.objects.exists()


def network_contact() -> str:
    """Where the public writes; empty while the network is not set up."""
    found = Network.objects.first()
    return found.contact_email if found else ""


def figures_of_the_year() -> figures.Figures | None:
    """Totals of the latest year in which links stand; None before the first. Two queries."""
    start = figures.latest_year()
    return figures.of_year(start) if start is not None else None


@dataclass(frozen=True)
class Shape:
    """How a programme runs its year, in words for visitors."""

    meetings: Sequence[str]
    training: str


def shape_of(programme: Programme) -> Shape:
    """The meetings in their order and the training, in words."""
    names = dict(MEETINGS)
    return Shape(
        [names[key] for key in programme.meetings if key in names], dict(TRAINING_SHAPES)[programme.training_shape]
    )


@dataclass(frozen=True)
class Coming:
    """What comes next in a programme's year, said by month: a public page names no day."""

    label: str
    when: str


# Steps a visitor may know of, in words for visitors. Nothing about when classes meet is among them.
_PUBLIC_STEPS = {
    "interest_opens": "Schools can say that they are interested",
    "interest_closes": "Last month to say so",
    "brokering_opens": "The programme looks for partners",
    "offers_by": "Heads hear who their partner could be",
    "training_one": "First training for teachers",
    "second_intake": "Second round for schools that would like to join",
}


def coming(programme: Programme) -> tuple[LinkingYear | None, list[Coming]]:
    """The year that schools can join, and its next public steps from today on. One query."""
    year = year_for_interest(programme)
    if year is None:
        return None, []
    today = timezone.localdate()
    dates = calendar.dates_of(year)
    ahead = sorted((dates[step], words) for step, words in _PUBLIC_STEPS.items() if dates[step] >= today)
    return year, [Coming(label, f"{day:%B %Y}") for day, label in ahead]


@dataclass(frozen=True)
class Kept:
    """One kind of record about people: what it is, what is kept and why, and how long."""

    what: str
    fields: Sequence[tuple[str, str]]
    keep: str


def said_of(model: type[Model]) -> str:
    """What a record is called: by our words for visitors, else by the first sentence of its description."""
    if model._meta.label in RECORDS:
        return RECORDS[model._meta.label]
    first = (model.__doc__ or "").strip().split("\n")[0].split(". ")[0].rstrip(".")
    return first or str(model._meta.verbose_name).capitalize()


def kept_about(kind: Kind) -> list[Kept]:
    """What is kept of one kind, a line per record, made from the classification of every field."""
    found = []
    for label, classified in sorted(REGISTER.items()):
        model = apps.get_model(label)
        fields = {name: field for name, field in classified.items() if field.kind is kind}
        if fields:
            words = [(str(model._meta.get_field(name).verbose_name), field.why) for name, field in fields.items()]
            keeps = sorted({field.keep for field in fields.values()})
            found.append(Kept(said_of(model), words, "; ".join(keeps)))
    return found
