"""The engine from outside: best links, reasons, what is given, what goes wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

import pytest

from matching import ALL_SHAPES, BadProblem, Problem, Proposal, Rules, Weights, evaluate, solve
from matching.scoring import Table
from tests.matching.world import make_problem


def best_by_hand(problem: Problem) -> tuple[int, int]:
    """(classes linked, worth) of the best pairing, by trying every one."""
    table = Table(problem)

    def best(free: tuple[int, ...]) -> tuple[int, int]:
        if len(free) < 2:
            return 0, 0
        first, rest = free[0], free[1:]
        found = best(rest)
        for j in rest:
            if table.allowed[first, j]:
                links, worth = best(tuple(k for k in rest if k != j))
                found = max(found, (links + 2, worth + int(table.worth[first, j])))
        return found

    return best(tuple(k for k in range(table.n) if table.available[k]))


@pytest.mark.parametrize("seed", range(12))
def test_the_proposal_is_the_best_there_is(seed: int) -> None:
    problem = make_problem(9 + seed % 2, seed, rules=Rules(max_distance=9000.0))
    proposal = solve(problem)
    assert (proposal.totals.classes_linked, proposal.totals.worth) == best_by_hand(problem)
    assert proposal.proof.optimal


def test_parts_add_up_and_every_class_is_in_one_place() -> None:
    proposal = solve(make_problem(31, 3, shapes=ALL_SHAPES))
    seen = [one for link in proposal.links for one in link.classes] + [w.class_id for w in proposal.waiting]
    assert sorted(seen) == sorted(c.id for c in proposal.problem.classes)
    for link in proposal.links:
        assert sum(p.worth for p in link.parts) == link.worth
        assert link.reasons
    assert all(w.reason and w.would_help for w in proposal.waiting)


def test_pins_and_bans_are_kept() -> None:
    problem = make_problem(20, 5)
    first = solve(problem)
    link = first.links[0]
    banned = first.with_changes(forbid=(link.classes,))
    assert link.classes not in [x.classes for x in banned.links]
    table = Table(problem)
    pair = next((a, b) for a, b in combinations(range(20), 2) if table.allowed[a, b])
    ids = (problem.classes[pair[0]].id, problem.classes[pair[1]].id)
    pinned = first.with_changes(fix=(ids,))
    held = pinned.link_of(ids[0])
    assert held is not None
    assert held.kept == "fixed"
    assert set(held.classes) == set(ids)
    assert pinned.totals.worth <= first.totals.worth


def test_json_there_and_back() -> None:
    problem = make_problem(15, 2, shapes=ALL_SHAPES)
    assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem
    proposal = solve(problem)
    again = Proposal.from_json(json.loads(json.dumps(proposal.to_json())))
    assert again == replace(proposal, _session=None)
    with pytest.raises(ValueError, match="read from a file"):
        again.alternatives("c0")


def test_links_made_by_hand_are_measured_and_their_faults_named() -> None:
    problem = make_problem(12, 4, rules=Rules(max_distance=100.0))
    ids = [c for c in problem.classes if c.school != problem.classes[0].school]
    by_hand = evaluate(problem, [(problem.classes[0].id, ids[0].id)])
    assert by_hand.totals.links == 1
    assert "miles apart" in " ".join(by_hand.links[0].against)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fixed": (("c0", "nobody"),)}, "not in the problem"),
        ({"fixed": (("c0", "c9"), ("c0", "c8"))}, "in two links"),
        ({"fixed": (("c0", "c9"),), "forbidden": (("c9", "c0"),)}, "both fixed and forbidden"),
        ({"fixed": (("c0", "c0"),)}, "twice"),
        ({"weights": Weights(travel_per_km=float("nan"))}, "travel_per_km is nan"),
        ({"weights": Weights(wish=-1)}, "weights go from 0"),
        ({"weights": Weights(fairness=2)}, "Fairness"),
        ({"rules": Rules(max_distance=-5.0)}, "longest distance"),
        ({"shapes": frozenset({"ring"})}, "Shapes are"),
    ],
)
def test_what_is_wrong_gets_a_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadProblem, match=sentence):
        solve(replace(make_problem(12, 7), **change))  # type: ignore[arg-type]


def test_an_empty_problem_has_an_empty_proposal() -> None:
    proposal = solve(Problem((), ()))
    assert proposal.links == ()
    assert proposal.totals.worst is None


@pytest.mark.parametrize("placed", [0, 1, 2])
def test_a_school_without_a_place_is_spoken_of_without_a_distance(placed: int) -> None:
    """Unknown is neither near nor far: who waits gets a sentence whichever of the schools has no place."""
    problem = make_problem(6, seed=3)
    schools = tuple(
        replace(school, easting=None, northing=None) if at >= placed else school
        for at, school in enumerate(problem.schools)
    )
    # no two classes may be linked, each for one reason only, so that every sentence of help is asked for
    classes = tuple(replace(one, year_groups=frozenset({at * 2})) for at, one in enumerate(problem.classes))
    proposal = solve(replace(problem, schools=schools, classes=classes))
    assert len(proposal.waiting) == 6
    assert all(one.reason and one.would_help and "nan" not in " ".join(one.would_help) for one in proposal.waiting)
