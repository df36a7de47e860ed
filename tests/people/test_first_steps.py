"""An empty network: the printed code sets it up, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from footbridge.people.actions.first_steps import set_up_network
from footbridge.people.models import Membership, Person
from footbridge.people.rules import Refused
from footbridge.people.secrets import first_steps_code
from footbridge.people.viewers import STRONG, Viewer
from footbridge.programmes.models import Network

pytestmark = pytest.mark.django_db
TYPED = {"network": "The Linking Network", "name": "Nell Network", "email": "nell@network.test.example.org"}


def printed() -> str:
    out = StringIO()
    call_command("first_steps", stdout=out)
    return out.getvalue()


def test_the_first_person_sets_the_network_up_and_goes_on_to_a_second_key(client: Client) -> None:
    code = printed().split()[-1]
    assert code == first_steps_code()
    assert "/start/" in printed()
    answer = client.post("/start/", {**TYPED, "code": f" {code.upper()} ", "password": "three quiet otters"})
    assert answer["Location"] == "/second-key/"
    person = Person.objects.get()
    assert Membership.objects.unscoped("a test looks").get().role == "network_staff"
    assert Network.objects.get().name == "The Linking Network"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert not client.session.get(STRONG)


def test_it_works_once(client: Client) -> None:
    client.post("/start/", {**TYPED, "code": first_steps_code()})
    other = Client()
    assert other.get("/start/").status_code == 404
    assert (
        other.post("/start/", {**TYPED, "email": "b@test.example.org", "code": first_steps_code()}).status_code == 404
    )
    assert printed() == ""
    with pytest.raises(Refused, match="already"):
        set_up_network(by=Viewer.nobody(), network="B", name="B", email="b@test.example.org")
    assert Person.objects.count() == 1


def test_a_wrong_code_keeps_what_was_typed_and_makes_nothing(client: Client) -> None:
    page = client.post("/start/", {**TYPED, "code": "aaaaa-aaaaa"}).content.decode()
    assert "That is not the code" in page
    assert "Nell Network" in page
    assert not Network.objects.exists()
    assert not Person.objects.exists()
    for _ in range(20):
        page = client.post("/start/", {**TYPED, "code": "aaaaa-aaaaa"}).content.decode()
    assert "Try again in 15 minutes" in page
    client.post("/start/", {**TYPED, "code": first_steps_code()})
    assert not Network.objects.exists()
