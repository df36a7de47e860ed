"""Guards over the project: its parts, its lock, its order, its documents."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.guards.reading import HOME

LOCKS = ("run", "test", "bench")


def parts_without_reason(text: str) -> list[str]:
    """Lines of a dependency list that do not say why the part is there."""
    lines = [line.strip() for line in text.splitlines() if re.match(r'\s+"[a-z][\w.\-]*(\[[\w,]+\])?[<>=!~]', line)]
    return [line for line in lines if not re.search(r"#\s*\S+\s+\S+", line)]


def test_every_part_says_why_it_is_here() -> None:
    text = (HOME / "pyproject.toml").read_text()
    assert text.count(">=") > 25
    assert parts_without_reason(text) == []
    assert parts_without_reason('    "left-pad>=1.0",\n') == ['"left-pad>=1.0",']


PIN = r"^[a-z0-9][\w.\-]*(?:\[[\w,\-]+\])?==\S+"


def faults_in_lock(text: str) -> list[str]:
    """Pins without a hash of their own, and lines that name an address to fetch from."""
    told = re.sub(r"#.*", "", text)
    pins = re.split(rf"(?m)(?={PIN})", told)[1:]
    faults = [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin]
    return faults + [line for line in told.splitlines() if "://" in line or "index-url" in line]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (HOME / "requirements" / f"{lock}.txt").read_text()
    assert len(re.findall(PIN, text, re.M)) > 20
    assert faults_in_lock(text) == []


@pytest.mark.parametrize(
    "line", ["left-pad==1.0\n", "--extra-index-url elsewhere\n", "left-pad @ https://elsewhere.example.org/x\n"]
)
def test_a_planted_fault_in_a_lock_is_caught(line: str) -> None:
    good = "attrs==1.0 \\\n    --hash=sha256:0\n"
    assert faults_in_lock(good + good) == []
    assert faults_in_lock(good + line + good)


def extras_left_out(text: str) -> list[str]:
    """Parts that another part wants with an extra and the lock names without: pip before 24 refuses those."""
    return [name for name in ("coverage", "psycopg") if re.search(rf"^{name}==", text, re.M)]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_keeps_extras_for_older_pips(lock: str) -> None:
    assert extras_left_out((HOME / "requirements" / f"{lock}.txt").read_text()) == []
    assert extras_left_out("coverage==7.17.3 \\\n") == ["coverage"]


def parts_not_locked(parts: list[str], locked: str) -> list[str]:
    """Dependencies that the lock does not name."""
    names = [re.split(r"[\[<>=!~ ]", part)[0] for part in parts]
    return [name for name in names if not re.search(rf"^{re.escape(name)}(\[.*\])?==", locked, re.M)]


def test_the_lock_names_every_part() -> None:
    parts = tomllib.loads((HOME / "pyproject.toml").read_text())["project"]["dependencies"]
    assert len(parts) > 15
    locked = (HOME / "requirements/run.txt").read_text()
    assert parts_not_locked(parts, locked) == []
    assert parts_not_locked([*parts, "left-pad>=1.0"], locked) == ["left-pad"]


def not_migrated(now: ProjectState) -> list[str]:
    """Apps whose models differ from what their migrations make."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph))


def test_migrations_are_complete() -> None:
    now = ProjectState.from_apps(apps)
    assert len(now.models) > 30
    assert not_migrated(now) == []
    now.models["people", "person"].fields["planted"] = models.CharField(max_length=3, default="")
    assert not_migrated(now) == ["people"]


def layers() -> list[str]:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    contract = project["tool"]["importlinter"]["contracts"][0]
    return [name.strip() for row in contract["layers"] for name in row.split("|")]


def rooms_out_of_order(rooms: set[str], order: list[str]) -> set[str]:
    """Rooms that the contract does not name, and names without a room."""
    return {f"footbridge.{room}" for room in rooms} - {"footbridge.config"} ^ set(order)


def rooms_there() -> set[str]:
    return {path.parent.name for path in (HOME / "footbridge").glob("*/__init__.py")}


