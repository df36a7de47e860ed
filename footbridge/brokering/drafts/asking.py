"""Questions to a draft: what if these were linked, what else is there for a class, what does a choice cost the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from footbridge.brokering.drafts.board import Board, Card, card_of, points
from footbridge.brokering.drafts.state import Ban, Group, group_of, key_of
from footbridge.brokering.drafts.steps import free_classes, schools_said
from footbridge.brokering.problem.building import shape_of
from footbridge.brokering.problem.facts import CHARACTERISTICS, PoolClass, PoolSchool
from footbridge.brokering.problem.solving import changed, valued
from footbridge.ui.miles import miles
from matching import Alternative, BadProblem, Problem, Proposal

NO_SHAPE = "A link joins as many classes of one school as of another, or one class of each of three schools."


@dataclass(frozen=True)
class Price:
    """What a choice costs the whole: micro-units of worth and classes that would wait."""

    loss: int
    classes_lost: int
    of: int

    @property
    def costs(self) -> bool:
        return self.loss > 0 or self.classes_lost > 0

    @property
    def short(self) -> str:
        """For a tag: "costs nothing", "costs 0.12", "1 class more waits"."""
        if self.classes_lost > 0:
            return f"{self.classes_lost} more {'class waits' if self.classes_lost == 1 else 'classes wait'}"
        if self.loss > 0:
            return f"costs {points(self.loss)}" if self.loss >= 5000 else "costs almost nothing"
        return "costs nothing"

    @property
    def words(self) -> str:
        """A sentence."""
        if self.classes_lost > 0:
            return (
                f"{self.classes_lost} more {'class' if self.classes_lost == 1 else 'classes'} would wait, and the whole would be worth "
                f"{points(abs(self.loss))} {'less' if self.loss >= 0 else 'more'}."
            )
        if self.loss > 0:
            share = f" ({100 * self.loss / self.of:.1f}% of it)" if self.of > 0 else ""
            return f"The whole would be worth {points(self.loss)} less{share}."
        return "It costs the whole nothing."


@dataclass(frozen=True)
class WhatIf:
    """These classes linked: the rule against it, or the link as it would be, its price, and who would be without a partner."""

    classes: tuple[PoolClass, ...]
    schools: str
    allowed: bool
    sentence: str
    card: Card | None = None
    price: Price | None = None
    parted: tuple[str, ...] = ()
    linked_now: bool = False


@dataclass(frozen=True)
class Choice:
    """Another partner for a class, with what the whole would lose."""

    one: PoolClass
    school: PoolSchool
    price: Price
    distance: str
    worth: str
    taken_by: str
    exact: bool = True


def what_if(board: Board, classes: Iterable[int]) -> WhatIf:
    """The answer to "why not these?": the rule's sentence, or the price."""
    group, pool = group_of(one for one in classes if one in board.pool.classes), board.pool
    ones, names = tuple(pool.classes[one] for one in group), schools_said(pool, group)
    if not shape_of(pool, group):
        return WhatIf(ones, names, False, NO_SHAPE)
    taken = next((link for link in pool.live if set(link.classes) & set(group)), None)
    if taken is not None:
        return WhatIf(ones, names, False, f"One of these classes stands in the link {taken.reference} already.")
    if not set(group) <= free_classes(pool):
        return WhatIf(
            ones, names, False, "One of these classes cannot be linked now: its school declined or took it back."
        )
    if group in board.state.groups:
        return WhatIf(ones, names, True, "These are linked in this draft.", board.card(key_of(group)), linked_now=True)
    freed = tuple(schools_said(pool, other) for other in board.state.groups if set(other) & set(group))
    base = _without_pins_on(board, group)
    card = card_of(pool, board.programme, group, valued(base, [group]).links[0])
    broken = " ".join(dict.fromkeys(card.found.against)) or _banned(board, group)
    price = None if broken else _difference(board, base.with_changes(fix=(tuple(map(str, group)),)))
    sentence = broken or (price.words if price else "")
    return WhatIf(ones, names, not broken, sentence, card, price, freed)


def choices_for(board: Board, class_id: int, limit: int = 6, *, exact: bool = False) -> list[Choice]:
    """The best other partners of a class, the cheapest for the whole first; none for a class in a live link.

    With `exact` estimated prices are worked out one by one, which takes a moment.
    """
    if class_id not in free_classes(board.pool):
        return []
    group = board.state.group_with(class_id) or (class_id,)
    problem = _without_pins_on(board, group)
    problem = problem if class_id not in board.state.held else _released(problem, class_id)
    best = board.best if problem is board.problem else changed(board.best, problem)
    return [_choice(board, best, found) for found in best.alternatives(str(class_id), limit, exact=exact)]


