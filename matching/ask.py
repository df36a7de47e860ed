"""Questions to a proposal: why not these two, what would it cost, what else was possible, what differs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.errors import BadProblem
from matching.explain import points
from matching.graph.table import Shorts
from matching.results import Alternative, Answer, Comparison, Link, Proposal
from matching.rules import rules_broken
from matching.scoring import Bools, Ints, Table
from matching.solver import solve_again


def _number(proposal: Proposal, class_id: str) -> int:
    index = proposal.session.table.index
    if class_id not in index:
        raise BadProblem(f"The class {class_id} is not in the problem.")
    return index[class_id]


def why_not(proposal: Proposal, class_a: str, class_b: str) -> Answer:
    """Why these two are not linked: the rule's sentence, or the price of linking them."""
    if class_a == class_b and _number(proposal, class_a) >= 0:
        return Answer(False, "A class cannot be linked with itself.", ("same_class",))
    link = proposal.link_of(class_a)
    if link is not None and class_b in link.classes:
        return Answer(True, "These two are linked.")
    return price_of_pin(proposal, class_a, class_b)


def price_of_pin(proposal: Proposal, class_a: str, class_b: str) -> Answer:
    """What the whole loses by linking these two; for a link that is pinned already, what the pin has cost."""
    i, j = _number(proposal, class_a), _number(proposal, class_b)
    link = proposal.link_of(class_a)
    if link is not None and link.kept == "fixed" and class_b in link.classes:
        freed = solve_again(proposal, proposal.problem.with_changes(unfix=(_group(proposal, link),)))
        return _price(freed, proposal)
    refused = _refused(proposal, i, j)
    if refused is not None:
        return refused
    loss, lost, exact, mates = _loss_of_each(proposal, np.array([i]), np.array([j]))
    if exact[0]:
        return replace(_answer(int(loss[0]), int(lost[0])), changes=_changes(proposal, i, j, mates[0]))
    return _price(proposal, solve_again(proposal, proposal.problem.with_changes(fix=((class_a, class_b),))))


def price_of_ban(proposal: Proposal, class_a: str, class_b: str) -> Answer:
    """What the whole loses by never linking these two; for a pair that is banned already, what the ban has cost."""
    i, j = _number(proposal, class_a), _number(proposal, class_b)
    if not proposal.session.table.allowed[i, j] and proposal.session.table.allowed_by_rules[i, j]:
        lifted = proposal.problem.with_changes(allow=((class_a, class_b),))
        return _price(solve_again(proposal, lifted), proposal)
    link = proposal.link_of(class_a)
    if link is None or class_b not in link.classes:
        return Answer(True, "It costs nothing: these two are not linked in this proposal.")
    if link.kept:
        return Answer(False, f"This link is {link.kept}. Release it first.", ("kept",))
    return _price(proposal, solve_again(proposal, proposal.problem.with_changes(forbid=((class_a, class_b),))))


def _group(proposal: Proposal, link: Link) -> tuple[str, ...]:
    wanted = frozenset(link.classes)
    return next(g for g in proposal.problem.fixed if frozenset(g) == wanted)


def _refused(proposal: Proposal, i: int, j: int) -> Answer | None:
    """The answer where a rule, or a link that is kept, stands against the pair."""
    table = proposal.session.table
    broken = rules_broken(table, i, j)
    if broken:
        return Answer(False, " ".join(s for _, s in broken), tuple(n for n, _ in broken))
    for k in (i, j):
        if table.available[k]:
            continue
        held = proposal.link_of(table.classes[k].id)
        how = "is held back" if held is None else f"stands in a link that is {held.kept}"
        return Answer(False, f"{_capital(table.called(k))} {how}. Release it first.", ("kept",))
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _price(dearer: Proposal, cheaper: Proposal) -> Answer:
    """The price of going from the first proposal to the second."""
    loss = dearer.totals.worth - cheaper.totals.worth
    lost = dearer.totals.classes_linked - cheaper.totals.classes_linked
    return _answer(loss, lost, dearer.proof.optimal and cheaper.proof.optimal)


def _answer(loss: int, lost: int, exact: bool = True) -> Answer:
    return Answer(True, price_said(loss, lost), (), loss, lost, exact)


def price_said(loss: int, lost: int) -> str:
    """A price in words; `loss` in micro-units, `lost` classes."""
    if lost > 0:
        who = "class" if lost == 1 else "classes"
        more = f", and the whole would be worth {points(loss)} less" if loss > 0 else ""
        return f"{lost} more {who} would wait{more}."
    if lost < 0:
        return f"{-lost} more {'class' if lost == -1 else 'classes'} would be linked."
    if loss > 0:
        return (
            "The whole would be worth a hair less." if loss < 5000 else f"The whole would be worth {points(loss)} less."
        )
    return "It costs nothing." if loss == 0 else f"The whole would be worth {points(-loss)} more."


