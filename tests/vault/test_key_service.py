"""Keys in a key service: the same promises as in a folder, kept by a server process of its own that speaks Vault's protocol."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from footbridge.access import Viewer
from footbridge.config.environment import Environment
from footbridge.vault import actions, keys, keyservice, sealing
from footbridge.vault.keys import KeyGone
from footbridge.vault.keyservice import NoService
from footbridge.vault.locks import Lock

TOKEN = "only-for-this-test"
HERE = Lock(link=7, year=2026)


@pytest.fixture
def service(settings: Any, vault: Path) -> Iterator[subprocess.Popen[str]]:
    """The settings an operator would write, and the server they name."""
    program = [sys.executable, str(Path(__file__).with_name("keyserver.py")), TOKEN]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = f"http://127.0.0.1:{process.stdout.readline().strip()}/v1/secret/footbridge/"
            given = Environment(vault_keys=address, vault_token=TOKEN)  # type: ignore[call-arg]
            settings.VAULT_KEYS, settings.VAULT_TOKEN = given.keys_of_vault(), given.vault_token.get_secret_value()
            keyservice._known.clear()
            yield process
        finally:
            process.kill()


@pytest.mark.django_db
def test_what_is_sealed_opens_and_never_again_after_the_key_is_destroyed(
    service: subprocess.Popen[str], vault: Path, settings: Any
) -> None:
    sealed = sealing.seal(b"Amina", lock=HERE, kind="label", row=1)
    assert sealing.open_(sealed, lock=HERE, kind="label", row=1) == b"Amina"
    assert not (vault / "keys").exists()  # no copy in a folder
    assert keys.read(Lock(link=8, year=2026)) is None
    settings.VAULT_TOKEN = "another"
    keyservice._known.clear()
    with pytest.raises(NoService, match="403"):
        sealing.open_(sealed, lock=HERE, kind="label", row=1)
    settings.VAULT_TOKEN = TOKEN
    assert actions.destroy(by=Viewer.for_system("test"), lock=HERE, because="the year is over")
    with pytest.raises(KeyGone):
        sealing.open_(sealed, lock=HERE, kind="label", row=1)
    with pytest.raises(KeyGone):
        sealing.seal(b"again", lock=HERE, kind="label", row=1)
    assert not keys.shred(HERE)
    service.kill()
    service.wait()
    keyservice._known.clear()
    with pytest.raises(
        NoService, match="cannot be reached"
    ):  # away is not the same as gone: nothing new is put in its place
        keys.read(HERE)


def test_of_many_makers_one_wins_and_all_get_its_key(service: subprocess.Popen[str]) -> None:
    found: list[bytes] = []
    makers = [threading.Thread(target=lambda: found.append(keys.make(HERE))) for _ in range(6)]
    for one in makers:
        one.start()
    for one in makers:
        one.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_the_setting_is_checked(tmp_path: Path) -> None:
    for wrong in ("http://keys.example.org/v1/secret", "https://keys.example.org", "https://keys.example.org/v1"):
        with pytest.raises(ValidationError, match="FOOTBRIDGE_VAULT_KEYS"):
            Environment(vault_keys=wrong)  # type: ignore[call-arg]
    assert Environment(vault_keys=str(tmp_path)).keys_of_vault() == tmp_path  # type: ignore[call-arg]
