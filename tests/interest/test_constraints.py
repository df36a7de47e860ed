"""What must always be true, tried against the database itself; and the same form sent twice at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from footbridge.access import Viewer
from footbridge.interest.actions.answering import express_interest
from footbridge.interest.given import ClassGiven, Given
from footbridge.interest.models import AgainInvitation, Interest, SheetRow, SignUpSheet
from tests import factories
from tests.interest.test_form import classes, kept, letters

pytestmark = pytest.mark.django_db


def refused(make: Any) -> bool:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    return True


def test_the_database_holds_what_must_be_true(year, school) -> None:
    one = factories.interest(year, school, sent_key="draft:x")
    sheet = SignUpSheet.objects.create(linking_year=year, name="a.csv", digest="d")
    row = {"linking_year": year, "school": school, "last": one, "email": "a@example.org", "code": "c"}
    AgainInvitation.objects.create(**row, token="t1")
    SheetRow.objects.create(sheet=sheet, line=2)
    assert refused(lambda: factories.interest(year, sent_key="draft:x"))
    assert refused(lambda: factories.interest(year, replaced_by=one))
    assert refused(lambda: factories.offered_class(one, size=61))
    assert refused(lambda: SignUpSheet.objects.create(linking_year=year, name="b.csv", digest="d"))
    assert refused(lambda: SheetRow.objects.create(sheet=sheet, line=2))
    assert refused(lambda: SheetRow.objects.create(sheet=sheet, line=3, state="brought_in"))
    assert refused(lambda: AgainInvitation.objects.create(**row, token="t2"))


def test_the_same_form_sent_twice_at_once_acts_once(year, school, monkeypatch) -> None:
    given = Given(answer="yes", classes=[ClassGiven([4], "Oak", 28)], contact_email="office@larkfield.example.org")
    send = {"by": Viewer.nobody(), "linking_year": year, "school": school, "given": given, "key": "draft:twice"}
    first = express_interest(**send)
    # the second request looked before the first one was there
    from footbridge.interest.actions import answering

    looks = iter([None])
    real = answering._sent_with
    monkeypatch.setattr(answering, "_sent_with", lambda key: next(looks, real(key)))
    second = express_interest(**send)
    assert (first.fresh, second.fresh, second.interest) == (True, False, first.interest)
    assert len(kept()) == len(classes()) == len(letters()) == 1
    assert Interest.objects.unscoped("a test looks at it").count() == 1
