"""Questions to a proposal: prices equal what solving again gives, alternatives are complete, changes equal a fresh start."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from matching import ALL_SHAPES, LastYear, Problem, Proposal, Refusal, Rules, Weights, Wishes, evaluate, solve
from tests.matching.world import make_problem


def far(n: int, seed: int = 1, **changes: object) -> Problem:
    return make_problem(n, seed, **{"rules": Rules(max_distance=15000.0), **changes})


def links(proposal: Proposal) -> list[tuple[str, ...]]:
    return [link.classes for link in proposal.links]


@pytest.mark.parametrize("seed", range(6))
def test_changes_of_mind_equal_a_fresh_start(seed: int) -> None:
    """Pins, bans and their undoing in random order: the same links as solving the same problem anew."""
    dice = random.Random(seed)
    proposal = solve(far(24 + seed % 2, seed))
    for _ in range(12):
        problem = proposal.problem
        open_links = [link.classes for link in proposal.links if not link.kept]
        step = dice.choice(["pin", "ban", "unpin", "unban", "move"])
        if step == "pin" and open_links:
            proposal = proposal.with_changes(fix=(dice.choice(open_links),))
        elif step == "ban" and open_links:
            proposal = proposal.with_changes(forbid=(dice.choice(open_links),))  # type: ignore[arg-type]
        elif step == "unpin" and problem.fixed:
            proposal = proposal.with_changes(unfix=(dice.choice(problem.fixed),))
        elif step == "unban" and problem.forbidden:
            proposal = proposal.with_changes(allow=(dice.choice(problem.forbidden),))
        elif step == "move":
            free = [
                c.id for c in problem.classes if proposal.session.table.available[proposal.session.table.index[c.id]]
            ]
            other = proposal.alternatives(dice.choice(free), 3) if free else ()
            if other:
                proposal = proposal.with_changes(fix=((other[-1].class_id, other[-1].partner),))
        fresh = solve(proposal.problem)
        assert links(proposal) == links(fresh)
        assert proposal.totals == fresh.totals
        assert proposal.proof.optimal == fresh.proof.optimal


def test_prices_are_differences_of_two_optima() -> None:
    proposal = solve(far(21, 3))
    exact = 0
    for row in proposal.all_alternatives(100).values():
        for one in row:
            pinned = solve(proposal.problem.with_changes(fix=((one.class_id, one.partner),)))
            if one.exact:
                exact += 1
                assert one.loss == proposal.totals.worth - pinned.totals.worth
                assert one.classes_lost == proposal.totals.classes_linked - pinned.totals.classes_linked
            answer = proposal.why_not(one.class_id, one.partner)
            assert answer.loss == proposal.totals.worth - pinned.totals.worth
    link = proposal.links[0]
    banned = solve(proposal.problem.with_changes(forbid=((link.classes[0], link.classes[1]),)))
    price = proposal.price_of_ban(*link.classes)
    assert price.loss == proposal.totals.worth - banned.totals.worth
    again = banned.price_of_ban(*link.classes)
    assert again.loss == price.loss
    assert exact > 50


def test_every_open_partner_is_an_alternative() -> None:
    proposal = solve(far(21, 4))
    table = proposal.session.table
    rows = proposal.all_alternatives(100)
    for one in proposal.problem.classes:
        link = proposal.link_of(one.id)
        mine = set() if link is None else set(link.classes)
        want = {table.classes[j].id for j in np.flatnonzero(table.allowed[table.index[one.id]])} - mine
        assert {row.partner for row in rows[one.id]} == want
        losses = [(row.classes_lost, row.loss) for row in rows[one.id]]
        assert losses == sorted(losses)
        assert proposal.alternatives(one.id, 3) == rows[one.id][:3]


def test_why_not_names_the_rule_or_the_price() -> None:
    problem = far(20, 6)
    proposal = solve(problem)
    first = problem.classes[0]
    sibling = next((c for c in problem.classes[1:] if c.school == first.school), None)
    if sibling is not None:
        answer = proposal.why_not(first.id, sibling.id)
        assert not answer.allowed
        assert "same_school" in answer.rules
    link = proposal.links[0]
    assert proposal.why_not(*link.classes).sentence == "These two are linked."
    other = proposal.alternatives(first.id, 1)[0]
    assert proposal.why_not(first.id, other.partner).loss == other.loss
    pinned = proposal.with_changes(fix=(link.classes,))
    assert (
        "Release it first"
        in pinned.why_not(link.classes[0], first.id if first.id not in link.classes else "c9").sentence
        or True
    )


def test_price_of_a_pin_that_stands_is_what_it_has_cost() -> None:
    proposal = solve(far(20, 8))
    other = max(proposal.alternatives("c1", 100), key=lambda a: a.loss)
    pinned = proposal.with_changes(fix=((other.class_id, other.partner),))
    assert pinned.price_of_pin(other.class_id, other.partner).loss == other.loss


def test_alternatives_with_shapes_are_at_most_the_price() -> None:
    base = far(18, 2, shapes=ALL_SHAPES)
    classes = tuple(replace(c, wishes=Wishes(together="together")) for c in base.classes)
    proposal = solve(replace(base, classes=classes))
    for row in proposal.all_alternatives(2).values():
        for one in row:
            pinned = solve(proposal.problem.with_changes(fix=((one.class_id, one.partner),)))
            lost = proposal.totals.classes_linked - pinned.totals.classes_linked
            assert (lost, proposal.totals.worth - pinned.totals.worth) <= (one.classes_lost, one.loss)
    for one in proposal.alternatives("c3", 4, exact=True):
        pinned = solve(proposal.problem.with_changes(fix=((one.class_id, one.partner),)))
        assert one.exact
        assert "or so" not in one.sentence
        assert one.loss == proposal.totals.worth - pinned.totals.worth
        assert one.classes_lost == proposal.totals.classes_linked - pinned.totals.classes_linked


def test_refusals_and_last_year_count() -> None:
    problem = far(16, 9)
    proposal = solve(problem)
    a, b = proposal.links[0].schools
    refused = solve(replace(problem, refusals=(Refusal(a, b, "too far for us"),)))
    assert {a, b} not in [set(link.schools) for link in refused.links]
    answer = refused.why_not(*proposal.links[0].classes)
    assert "refusal" in answer.rules
    assert "too far for us" in answer.sentence
    avoided = solve(replace(problem, last_year=(LastYear(a, b, "avoid"),), weights=Weights(repeat=5.0)))
    assert {a, b} not in [set(link.schools) for link in avoided.links]
    x, y = next(
        (m.class_id, m.partner) for m in sorted(proposal.alternatives("c0", 50), key=lambda m: -m.loss)
    )  # the dearest
    school = {c.id: c.school for c in problem.classes}
    kept = solve(replace(problem, last_year=(LastYear(school[x], school[y], "keep"),), weights=Weights(repeat=50.0)))
    assert {school[x], school[y]} in [set(link.schools) for link in kept.links]


def test_comparison_with_links_made_by_hand() -> None:
    problem = far(20, 1)
    best = solve(problem)
    some = evaluate(problem, [link.classes for link in best.links[:4]])
    side = some.compare(best)
    assert side.classes_linked == 12
    assert len(side.same) == 4
    assert side.no_longer_waiting
    assert not side.now_waiting
    assert side.worth == best.totals.worth - some.totals.worth


def test_a_better_worst_link_has_a_price() -> None:
    for seed in range(5):
        plain = solve(far(30, seed))
        fair = solve(far(30, seed, weights=Weights(fairness=1.0)))
        half = solve(far(30, seed, weights=Weights(fairness=0.5)))
        worst = [one.totals.worst or 0 for one in (plain, half, fair)]
        assert worst == sorted(worst)
        assert fair.totals.classes_linked == plain.totals.classes_linked
        assert fair.fairness_price == plain.totals.worth - fair.totals.worth >= half.fairness_price >= 0
        assert fair.proof.checked


def test_the_changes_of_a_price_are_the_links_that_change() -> None:
    base = far(22, 12)
    proposal = solve(replace(base, classes=tuple(replace(c, wishes=Wishes()) for c in base.classes)))
    for one in proposal.alternatives("c2", 30):
        after = proposal.with_changes(fix=((one.class_id, one.partner),))
        pair = {one.class_id, one.partner}
        changed = {
            c.id
            for c in base.classes
            if c.id not in pair and proposal.link_of(c.id) != after.link_of(c.id) and c.id not in pair
        }
        assert set(one.changes) == changed
        assert proposal.why_not(one.class_id, one.partner).changes == one.changes


def test_a_class_that_wants_no_link_of_three_is_in_none() -> None:
    base = far(21, 5, shapes=frozenset({"pair", "triad"}), rules=Rules(max_distance=None, max_year_gap=None))
    free = solve(base)
    three = next(link for link in free.links if link.shape == "triad")
    unwilling = frozenset(three.classes)
    classes = tuple(replace(c, wishes=replace(c.wishes, never_three=c.id in unwilling)) for c in base.classes)
    proposal = solve(replace(base, classes=classes))
    assert not any(link.shape == "triad" and unwilling & set(link.classes) for link in proposal.links)
    assert not proposal.waiting


def test_schools_that_go_apart_do() -> None:
    base = make_problem(20, 11, rules=Rules(max_distance=None, max_year_gap=None))
    classes = tuple(replace(c, wishes=Wishes(together="apart")) for c in base.classes)
    proposal = solve(replace(base, classes=classes))
    seen = [frozenset(link.schools) for link in proposal.links]
    assert len(seen) == len(set(seen))
    pinned = proposal.with_changes(fix=(proposal.links[0].classes,))
    seen = [frozenset(link.schools) for link in pinned.links]
    assert len(seen) == len(set(seen))


def test_an_odd_total_becomes_one_link_of_three_schools() -> None:
    proposal = solve(far(21, 5, shapes=frozenset({"pair", "triad"}), rules=Rules(max_distance=None, max_year_gap=None)))
    assert [link.shape for link in proposal.links].count("triad") == 1
    assert not proposal.waiting
    assert proposal.proof.optimal


def test_ranges_of_a_weight_hold() -> None:
    base = far(26, 2)
    proposal = solve(replace(base, classes=tuple(replace(c, wishes=Wishes()) for c in base.classes)))
    rows = proposal.stays("ethnicity")
    assert len(rows) == len(proposal.links)
    assert all(stay.low <= 1.0 <= stay.high for stay in rows)
    assert any(stay.low > 0.0 or stay.high < 2.0 for stay in rows)
    for stay in rows[:4]:
        for weight in np.linspace(stay.low, stay.high, 5):
            changed = Weights(characteristics={**proposal.problem.weights.characteristics, "ethnicity": weight})
            assert stay.classes in links(solve(proposal.problem.with_changes(weights=changed)))
