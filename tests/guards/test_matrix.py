"""Every address × every persona × own, other, gone and never-there rows × GET and POST, with canaries in every text.

What must hold: nobody reaches a page their role does not open; another's row answers exactly like one that is not there;
no canary reaches anybody who may not read it, in body, headers or mail; and nothing ends in a server error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, path, reverse

from footbridge.access import public
from footbridge.access.rules import Rule, rule_of
from footbridge.access.viewer import Viewer
from footbridge.exchange.lesson import holding
from footbridge.notify.models import Message
from footbridge.people.viewers import STRONG, viewer_for
from tests import factories
from tests.guards.addresses import ADDRESSES, SHARED, routes, values_in
from tests.guards.test_rails import planted
from tests.guards.world import Canary, Persona, Side, World, make_side, personas

METHODS = ("get", "post")
PERSONAS = 17  #: all of the world walk; `test_the_world_is_whole` counts them
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": ?)"[^"]+"')


@dataclass(frozen=True)
class Knock:
    """One try at one door."""

    route: str
    persona: Persona
    whose: str
    method: str
    status: int
    body: bytes
    head: str

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route} ({self.whose}) as {self.persona.name}: {self.status}"


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, made once for all tests of this page inside a transaction that is taken back at the end."""
    hashers = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), hashers, transaction.atomic():
        factories.network()
        sides = {"alder": make_side("alder", "801"), "bracken": make_side("bracken", "802")}
        gone = addresses_of_a_side_that_is_gone()
        yield World(sides, gone, personas(sides, factories.member("network_staff")))
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, db: None, settings: Any) -> World:
    """The world as it was made: each test runs in a transaction of its own inside the world's."""
    settings.DEMONSTRATION = True  # so that pages of the demonstration are walked too
    return made_world


def addresses_of_a_side_that_is_gone() -> dict[str, dict[str, Any]]:
    """Addresses of rows that stood and were deleted: a whole programme, made and taken back."""
    with transaction.atomic():
        side = make_side("gone", "803")
        found = {name: values(side) for name, values in ADDRESSES.items()}
        transaction.set_rollback(True)
    return found


def never(values: dict[str, Any]) -> dict[str, Any]:
    """The same address with values that no row ever had."""
    return {
        name: 987654321 if isinstance(value, int) else UUID(int=987654321) if isinstance(value, UUID) else "never-there"
        for name, value in values.items()
    }


def client_of(persona: Persona) -> Client:
    client = Client(raise_request_exception=False)
    if persona.person is not None:
        client.force_login(persona.person)
        session = client.session
        session[STRONG] = persona.strong
        session.save()
    return client


def signed_in(client: Client) -> bool:
    """Whether the client still holds the cookie of a session."""
    cookie = client.cookies.get(django_settings.SESSION_COOKIE_NAME)
    return bool(cookie and cookie.value)


