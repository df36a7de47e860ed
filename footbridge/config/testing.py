"""`./run test`: style, types and the order of the house, then the tests, on a database of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from footbridge.config.manage import data_folder, database
from footbridge.config.postgres import DatabaseTrouble

HOME = Path(__file__).resolve().parent.parent.parent
# settings that tests may be given: where data, parts and pictures live
KEPT = ("FOOTBRIDGE_DATA", "FOOTBRIDGE_VENV", "FOOTBRIDGE_PICTURES", "FOOTBRIDGE_WALKTHROUGH")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def step(words: str, *command: str) -> bool:
    """Run one check and say how long it took."""
    print(f"\n— {words}", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *command], cwd=HOME, check=False)
    print(f"  {'passed' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return done.returncode == 0


def tests_and_journeys() -> list[bool]:
    """The tests, and beside them on a database of their own the journeys, which spend half their time in the browser."""
    with tempfile.TemporaryFile("w+") as words:
        began = time.monotonic()
        journeys = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/journeys"],
            cwd=HOME,
            env={**os.environ, "FOOTBRIDGE_TEST_PART": "journeys"},
            stdout=words,
            stderr=subprocess.STDOUT,
        )
        try:
            passed = step("Tests, with the journeys beside them", "pytest", "--ignore=tests/journeys")
            print("\n— Journeys in a real browser", flush=True)
            walked = journeys.wait() == 0
        finally:
            journeys.terminate()
        words.seek(0)
        print(
            words.read(),
            f"  {'passed' if walked else 'FAILED'} in {time.monotonic() - began:.0f} s",
            sep="",
            flush=True,
        )
    return [passed, walked]


def find_browser() -> str:
    """Chromium for the journeys: what is there, else installed where that is possible, else said loudly."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    apt = shutil.which("apt-get")
    if apt and os.getuid() == 0:
        print("— Installing Chromium for the tests in a real browser (once) …", flush=True)
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium", "libatomic1"]):
            subprocess.run(
                [apt, *words],
                check=False,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
        if found := shutil.which("chromium"):
            return found
    print(
        "\n*** No Chromium was found, so the journeys in a real browser will NOT run.\n"
        "*** Install it (Debian: apt-get install chromium libatomic1) and run the tests again.\n",
        flush=True,
    )
    return ""


def main(arguments: list[str]) -> int:
    data = data_folder() / "test"
    os.environ["FOOTBRIDGE_DATA"] = str(data)
    for name in [name for name in os.environ if name.startswith("FOOTBRIDGE_") and name not in KEPT]:
        del os.environ[name]  # the tests say themselves which settings they need
    os.environ["DJANGO_SETTINGS_MODULE"] = "footbridge.config.settings"
    os.environ["FOOTBRIDGE_CHROMIUM"] = find_browser()
    try:
        with database(data, for_tests=True) as url:
            os.environ["DATABASE_URL"] = url
            if arguments:
                return 0 if step("The tests you named", "pytest", *arguments) else 1
            results = [
                step("Style", "ruff", "check", "."),
                step("The order of the house", "importlinter.cli", "lint"),
                step("Types", "mypy", "footbridge", "matching"),
                *tests_and_journeys(),
            ]
            return 0 if all(results) else 1
    except DatabaseTrouble as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
