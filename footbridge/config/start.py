"""`./run`: database, web server and worker under one command, started and stopped together."""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

from footbridge.config.manage import data_folder, database
from footbridge.config.postgres import DatabaseTrouble, wait_until_answering

HOME = Path(__file__).resolve().parent.parent.parent
began = time.monotonic()


def say(words: str) -> None:
    print(f"[{time.monotonic() - began:5.1f} s] {words}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Start Footbridge.")
    parser.add_argument("--port", type=int, help="port to listen on (8000, or the next free one)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--data", help="folder to keep the data in")
    parser.add_argument("--empty", action="store_true", help="start without the demonstration network")
    return parser.parse_args()


def free_port(host: str, wished: int | None) -> int:
    """The wished port, or the first free one from 8000; stops with a sentence when the wished one is taken."""
    if wished is not None and not 0 < wished < 65536:
        sys.exit("Choose a port between 1 and 65535.")
    for port in [wished] if wished else range(8000, 8100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return port
            except OSError:
                continue
    sys.exit(f"Port {wished or 8000} is in use by another program. Choose another with --port N.")


def only_one(data: Path) -> IO[str]:
    """Hold the data folder for this start; if another holds it, say where that one runs and stop."""
    import fcntl

    data.mkdir(parents=True, exist_ok=True)
    handle = open(data / "running", "a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        where = handle.read().strip() or "an address it has not printed yet"
        sys.exit(
            f"Footbridge is already running on this data folder, at {where}.\nFor a second one, use --data FOLDER."
        )
    handle.truncate(0)
    return handle


def kind_of(data: Path, *, empty: bool) -> bool:
    """Whether this data folder is a demonstration, as its first start that came as far as the tables decided."""
    kind = data / "kind"
    demonstration = kind.read_text().strip() == "demonstration" if kind.exists() else not empty
    if empty and demonstration:
        sys.exit(
            f"{data} holds the demonstration network. Start your own in another folder: ./run --empty --data FOLDER"
        )
    return demonstration


def child(*command: str, **environment: str) -> subprocess.Popen[bytes]:
    """A process of ours that gets no Ctrl-C of its own and ends if we are killed."""

    def end_with_parent() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)

    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=HOME,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def manage(*command: str) -> None:
    """Run a management command and stop if it fails."""
    if child("django", *command).wait():
        sys.exit(f"“{command[0]}” failed; the lines above say why.")


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """End the processes in order, politely first."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    end = time.monotonic() + 15
    for process in processes:
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def prepare(data: Path, demonstration: bool) -> None:
    """Tables, caches and, on a new data folder, the demonstration network."""
    say("Bringing the tables up to date")
    manage("migrate", "--verbosity", "0")
    (data / "kind").write_text("demonstration" if demonstration else "empty")
    manage("createcachetable")
    if os.environ.get("FOOTBRIDGE_PRODUCTION"):
        manage("collectstatic", "--noinput", "--verbosity", "0")
    if demonstration:
        manage("make_demonstration", "--if-missing")


def wait_until_serving(address: str, processes: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and all(process.poll() is None for process in processes):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.15)
    stop(processes)
    sys.exit("The web server did not start; the lines above say why.")


class Stopped(Exception):
    """Somebody asked us to stop."""


def on_signal(number: int, frame: FrameType | None) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # an impatient second Ctrl-C must not interrupt the orderly stop
    raise Stopped


def serve(given: argparse.Namespace, data: Path, running: IO[str]) -> int:
    """Start everything, wait, and stop everything; the exit code says whether it ended as asked."""
    demonstration = kind_of(data, empty=given.empty)
    port = free_port(given.host, given.port)
    address = f"http://localhost:{port}" if given.host == "127.0.0.1" else f"http://{given.host}:{port}"
    os.environ.setdefault("FOOTBRIDGE_ADDRESS", address)
    os.environ["DJANGO_SETTINGS_MODULE"] = "footbridge.config.settings"
    if demonstration:
        os.environ["FOOTBRIDGE_DEMONSTRATION"] = "1"
    say(
        f"Starting the database in {data}"
        if not os.environ.get("DATABASE_URL")
        else "Using the database of DATABASE_URL"
    )
    with database(data) as url:
        os.environ["DATABASE_URL"] = url
        wait_until_answering(url)
        prepare(data, demonstration)
        workers = str(max(1, min(4, os.cpu_count() or 1)))
        web = child(
            "granian", "--interface", "wsgi", "--host", given.host, "--port", str(port), "--workers", workers,
            "--blocking-threads", "8", "--log-level", "error", "--no-ws", "footbridge.config.wsgi:application",
            FOOTBRIDGE_DATABASE_POOL="8",
        )  # fmt: skip
        worker = child("django", "procrastinate", "worker", "--concurrency", "2")
        warming = child("matching", "warm")  # compiles the engine, once per machine; until then it is plain Python
        try:
            wait_until_serving(f"http://{given.host}:{port}", [web, worker])
            running.write(address)
            running.flush()
            say("Ready.\n")
            print(f"    Footbridge: {address}", flush=True)
            if demonstration:
                print(f"    Sign in with one click as anybody: {address}/demonstration/", flush=True)
            print(f"    Data: {data}", flush=True)
            if not demonstration:
                manage("first_steps")
            print("    Stop with Ctrl-C.\n", flush=True)
            while web.poll() is None and worker.poll() is None:
                time.sleep(0.3)
            print("A part of Footbridge ended by itself; stopping the rest.", flush=True)
            return 1
        except Stopped:
            print("\nStopping …", flush=True)
            return 0
        finally:
            stop([web, worker, warming])
            say("Stopped; the database is closed in order.")


def main() -> int:
    given = arguments()
    if given.data:
        os.environ["FOOTBRIDGE_DATA"] = given.data
    data = data_folder()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, on_signal)
    try:
        running = only_one(data)
        return serve(given, data, running)
    except Stopped:
        return 0
    except DatabaseTrouble as trouble:
        sys.exit(str(trouble))
    except PermissionError as trouble:
        sys.exit(f"{trouble.filename} cannot be written to. Choose another folder with --data FOLDER.")


if __name__ == "__main__":
    sys.exit(main())
