"""What waits of agreements: to sign, to read for a head, to call about, to write."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from footbridge.access import Permission, Viewer
from footbridge.agreements.models import AgreementText, Reading
from footbridge.agreements.queries import waiting_sides
from footbridge.year.cards.card import Card, many, to


def school(viewer: Viewer, today: dt.date) -> list[Card]:
    """For a head: agreements to sign. For a deputy or the office: what the head asked to have read."""
    if not viewer.may(Permission.READ_AGREEMENT):
        return []
    if viewer.may(Permission.SIGN_AGREEMENT):
        return [
            Card(
                f"Sign the agreement for {side.school.name}",
                "Read it, tick what your school commits to, and type your name. It takes five minutes.",
                "When every school has signed, your teachers train and the classes get in touch.",
                to("agreements:one", side.agreement_id),
                "Read and sign",
                tone="warning",
            )
            for side in waiting_sides(viewer).filter(school__in=viewer.schools)
        ]
    asked = Reading.objects.visible_to(viewer).filter(reader=viewer.person_id, done=None, agreement__state="open")
    return [
        Card(
            "Read an agreement for your head",
            "You were asked to read it before it is signed.",
            "Your head sees your note. Signing stays with your head.",
            to("agreements:one", reading.agreement_id),
            "Read it",
            tone="info",
        )
        for reading in asked
    ]


def facilitator(viewer: Viewer, today: dt.date) -> list[Card]:
    """Schools that have not signed, and those reminded in vain."""
    counted = waiting_sides(viewer).aggregate(all=Count("pk"), vain=Count("pk", filter=Q(told__isnull=False)))
    if not counted["all"]:
        return []
    vain = f" {counted['vain']} of them were reminded twice in vain: call them." if counted["vain"] else ""
    return [
        Card(
            many(counted["all"], "signature is missing", "signatures are missing"),
            f"Agreements of links that stand.{vain}",
            "Reminders go out by themselves after 5 and 10 school days.",
            to("agreements:list", state="open"),
            "See who is waited for",
            counted["all"],
            "warning" if counted["vain"] else "info",
        )
    ]


def network(viewer: Viewer, today: dt.date) -> list[Card]:
    """Whether there is a text at all."""
    if AgreementText.objects.visible_to(viewer).filter(state="published").exists():
        return []
    return [
        Card(
            "No agreement is in force",
            "Heads sign one text before teachers train. A plain one of our own is there to begin with.",
            "When you publish it, agreements open for every link that stands.",
            to("agreements:texts"),
            "Write the agreement",
            tone="warning",
        )
    ]
