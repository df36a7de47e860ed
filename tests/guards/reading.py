"""Reading the house's own source for the guards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """A file of ours: its path from the project's root, and its text."""

    path: str
    text: str

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def app(self) -> str:
        """The app it belongs to: footbridge/interest/actions.py → interest."""
        parts = self.path.split("/")
        return parts[1] if len(parts) > 2 else ""

    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)


def sources(*patterns: str) -> list[Source]:
    """Files below the project's root that match, migrations left out."""
    found = sorted({path for pattern in patterns for path in HOME.glob(pattern)})
    return [
        Source(path.relative_to(HOME).as_posix(), path.read_text())
        for path in found
        if "/migrations/" not in path.as_posix() and path.is_file()
    ]


def python() -> list[Source]:
    return sources("footbridge/**/*.py", "matching/**/*.py")


def templates() -> list[Source]:
    return sources("footbridge/**/templates/**/*.html", "footbridge/**/form_templates/**/*.html")


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last part of its name: `Link.objects.create(…)` → "create"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id