def alternatives(proposal: Proposal, class_id: str, limit: int = 5, *, exact: bool = False) -> tuple[Alternative, ...]:
    """The best other partners for a class and what the whole would lose, cheapest first.

    With `exact`, each of them whose price is an estimate is solved for; an estimate is never below the price.
    """
    found = _alternatives(proposal, [_number(proposal, class_id)], limit)[class_id]
    if exact and not all(one.exact for one in found):
        solved = [one if one.exact else _solved(proposal, one) for one in found]
        found = tuple(sorted(solved, key=lambda one: (one.classes_lost, one.loss)))
    return found


def _solved(proposal: Proposal, one: Alternative) -> Alternative:
    """The alternative with the price that solving again gives."""
    pair = (one.class_id, one.partner)
    other = solve_again(proposal, proposal.problem.with_changes(fix=(pair,)))
    price = _price(proposal, other)
    if not price.exact and (price.classes_lost, price.loss) > (one.classes_lost, one.loss):
        return one  # time ran out; what was estimated can be had
    changed = (c.id for c in proposal.problem.classes if c.id not in pair and not _same_link(proposal, other, c.id))
    sentence = price.sentence if price.exact else price.sentence.removesuffix(".") + ", or so."
    return replace(
        one,
        loss=price.loss,
        classes_lost=price.classes_lost,
        sentence=sentence,
        changes=tuple(changed),
        exact=price.exact,
    )


def _same_link(first: Proposal, second: Proposal, class_id: str) -> bool:
    a, b = first.link_of(class_id), second.link_of(class_id)
    return (None if a is None else set(a.classes)) == (None if b is None else set(b.classes))


def all_alternatives(proposal: Proposal, limit: int = 5) -> dict[str, tuple[Alternative, ...]]:
    """`alternatives` of every class at once: each pair is priced once, for both its classes."""
    return _alternatives(proposal, list(range(proposal.session.table.n)), limit)


def _alternatives(proposal: Proposal, numbers: Sequence[int], limit: int) -> dict[str, tuple[Alternative, ...]]:
    table = proposal.session.table
    open_pairs = table.allowed & table.available[:, None] & table.available[None, :]
    for column in proposal.session.chosen:
        open_pairs[np.ix_(column.classes, column.classes)] = False
    asked = np.zeros(table.n, dtype=bool)
    asked[list(numbers)] = True
    first, second = np.nonzero(open_pairs & asked[:, None] & ~(asked[None, :] & np.tri(table.n, dtype=bool)))
    loss, lost, exact, mates = _loss_of_each(proposal, first, second)
    found: dict[int, list[Alternative]] = {k: [] for k in numbers}
    order = np.lexsort((second, first, loss, lost))
    for k in order.tolist():
        i, j = int(first[k]), int(second[k])
        for a, b in ((i, j), (j, i)):
            if a in found and len(found[a]) < limit:
                found[a].append(_alternative(proposal, a, b, int(loss[k]), int(lost[k]), bool(exact[k]), mates[k]))
    return {table.classes[k].id: tuple(rows) for k, rows in found.items()}


def _changes(proposal: Proposal, i: int, j: int, mate: Shorts) -> tuple[str, ...]:
    """Ids of the other classes whose partner would change; `mate` is −2 for a class that is held where it is."""
    table, now = proposal.session.table, np.full(len(mate), -1, dtype=np.int64)
    for column in proposal.session.chosen:
        for a, b in column.pairs:
            now[a], now[b] = b, a
    other = np.flatnonzero((mate != now) & (mate != -2))
    return tuple(table.classes[k].id for k in other.tolist() if k not in (i, j))


def _alternative(proposal: Proposal, i: int, j: int, loss: int, lost: int, exact: bool, mate: Shorts) -> Alternative:
    table = proposal.session.table
    metres = float(table.distance[i, j])
    partner = table.classes[j].id
    whole = price_said(loss, lost)
    return Alternative(
        class_id=table.classes[i].id,
        partner=partner,
        worth=int(table.worth[i, j]),
        loss=loss,
        classes_lost=lost,
        distance=None if math.isnan(metres) else metres,
        sentence=whole if exact else whole.removesuffix(".") + ", or so.",
        changes=_changes(proposal, i, j, mate),
        exact=exact,
    )


