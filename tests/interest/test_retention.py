"""What the privacy record promises of answers is kept: 24 months, then people and words are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from footbridge.audit.models import AuditLine
from footbridge.interest.models import AgainInvitation, Interest, OfferedClass, SheetRow, SignUpSheet, Talk
from footbridge.interest.tasks import forget_answers_of_long_ago
from footbridge.programmes.models import LinkingYear
from tests import factories

pytestmark = pytest.mark.django_db
WHY = "a test plants"


def plant(year: LinkingYear, canary: str, days: int) -> Interest:
    """An answer of so many days ago, with a canary in everything about a person and every typed word."""
    at = timezone.now() - timedelta(days=days)
    school = factories.school(f"School {days}")
    contact = {name: f"{canary}{name}"[:40] for name in ("contact_name", "contact_role", "contact_phone")}
    answer = factories.interest(
        year, school, **contact, contact_email=f"{canary}@test.example.org", wishes=canary, red_lines=canary,
        reason=canary, change_token=canary, change_code=canary,
    )  # fmt: skip
    offered = factories.offered_class(answer)
    OfferedClass.objects.unscoped(WHY).filter(pk=offered.pk).update(teachers=canary, wishes=canary)
    Talk.objects.create(interest=answer, way="phone", summary=canary, next_step=canary, talked_with=canary, at=at)
    sheet = SignUpSheet.objects.create(
        linking_year=year, name=f"sheet {days}", digest=str(days), state="ready", content=canary.encode()
    )
    SignUpSheet.objects.unscoped(WHY).filter(pk=sheet.pk).update(uploaded=at)
    SheetRow.objects.create(
        sheet=sheet, line=2, typed=[canary], corrected={"a": canary}, understood={"a": canary}, remarks=[canary]
    )
    AgainInvitation.objects.create(
        linking_year=year,
        school=school,
        last=answer,
        email=f"{canary}@test.example.org",
        token=canary,
        code="c",
        sent=at,
    )
    Interest.objects.unscoped(WHY).filter(pk=answer.pk).update(changed=at, created=at)
    return answer


def tables_with(canary: str) -> set[str]:
    """Every table of the room in which the text still stands, whichever the column."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_app_config("interest").get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s)",
                           [f"%{canary}%", f"%{canary.encode().hex()}%"])  # fmt: skip
            if cursor.fetchone()[0]:
                found.add(model.__name__)
    return found


def test_old_answers_are_forgotten_and_younger_ones_stay() -> None:
    factories.network()
    year = factories.linking_year()
    old, young = plant(year, "canaryold", 731), plant(year, "canaryyoung", 700)
    everywhere = {"Interest", "OfferedClass", "Talk", "SignUpSheet", "SheetRow", "AgainInvitation"}
    assert tables_with("canaryold") == tables_with("canaryyoung") == everywhere  # the control: it can be found
    for _ in range(2):
        forget_answers_of_long_ago(0)
    assert tables_with("canaryold") == set()
    assert tables_with("canaryyoung") == everywhere
    kept = Interest.objects.unscoped("a test looks").get(pk=old.pk)
    assert (kept.answer, kept.school_id, kept.reference) == (old.answer, old.school_id, old.reference)
    assert OfferedClass.objects.unscoped("a test looks").filter(interest=old).exists()
    line = AuditLine.objects.get(verb="interest.forget")  # the second night found nothing more
    assert line.facts == {"answers": 1, "talks": 1, "invitations": 1, "rows": 1}
    assert young.pk
