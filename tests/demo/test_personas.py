"""One click signs in as an invented person, in a demonstration and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from footbridge.access.rules import rule_of
from footbridge.demo import views
from footbridge.demo.making.world import World
from footbridge.demo.personas import PERSONAS
from footbridge.people.models import Person


def test_everybody_can_be_chosen(demonstration: World, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        page = client.get("/demonstration/")
    text = page.content.decode()
    for persona in PERSONAS:
        assert persona.who in text
        assert f"/demonstration/{persona.key}/" in text
    for person in demonstration.personas.values():
        assert person.name in text


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_a_click_signs_in_with_the_second_factor_proved(demonstration: World, client: Client, persona: Any) -> None:
    answer = client.post(f"/demonstration/{persona.key}/")
    assert answer.status_code == 302
    viewer = client.get("/").wsgi_request.viewer
    assert viewer.opaque == str(persona.opaque)
    assert viewer.strong
    assert viewer.current is not None


def test_the_roles_are_those_promised(demonstration: World, client: Client) -> None:
    roles = {}
    for persona in PERSONAS:
        client.post(f"/demonstration/{persona.key}/")
        roles[persona.key] = [standing.role.key for standing in client.get("/").wsgi_request.viewer.standings]
    assert roles == {
        "derby-facilitator": ["facilitator"],
        "derby-second": ["facilitator"],
        "first-head": ["headteacher"],
        "second-head": ["headteacher"],
        "school-office": ["school_office"],
        "deputy": ["deputy"],
        "teacher": ["teacher"],
        "safeguarding-lead": ["safeguarding_lead"],
        "partner-teacher": ["teacher"],
        "new-head": ["headteacher"],
        "other-facilitator": ["facilitator"],
        "many-roles": ["facilitator", "deputy", "teacher"],
        "network-staff": ["network_staff"],
        "venue-host": ["venue_host"],
        "funder": ["funder"],
    }


def test_looking_signs_nobody_in(demonstration: World, client: Client) -> None:
    assert client.get("/demonstration/derby-facilitator/").status_code == 405
    assert not client.get("/").wsgi_request.viewer.is_signed_in


def test_nobody_but_a_persona_can_be_become(demonstration: World, client: Client) -> None:
    assert client.post("/demonstration/nobody/").status_code == 404
    real = Person.objects.get(pk=demonstration.personas["funder"].pk)
    real.is_persona = False
    real.save()
    assert client.post("/demonstration/funder/").status_code == 404
    real.is_persona, real.is_active = True, False
    real.save()
    assert client.post("/demonstration/funder/").status_code == 404


def test_a_second_click_leaves_nothing_of_the_first(demonstration: World, client: Client) -> None:
    client.post("/demonstration/derby-facilitator/")
    session = client.session
    session["left_behind"] = "a secret"
    session.save()
    client.post("/demonstration/first-head/")
    assert "left_behind" not in client.session


@pytest.mark.parametrize(("demonstration_set", "production"), [(False, False), (True, True), (False, True)])
def test_elsewhere_there_is_no_such_page(
    demonstration: World, client: Client, settings: Any, demonstration_set: bool, production: bool
) -> None:
    settings.DEMONSTRATION, settings.PRODUCTION = demonstration_set, production
    assert client.get("/demonstration/").status_code == 404
    assert client.post("/demonstration/derby-facilitator/").status_code == 404
    assert not client.get("/").wsgi_request.viewer.is_signed_in


def test_the_views_refuse_even_without_their_rule(
    demonstration: World, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first lock taken away, the second still holds."""
    settings.DEMONSTRATION = False
    for view in (views.personas, views.become):
        monkeypatch.setattr(view, "access_rule", rule_of(client.get("/").resolver_match.func))
    assert client.get("/demonstration/").status_code == 404
    assert client.post("/demonstration/derby-facilitator/").status_code == 404


def test_every_page_says_that_it_is_a_demonstration(demonstration: World, client: Client, settings: Any) -> None:
    assert "Every school and person here is invented" in client.get("/").content.decode()
    assert 'href="/demonstration/"' in client.get("/").content.decode()
    settings.DEMONSTRATION = False
    assert "invented" not in client.get("/").content.decode()
