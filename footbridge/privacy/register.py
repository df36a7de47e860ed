"""Classifying fields: a decorator on each model says, per field, what it holds and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


class Kind(Enum):
    """Whose data a field holds."""

    OPEN = "published by the government or by us"
    WORK = "about schools, classes and links, no person"
    ADULT = "about an adult who works in linking"
    CHILD = "about a child"
    SECRET = "keys and codes, stored hashed or sealed"


@dataclass(frozen=True)
class Field:
    """The classification of one field: kind, why it is kept, how long, and whether a subject-access answer holds it."""

    kind: Kind
    why: str
    keep: str
    in_answer: bool


REGISTER: dict[str, dict[str, Field]] = {}


def classified(kind: Kind, /, *, keep: str = "while the record is kept", **why: str) -> Callable[[Model], Model]:
    """Classify fields of a model: `name="why it is kept"`. Decorate once per kind; decorators add up.

    Primary keys and links between rows (foreign keys) need no words: they are WORK unless named here.
    """

    def classify(model: Model) -> Model:
        fields = REGISTER.setdefault(model._meta.label, {})
        known = {field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]}
        unknown = set(why) - known
        if unknown:
            raise TypeError(f"{model._meta.label} has no field {', '.join(sorted(unknown))} to classify.")
        for name, reason in why.items():
            fields[name] = Field(kind, reason, keep, in_answer=kind in (Kind.ADULT, Kind.CHILD))
        return model

    return classify


def own_fields(model: type[models.Model]) -> list[str]:
    """Fields of a model that need words: all but the primary key and plain links to other rows."""
    return [
        field.name
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if not (field.primary_key or field.is_relation)
    ]


def unclassified(model: type[models.Model]) -> list[str]:
    """Names of the model's fields that nobody has classified."""
    return [name for name in own_fields(model) if name not in REGISTER.get(model._meta.label, {})]
