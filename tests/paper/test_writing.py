"""What people typed, on paper: which way it runs, in which letters, and where a word without end may break."""

from __future__ import annotations

import pytest

from footbridge.paper.letters import letters_missing
from footbridge.paper.writing import BREAK, with_breaks, written


@pytest.mark.parametrize(
    ("text", "rtl", "hanging"),
    [
        ("", False, False), ("A bridge", False, False), ("12. “A bridge”", False, False), ("ہمارا پل", True, True),
        ("1. ہم ایک پل بناتے ہیں", True, True), ("جسرنا", True, False), ("שלום", True, False), ("Salaam, ہم", False, True),
    ],
)  # fmt: skip
def test_a_text_runs_as_its_first_letter_says(text: str, rtl: bool, hanging: bool) -> None:
    assert (written(text)["rtl"], written(text)["hanging"]) == (rtl, hanging)


def test_only_words_without_end_may_break_and_nothing_is_lost() -> None:
    plain = "Thirty letters at the very most, supercalifragilistic"
    assert with_breaks(plain) == plain
    broken = with_breaks("Look: " + "x" * 95 + "\nend")
    assert [len(part) for part in broken.splitlines()[0].removeprefix("Look: ").split(BREAK)] == [20, 20, 20, 20, 15]
    assert broken.replace(BREAK, "") == "Look: " + "x" * 95 + "\nend"


def test_what_needs_no_drawing_is_not_missing() -> None:
    assert letters_missing("a \n\t\u200b\u2068\u200fñ Я γ ہ ਪ") == set()
    assert letters_missing("a中b") == {"中"}
