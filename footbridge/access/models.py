"""Protected models: rows that are reached only through what the viewer may see."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from footbridge.access.viewer import Viewer

Row = TypeVar("Row", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """A protected model was asked without saying for whom."""


class ProtectedQuerySet(models.QuerySet[Row]):
    """Raises unless it went through `visible_to(viewer)`, or `unscoped("reason")` for the platform's own work.

    A model's own query set overrides `scope`, the one place that says who sees which row.
    """

    _scoped_by: str | None = None

    def scope(self, viewer: Viewer) -> Self:
        """The rows the viewer may see. Closed until a model says otherwise."""
        return self.none()

    def visible_to(self, viewer: Viewer) -> Self:
        """The door for people: only rows this viewer may see."""
        scoped: Self = self.scope(viewer)._chain()  # type: ignore[attr-defined]
        scoped._scoped_by = "viewer"
        return scoped

    def unscoped(self, reason: str) -> Self:
        """The door for the platform's own work, with the reason in words (shown in reviews, tested not to be empty)."""
        if not reason.strip():
            raise ValueError("Say why this query needs no viewer.")
        opened = self._chain()  # type: ignore[attr-defined]
        opened._scoped_by = reason
        return opened  # type: ignore[no-any-return]

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scoped_by = self._scoped_by
        return clone

    def _insist(self) -> None:
        if self._scoped_by is None and not self.query.is_empty():
            raise UnscopedQuery(
                f"{self.model.__name__} was asked without a viewer. Use visible_to(viewer), "
                "or unscoped('reason') in work that no person asked for."
            )

    def _fetch_all(self) -> None:
        if self._result_cache is None:  # type: ignore[has-type]
            self._insist()
        super()._fetch_all()  # type: ignore[misc]

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._insist()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        if self._result_cache is None:
            self._insist()
        return super().count()

    def exists(self) -> bool:
        if self._result_cache is None:
            self._insist()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._insist()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._insist()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._insist()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._insist()  # also inside another query's condition
        return super().resolve_expression(*args, **kwargs)  # type: ignore[misc]


class ProtectedModel(models.Model):
    """Base of every model whose rows belong to somebody.

    Subclasses set `objects = TheirQuerySet.as_manager()` with a `scope`. Database constraints are the place for what must
    always be true, so Django's own uniqueness look-ups in `validate_unique` are not used on these models.
    """

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Any = None) -> None:
        """Left to the database, whose constraint also holds against a second writer."""

    def validate_constraints(self, exclude: Any = None) -> None:
        """Left to the database, as above."""
