"""The one command: starts everything, refuses a second start, keeps data, and stops clean."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from footbridge.config.postgres import DatabaseTrouble, Embedded, shared_server, wait_until_answering
from footbridge.config.start import free_port, kind_of

HOME = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FOOTBRIDGE_", "DATABASE_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(HOME), "PYTHONUNBUFFERED": "1", **more}


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Started:
    """`./run` in a process of its own."""

    def __init__(self, data: Path, *words: str, **settings: str) -> None:
        self.data, self.port = data, a_port()
        self.log = data.parent / f"{data.name}.log"
        command = [sys.executable, "-W", "ignore", "-m", "footbridge.config.start", "--port", str(self.port)]
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(data), *words],
                cwd=HOME,
                env=environment(**settings),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self, words: str = "Stop with Ctrl-C") -> None:
        end = time.monotonic() + 300  # a busy machine is slow to make the tables
        while words not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.2)

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as error:
            return error.code

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(40)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A data folder with a space and an accent in its name, cleaned up whatever happens."""
    folder = tmp_path / "Überblick of ours"
    yield folder
    Embedded(folder).stop()


def test_it_starts_refuses_a_second_start_keeps_its_data_and_outlives_a_kill(place: Path) -> None:
    first = Started(place, "--empty")
    first.wait()
    assert first.get("/readyz") == 200
    second = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "footbridge.config.start", "--data", str(place)],
        cwd=HOME, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert str(first.port) in second.stderr
    with psycopg.connect(Embedded(place).url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert first.stop(signal.SIGTERM) == 0
    assert not Embedded(place).is_running()
    log = (place / "postgres" / "server.log").read_text()
    assert "database system is shut down" in log.splitlines()[-1]

    again = Started(place)
    again.wait()
    with psycopg.connect(Embedded(place).url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    killed_and_started_again(again, place)
    assert "not properly shut down" not in log


def killed_and_started_again(running: Started, place: Path) -> None:
    """Nothing of it outlives a kill, and the next start takes over the database that was left running."""
    running.process.kill()
    running.process.wait()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            running.get("/readyz")
            time.sleep(0.3)
        except (urllib.error.URLError, ConnectionError):
            break
    else:
        pytest.fail("the web server outlived the command that started it")
    again = Started(place)
    again.wait()
    assert again.stop(signal.SIGINT) == 0
    assert not Embedded(place).is_running()


def test_two_run_side_by_side_and_the_demonstration_is_not_mixed_with_ones_own(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "kind").write_text("demonstration")
    mixed = Started(tmp_path / "a", "--empty")
    assert mixed.process.wait(30) == 1
    assert "holds the demonstration network" in mixed.log.read_text()


def test_a_start_that_came_to_nothing_decides_nothing(tmp_path: Path) -> None:
    assert kind_of(tmp_path, empty=False)  # the port was taken, say
    assert not kind_of(tmp_path, empty=True)
    (tmp_path / "kind").write_text("empty")
    assert not kind_of(tmp_path, empty=False)


def test_a_taken_port_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SystemExit, match="in use by another program"):
            free_port("127.0.0.1", other.getsockname()[1])
    with pytest.raises(SystemExit, match="between 1 and 65535"):
        free_port("127.0.0.1", 70000)


def test_commands_share_a_server_and_the_last_one_out_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with shared_server(tmp_path / "shared") as url:
        with shared_server(tmp_path / "shared") as same:
            assert same == url
        with monkeypatch.context() as another_shell, tempfile.TemporaryDirectory() as elsewhere:
            another_shell.setattr(tempfile, "tempdir", elsewhere)
            with shared_server(tmp_path / "shared") as same:
                assert same == url
        with psycopg.connect(url) as connection:  # the inner one left; the server is still there
            row = connection.execute(
                "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            assert row == (False, False)
    assert not Embedded(tmp_path / "shared").is_running()


def test_a_role_that_row_security_would_not_bind_is_refused(tmp_path: Path) -> None:
    with shared_server(tmp_path / "server") as url:
        wait_until_answering(url)
        with pytest.raises(DatabaseTrouble, match="superuser"):
            wait_until_answering(url.replace("footbridge@", "postgres@"))
        with pytest.raises(DatabaseTrouble, match="does not answer"):
            wait_until_answering("postgresql://nobody@/none?host=/nowhere", seconds=0)


def test_it_runs_on_a_server_that_database_url_names(tmp_path: Path) -> None:
    with shared_server(tmp_path / "server") as url:
        started = Started(tmp_path / "data", "--empty", DATABASE_URL=url)
        started.wait()
        assert started.get("/readyz") == 200
        assert not (tmp_path / "data" / "postgres").exists()
        assert started.stop(signal.SIGTERM) == 0
        with psycopg.connect(url) as connection:  # the server is somebody else's: it is still running
            assert connection.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)


@pytest.mark.skipif(
    os.getuid() != 0, reason="only root can try to be somebody else; as a user the other tests are this one"
)
def test_it_also_works_as_an_ordinary_user(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    folder = Path("/tmp") / f"footbridge-test-{os.getpid()}"
    folder.mkdir()
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    code = (
        "import sys; from pathlib import Path; from footbridge.config.postgres import shared_server; import psycopg\n"
        "with shared_server(Path(sys.argv[1])) as url: print(psycopg.connect(url).execute('SELECT 1').fetchone())"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder / "data")],
            cwd=HOME, env=environment(HOME=str(folder), TMPDIR="/tmp"), user=nobody.pw_uid, group=nobody.pw_gid,
            extra_groups=[], capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "(1,)" in done.stdout, done.stderr
    except PermissionError:
        pytest.skip("this Python is installed where only root can reach it")
    finally:
        shutil.rmtree(folder)
