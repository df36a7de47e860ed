"""Greatest-weight matching of any graph, exact and certified: Edmonds' primal–dual method over integer arrays.

mate, certificate = max_weight_matching(n, i, j, w)
verify(n, i, j, w, mate, certificate)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.graph.checker import Certificate, why_wrong
from matching.graph.matcher import Matcher, Progress, checked_edges, offset_for
from matching.graph.priced import Listed, Priced

__all__ = ["Certificate", "Matcher", "Progress", "max_weight_matching", "verify", "why_wrong"]

Ints = npt.NDArray[np.int64]

LARGE, DENSE = 8000, 40
"""From so many vertices, and so many edges per vertex, only the edges that are needed are searched."""


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
    first, second, weight = checked_edges(n, i, j, w)
    offset = offset_for(n, weight, max_cardinality)
    low, high = np.minimum(first, second), np.maximum(first, second)
    if not max_cardinality and weight.size and int(weight.min()) < 0:
        keep = weight >= 0
        low, high, weight = low[keep], high[keep], weight[keep]
    if (np.diff(low) < 0).any() or ((np.diff(low) == 0) & (np.diff(high) <= 0)).any():
        order = np.lexsort((-weight, high, low))
        low, high, weight = low[order], high[order], weight[order]
    if n >= LARGE and len(low) > DENSE * n:
        matcher = Priced(n, Listed(n, low, high, weight), offset).solve(progress)
    else:
        matcher = Matcher(n, low, high, weight, offset)
        matcher.solve(progress)
    return matcher.mate, matcher.certificate()


def verify(
    n: int, i: npt.ArrayLike, j: npt.ArrayLike, w: npt.ArrayLike, mate: npt.ArrayLike, certificate: Certificate
) -> bool:
    """True if the certificate proves `mate` to be best; uses nothing of the solver. `why_wrong` says what is amiss."""
    first, second, weight = checked_edges(n, i, j, w)
    return why_wrong(n, first, second, weight, np.asarray(mate, dtype=np.int64), certificate) == ""
