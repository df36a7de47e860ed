"""Our drawings by name. Each is a template of inline SVG in `templates/ui/drawings/`, so that its paints follow
light and dark, and the crayon's wobble comes from two filters that the base page carries once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

FOLDER = Path(__file__).parent / "templates" / "ui" / "drawings"
STYLES = Path(__file__).parent / "static" / "ui" / "css"
LIGHT = re.compile(r"--([\w-]+):\s*light-dark\((#\w+),")
PAINT = re.compile(r"^(\.(?:fill|line|face)[\w-]*) \{([^}]*)\}", re.M)


@cache
def drawing_names() -> frozenset[str]:
    """The names that `{% drawing "…" %}` knows. Files that begin with an underscore are pieces of drawings."""
    return frozenset(path.stem for path in FOLDER.glob("*.html") if not path.stem.startswith("_"))


@cache
def for_paper(name: str) -> bytes:
    """A drawing as a file of its own for PDF pages: the light paints, each edge smooth (paper has no use for the crayon's filter)."""
    if name not in drawing_names():
        raise LookupError(f"no drawing called {name!r}")
    drawn = re.sub(r' filter="url\(#\w+\)"', "", render_to_string(f"ui/drawings/{name}.html"))
    drawn = re.sub(r'<svg class="crayon-box".*?</svg>', "", drawn, flags=re.S)
    head, rest = drawn.split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{_paints()}</style>{rest}'.encode()


@cache
def _paints() -> str:
    paints = (STYLES / "drawings.css").read_text()
    colours = dict(LIGHT.findall((STYLES / "tokens.css").read_text())) | dict(LIGHT.findall(paints))
    rules = (f"{of}{{{said}}}" for of, said in PAINT.findall(paints))
    return re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found[1]], "".join(rules))
