"""Settings that are missing or wrong stop the start with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
GOOD = {
    "FOOTBRIDGE_PRODUCTION": "1",
    "FOOTBRIDGE_SECRET_KEY": "k9Vw2x" * 10,
    "FOOTBRIDGE_AUDIT_KEY": "a7Tq4z" * 10,
    "FOOTBRIDGE_HOSTS": "footbridge.example.org",
    "FOOTBRIDGE_MAIL_SERVER": "smtp://mail.example.org:587",
    "FOOTBRIDGE_MAIL_FROM": "Footbridge <linking@footbridge.example.org>",
    "FOOTBRIDGE_ADDRESS": "https://footbridge.example.org",
}


def check(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOOTBRIDGE_", "DJANGO_ALLOW"))}
    environment = {**kept, "FOOTBRIDGE_DATA": str(tmp_path), **settings}
    command = [sys.executable, "-W", "ignore", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, check=False)


def test_production_settings_are_clean(tmp_path: Path) -> None:
    done = check(tmp_path, **GOOD)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"FOOTBRIDGE_SECRET_KEY": ""}, "FOOTBRIDGE_SECRET_KEY"),
        ({"FOOTBRIDGE_SECRET_KEY": "a" * 60}, "random"),
        ({"FOOTBRIDGE_ADDRESS": "http://footbridge.example.org"}, "https://"),
        ({"FOOTBRIDGE_DEMONSTRATION": "1"}, "never runs with production settings"),
        ({"DATABASE_URL": "sqlite:///x"}, "PostgreSQL only"),
        ({"FOOTBRIDGE_PRODUCTION": "perhaps"}, "FOOTBRIDGE_PRODUCTION"),
        ({"FOOTBRIDGE_PRODUCTION": "1", "FOOTBRIDGE_TRUSTED_PROXIES": "many"}, "a whole number"),
        ({"FOOTBRIDGE_OIDC_GOOGLE": "justaname"}, "client-id:secret"),
        ({"FOOTBRIDGE_OIDC_DFE": "client:secret"}, "https://server"),
        ({"FOOTBRIDGE_MAIL_SERVER": "ftp://mail.example.org"}, "smtp://user:password@host"),
        ({"FOOTBRIDGE_MAIL_FROM": "nobody"}, "sender of every letter"),
        ({"FOOTBRIDGE_AUDIT_KEY": "k9Vw2x" * 10}, "two different texts"),
        ({"FOOTBRIDGE_HOSTSS": "x"}, "Is it FOOTBRIDGE_HOSTS?"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path: Path, change: dict[str, str], words: str) -> None:
    done = check(tmp_path, **{**GOOD, **change})
    assert done.returncode != 0
    assert "cannot start" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
