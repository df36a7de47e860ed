"""72 visits on real coordinates of schools."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.allocation import AREAS, LINKS, REGISTER, bradfords_size, real_places
from footbridge.visits.allocation.solving import share


@pytest.mark.shared_data
@pytest.mark.parametrize("area", AREAS)
def test_every_link_of_bradfords_size_gets_a_slot(shared: Path, area: str) -> None:
    if not (shared / REGISTER).exists():
        pytest.skip(f"{REGISTER} is not beside the project")
    problem = bradfords_size(real_places(shared, AREAS[area]))
    found = share(problem)
    assert len(found.slots) == LINKS
    assert found.proven
    classes, children = Counter[int](), Counter[int]()
    for link_id, slot_id in found.slots.items():
        link = problem.link_by_id[link_id]
        assert not problem.blocks(link, problem.slot_by_id[slot_id])
        classes[slot_id] += link.classes
        children[slot_id] += link.children
    for slot in problem.slots:
        assert classes[slot.id] <= slot.classes
        assert children[slot.id] <= slot.children
