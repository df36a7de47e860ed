"""The stylesheets: no side but start and end, colours only from the tokens, and enough contrast in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "footbridge" / "ui" / "static" / "ui" / "css"
SIDES = r"(?:left|right|top|bottom)"
PHYSICAL = re.compile(
    rf"""^(?:
        (?:margin|padding|border|inset|scroll-margin|scroll-padding)-{SIDES}.*
        |border-(?:top|bottom)-(?:left|right)-radius
        |{SIDES}|width|height|(?:min|max)-(?:width|height)|float|clear|overflow-[xy]|resize-[xy]
    )$""",
    re.X,
)
PHYSICAL_VALUE = re.compile(r"(?<![\w-])(?:left|right)(?![\w-])")
SIDED = ("text-align", "float", "clear", "caption-side", "transform-origin", "background-position", "object-position")


def declarations(css: str) -> list[tuple[str, str]]:
    """Every property with its value, comments left out."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return [(name, value.strip()) for name, value in re.findall(r"[{;]\s*([\w-]+)\s*:\s*([^;{}]+)", css)]


def physical(css: str) -> list[str]:
    """Declarations that would be wrong in a page read from right to left."""
    found = [f"{name}: {value}" for name, value in declarations(css) if PHYSICAL.match(name)]
    found += [f"{n}: {v}" for n, v in declarations(css) if n in SIDED and PHYSICAL_VALUE.search(v)]
    found += [f"{n}: {v}" for n, v in declarations(css) if n == "transform" and re.search(r"translateX?\(", v)]
    return found


def foreign_colours(css: str) -> list[str]:
    """Colours that are not tokens, where words or paper are painted."""
    return [
        f"{name}: {value}" for name, value in declarations(css)
        if not name.startswith("--") and re.search(r"#[0-9a-f]{3,8}\b", value, re.I) and "light-dark" not in value
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_only_start_and_end(path: Path) -> None:
    css = path.read_text()
    assert len(declarations(css)) > 5
    assert physical(css) == []


@pytest.mark.parametrize(
    "css", ["a { margin-left: 1px }", "a { color: red; right: 0 }", "a { text-align: left }", "a{width:3px}",
            "a { border-top-left-radius: 2px }", "a { transform: translateX(3px) }"],
)  # fmt: skip
def test_a_planted_side_is_caught(css: str) -> None:
    assert physical(css)


@pytest.mark.parametrize(
    "name",
    ["base", "frame", "layout", "components", "figures", "ways", "lists", "forms", "choices", "tables", "charts"],
)
def test_colours_come_from_the_tokens(name: str) -> None:
    assert foreign_colours((CSS / f"{name}.css").read_text()) == []
    assert foreign_colours("a { color: #123456 }")


# --- contrast -------------------------------------------------------------------------------------------------------

TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", (CSS / "tokens.css").read_text()))
TONES = ("coral", "river", "sun", "leaf", "rose", "sky")
WORDS = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "sheet", "shade")),
    *(("link", ground) for ground in ("paper", "sheet", "shade")),
    *(("link", f"{tone}-tint") for tone in TONES),
    *(("ink", f"{tone}-tint") for tone in (*TONES, "plum")),
    *(("ink-soft", f"{tone}-tint") for tone in ("plum", "rose", "sun")),
    *((f"{tone}-deep", f"{tone}-tint") for tone in TONES),
    *((f"{tone}-deep", "sheet") for tone in TONES),
    *((f"{tone}-deep", "paper") for tone in TONES),
    ("plum", "plum-tint"), ("plum", "sheet"), ("plum", "paper"), ("plum-deep", "plum-tint"),
    ("on-plum", "plum"), ("on-plum", "plum-deep"), ("focus-ink", "focus"),
]  # fmt: skip
SHAPES = [
    *((tone, "sheet") for tone in ("coral", "river", "plum", "leaf", "rose", "line-strong")),
    *((tone, "paper") for tone in ("coral", "river", "plum", "leaf", "rose", "line-strong")),
    ("line-strong", "shade"), ("river", "shade"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(token: str, dark: bool) -> str:
    return TOKENS[token].split(", ")[dark]


def test_the_measure_is_right() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(ink: str, ground: str, dark: bool) -> None:
    assert contrast(colour(ink, dark), colour(ground, dark)) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen(shape: str, ground: str, dark: bool) -> None:
    assert contrast(colour(shape, dark), colour(ground, dark)) >= 3
