"""Invented problems for the tests of the engine: the same seed makes the same problem."""

from __future__ import annotations

import random

from matching import PAIR_ONLY, OfferedClass, Problem, Rules, School, Wishes


def shares(dice: random.Random, groups: int) -> tuple[float, ...]:
    """Random shares of some groups, segregated: often one group is large."""
    raw = [dice.random() ** 3 + 0.001 for _ in range(groups)]
    return tuple(x / sum(raw) for x in raw)


def make_problem(n: int, seed: int = 1, **changes: object) -> Problem:
    """A programme of `n` classes; some schools publish nothing, some have wishes."""
    dice = random.Random(seed)
    schools: list[School] = []
    classes: list[OfferedClass] = []
    while len(classes) < n:
        number = len(schools)
        schools.append(
            School(
                f"s{number}",
                f"School {number}",
                dice.random() * 20000,
                dice.random() * 20000,
                {
                    "ethnicity": shares(dice, 5) if dice.random() > 0.1 else None,
                    "fsm": shares(dice, 2) if dice.random() > 0.1 else None,
                },
                "primary",
                dice.choice(["Catholic", "None"]),
                dice.choice(["urban", "rural"]),
                dice.random() > 0.2,
            )
        )
        for _ in range(dice.choice([1, 1, 2, 3])):
            wishes = Wishes(
                max_distance=dice.choice([None, 9000.0]),
                needs_step_free=dice.random() < 0.05,
                wanted_kinds=frozenset({"setting:rural"}) if dice.random() < 0.2 else frozenset(),
                together=dice.choice(["any"] * 12 + ["together"] * 4 + ["apart"]),  # type: ignore[arg-type]
            )
            years = frozenset({dice.choice([3, 4, 5])})
            classes.append(OfferedClass(f"c{len(classes)}", f"s{number}", years, dice.randint(20, 32), wishes))
    values = {"rules": Rules(max_distance=12000.0), "shapes": PAIR_ONLY, **changes}
    return Problem(tuple(classes[:n]), tuple(schools), **values)  # type: ignore[arg-type]
