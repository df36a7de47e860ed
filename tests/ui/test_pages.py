"""The component page shows every part; error pages stand by themselves; light and dark are remembered."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from footbridge.access import Viewer
from footbridge.ui import samples
from footbridge.ui.drawings import drawing_names
from footbridge.ui.navigation import BY_ROLE, FOOT, PUBLIC, navigation_for
from footbridge.ui.templatetags import ui
from tests.pages import InspectingClient

pytestmark = pytest.mark.django_db
SECTIONS = Path(samples.__file__).parent / "templates" / "ui" / "components"


@pytest.fixture
def demonstration(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.mark.parametrize("query", ["", "?dir=rtl", "?base=public"])
@pytest.mark.parametrize("section", samples.SECTIONS)
def test_every_section_is_well_made(client: Client, demonstration: None, section: str, query: str) -> None:
    response = client.get(reverse("ui:component_section", args=[section]) + query)
    assert response.status_code == 200
    assert response.content.count(b"<h1>") == 1
    assert (b'dir="rtl"' in response.content) == (query == "?dir=rtl")


def test_the_component_page_is_for_demonstrations_only(client: Client, settings) -> None:
    settings.DEMONSTRATION = False
    assert client.get(reverse("ui:components")).status_code == 404
    assert client.get(reverse("ui:component_suggestions")).status_code == 404


def test_every_part_stands_on_the_component_page() -> None:
    text = "".join(path.read_text() for path in SECTIONS.glob("*.html"))
    frame = {"page_title", "page_theme", "page_lang", "url_or", "field_id", "site_head", "site_foot"}
    tags = set(ui.register.tags) - frame - {f"end{name}" for name in ui.register.tags}
    assert len(tags) > 25
    assert [name for name in sorted(tags) if f"{{% {name} " not in text] == []


def test_every_drawing_is_drawn_and_an_unknown_one_is_not() -> None:
    assert len(drawing_names()) >= 12
    for name in drawing_names():
        page = BeautifulSoup(
            Template("{% load ui %}{% drawing name alt %}").render(Context({"name": name, "alt": "A <b>"})),
            "html.parser",
        )
        assert page.svg["role"] == "img"
        assert page.svg["aria-label"] == "A <b>"
    with pytest.raises(Exception, match="no drawing"):
        Template('{% load ui %}{% drawing "../base" %}').render(Context())


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_nothing(code: str) -> None:
    html = render_to_string(f"{code}.html")
    page = BeautifulSoup(html, "html.parser")
    assert page.h1.get_text(strip=True)
    assert page.title.get_text() == f"{page.h1.get_text()} – Footbridge"
    assert page.find("a", href="/")
    assert not page.find("form")
    assert html == render_to_string(f"{code}.html")


def test_a_forged_or_stale_form_is_refused_in_our_own_words() -> None:
    answer = InspectingClient(enforce_csrf_checks=True).post(reverse("ui:theme"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "The form waited too long" in answer.content.decode()


def test_bases_render_without_any_context() -> None:
    for base in ("public", "work", "plain"):
        text = '{% extends "ui/' + base + '.html" %}{% block heading %}A &amp; B{% endblock %}'
        page = BeautifulSoup(Template(text).render(Context()), "html.parser")
        assert page.title.get_text() == "A & B – Footbridge"
        assert page.html["data-theme"] == "auto"


@pytest.mark.parametrize(
    ("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ('"><b>', "auto")]
)
def test_light_and_dark_are_remembered(client: Client, chosen: str, shown: str) -> None:
    answer = client.post(reverse("ui:theme"), {"theme": chosen}, headers={"referer": "http://testserver/somewhere"})
    assert (answer.status_code, answer["location"]) == (302, "http://testserver/somewhere")
    assert BeautifulSoup(client.get("/").content, "html.parser").html["data-theme"] == shown


def test_the_switch_leads_nowhere_else(client: Client) -> None:
    answer = client.post(reverse("ui:theme"), {"theme": "dark"}, headers={"referer": "https://elsewhere.example.org/"})
    assert answer["location"] == "/"
    assert client.get(reverse("ui:theme")).status_code == 405


def test_a_page_that_comes_back_with_errors_says_so_in_its_title() -> None:
    text = '{% extends "ui/work.html" %}{% block heading %}Answer{% endblock %}'
    page = Template(text).render(Context({"form": samples.wrong_form()}))
    assert "<title>Error: Answer – Footbridge</title>" in page


def test_navigation_names_only_pages_that_are_there_and_open() -> None:
    nobody = Viewer.nobody()
    entries = navigation_for(nobody, "/")
    assert [entry["label"] for entry in entries] == [entry.label for entry in PUBLIC if ui.url_or("", entry.name)]
    assert all(entry["url"].startswith("/") for entry in entries)
    for role, names in BY_ROLE.items():
        assert len({entry.label for entry in names}) == len(names), role
        assert sum(not entry.more for entry in names) <= 8, (
            f"A row holds eight: put the rarer pages of {role} under More"
        )
    assert len({entry.name for entry in FOOT}) == len(FOOT)


def test_a_page_under_more_is_there_and_marks_more_as_the_place() -> None:
    text = "{% load ui %}{% site_head %}"
    entries = [
        {"label": "Links", "url": "/care/", "current": False, "more": False},
        {"label": "Venues", "url": "/venues/", "current": True, "more": True},
    ]
    page = Template(text).render(Context({"navigation": entries}))
    assert page.index(">Links<") < page.index("<summary>More</summary>") < page.index(">Venues<")
    assert '<details class="is-current">' in page
    assert "<details" not in Template(text).render(Context({"navigation": entries[:1]}))


def test_letters_have_a_look_and_their_text_is_text() -> None:
    text = '{% extends "ui/email.html" %}{% block content %}<p>{{ name }}</p>{% endblock %}'
    html = Template(text).render(Context({"subject": "An offer", "address": "https://x.example.org", "name": "<b>"}))
    assert "<h1" in html
    assert "&lt;b&gt;" in html
    plain = Template('{% extends "ui/email.txt" %}{% block content %}{{ name }}{% endblock %}')
    assert "O'Brien & Co" in plain.render(Context({"name": "O'Brien & Co", "address": "https://x.example.org"}))


def test_each_tag_says_what_it_is() -> None:
    for name, function in inspect.getmembers(ui, inspect.isfunction):
        if function.__module__ == ui.__name__:
            assert function.__doc__, name
