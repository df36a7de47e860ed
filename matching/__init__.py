"""Classes in, links and reasons out: the best links that exist, proven and explained.

    from matching import OfferedClass, Problem, School, solve
    proposal = solve(Problem(classes=(…), schools=(…)))

Knows no Django and no database. It proposes; a person decides. See docs/matching/.
"""

from matching.check import check
from matching.errors import BadProblem, Cancelled
from matching.model import (
    ALL_SHAPES,
    MICRO,
    PAIR_ONLY,
    LastYear,
    OfferedClass,
    Problem,
    Refusal,
    Rules,
    School,
    Weights,
    Wishes,
)
from matching.results import (
    Alternative,
    Answer,
    Comparison,
    Contact,
    Link,
    Part,
    Proof,
    Proposal,
    Stay,
    Totals,
    Waiting,
)
from matching.solver import compare, evaluate, solve, warm_up

__all__ = [
    "ALL_SHAPES",
    "MICRO",
    "PAIR_ONLY",
    "Alternative",
    "Answer",
    "BadProblem",
    "Cancelled",
    "Comparison",
    "Contact",
    "LastYear",
    "Link",
    "OfferedClass",
    "Part",
    "Problem",
    "Proof",
    "Proposal",
    "Refusal",
    "Rules",
    "School",
    "Stay",
    "Totals",
    "Waiting",
    "Weights",
    "Wishes",
    "check",
    "compare",
    "evaluate",
    "solve",
    "warm_up",
]
