"""Who may do what with schools."""

from __future__ import annotations

from footbridge.access import Permission, Viewer
from footbridge.schools.models import School


def may_see_all_facts(viewer: Viewer, school: School) -> bool:
    """Staff who look up schools see every fact of every school; a school's own people those of theirs."""
    return viewer.may(Permission.SEE_SCHOOLS) or school.pk in viewer.schools


def may_add(viewer: Viewer) -> bool:
    """Facilitators add schools that the register does not have."""
    return viewer.may(Permission.ADD_SCHOOL)
