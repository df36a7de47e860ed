"""Tests of people sign in often: passwords are hashed quickly here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def no_jobs_left(transactional_db: None) -> Iterator[None]:
    """Tests that commit leave no letter to be sent: the queue's tables are not Django's, which empties only its own."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
