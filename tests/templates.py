"""A variable that a template names and nobody filled in shows itself, so that the inspecting client fails the page."""

from __future__ import annotations

from typing import Any

MARK = "INVALID-VARIABLE"


class Undefined(str):
    """What Django puts in the place of a variable that is not there; it names the variable."""

    __slots__ = ()

    def __contains__(self, part: Any) -> bool:
        return part == "%s" or super().__contains__(part)

    def __mod__(self, variable: Any) -> str:
        return f"{MARK}({variable})"


def show_undefined_variables(templates: list[dict[str, Any]]) -> None:
    """Change the template settings before the first template is rendered."""
    templates[0]["OPTIONS"]["string_if_invalid"] = Undefined(MARK)
