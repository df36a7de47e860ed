"""Guards over the project: its parts, its lock, its order, its documents."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

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


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (HOME / "requirements" / f"{lock}.txt").read_text()
    pins = re.findall(r"^[a-z0-9][\w.\-]*(?:\[[\w,\-]+\])?==\S+", text, re.M)
    assert len(pins) > 20
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in re.sub(r"#.*", "", text)
    assert "index-url" not in text


def extras_left_out(text: str) -> list[str]:
    """Parts that another part wants with an extra and the lock names without: pip before 24 refuses those."""
    return [name for name in ("coverage", "psycopg") if re.search(rf"^{name}==", text, re.M)]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_keeps_extras_for_older_pips(lock: str) -> None:
    assert extras_left_out((HOME / "requirements" / f"{lock}.txt").read_text()) == []
    assert extras_left_out("coverage==7.17.3 \\\n") == ["coverage"]


def test_the_lock_names_every_part() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    locked = (HOME / "requirements/run.txt").read_text()
    for part in project["project"]["dependencies"]:
        name = re.match(r"[\w.\-]+", part).group()
        assert re.search(rf"^{re.escape(name)}(\[.*\])?==", locked, re.M), name


def test_migrations_are_complete(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def layers() -> list[str]:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    contract = project["tool"]["importlinter"]["contracts"][0]
    return [name.strip() for row in contract["layers"] for name in row.split("|")]


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {f"footbridge.{path.parent.name}" for path in (HOME / "footbridge").glob("*/__init__.py")}
    assert rooms - {"footbridge.config"} == set(layers())


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


def test_the_engine_stands_alone() -> None:
    code = "import matching, sys; sys.exit(any(m.split('.')[0] in ('django', 'psycopg', 'footbridge') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=HOME, check=False).returncode == 0


def test_the_process_page_names_the_folders_that_are_there() -> None:
    page = (HOME / "docs/process.md").read_text()
    rooms = {path.parent.name for path in (HOME / "footbridge").glob("*/__init__.py")} - {"config"}
    named = set(re.findall(r"`footbridge/(\w+)/`", page))
    assert rooms <= named, f"docs/process.md says nothing of {rooms - named}"
    to_come = set(re.findall(r"`footbridge/(\w+)/` \(to come\)", page))
    assert named - to_come == rooms


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


def test_nothing_names_a_machine_or_a_registry() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    text = [
        path for path in files if path.endswith((".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".json", "run"))
    ]
    assert len(text) > 100
    bad = re.compile(
        r"/wor" + r"k/(?:main|trees|venv|shared|brief)|pypi\.or" + r"g|files\.pythonhos" + r"ted|/opt/pyp" + r"i"
    )
    assert [
        path for path in text if (HOME / path).exists() and bad.search((HOME / path).read_text(errors="replace"))
    ] == []
