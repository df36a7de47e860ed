"""The frame of every verb: keyword-only, `by=` a viewer, one transaction, audit lines sealed at its end."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from footbridge.access.viewer import Viewer
from footbridge.audit import chain

P = ParamSpec("P")
R = TypeVar("R")

_open: ContextVar[list[chain.Entry] | None] = ContextVar("audit_entries", default=None)


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Run the verb in one transaction. Actions called inside join it; the outermost seals all audit lines last.

    If anything raises, neither the change nor its lines are kept.
    """

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{verb.__name__} takes keyword arguments only.")
        if not isinstance(kwargs.get("by"), Viewer):
            raise TypeError(f"{verb.__name__} needs by=, the viewer who acts.")
        if _open.get() is not None:
            with transaction.atomic():
                return verb(*args, **kwargs)
        entries: list[chain.Entry] = []
        token = _open.set(entries)
        try:
            with transaction.atomic():
                result = verb(*args, **kwargs)
                chain.append(entries)
                return result
        finally:
            _open.reset(token)

    return run


def record(verb: str, subject: models.Model | str, *, by: Viewer, programme: int | None = None, **facts: Any) -> None:
    """Note a change for the audit chain. Only inside an `@action`.

    `subject` is the row (stored as kind:id). `facts` are ids, states and numbers, never names or free text.
    """
    entries = _open.get()
    if entries is None:
        raise RuntimeError(f"“{verb}” was recorded outside an action.")
    about = subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}"
    role = by.role.key if by.role else ""
    entries.append(chain.Entry(by.opaque, role, verb, about, programme, facts))
