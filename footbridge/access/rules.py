"""The rule a view declares: the decorator only writes it down, the middleware enforces it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from footbridge.access.permissions import Permission
from footbridge.access.viewer import Viewer

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """Who a view is for. `permission` None means everyone (public) or every signed-in person."""

    public: bool = False
    permissions: tuple[Permission, ...] = ()
    demonstration_only: bool = False
    needs_strong: bool = True
    holding: str = ""  # a pass (footbridge/access/passes.py) that opens the view instead of an account

    def allows(self, viewer: Viewer) -> bool:
        """Whether the viewer may open the view; rows inside it are scoped by themselves."""
        if self.public:
            return True
        if self.holding:
            return False  # an account is no pass; the middleware asks for the pass itself
        if not viewer.is_signed_in or (self.needs_strong and not viewer.strong):
            return False
        return not self.permissions or any(viewer.may(permission) for permission in self.permissions)


def _declare(rule: Rule) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Anyone may open the view, signed in or not."""
    return _declare(Rule(public=True))(view)


def demonstration_only(view: View) -> View:
    """Anyone may open the view, but only in a demonstration; elsewhere it does not exist."""
    return _declare(Rule(public=True, demonstration_only=True))(view)


def signed_in(view: View) -> View:
    """Every signed-in person with a second factor may open the view, in any role."""
    return _declare(Rule())(view)


def half_signed_in(view: View) -> View:
    """Signed-in people may open the view before their second factor: only for setting one up and signing out."""
    return _declare(Rule(needs_strong=False))(view)


def holding(name: str) -> Callable[[View], View]:
    """Whoever holds this pass may open the view, and nobody else, signed in or not."""
    return _declare(Rule(holding=name))


def requires(*permissions: Permission, demonstration_only: bool = False) -> Callable[[View], View]:
    """People whose role in use has one of these permissions may open the view; for others it does not exist.

    With `demonstration_only` it exists in a demonstration alone, whatever the role.
    """
    if not permissions:
        raise ValueError("Name a permission, or use @signed_in.")
    return _declare(Rule(permissions=permissions, demonstration_only=demonstration_only))


def writes_on_get(reason: str) -> Callable[[View], View]:
    """Let a view write although it is fetched with GET, for a reason in words (a sign-in provider's return)."""

    def declare(view: View) -> View:
        view.writes_on_get = reason  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule a resolved view declares, or the one written for it in `outside`, or None."""
    from footbridge.access.outside import rule_for_outside_view

    rule: Rule | None = getattr(view, "access_rule", None)
    return rule or rule_for_outside_view(view)