def cases(route: str, persona: Persona, world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Own, other, gone and never-there values for a route; one empty case for a route without values."""
    if route not in ADDRESSES:
        yield "plain", {}
        return
    own = world.sides.get(persona.side) or world.sides["alder"]
    other = world.sides["bracken" if own.key == "alder" else "alder"]
    yield "own", ADDRESSES[route](own)
    yield "other", ADDRESSES[route](other)
    yield "gone", world.gone[route]
    yield "never", never(ADDRESSES[route](own))


def knock(client: Client, route: str, whose: str, values: dict[str, Any], method: str, persona: Persona) -> Knock:
    """Try a door and put everything back as it was."""
    with transaction.atomic():
        address = reverse(route, kwargs=values)
        response: HttpResponse = getattr(client, method)(address)
        # a stream closes itself when it has been read; closing it again would take the connection from the test's transaction
        body = b"".join(response.streaming_content) if response.streaming else response.content
        mail = (
            Message.objects.unscoped("the guard reads what would be sent").filter(state="waiting").order_by("-pk")[:20]
        )
        letters = "".join(
            f"{m.subject} {m.text} {m.html}" for m in mail if persona.person and m.to == persona.person.email
        )
        transaction.set_rollback(True)
    head = " ".join(f"{name}: {value}" for name, value in response.items()) + letters
    plain = TOKEN.sub(b"", body).replace(address.encode(), b"")
    return Knock(route, persona, whose, method, response.status_code, plain, head)


def faults(found: dict[tuple[str, str], Knock], rule: Rule, persona: Persona, world: World) -> Iterator[str]:
    """What is wrong with the answers that one persona got on one route."""
    may = rule.public or (persona.person is not None and persona.role != "half" and rule.allows(viewer_of(persona)))
    for tried in found.values():
        if tried.status >= 500:
            yield f"{tried} is a server error"
        for canary in world.canaries:
            if not canary.allowed(persona) and (canary.text.encode() in tried.body or canary.text in tried.head):
                yield f"{tried} shows {canary.text}"
        yield from wrong_door(tried, rule, persona, may)
    for (whose, method), tried in found.items():
        there = found.get(("gone", method))
        if whose in ("other", "never") and there and tried.route not in SHARED and not rule.public:
            if persona.role == "network_staff" and tried.status != 404:
                continue  # rows of every programme are the network's own
            if tried.status != there.status or (tried.status == 404 and tried.body != there.body):
                yield f"{tried} does not answer like a row that is gone ({there.status})"


@cache
def viewer_of(persona: Persona) -> Viewer:
    """A persona's viewer, built once: what it does at one door is put back before the next."""
    return viewer_for(persona.person) if persona.person else Viewer.nobody()


def wrong_door(tried: Knock, rule: Rule, persona: Persona, may: bool) -> Iterator[str]:
    """Whether a role got further than its rule says, which says whether it `may`."""
    if rule.public:
        return
    if rule.holding:  # no account opens it, whoever's it is: everybody is led to where the pass is given
        if tried.status != 302:
            yield f"{tried} should lead to where the pass is given"
        return
    if persona.person is None or persona.role == "half":
        if tried.status != 302 and not (persona.role == "half" and not rule.needs_strong):
            yield f"{tried} should lead to signing in"
        return
    if not may and tried.status != 404:
        yield f"{tried} should not be there for this role"


def unknown_addresses() -> list[str]:
    """Routes with a value of which nobody said whose rows it names."""
    return [name for name, route in routes() if values_in(route) and name not in ADDRESSES and name not in SHARED]


def test_every_address_with_a_value_is_known() -> None:
    unknown = unknown_addresses()
    assert unknown == [], f"Say in tests/guards/addresses.py whose rows these name: {unknown}"
    assert len(ADDRESSES) > 50
    assert set(ADDRESSES) <= {name for name, _ in routes()}
    with override_settings(ROOT_URLCONF=planted(path("planted/<int:pk>/", looked_at, name="planted"))):
        assert unknown_addresses() == ["planted"]


def test_no_address_can_be_counted_by_strangers() -> None:
    """A public address never holds a number that can be counted up."""
    assert counted_addresses() == []
    with override_settings(ROOT_URLCONF=planted(path("planted/<int:pk>/", looked_at, name="planted"))):
        assert counted_addresses() == ["planted"]


def counted_addresses() -> list[str]:
    """Public routes with a number in them that nobody said is harmless."""
    counted = [name for name, route in routes() if rule_is_public(route) and "<int:" in str(route.pattern)]
    return [name for name in counted if name not in SHARED]


@public
def looked_at(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("a row")


def rule_is_public(route: URLPattern) -> bool:
    rule = rule_of(route.callback)
    return bool(rule and rule.public)


EVERY = 5
"""The fast form lets each persona knock at every fifth door, another fifth each, so that each door meets three or four personas."""


@pytest.mark.parametrize("persona", range(PERSONAS))
def test_some_of_the_doors_for(persona: int, world: World) -> None:
    walk(persona, world, [one for n, one in enumerate(routes()) if (n + persona) % EVERY == 0])


@pytest.mark.slow
@pytest.mark.parametrize("persona", range(PERSONAS))
def test_every_door_for(persona: int, world: World) -> None:
    walk(persona, world, list(routes()))


def walk(persona: int, world: World, doors: list[tuple[str, URLPattern]]) -> None:
    """Let one persona knock at these doors."""
    who = world.personas[persona]
    client = client_of(who)
    tries, found_faults = 0, []
    for name, route in doors:
        rule = rule_of(route.callback)
        assert rule is not None, name
        if name in SHARED and values_in(route):
            continue
        found = {}
        for whose, values in cases(name, who, world):
            for method in METHODS:
                found[whose, method] = knock(client, name, whose, values, method, who)
                tries += 1
                if who.person is not None and not signed_in(client):
                    client = client_of(who)  # a door that signs out did its work
        found_faults += list(faults(found, rule, who, world))
    assert tries > 100
    assert found_faults == [], "\n".join(found_faults)


def test_a_pass_opens_its_own_doors_and_shows_no_canary(world: World) -> None:
    """A tablet in a lesson, on which the teacher of the class is signed in besides, at every door of class mode."""
    side = world.sides["alder"]
    who = next(one for one in world.personas if one.side == "alder" and one.role == "teacher")
    tablet = Persona("a tablet in a lesson", None, "nobody")
    seen = 0
    for name, route in routes():
        rule = rule_of(route.callback)
        if rule and rule.holding:
            for method in METHODS:
                client = client_of(who)
                client.cookies[holding.COOKIE] = holding.cookie_of(side.rows["exchange"]["lesson"])
                tried = knock(client, name, "own", {}, method, tablet)
                assert tried.status < 400 or (method == "post" and tried.status in (405, 422)) or tried.status == 405, (
                    tried
                )
                assert [one.text for one in world.canaries if one.text.encode() in tried.body] == []
                seen += tried.status == 200
    assert seen >= 5


# --- the controls: with a guard taken away, the matrix must see it -------------------------------------------------


def test_the_matrix_sees_a_page_that_scopes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from footbridge.interest.models.answers import InterestQuerySet, TalkQuerySet

    for query in (InterestQuerySet, TalkQuerySet):
        monkeypatch.setattr(query, "scope", lambda self, viewer: self.all())
    who = next(persona for persona in world.personas if persona.name == "other facilitator")
    assert any("canary" in fault or "gone" in fault for fault in all_faults(who, world, "interest:"))


def test_the_matrix_sees_a_rule_that_opens_to_everyone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    who = next(persona for persona in world.personas if persona.name == "funder")
    strict = [
        (name, rule)
        for name, route in routes()
        if name.startswith("interest:")
        and not values_in(route)
        and (rule := rule_of(route.callback))
        and rule.permissions
    ]
    monkeypatch.setattr("footbridge.access.middleware.rule_of", lambda view: Rule(public=True))
    tries = [(knock(client_of(who), name, "plain", {}, "get", who), rule) for name, rule in strict]
    assert any(list(wrong_door(tried, rule, who, rule.allows(viewer_of(who)))) for tried, rule in tries)


def all_faults(who: Persona, world: World, prefix: str) -> list[str]:
    client, seen = client_of(who), []
    for name, route in routes():
        if name.startswith(prefix) and (name in ADDRESSES or not values_in(route)):
            found = {
                (whose, method): knock(client, name, whose, values, method, who)
                for whose, values in cases(name, who, world)
                for method in METHODS
            }
            rule = rule_of(route.callback)
            assert rule is not None
            seen += list(faults(found, rule, who, world))
    return seen


def test_a_canary_that_reached_the_wrong_reader_is_seen(world: World) -> None:
    canary: Canary = world.canaries[0]
    nobody = world.personas[0]
    body = f"<p>{canary.text}</p>".encode()
    tried = Knock("x", nobody, "plain", "get", 200, body, "")
    assert list(faults({("plain", "get"): tried}, Rule(public=True), nobody, world))


def test_the_world_is_whole(world: World) -> None:
    assert len(world.personas) == PERSONAS
    assert len(world.canaries) >= 40
    sides: list[Side] = list(world.sides.values())
    assert {side.standing.state for side in sides} == {"standing"}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a half-made link would show here
    assert django_settings.DEMONSTRATION
