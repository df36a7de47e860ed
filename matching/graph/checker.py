"""The independent checker: is a matching the best there is? It trusts nothing but the graph and arithmetic.

Duals y (vertices) and z (odd sets, nested) prove a matching of total weight W: if every edge has y_u + y_v + Σ z
over the sets that hold both ends ≥ 2w, and y, z ≥ 0, then no matching is worth more than (Σ y + Σ z (|B| − 1) / 2)
/ 2. If that equals W, nothing is better (Edmonds 1965; weak duality of linear programs).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.graph.compiled import compiled

Ints = npt.NDArray[np.int64]

LARGEST = 1 << 60
"""Offsets and weights below this cannot overflow while slacks are added up."""


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Proof of a matching: doubled duals of vertices, odd sets as a forest, and what was added to every weight.

    `vertex_duals` (n). `parent` (n + b): the smallest odd set that holds each vertex or set, as n + its number, or −1.
    `set_duals` (b). `offset` was added to every weight so that a matching of more edges is always worth more.
    """

    vertex_duals: Ints
    parent: Ints
    set_duals: Ints
    offset: int = 0

    def cover(self) -> Ints:
        """Σ of the duals of each odd set and of all odd sets around it."""
        return _sizes_and_cover(len(self.vertex_duals), self.parent, self.set_duals)[1]


def why_wrong(n: int, i: Ints, j: Ints, w: Ints, mate: Ints, proof: Certificate) -> str:
    """An empty text if `mate` is a matching of greatest weight (of greatest size, if `offset`), else what is wrong."""
    y, z, parent = proof.vertex_duals, proof.set_duals, proof.parent
    if any(np.ndim(a) != 1 or np.asarray(a).dtype.kind not in "iu" for a in (y, z, parent) if np.size(a)):
        return "The certificate does not hold whole numbers."
    if len(mate) != n or len(y) != n or len(parent) != n + len(z):
        return "The certificate is not of this graph."
    if isinstance(proof.offset, bool) or not isinstance(proof.offset, (int, np.integer)):
        return "The offset is not a whole number."
    if not 0 <= proof.offset < LARGEST or (len(w) and max(-int(w.min()), int(w.max())) >= LARGEST):
        return "The offset or a weight is too large to be checked in 64 bits."
    y, z, parent = (np.asarray(a, dtype=np.int64) for a in (y, z, parent))
    ends = np.flatnonzero(mate >= 0)
    if (mate < -1).any():
        return "A mate is neither a vertex nor -1."
    if (mate >= n).any() or (mate[mate[ends]] != ends).any():
        return "The mates do not point at each other."
    if (y < 0).any() or (z < 0).any():
        return "A dual is negative."
    inner = np.flatnonzero(parent >= 0)
    if (parent < -1).any() or (parent >= len(parent)).any():
        return "The certificate names an odd set that is not there."
    if (parent[inner] <= inner).any() or (parent[inner] < n).any():
        return "The odd sets are not numbered from the inside out."
    used = mate[i] == j
    pairs = {(min(a, b), max(a, b)) for a, b in zip(i[used].tolist(), j[used].tolist(), strict=True)}
    if 2 * len(pairs) != len(ends):
        return "A matched pair is not an edge of the graph."
    best: dict[tuple[int, int], int] = {}
    for a, b, x in zip(i[used].tolist(), j[used].tolist(), w[used].tolist(), strict=True):
        key = (min(a, b), max(a, b))
        best[key] = max(best.get(key, x), x)
    worth = sum(best.values()) + proof.offset * len(pairs)
    size, cover = _sizes_and_cover(n, parent, z)
    if (size % 2 == 0).any():
        return "A set of the certificate is even."
    bound = sum(y.tolist()) + sum(a * (s // 2) for a, s in zip(z.tolist(), size.tolist(), strict=True))
    if bound != 2 * worth:
        return f"The bound {bound} / 2 is not the worth {worth} of the matching."
    i, j, w = (np.ascontiguousarray(x, dtype=np.int64) for x in (i, j, w))
    from matching.graph.plain import tools_for

    bad = tools_for(n, len(i)).first_uncovered(n, i, j, w, y, parent, cover, proof.offset)
    if bad >= 0:
        return f"The edge {i[bad]}-{j[bad]} of weight {w[bad]} is not covered by the duals."
    if proof.offset and len(w) and (len(pairs) + 1) * (int(w.min()) + proof.offset) <= worth:
        return "The offset is too small to prove that no matching has more edges."
    return ""


def _sizes_and_cover(n: int, parent: Ints, z: Ints) -> tuple[Ints, Ints]:
    """Number of vertices of each set, and Σ z of the set and all sets around it."""
    size = np.zeros(len(z), dtype=np.int64)
    np.add.at(size, parent[:n][parent[:n] >= 0] - n, 1)
    cover = z.copy()
    for k in range(len(z)):
        if parent[n + k] >= 0:
            size[parent[n + k] - n] += size[k]
    for k in range(len(z) - 1, -1, -1):
        if parent[n + k] >= 0:
            cover[k] += cover[parent[n + k] - n]
    return size, cover


@compiled
def first_uncovered(n: int, i: Ints, j: Ints, w: Ints, y: Ints, parent: Ints, cover: Ints, offset: int) -> int:
    """The first edge whose doubled weight is more than its duals, or −1."""
    for e in range(len(i)):
        lacks = 2 * (w[e] + offset) - y[i[e]] - y[j[e]]
        if lacks <= 0:
            continue
        a, b = parent[i[e]], parent[j[e]]
        while a != b and a >= 0 and b >= 0:  # sets are numbered inside out: climb from the lower number
            if a < b:
                a = parent[a]
            else:
                b = parent[b]
        if a != b or a < 0 or cover[a - n] < lacks:
            return e
    return -1
