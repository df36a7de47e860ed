"""Our drawings by name. Each is a template of inline SVG in `templates/ui/drawings/`, so that its paints follow
light and dark, and the crayon's wobble comes from two filters that the base page carries once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "templates" / "ui" / "drawings"


@cache
def drawing_names() -> frozenset[str]:
    """The names that `{% drawing "…" %}` knows. Files that begin with an underscore are pieces of drawings."""
    return frozenset(path.stem for path in FOLDER.glob("*.html") if not path.stem.startswith("_"))
