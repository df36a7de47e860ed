"""Kill switches: one command, on the next request."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from footbridge.audit.models import AuditLine
from footbridge.vault import switches
from footbridge.vault.models import Switch

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
