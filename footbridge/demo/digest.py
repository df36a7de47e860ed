"""One number for everything that was made, to see that the same seed makes the same world."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.apps import apps
from django.db import models

# Sealed with the key and at the moment of the installation, so never alike in two of them.
NOT_COMPARED = {"audit", "procrastinate", "sessions", "usersessions"}


def digest() -> dict[str, str]:
    """Table -> hash over all its rows in the order they were made.

    A row's number depends on what the database held before, so numbers are replaced by their rank in their table.
    """
    ranks: dict[type[models.Model], dict[Any, int]] = {}
    found = {}
    for model in _models():
        found[model._meta.label_lower] = _hash(model, ranks)
    return {label: value for label, value in found.items() if value}


def _models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("footbridge.") and model._meta.app_label not in NOT_COMPARED
    ]


def _rank(model: type[models.Model], ranks: dict[type[models.Model], dict[Any, int]]) -> dict[Any, int]:
    if model not in ranks:
        keys = model._base_manager.using("default").order_by("pk").values_list("pk", flat=True)
        ranks[model] = {key: n for n, key in enumerate(_read(keys))}
    return ranks[model]


def _hash(model: type[models.Model], ranks: dict[type[models.Model], dict[Any, int]]) -> str:
    rows = _read(model._base_manager.order_by("pk").values())
    if not rows:
        return ""
    hashed = hashlib.sha256()
    targets = {
        field.attname: field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and isinstance(field.related_model, type)
    }
    pk = model._meta.pk
    for row in rows:
        for attname, target in targets.items():
            if row[attname] is not None:
                row[attname] = _rank(target, ranks)[row[attname]]
        if pk is not None and not pk.is_relation and isinstance(row[pk.attname], int):
            row.pop(pk.attname)
        hashed.update(json.dumps(row, sort_keys=True, default=str).encode())
    return hashed.hexdigest()


def _read(rows: Any) -> list[Any]:
    unscoped = getattr(rows, "unscoped", None)
    return list(unscoped("the demonstration is compared with itself") if unscoped else rows)
