"""Questions to a proposal: why not these two, what would it cost, what else was possible, what differs."""

from __future__ import annotations

from matching.columns import pair_column
from matching.errors import BadProblem
from matching.explain import points
from matching.results import Alternative, Answer, Comparison, Proposal
from matching.rules import rules_broken
from matching.solver import solve


def _number(proposal: Proposal, class_id: str) -> int:
    index = proposal.session.table.index
    if class_id not in index:
        raise BadProblem(f"The class {class_id} is not in the problem.")
    return index[class_id]


def why_not(proposal: Proposal, class_a: str, class_b: str) -> Answer:
    """Why these two are not linked: the rule's sentence, or the price of linking them."""
    link = proposal.link_of(class_a)
    if link is not None and class_b in link.classes:
        return Answer(True, "These two are linked.")
    return price_of_pin(proposal, class_a, class_b)


def price_of_pin(proposal: Proposal, class_a: str, class_b: str) -> Answer:
    """What the whole loses by linking these two whatever happens."""
    table = proposal.session.table
    i, j = _number(proposal, class_a), _number(proposal, class_b)
    broken = rules_broken(table, i, j)
    if broken:
        return Answer(False, " ".join(s for _, s in broken), tuple(n for n, _ in broken))
    for one in (class_a, class_b):
        held = proposal.link_of(one)
        if held is not None and held.kept:
            return Answer(
                False, f"The class {one} stands in a link that is {held.kept}. Release that first.", ("kept",)
            )
    other = solve(proposal.problem.with_changes(fix=((class_a, class_b),)))
    return _price(proposal, other)


def price_of_ban(proposal: Proposal, class_a: str, class_b: str) -> Answer:
    """What the whole loses by never linking these two."""
    link = proposal.link_of(class_a)
    if link is None or class_b not in link.classes:
        return Answer(True, "It costs nothing: these two are not linked in the best proposal.")
    if link.kept:
        return Answer(False, f"This link is {link.kept}. Release it first.", ("kept",))
    return _price(proposal, solve(proposal.problem.with_changes(forbid=((class_a, class_b),))))


def _price(proposal: Proposal, other: Proposal) -> Answer:
    loss = proposal.totals.worth - other.totals.worth
    lost = proposal.totals.classes_linked - other.totals.classes_linked
    return Answer(True, price_said(loss, lost), (), loss, lost)


def price_said(loss: int, lost: int) -> str:
    """A price in words."""
    if lost > 0:
        return f"{lost} more {'class' if lost == 1 else 'classes'} would wait, and the whole would be worth {points(loss)} less."
    if loss > 0:
        return f"The whole would be worth {points(loss)} less."
    if loss == 0:
        return "It costs nothing: the whole is worth the same."
    return f"The whole would be worth {points(-loss)} more."


def alternatives(proposal: Proposal, class_id: str, limit: int = 5) -> tuple[Alternative, ...]:
    """The best other partners for a class and what the whole would lose, cheapest first."""
    table = proposal.session.table
    i = _number(proposal, class_id)
    mine = proposal.link_of(class_id)
    if mine is not None and mine.kept:
        return ()
    out = []
    for j in range(table.n):
        if not (table.allowed[i, j] and table.available[j]) or (
            mine is not None and table.classes[j].id in mine.classes
        ):
            continue
        price = price_of_pin(proposal, class_id, table.classes[j].id)
        metres = float(table.distance[i, j])
        column = pair_column(table, i, j)
        out.append(
            Alternative(
                class_id,
                table.classes[j].id,
                column.worth,
                price.loss,
                price.classes_lost,
                None if metres != metres else metres,
                price.sentence,
            )
        )
    out.sort(key=lambda a: (a.classes_lost, a.loss, a.partner))
    return tuple(out[:limit])


def all_alternatives(proposal: Proposal, limit: int = 5) -> dict[str, tuple[Alternative, ...]]:
    """`alternatives` of every class."""
    return {one.id: alternatives(proposal, one.id, limit) for one in proposal.problem.classes}


def compare(first: Proposal, second: Proposal) -> Comparison:
    """Two proposals of the same classes side by side; figures are second minus first."""
    a = {frozenset(link.classes): link.classes for link in first.links}
    b = {frozenset(link.classes): link.classes for link in second.links}
    waiting_a = {w.class_id for w in first.waiting}
    waiting_b = {w.class_id for w in second.waiting}
    t, u = first.totals, second.totals
    contact = {name: u.contact[name] - t.contact[name] for name in t.contact if name in u.contact}
    worst = None if t.worst is None or u.worst is None else u.worst - t.worst
    same = tuple(c for k, c in a.items() if k in b)
    sentences = [f"{len(same)} of {len(a)} links are the same."]
    if u.classes_linked != t.classes_linked:
        more = u.classes_linked - t.classes_linked
        sentences.append(f"The second links {abs(more)} {'more' if more > 0 else 'fewer'} classes.")
    if u.worth != t.worth:
        sentences.append(
            f"In total the second is worth {points(abs(u.worth - t.worth))} {'more' if u.worth > t.worth else 'less'}."
        )
    if worst:
        sentences.append(f"Its worst link is {'better' if worst > 0 else 'worse'} by {points(abs(worst))}.")
    return Comparison(
        same=same,
        only_first=tuple(c for k, c in a.items() if k not in b),
        only_second=tuple(c for k, c in b.items() if k not in a),
        worth=u.worth - t.worth,
        worst=worst,
        classes_linked=u.classes_linked - t.classes_linked,
        contact=contact,
        now_waiting=tuple(sorted(waiting_b - waiting_a)),
        no_longer_waiting=tuple(sorted(waiting_a - waiting_b)),
        sentences=tuple(sentences),
    )
