"""`make_demonstration`: only into an empty demonstration."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from footbridge.programmes.models import Network, Programme
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_makes_a_small_network_and_says_what(settings: Any) -> None:
    settings.DEMONSTRATION = True
    said = StringIO()
    call_command("make_demonstration", "--small", stdout=said)
    assert Programme.objects.count() == 2
    assert "27 schools" in said.getvalue()
    again = StringIO()
    call_command("make_demonstration", "--if-missing", stdout=again)
    assert again.getvalue() == ""
    with pytest.raises(CommandError, match="There is a network already"):
        call_command("make_demonstration")


@pytest.mark.parametrize(("demonstration", "production"), [(False, False), (True, True)])
def test_it_refuses_outside_a_demonstration(settings: Any, demonstration: bool, production: bool) -> None:
    settings.DEMONSTRATION, settings.PRODUCTION = demonstration, production
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("make_demonstration", "--if-missing")
    assert not Network.objects.exists()


def test_it_puts_nothing_into_a_network_that_somebody_set_up(settings: Any) -> None:
    settings.DEMONSTRATION = True
    factories.network()
    call_command("make_demonstration", "--if-missing")
    assert not Programme.objects.exists()


def test_a_demonstration_does_not_start_with_production_settings() -> None:
    given = {**os.environ, "FOOTBRIDGE_PRODUCTION": "1", "FOOTBRIDGE_DEMONSTRATION": "1"}
    ask = [sys.executable, "-c", "import footbridge.config.settings"]
    done = subprocess.run(ask, env=given, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "never runs with production settings" in done.stderr


def test_a_network_without_personas_says_so(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = True
    factories.network()
    assert "There is nobody here yet" in client.get("/demonstration/").content.decode()