def _loss_of_each(proposal: Proposal, first: Ints, second: Ints) -> tuple[Ints, Ints, Bools, Shorts]:
    """Worth and classes the whole loses by each pair, whether that is exact, and the mates (−2: held where it is).

    With other shapes than pairs, the links of several classes that neither of the two stands in are held as they
    are: the price is then an estimate, and so it is where schools would have to be kept apart.
    """
    session = proposal.session
    have = sum(c.worth for c in session.chosen)
    linked = sum(len(c.classes) for c in session.chosen)
    loss, lost = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
    exact = np.full(len(first), session.plain)
    found = np.full((len(first), session.table.n), -1, dtype=np.int32)
    shaped = [c for c in session.chosen if c.shape != "pair"]
    member = {k: n for n, c in enumerate(shaped) for k in c.classes}
    groups: dict[frozenset[int], list[int]] = {}
    for k, (i, j) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        groups.setdefault(frozenset(member[x] for x in (i, j) if x in member), []).append(k)
    for opened, rows in groups.items():
        matcher = session.pairing.matcher
        held = [c for n, c in enumerate(shaped) if n not in opened]
        if held:
            matcher = matcher.copy()
            for v in (v for column in held for v in column.classes):
                matcher.take_out(v)
            matcher.search()
        mates = matcher.forced(first[rows], second[rows])
        worth, count = _worth_of(mates, session.table.worth)
        loss[rows] = have - worth - sum(c.worth for c in held)
        lost[rows] = linked - count - sum(len(c.classes) for c in held)
        exact[rows] &= ~_clash(session.table, mates)
        mates[:, [v for column in held for v in column.classes]] = -2
        found[rows] = mates
    return loss, lost, exact, found


def _worth_of(mates: Shorts, worth: Ints) -> tuple[Ints, Ints]:
    """Total worth and number of classes linked of each row of mates."""
    used = mates >= 0
    each = worth[np.arange(mates.shape[1])[None, :], np.where(used, mates, 0)]
    return np.where(used, each, 0).sum(axis=1) >> 1, used.sum(axis=1)


def _clash(table: Table, mates: Shorts) -> Bools:
    """True for rows of mates that link two schools twice of which one wants its classes to go apart."""
    out = np.zeros(len(mates), dtype=bool)
    size, apart = len(table.schools), table.goes_apart
    if not apart.any():
        return out
    ends = np.arange(mates.shape[1])
    for k, mate in enumerate(mates):
        used = mate > ends
        a, b = table.school_of[ends[used]], table.school_of[mate[used]]
        key = (np.minimum(a, b) * size + np.maximum(a, b))[apart[a] | apart[b]]
        out[k] = len(np.unique(key)) < len(key)
    return out


def compare(first: Proposal, second: Proposal) -> Comparison:
    """Two proposals of the same classes side by side; figures are second minus first."""
    a = {frozenset(link.classes): link.classes for link in first.links}
    b = {frozenset(link.classes): link.classes for link in second.links}
    waiting_a = {w.class_id for w in first.waiting}
    waiting_b = {w.class_id for w in second.waiting}
    t, u = first.totals, second.totals
    worst = None if t.worst is None or u.worst is None else u.worst - t.worst
    same = tuple(c for k, c in a.items() if k in b)
    return Comparison(
        same=same,
        only_first=tuple(c for k, c in a.items() if k not in b),
        only_second=tuple(c for k, c in b.items() if k not in a),
        worth=u.worth - t.worth,
        worst=worst,
        classes_linked=u.classes_linked - t.classes_linked,
        contact={name: u.contact[name] - t.contact[name] for name in t.contact if name in u.contact},
        now_waiting=tuple(sorted(waiting_b - waiting_a)),
        no_longer_waiting=tuple(sorted(waiting_a - waiting_b)),
        sentences=tuple(_compared(len(same), len(a), first, second, worst)),
    )


def _compared(same: int, of: int, first: Proposal, second: Proposal, worst: int | None) -> list[str]:
    t, u = first.totals, second.totals
    out = [f"{same} of {of} links are the same."]
    more = u.classes_linked - t.classes_linked
    if more:
        out.append(f"The second links {abs(more)} {'more' if more > 0 else 'fewer'} classes.")
    if u.worth != t.worth:
        word = "more" if u.worth > t.worth else "less"
        out.append(f"In total the second is worth {points(abs(u.worth - t.worth))} {word}.")
    if worst:
        out.append(f"Its worst link is {'better' if worst > 0 else 'worse'} by {points(abs(worst))}.")
    return out