def price_of_fixed(board: Board, group: Group) -> Price:
    """What a fixed link has cost the whole: what the best would be worth more without it."""
    return _difference(board, board.problem.with_changes(unfix=(tuple(map(str, group)),)), gain=True)


def price_of_ban(board: Board, ban: Ban) -> Price:
    """What ruling two schools out has cost the whole."""
    numbers = {int(one.id): int(one.school) for one in board.problem.classes}
    pairs = tuple(p for p in board.problem.forbidden if {numbers[int(one)] for one in p} == ban.pair)
    return _difference(board, board.problem.with_changes(allow=pairs), gain=True)


def price_of_ruling_out(board: Board, one: int, two: int) -> Price:
    """What it would cost to rule two schools out for each other."""
    school = {one.id: int(one.school) for one in board.problem.classes}
    pairs = tuple(
        (a.id, b.id) for a, b in combinations(board.problem.classes, 2) if {school[a.id], school[b.id]} == {one, two}
    )
    fixed = tuple(g for g in board.problem.fixed if {one, two} <= {school[c] for c in g})
    return _difference(board, board.problem.with_changes(forbid=pairs, unfix=fixed))


def how_sure(board: Board, group: Group) -> list[str]:
    """For which weights the best proposal keeps a link: a sentence per characteristic with figures, the other weights unchanged.

    Empty for a link that is fixed or stands, or that the best proposal does not have: nothing can be said of those.
    """
    said = []
    wanted = frozenset(map(str, group))
    for key, label in CHARACTERISTICS.items():
        name = label[0].lower() + label[1:]
        try:
            found = next((one for one in board.best.stays(key, 0.0, 1.0) if frozenset(one.classes) == wanted), None)
        except BadProblem:
            continue  # no school has figures for it
        if found is not None and found.low <= 0 and found.high >= 1:
            said.append(f"It stays whatever {name} counts.")
        elif found is not None:
            said.append(f"It stays for any weight of {name} between {found.low:g} and {found.high:g}.")
    return said


def _without_pins_on(board: Board, group: Iterable[int]) -> Problem:
    """The board's problem with the pins on these classes let go, and none of them held back."""
    wanted = set(map(str, group))
    pins = tuple(pin for pin in board.problem.fixed if wanted & set(pin))
    problem = board.problem.with_changes(unfix=pins) if pins else board.problem
    for one in wanted & problem.held_back:
        problem = _released(problem, int(one))
    return problem


def _released(problem: Problem, class_id: int) -> Problem:
    return replace(problem, held_back=problem.held_back - {str(class_id)})


def _difference(board: Board, other: Problem, *, gain: bool = False) -> Price:
    """The best of the board against the best of another problem; with `gain` the other is the better one."""
    try:
        found = changed(board.best, other)
    except BadProblem:
        return Price(0, 0, 0)
    sign = -1 if gain else 1
    loss = sign * (board.best.totals.worth - found.totals.worth)
    lost = sign * (board.best.totals.classes_linked - found.totals.classes_linked)
    return Price(max(loss, 0) if lost == 0 else loss, lost, board.best.totals.worth)


def _choice(board: Board, best: Proposal, found: Alternative) -> Choice:
    partner = int(found.partner)
    link = best.link_of(found.partner)
    school = board.pool.classes[partner].school
    others = (int(one) for one in (link.classes if link else ()))
    taken = schools_said(board.pool, (one for one in others if board.pool.classes[one].school != school))
    return Choice(
        one=board.pool.classes[partner],
        school=board.pool.school_of(partner),
        price=Price(found.loss, found.classes_lost, best.totals.worth),
        distance=miles(found.distance),
        worth=points(found.worth),
        taken_by=taken,
        exact=found.exact,
    )


def _banned(board: Board, group: Group) -> str:
    schools = {board.pool.classes[one].school for one in group}
    ban = next((ban for ban in board.state.bans if ban.pair <= schools), None)
    if ban is None:
        return ""
    return "You have ruled these two schools out for each other" + (f": “{ban.reason}”." if ban.reason else ".")
