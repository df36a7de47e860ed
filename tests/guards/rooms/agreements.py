"""Agreements in the world of the guards: one half signed, with clauses; a draft of the next words."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from footbridge.agreements.models import (
    Agreement,
    AgreementSide,
    AgreementText,
    ProgrammeClauses,
    Reading,
    Signature,
)

ADDRESSES: dict[str, Any] = {
    **{
        f"agreements:{name}": lambda side: {"agreement_id": side.rows["agreements"].pk}
        for name in ("one", "sign", "ask", "read", "paper")
    },
    "agreements:of_link": lambda side: {"link_id": side.standing.pk},
    "agreements:clauses": lambda side: {"slug": side.programme.slug},
    "agreements:publish_clauses": lambda side: {"slug": side.programme.slug},
}
SHARED: dict[str, str] = {}


def plant(side: Any) -> None:
    """Rows of agreements with a canary in every text that not everybody may read."""
    from tests.guards.world import runs, runs_or_leads

    both = runs_or_leads(side.key, 0, 1)
    text, _ = AgreementText.objects.unscoped("a guard plants").get_or_create(
        number=1, defaults={"state": "published", "published": timezone.now(), "title": "Our agreement", "body": "All.",
                            "commitments": ["We train."]},
    )  # fmt: skip
    AgreementText.objects.unscoped("a guard plants").get_or_create(
        number=2, defaults={"title": "Draft", "body": "canarytextdraft", "commitments": ["We train."]}
    )
    clauses = ProgrammeClauses.objects.create(
        programme=side.programme, number=1, state="published", published=timezone.now(),
        body=side.canary("clauses", both),
    )  # fmt: skip
    ProgrammeClauses.objects.create(
        programme=side.programme, number=2, body=side.canary("clausesdraft", runs(side.key))
    )
    made = Agreement.objects.create(link=side.standing, text=text, clauses=clauses)
    words = {"agreement": made, "text": text, "clauses": clauses}
    signed = Signature.objects.create(
        **words, school=side.schools[1], person=side.people["headteacher1"], name=side.canary("signature", both),
        role=side.canary("signedrole", both), shown=side.canary("shown", lambda who: False), digest="0" * 64,
    )  # fmt: skip
    Reading.objects.create(
        **words, school=side.schools[0], reader=side.people["school_office0"], done=timezone.now(),
        note=side.canary("readnote", runs_or_leads(side.key, 0)),
    )  # fmt: skip
    for school, made_by in ((side.schools[0], None), (side.schools[1], signed)):
        AgreementSide.objects.create(agreement=made, school=school, signature=made_by, asked=timezone.localdate())
    side.rows["agreements"] = made
