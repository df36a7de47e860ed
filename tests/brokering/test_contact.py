"""Chances in words, and the lines of contact for schools that publish and schools that do not."""

import pytest

from footbridge.brokering.contact import contact_of, kinds_said, often
from footbridge.brokering.problem.facts import PoolSchool


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "almost never"), (0.02, "almost never"), (0.05, "once in 20"), (0.1, "once in 10"), (0.2, "once in 5"), (0.26, "once in 4"),
        (0.45, "4 times in 10"), (0.46, "once in 2"), (0.54, "once in 2"), (0.5, "once in 2"),
        (0.66, "2 times in 3"), (0.75, "3 times in 4"), (0.9, "9 times in 10"),
        (0.97, "almost every time"), (1.0, "almost every time"),
    ],
)  # fmt: skip
def test_chances_in_words(chance: float, words: str) -> None:
    assert often(chance) == words


def test_no_chance_is_said_with_nought_or_all_of_it() -> None:
    for number in range(1001):
        words = often(number / 1000)
        assert not words.startswith("0 ")
        parts = words.split()
        if parts[0].isdecimal():
            assert 0 < int(parts[0]) < int(parts[-1])


def school(name: str, ethnicity: tuple[float, ...] | None, **facts: object) -> PoolSchool:
    plain = {"town": "", "easting": None, "northing": None, "phase": "Primary", "step_free": None, "independent": False}
    held = {"character": "", "is_urban": None, **plain, **facts}
    return PoolSchool(id=1, name=name, compositions={"ethnicity": ethnicity}, **held)  # type: ignore[arg-type]


def test_the_sentence_of_the_brief() -> None:
    line = contact_of([school("Class A", (0.89, 0.11)), school("Class B", (0.17, 0.83))])[0]
    said = "A child of Class A who now meets someone of another ethnic background once in 5 encounters would do so 3 times in 4"
    assert line.sentences[0].startswith(said)
    assert line.gained == pytest.approx(0.5 * (0.72**2 + 0.72**2))


def test_unknown_is_unknown_and_not_zero() -> None:
    line = contact_of([school("Ash", (0.9, 0.1)), school("St Anselm's", None)])[0]
    assert (line.before, line.after, line.known) == (None, None, False)
    assert line.sentences == ("St Anselm's publishes no figures, so this is not known.",)
    assert not line.pair.known


def test_kinds_of_school() -> None:
    said = kinds_said(
        [school("A", None, character="Muslim", is_urban=True), school("B", None, character="Catholic", is_urban=False)]
    )
    assert said == ("A school of another faith meets a church school.", "A town school meets a country school.")
