"""Agreements: which schools of a standing link have not signed, and whether the day for it has passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from footbridge.access import Viewer
from footbridge.agreements.models import Agreement, AgreementSide
from footbridge.brokering.links.queries import sides_of
from footbridge.brokering.models import Link
from footbridge.care.flags.flag import Flag, Found, Standing
from footbridge.programmes import calendar


def agreements(viewer: Viewer, links: Sequence[Link], today: date) -> Found:
    """Standing links by who still has to sign. Two queries."""
    standing = {link.pk: link for link in links if link.state == Link.State.STANDING}
    rows = Agreement.objects.visible_to(viewer).filter(link__in=standing).values_list("link_id", "state")
    states = dict(rows)
    sides = AgreementSide.objects.visible_to(viewer).filter(agreement__link__in=standing, signature=None)
    waits: dict[int, set[int]] = {}
    for link_id, school in sides.values_list("agreement__link_id", "school_id"):
        waits.setdefault(link_id, set()).add(school)
    found: Found = {}
    for pk, link in standing.items():
        if states.get(pk) == Agreement.State.SIGNED:
            found[pk] = Standing("Signed", "good")
        elif states.get(pk) == Agreement.State.OPEN:
            found[pk] = _unsigned(link, waits.get(pk, set()), today)
    return found


def _unsigned(link: Link, schools: set[int], today: date) -> Standing:
    by = calendar.date_of(link.linking_year, "agreements_by")
    late = today > by
    names = [side.school.name for side in sides_of(link) if side.school_id in schools]
    sentence = f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'} not signed; due by {calendar.say(by)}."
    flag = Flag("agreement", "agreement", sentence, "heads", tuple(sorted(schools)), late)
    return Standing(f"{len(names)} to sign", "warning" if late else "info", [flag] if names else [])
