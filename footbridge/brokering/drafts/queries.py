"""What facilitators read of drafts: which there are, their steps, who changed them."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from footbridge.access import Viewer
from footbridge.brokering.models import Draft, Revision
from footbridge.programmes.models import LinkingYear


def years_of(viewer: Viewer) -> list[LinkingYear]:
    """The linking years a facilitator brokers in, open ones first, the latest first."""
    rows = LinkingYear.objects.visible_to(viewer).filter(programme__in=viewer.programmes).select_related("programme")
    return sorted(rows, key=lambda year: (year.state != "open", -year.start, year.programme.name))


def year_asked(viewer: Viewer, asked: str) -> LinkingYear | None:
    """The linking year an address names, else the one to work in now; None where there is none yet. Not yours is 404."""
    years = years_of(viewer)
    if asked:
        found = next((year for year in years if str(year.pk) == asked), None)
        if found is None:
            raise Http404
        return found
    return years[0] if years else None


def draft_for(viewer: Viewer, draft_id: int) -> Draft:
    """A draft of the viewer's own programme, or 404."""
    rows = Draft.objects.visible_to(viewer).select_related("linking_year__programme", "changed_by")
    return get_object_or_404(rows, pk=draft_id)


def drafts_of(viewer: Viewer, year: LinkingYear) -> list[Draft]:
    """The open drafts of a year, the one worked at last first."""
    rows = Draft.objects.visible_to(viewer).open().filter(linking_year=year).select_related("changed_by")
    return list(rows.order_by("-changed", "-pk"))


def drafts_aside(viewer: Viewer, year: LinkingYear) -> list[Draft]:
    """Drafts that were put away."""
    rows = Draft.objects.visible_to(viewer).filter(linking_year=year).exclude(put_aside=None)
    return list(rows.order_by("-put_aside"))


def steps_of(viewer: Viewer, draft: Draft, limit: int = 200) -> list[Revision]:
    """The history of a draft, newest first, without its states."""
    rows = Revision.objects.visible_to(viewer).filter(draft=draft).select_related("by").defer("state")
    return list(rows[:limit])


def steps_since(viewer: Viewer, draft: Draft, version: int, *, by_others: bool = False) -> list[Revision]:
    """Steps after `version`, oldest first."""
    rows = Revision.objects.visible_to(viewer).filter(draft=draft, number__gt=version)
    if by_others:
        rows = rows.filter(~Q(by=viewer.person_id))
    return list(rows.select_related("by").defer("state").order_by("number"))


def can_redo(draft: Draft, place: int) -> bool:
    """Whether something was undone from the state shown."""
    rows = Revision.objects.unscoped("the draft was fetched for its viewer")
    return rows.filter(draft=draft, kind=Revision.Step.CHANGE, before=place).exists()
