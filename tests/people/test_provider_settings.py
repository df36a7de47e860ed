"""Sign-in providers are named by settings alone, and their doors have rules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from footbridge.people.sign_in_settings import _parts

HOME = Path(__file__).resolve().parents[2]
LOOK = """
import django; django.setup()
from django.conf import settings
from django.urls import reverse
from footbridge.access.checks import views_without_rule
print(views_without_rule())
print(reverse("microsoft_callback"), reverse("google_callback"), reverse("openid_connect_callback", args=["dfe"]))
print(*sorted(settings.SIGN_IN_ORIGINS))
print(settings.SOCIALACCOUNT_PROVIDERS["microsoft"]["APPS"][0]["settings"]["tenant"])
"""


def test_all_three_providers_have_doors_with_rules_and_leave_the_page_to_them_alone(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "FOOTBRIDGE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "footbridge.config.settings",
        "FOOTBRIDGE_OIDC_MICROSOFT": "client:secret",
        "FOOTBRIDGE_OIDC_GOOGLE": "client:secret",
        "FOOTBRIDGE_OIDC_DFE": "client:secret:https://oidc.signin.example.org/path",
    }
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=HOME, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rules, addresses, origins, tenant = done.stdout.strip().splitlines()
    assert rules == "[]"
    assert addresses == "/sign-in/with-microsoft/back/ /sign-in/with-google/back/ /sign-in/with/dfe/back/"
    assert origins == "https://accounts.google.com https://login.microsoftonline.com https://oidc.signin.example.org"
    assert tenant == "organizations"


def test_a_servers_address_may_hold_colons() -> None:
    assert _parts("client:secret:https://host:8443/x", 3) == ["client", "secret", "https://host:8443/x"]
    assert _parts("client:secret", 3) == ["client", "secret", ""]