def test_every_room_has_its_place_in_the_order() -> None:
    assert len(layers()) > 15
    assert rooms_out_of_order(rooms_there(), layers()) == set()
    assert rooms_out_of_order(rooms_there() | {"planted"}, layers()) == {"footbridge.planted"}
    assert rooms_out_of_order(rooms_there(), [*layers(), "footbridge.gone"]) == {"footbridge.gone"}


def imports_upward(order: list[set[str]], module: str, text: str) -> list[str]:
    """Imports of a module that reach a room above its own."""
    place = {room: at for at, rooms in enumerate(order) for room in rooms}
    own = ".".join(module.split(".")[:2])
    reached = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("footbridge."):
            reached.add(".".join(node.module.split(".")[:2]))
    return sorted(room for room in reached if place.get(room, 99) < place.get(own, 99))


def test_the_order_of_the_house_holds_and_a_planted_import_is_caught() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    order = [
        {name.strip() for name in row.split("|")} for row in project["tool"]["importlinter"]["contracts"][0]["layers"]
    ]
    looked = [path for path in (HOME / "footbridge").rglob("*.py") if path.parts[len(HOME.parts) + 1] != "config"]
    assert len(looked) > 80
    faults = {}
    for path in looked:
        module = ".".join(path.relative_to(HOME).with_suffix("").parts)
        if found := imports_upward(order, module, path.read_text()):
            faults[module] = found
    assert faults == {}
    assert imports_upward(order, "footbridge.schools.queries", "from footbridge.brokering.models import Link\n")


def brings_the_house(module: str) -> bool:
    """Whether importing it brings the web framework, the database or the house with it."""
    code = f"import {module}, sys; sys.exit(any(m.split('.')[0] in ('django', 'psycopg', 'footbridge') for m in sys.modules))"
    return subprocess.run([sys.executable, "-c", code], cwd=HOME, check=False).returncode != 0


def test_the_engine_stands_alone() -> None:
    assert not brings_the_house("matching")
    assert brings_the_house("footbridge.access")


def folders_misnamed(page: str, rooms: set[str]) -> set[str]:
    """Rooms of which the page says nothing, and folders it names that are not there."""
    named = set(re.findall(r"`footbridge/(\w+)/`", page))
    to_come = set(re.findall(r"`footbridge/(\w+)/` \(to come\)", page))
    return (rooms - {"config"}) ^ (named - to_come)


def test_the_process_page_names_the_folders_that_are_there() -> None:
    page = (HOME / "docs/process.md").read_text()
    assert folders_misnamed(page, rooms_there()) == set(), "docs/process.md and the folders differ"
    assert folders_misnamed(page, rooms_there() | {"planted"}) == {"planted"}
    assert folders_misnamed(page + "`footbridge/gone/`", rooms_there()) == {"gone"}


def broken_links(page: Path) -> list[str]:
    """Links of a page to files that are not there."""
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
    return [f"{page.name} → {target}" for target in targets if not (page.parent / target).exists()]


def test_documents_point_at_things_that_exist(tmp_path: Path) -> None:
    pages = [*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md")]
    assert len(pages) > 6
    assert [fault for page in pages for fault in broken_links(page)] == []
    planted = tmp_path / "x.md"
    planted.write_text("[gone](nowhere.md)")
    assert broken_links(planted)


BAD = re.compile(
    r"/wor" + r"k/(?:main|trees|wt|venv|shared|brief)|pypi\.or" + r"g|files\.pythonhos" + r"ted|/opt/pyp" + r"i"
)


def names_a_machine(text: str) -> bool:
    """Whether a text names a path of one machine or the host of a registry."""
    return bool(BAD.search(text))


@pytest.mark.parametrize(
    "word", ["/wor" + "k/main/x", "https://pypi.or" + "g/simple", "files.pythonhos" + "ted.org", "/opt/pyp" + "i"]
)
def test_a_planted_name_of_a_machine_is_caught(word: str) -> None:
    assert names_a_machine(f"See {word} for it.")
    assert not names_a_machine("See the data folder for it.")


def test_nothing_names_a_machine_or_a_registry() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    text = [
        path for path in files if path.endswith((".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".json", "run"))
    ]
    assert len(text) > 100
    found = [path for path in text if (HOME / path).exists()]
    assert [path for path in found if names_a_machine((HOME / path).read_text(errors="replace"))] == []
