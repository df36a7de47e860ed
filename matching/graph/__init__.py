"""Greatest-weight matching of any graph, exact and certified: Edmonds' primal–dual method over integer arrays.

mate, certificate = max_weight_matching(n, i, j, w)
verify(n, i, j, w, mate, certificate)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.graph.checker import Certificate, why_wrong
from matching.graph.matcher import Matcher, Progress, checked_edges, looked_over, offset_between
from matching.graph.plain import tools_for
from matching.graph.priced import Listed, Priced

__all__ = ["Certificate", "Matcher", "Progress", "max_weight_matching", "verify", "why_wrong"]

Ints = npt.NDArray[np.int64]

LARGE, DENSE = 8000, 40
"""From so many vertices, and so many edges per vertex, only the edges that are needed are searched."""
AT_ONCE = 50_000
"""Up to so many edges a graph is matched in one call, which takes some milliseconds and cannot be stopped."""


def max_weight_matching(
    n: int,
    i: npt.ArrayLike,
    j: npt.ArrayLike,
    w: npt.ArrayLike,
    *,
    max_cardinality: bool = False,
    progress: Progress | None = None,
) -> tuple[Ints, Certificate]:
    """A matching of greatest total weight, and the proof that none is better.

    `n` vertices 0 … n−1; edges as integer arrays of one length: `i[k]` and `j[k]` are the ends of edge k and `w[k]`
    its weight (any integers; parallel edges are allowed). With `max_cardinality` the most edges come first and
    weight second; without, edges of negative weight are never used. `progress(part, phrase)` is called now and
    then; it stops the run by returning False.

    Returns `mate` (int64, length n; −1 for single) and a `Certificate`. Among equally good matchings the one found
    is decided by the graph alone: edges are first sorted by (lower end, higher end, weight), vertices are searched
    in ascending order, so the order in which edges are given, the machine and the run do not matter. Memory is
    linear in edges. Raises `BadProblem` for arrays that are no graph or weights too large for exact 64-bit
    arithmetic, `Cancelled` when stopped.
    """
    low, high, weight, least, most, ordered = looked_over(n, i, j, w)
    n = int(n)
    offset = offset_between(n, least, most, max_cardinality)
    if not ordered or (least < 0 and not max_cardinality):
        low, high, weight = _in_order(low, high, weight, least < 0 and not max_cardinality)
    if n >= LARGE and len(low) > DENSE * n:
        matcher = Priced(n, Listed(n, low, high, weight), offset).solve(progress)
    elif progress is None and len(low) <= AT_ONCE:
        mate, y, parent, z = tools_for(n, len(low)).at_once(n, low, high, weight, offset)
        return mate, Certificate(y, parent, z, offset)
    else:
        matcher = Matcher(n, low, high, weight, offset)
        matcher.solve(progress)
    return matcher.mate, matcher.certificate()


def _in_order(i: Ints, j: Ints, w: Ints, without_negative: bool) -> tuple[Ints, Ints, Ints]:
    """Edges by lower end, higher end, and then the heaviest first."""
    low, high = np.minimum(i, j), np.maximum(i, j)
    if without_negative:
        keep = w >= 0
        low, high, w = low[keep], high[keep], w[keep]
    order = np.lexsort((-w, high, low))
    return low[order], high[order], w[order]


def verify(
    n: int, i: npt.ArrayLike, j: npt.ArrayLike, w: npt.ArrayLike, mate: npt.ArrayLike, certificate: Certificate
) -> bool:
    """True if the certificate proves `mate` to be best; uses nothing of the solver. `why_wrong` says what is amiss.

    Anything that is no list of n whole numbers, or no certificate, proves nothing: False. Raises `BadProblem` where
    i, j, w are no graph.
    """
    first, second, weight = checked_edges(n, i, j, w)
    given = np.asarray(mate)
    if given.shape != (n,) or (given.size and given.dtype.kind not in "iu"):
        return False
    return why_wrong(int(n), first, second, weight, given.astype(np.int64), certificate) == ""
