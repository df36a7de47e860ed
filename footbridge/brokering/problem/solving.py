"""Asking the engine, and remembering its last answers: pages ask the same question again and again."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Sequence

from footbridge.brokering.drafts.state import Group
from matching import Problem, Proposal, evaluate, solve

REMEMBERED = 96
_answers: OrderedDict[str, Proposal] = OrderedDict()
_lock = threading.Lock()


def digest(problem: Problem) -> str:
    """The same text for the same problem."""
    return hashlib.sha256(json.dumps(problem.to_json(), sort_keys=True).encode()).hexdigest()


def solved(problem: Problem) -> Proposal:
    """The engine's best links for a problem. The last answers of this process are remembered.

    Raises `matching.BadProblem` with a sentence where the problem contradicts itself.
    """
    return _remembered("best:" + digest(problem), lambda: solve(problem))


def changed(proposal: Proposal, problem: Problem) -> Proposal:
    """The best links of a problem that differs a little from one already answered: found from there where that is quicker."""
    from matching.solver import solve_again

    return _remembered("best:" + digest(problem), lambda: solve_again(proposal, problem))


def valued(problem: Problem, groups: Sequence[Group]) -> Proposal:
    """The links of a draft as they are, in figures and words, with the sentences of the rules they break."""
    ids = tuple(tuple(str(one) for one in group) for group in groups)
    return _remembered(f"as is:{ids}:{digest(problem)}", lambda: evaluate(problem, ids))


def _remembered(key: str, ask: object) -> Proposal:
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    answer: Proposal = ask()  # type: ignore[operator]
    with _lock:
        _answers[key] = answer
        while len(_answers) > REMEMBERED:
            _answers.popitem(last=False)
    return answer


def forget() -> None:
    """Forget every answer, for tests and measurements."""
    with _lock:
        _answers.clear()
