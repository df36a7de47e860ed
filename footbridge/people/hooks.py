"""What later steps of the year want to hear of: somebody leaves, hands a role over, or comes. They tell this rail how.

A step registers its functions when it is set up; they are actions, and run inside the one that
changed the role, in its transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from footbridge.access import Viewer

if TYPE_CHECKING:
    from footbridge.people.models import Invitation, Membership, Person
    from footbridge.schools.models import School

Hear = Callable[..., object]
#: Of ids of schools, or of a query for such ids, those for which something holds.
FindSchools = Callable[[Any], set[int]]

_ended: list[Hear] = []
_successor: list[Hear] = []
_handed_over: list[Hear] = []
_accepted: list[Hear] = []
_school_followed: list[Hear] = []
_open_at: list[FindSchools] = []
_busy_at: list[FindSchools] = []


def when_role_ends(hear: Hear) -> None:
    """Hear of a role that has just ended, whoever ended it."""
    _ended.append(hear)


def when_successor_is_invited(hear: Hear) -> None:
    """Hear that somebody is invited to take a role over, before the role ends."""
    _successor.append(hear)


def when_role_is_handed_over(hear: Hear) -> None:
    """Hear that a colleague who holds the same role takes over, before the leaver's role ends."""
    _handed_over.append(hear)


def when_invitation_is_accepted(hear: Hear) -> None:
    """Hear that an invitation was accepted, after the role was given."""
    _accepted.append(hear)


def when_school_is_followed(hear: Hear) -> None:
    """Hear that a school closed and another took its place, to move what is still open: `hear(by=, before=, after=)`."""
    _school_followed.append(hear)


def register_open_at(find: FindSchools) -> None:
    """A later step tells which of these schools have something open that follows to the school after them."""
    _open_at.append(find)


def register_busy_at(find: FindSchools) -> None:
    """A later step tells at which of these schools work goes on that cannot move, so that its people stay until it ends."""
    _busy_at.append(find)


def open_at(schools: Any) -> set[int]:
    return {school for find in _open_at for school in find(schools)}


def busy_at(schools: Any) -> set[int]:
    return {school for find in _busy_at for school in find(schools)}


def tell_school_followed(by: Viewer, before: School, after: School) -> None:
    for hear in _school_followed:
        hear(by=by, before=before, after=after)


def tell_role_ended(held: Membership) -> None:
    for hear in _ended:
        hear(by=Viewer.for_system("role ended"), held=held)


def tell_successor_invited(held: Membership, invitation: Invitation) -> None:
    for hear in _successor:
        hear(by=Viewer.for_system("role handed over"), held=held, invitation=invitation)


def tell_handed_over(held: Membership, person: Person) -> None:
    for hear in _handed_over:
        hear(by=Viewer.for_system("role handed over"), held=held, person=person)


def tell_accepted(invitation: Invitation, person: Person) -> None:
    for hear in _accepted:
        hear(by=Viewer.for_system("invitation accepted"), invitation=invitation, person=person)
