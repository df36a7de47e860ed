"""What every test may use: the database, viewers, a client that inspects each page, the shared school files."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from footbridge.access.viewer import Viewer
from footbridge.people.models import Person
from footbridge.people.viewers import STRONG, viewer_for
from tests.pages import InspectingClient
from tests.templates import show_undefined_variables

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


# A busy machine is no fault of the code: no test of ours fails by the clock.
hypothesis_settings.register_profile(
    "footbridge",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
hypothesis_settings.load_profile("footbridge")


def pytest_configure() -> None:
    """Make variables that nobody filled in visible in every page a test renders."""
    show_undefined_variables(settings.TEMPLATES)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason in words, what this machine cannot run."""
    # journeys come last: the browser's driver keeps an event loop running in this thread, beside which no worker starts
    items.sort(key=lambda item: "journeys" in item.path.parts)
    no_data = pytest.mark.skip(reason="the real school files are not beside the project")
    no_browser = pytest.mark.skip(reason="no Chromium on this machine: install it to run the journeys")
    slow = pytest.mark.skip(reason="full-size form; the fast form ran. Run it with: ./run test -m slow")
    for item in items:
        if "shared_data" in item.keywords and not SHARED.exists():
            item.add_marker(no_data)
        if "journey" in item.keywords and not os.environ.get("FOOTBRIDGE_CHROMIUM"):
            item.add_marker(no_browser)
        if "slow" in item.keywords and "slow" not in (item.config.option.markexpr or ""):
            item.add_marker(slow)


def pytest_collection_finish() -> None:
    """Let Python's collector leave alone what was loaded for the tests, and look through the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Give a part of the tests that runs beside the rest a database of its own."""
    if part := os.environ.get("FOOTBRIDGE_TEST_PART"):
        connections["default"].settings_dict["TEST"]["NAME"] = f"test_footbridge_{part}"


@pytest.fixture
def shared() -> Path:
    """The folder of real school data."""
    return SHARED


@pytest.fixture
def client() -> Client:
    """A client that reads every HTML page it fetches and fails on a page that is not well made."""
    return InspectingClient()


@pytest.fixture
def sign_in(client: Client) -> Callable[[Person], Client]:
    """Sign a person in, second factor proved."""

    def sign_in(person: Person) -> Client:
        client.force_login(person)
        session = client.session
        session[STRONG] = True
        session.save()
        return client

    return sign_in


@pytest.fixture
def as_viewer() -> Callable[[Person], Viewer]:
    """The viewer of a person in their first role."""
    return viewer_for
