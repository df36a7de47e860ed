"""Every public page opens for a visitor, also in a network that holds nothing yet."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.welcome.files import PAGES
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_in_an_empty_network(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_the_front_page_of_an_empty_network_leads_its_first_person(client: Client) -> None:
    assert reverse("people:start") in client.get("/").content.decode()
    make.network()
    assert reverse("people:start") not in client.get("/").content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_in_a_network(client: Client, name: str) -> None:
    make.network()
    make.programme()
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("view", "words"), [("list", "Full for now"), ("map", "<svg")])
def test_the_directory_is_a_list_and_a_map(
    client: Client, view: str, words: str, django_assert_num_queries: Any
) -> None:
    for n in range(3):
        make.programme(f"Programme {n}", recruiting=n > 0)
    with django_assert_num_queries(4):
        page = client.get(reverse("welcome:directory"), {"view": view}).content.decode()
    assert words in page
    for n in range(3):
        assert f'href="/programmes/programme-{n}/"' in page


def test_a_programmes_page_says_what_is_needed_and_escapes_what_was_typed(client: Client) -> None:
    programme = make.programme(
        "Derby", about="<script>alert(1)</script>\n\nTown & country", cost_note="£50 a class", contact_name="Amina"
    )
    make.linking_year(programme, timezone.localdate().year + 1)
    page = client.get(reverse("welcome:programme", args=["derby"])).content.decode()
    assert "<script>alert" not in page
    for said in ("Town &amp; country", "£50 a class", "Amina", "Derby Trust", "Schools can say", "3: neutral venue"):
        assert said in page, said


def test_the_privacy_notice_names_every_field_about_people(client: Client) -> None:
    page = client.get(reverse("welcome:privacy")).content.decode()
    from footbridge.privacy.record import entries
    from footbridge.privacy.register import Kind

    told = unescape(page)
    looked = [entry for kind in (Kind.ADULT, Kind.CHILD, Kind.SECRET) for entry in entries(kind)]
    assert len(looked) > 20
    assert [e for e in looked if e.classification.why[1:] not in told or e.classification.keep[1:] not in told] == []


def test_programs_find_their_files(client: Client, settings: Any) -> None:
    make.programme("Derby")
    settings.DEMONSTRATION = False
    assert b"Sitemap: " in client.get("/robots.txt").content
    settings.DEMONSTRATION = True
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    sitemap = client.get("/sitemap.xml")
    assert b"/programmes/derby/</loc>" in sitemap.content
    for address in re.findall(rb"<loc>([^<]+)</loc>", sitemap.content):
        path = address.decode().removeprefix(settings.ADDRESS)
        assert client.get(path).status_code == 200, path
    assert client.get("/manifest.webmanifest").json()["name"] == "Footbridge"
    assert client.get("/favicon.ico").status_code == 301
