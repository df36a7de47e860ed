"""Every public page opens for a visitor, also in a network that holds nothing yet."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.welcome.files import PAGES
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_in_an_empty_network(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_in_a_network(client: Client, name: str) -> None:
    make.network()
    make.programme()
    assert client.get(reverse(name)).status_code == 200
