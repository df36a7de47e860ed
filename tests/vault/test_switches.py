"""Kill switches: one command, on the next request."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from footbridge.audit.models import AuditLine
from footbridge.interest.exports import as_response
from footbridge.people.actions import invite
from footbridge.people.rules import Refused
from footbridge.people.viewers import viewer_for
from footbridge.vault import switches
from footbridge.vault.models import Switch
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", switches.NAMES)
def test_one_command_shuts_and_opens(name: str) -> None:
    assert not switches.is_off(name)
    call_command("switch", name, "off", because="Somebody broke in. We look.", stdout=StringIO())
    assert switches.is_off(name)
    with pytest.raises(switches.SwitchedOff, match="Somebody broke in"):
        switches.insist_on(name)
    said = StringIO()
    call_command("switch", name, "on", stdout=said)
    switches.insist_on(name)
    assert f"{name}: on" in said.getvalue()
    assert AuditLine.objects.filter(subject=f"vault.switch:{name}").count() == 2


def test_an_unknown_switch_is_nowhere() -> None:
    with pytest.raises(LookupError):
        switches.is_off("lights")
    with pytest.raises(CommandError):
        call_command("switch", "uploads")
    with pytest.raises(IntegrityError), transaction.atomic():
        Switch.objects.create(name="lights", off=True)


def test_nobody_is_invited_while_invitations_are_shut() -> None:
    head = factories.member("headteacher", of=factories.school())
    school = head.memberships.unscoped("a test looks for the school").get().school
    wish = {"by": viewer_for(head), "email": "new@test.example.org", "name": "New", "role": "teacher", "school": school}
    call_command("switch", "invitations", "off", because="We look into something.", stdout=StringIO())
    with pytest.raises(Refused, match="We look into something"):
        invite(**wish)
    call_command("switch", "invitations", "on", stdout=StringIO())
    assert invite(**wish).pk  # the control


def test_no_spreadsheet_leaves_while_exports_are_shut() -> None:
    rows = [["School"], ["Larkfield"]]
    call_command("switch", "exports", "off", because="We look into something.", stdout=StringIO())
    shut = as_response(rows, name="x", kind="csv")
    assert (shut.status_code, shut.content) == (503, b"We look into something.")
    call_command("switch", "exports", "on", stdout=StringIO())
    assert b"Larkfield" in as_response(rows, name="x", kind="csv").content
