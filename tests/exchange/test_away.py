"""Keys or sealed objects that cannot be reached: a sentence and 503, nothing typed or sent is lost, and all goes on when they are back."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from footbridge.config.environment import Environment
from footbridge.exchange.labels import own_labels
from footbridge.exchange.media import actions as sending
from footbridge.exchange.media import opening
from footbridge.exchange.media.sending import opened
from footbridge.exchange.pieces.queries import cards_of
from footbridge.people.models import Person
from footbridge.vault import keyservice
from tests.exchange.conftest import Pair
from tests.exchange.media.samples import made
from tests.exchange.media.test_sending import begin, part
from tests.exchange.pictures import as_bytes, drawn
from tests.exchange.test_pieces import permit, picture, text, trust, upload

SignIn = Callable[[Person], Client]
TOKEN = "only-for-this-test"
KEYSERVER = Path(__file__).parent.parent / "vault" / "keyserver.py"
HTML = {"accept": "text/html,*/*;q=0.8"}
JPEG = as_bytes(drawn())


class Service:
    """The stand-in for a key service, which a test stops and starts again."""

    def __init__(self, file: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.program = [sys.executable, str(KEYSERVER), TOKEN, str(self.port), str(file)]
        self.start()

    def start(self) -> None:
        keyservice._known.clear()
        self.process = subprocess.Popen(self.program, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        assert self.process.stdout.readline()

    def stop(self) -> None:
        keyservice._known.clear()  # a key is remembered for two seconds
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def service(settings: Any, folder: Path) -> Iterator[Service]:
    """The settings an operator would write, and the server they name."""
    one = Service(folder / "kept.json")
    address = f"http://127.0.0.1:{one.port}/v1/secret/footbridge/"
    given = Environment(vault_keys=address, vault_token=TOKEN)  # type: ignore[call-arg]
    settings.VAULT_KEYS, settings.VAULT_TOKEN = given.keys_of_vault(), given.vault_token.get_secret_value()
    yield one
    one.stop()


def test_pages_and_forms_wait_for_the_key_service(service: Service, children: Pair, sign_in: SignIn) -> None:
    here, link = children.here, children.link
    text(here)
    client = sign_in(here.teacher)
    pages = [reverse(f"exchange:{name}", args=[here.led.pk]) for name in ("children", "permissions", "tray")]
    pages.append(reverse("exchange:room", args=[link.pk]))
    before = {page: client.get(page, headers=HTML).status_code for page in (*pages, reverse("today"))}
    assert set(before.values()) == {200}
    service.stop()
    for page in pages:
        answer = client.get(page, headers=HTML)
        assert (answer.status_code, answer.get("Retry-After")) == (503, "30"), page
        assert "The service that keeps the keys cannot be reached just now." in answer.content.decode(), page
        assert "no-store" in answer["Cache-Control"]
    assert client.get(reverse("today"), headers=HTML).status_code == 200  # what needs no key goes on

    names = client.post(pages[0], {"children": "Dina\nEmil B"}, headers=HTML)
    assert names.status_code == 503
    page = BeautifulSoup(names.content, "html.parser")
    (form,) = page.find_all("form", action=pages[0])
    again = {one["name"]: one.get("value", one.text.removeprefix("\n")) for one in form.find_all(["input", "textarea"])}
    again.pop("csrfmiddlewaretoken")
    assert again == {"children": "Dina\nEmil B"}
    assert client.post(pages[0], {"password": "secret words"}, headers=HTML).content.count(b"secret words") == 0
    assert client.post(pages[0], {"children": "Dina"}).content.startswith(b"The service that keeps")  # to a script
    service.start()
    assert client.post(pages[0], {"children": "Dina"}, headers=HTML).status_code == 302
    assert "Dina" in [one.text for one in own_labels(here.viewer, here.led.pk)]


def test_files_wait_for_the_key_service(service: Service, children: Pair) -> None:
    here, client = children.here, Client()
    client.force_login(here.teacher)
    session = client.session
    session["second_factor_proved"] = True
    session.save()
    told = begin(client, here, len(JPEG)).json()
    assert part(client, told, JPEG[:500], 0).json()["got"] == 500
    film = made("mp4", 0.6)
    row = sending.begin_parcel(by=here.viewer, link_class=here.led.pk, size=len(film))
    row = sending.add_part(by=here.viewer, parcel=row, offset=0, content=film)
    service.stop()
    answer = part(client, told, JPEG[500:], 500)
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain; charset=utf-8")
    data = {"pictures": [SimpleUploadedFile("x.jpg", JPEG)]}
    plain = client.post(reverse("exchange:upload", args=[here.led.pk]), data, follow=True).content.decode()
    assert "cannot be reached just now. Choose the file again in a minute or two." in plain
    assert opened(row).state == "waiting"
    waits = opening.open_parcel(row.pk)
    assert waits
    assert (waits.state, waits.why.endswith("The file waits, and is tried again by itself.")) == ("waiting", True)
    service.start()
    assert begin(client, here, len(JPEG)).json()["got"] == 500
    assert part(client, told, JPEG[500:], 500).json()["state"] == "taken"
    assert opening.open_waiting() == 1
    assert len(cards_of(here.viewer, children.link.pk)) == 2


def test_pictures_wait_for_the_store(children: Pair, sign_in: SignIn, settings: Any) -> None:
    here, disk = children.here, settings.STORAGES
    trust(here)
    permit(here, "work")
    here.led.offered_class.size = 3
    here.led.offered_class.save()
    client = sign_in(here.teacher)
    upload(client, here, JPEG)
    (card,) = cards_of(here.viewer, children.link.pk)
    assert picture(client, card.piece, "list") == 200
    with socket.socket() as free:  # nobody listens there
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    given = Environment(objects="s3://sealed", s3_endpoint=address, s3_key="a:b", s3_region="us-east-1")  # type: ignore[call-arg]
    settings.STORAGES = {**disk, "sealed": given.sealed_store()}
    answer = client.get(reverse("exchange:picture", args=[card.piece.pk, "list"]), headers={"accept": "image/*"})
    assert answer.status_code == 503
    assert answer.content == b"The place where pictures and films are kept cannot be reached just now."
    assert client.get(reverse("exchange:room", args=[children.link.pk])).status_code == 200  # words are in the database
    page = upload(client, here, as_bytes(drawn(shift=9))).content.decode()
    assert "cannot be reached just now. Choose the file again" in page
    settings.STORAGES = disk
    assert picture(client, card.piece, "list") == 200
    assert "1 piece is in your tray" in upload(client, here, as_bytes(drawn(shift=9))).content.decode()
