"""The viewer: the person (or nobody, or the system) for whom a request or a task reads and acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from footbridge.access.permissions import Permission
from footbridge.access.roles import ROLES, Role, Scope

Found = TypeVar("Found")
LinkFinder = Callable[["Viewer"], frozenset[int]]
_link_finders: list[LinkFinder] = []


def register_link_finder(finder: LinkFinder) -> None:
    """Brokering tells the rail how to find the links of a viewer; called at most once per request, when first asked."""
    _link_finders.append(finder)


@dataclass(frozen=True)
class Standing:
    """One role a person holds now: facilitator of Derby, head of a school. `id` is the membership's."""

    id: int
    role: Role
    label: str
    programme_id: int | None = None
    school_id: int | None = None
    venue_id: int | None = None


@dataclass(frozen=True)
class Viewer:
    """Built once per request. Nobody (not signed in) has no standing and may do nothing.

    `opaque` is the only name of a person that audit lines carry. `strong` says whether this session proved a second
    factor; without it a person is led to set one up and may do nothing else.
    """

    person_id: int | None = None
    opaque: str = "nobody"
    name: str = ""
    email: str = ""
    standings: tuple[Standing, ...] = ()
    current: Standing | None = None
    strong: bool = False
    system: bool = False
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def nobody(cls) -> Viewer:
        """Someone who has not signed in."""
        return cls()

    @classmethod
    def for_system(cls, task: str) -> Viewer:
        """The platform itself at work, for example “reminders”; acts without a person and sees no page."""
        return cls(opaque=f"system:{task}", name="Footbridge", strong=True, system=True)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def person(self) -> str:
        """The name shown in the header; empty for nobody."""
        return self.name

    @property
    def role(self) -> Role | None:
        """The role in use."""
        return self.current.role if self.current else None

    @property
    def roles(self) -> tuple[Standing, ...]:
        """Every role the person could switch to."""
        return self.standings

    def may(self, permission: Permission) -> bool:
        """Whether the role in use allows it. Nobody may do anything; the system may do everything."""
        if self.system:
            return True
        return bool(self.strong and self.current and permission in self.current.role.permissions)

    def _held(self, attribute: str) -> frozenset[int]:
        if not (self.strong and self.current):
            return frozenset()
        role = self.current.role
        return frozenset(
            value for s in self.standings if s.role is role and (value := getattr(s, attribute)) is not None
        )

    @cached_property
    def programmes(self) -> frozenset[int]:
        """Programmes held in the role in use (a facilitator's own, a funder's funded)."""
        return self._held("programme_id")

    @cached_property
    def schools(self) -> frozenset[int]:
        """Schools held in the role in use."""
        return self._held("school_id")

    @cached_property
    def venues(self) -> frozenset[int]:
        """Venues held in the role in use."""
        return self._held("venue_id")

    @property
    def links(self) -> frozenset[int]:
        """Links of own classes, asked once per request."""
        if not (self.strong and self.current):
            return frozenset()
        return self.once("links", lambda: frozenset().union(*(finder(self) for finder in _link_finders)))

    def once(self, name: str, find: Callable[[], Found]) -> Found:
        """What a later step finds for this viewer, found when first asked and then kept for the request."""
        if name not in self._cache:
            self._cache[name] = find()
        found: Found = self._cache[name]
        return found

    @property
    def is_network_staff(self) -> bool:
        return bool(self.strong and self.current and self.current.role.scope is Scope.NETWORK)

    def is_facilitator_of(self, programme_id: int) -> bool:
        """Whether the role in use is facilitator of this programme."""
        return self.role is ROLES["facilitator"] and programme_id in self.programmes
