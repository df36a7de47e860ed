"""Keys, ledger and objects of a test lie in a folder of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from footbridge.vault.locks import Lock


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> Path:
    """The folder of this test's vault."""
    settings.VAULT_KEYS, settings.VAULT_LEDGER = tmp_path / "keys", tmp_path / "ledger"
    options = {"location": tmp_path / "sealed", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "sealed": disk}
    return tmp_path


@pytest.fixture
def lock() -> Lock:
    return Lock(link=7, year=2026)
