"""What comes out: links with reasons, who waits and why, totals, and how far the result is proven.

Worth is in integer micro-units (1,000,000 to the point), so that "best" is exact. Distances are metres in a
straight line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matching.model import Problem
    from matching.solver import Session


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a link's worth, in micro-units; the parts of a link add up to its worth.

    `name` is "contact:<characteristic>", "travel", "wishes", "repeat", "together" or "triad".
    """

    name: str
    worth: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact of one characteristic: chance that two children differ inside the classes (the mean), and across the link.

    `gained` = `across` − `within`. `known` is False where a school publishes nothing: then the figures are those of
    the programme's mean and say nothing about this school.
    """

    characteristic: str
    within: float
    across: float
    gained: float
    known: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Link:
    """A proposed link: `classes` and `schools` (ids), who meets whom inside a block (`pairs`), worth and reasons.

    `distance` is metres between the schools (the longest way for three), None if a place is unknown. `shape` is
    "pair", "block2", "block3" or "triad". `kept` is "" for a proposed link, "fixed" or "standing" for one that was
    given. `against` holds the sentences of rules that a given link goes against.
    """

    classes: tuple[str, ...]
    schools: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    shape: str
    worth: int
    parts: tuple[Part, ...]
    contact: tuple[Contact, ...]
    distance: float | None
    reasons: tuple[str, ...]
    wishes_met: tuple[str, ...] = ()
    wishes_unmet: tuple[str, ...] = ()
    kept: str = ""
    against: tuple[str, ...] = ()

    @property
    def worth_per_pair(self) -> int:
        """Worth for two classes, which makes blocks and threes comparable with pairs."""
        return self.worth * 2 // len(self.classes)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A class that could not be linked: why, and what would have to change (best first)."""

    class_id: str
    reason: str
    would_help: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a proposal. `contact` maps a characteristic to the mean contact gained per link where it is known."""

    links: int
    classes_linked: int
    classes_waiting: int
    worth: int
    worst: int | None
    mean_distance: float | None
    longest_distance: float | None
    wishes_met: int
    wishes: int
    contact: dict[str, float]
    within: dict[str, float]
    across: dict[str, float]


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the result is proven: `gap` is 0.0 when nothing better exists, else the largest part that may be missing.

    `optimal` and `checked` never rest on floating point: certificates (pairs) and bounds (shapes) are checked in integers.
    `checked` is True after the independent checker has confirmed the certificates of the pairing, and of every case where
    classes go apart, or the bound was reached (shapes). `bound` is the most that any result could be worth, in micro-units.
    """

    optimal: bool
    checked: bool
    gap: float
    bound: int
    method: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another partner for a class and what the whole would lose by it.

    `loss` is micro-units of total worth, `classes_lost` the classes (net) that would wait instead; `changes` are the other
    classes whose partner would change. `exact` is False where `loss` is an estimate and not the exact price.
    """

    class_id: str
    partner: str
    worth: int
    loss: int
    classes_lost: int
    distance: float | None
    sentence: str
    changes: tuple[str, ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "why not these two?", or the price of a pin or a ban.

    `allowed` is False where a rule forbids it; then `rules` holds names and `sentence` the rule's sentence.
    Otherwise `loss` and `classes_lost` are the price.
    """

    allowed: bool
    sentence: str
    rules: tuple[str, ...] = ()
    loss: int = 0
    classes_lost: int = 0
    exact: bool = True
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """A link stays for any weight of `characteristic` between `low` and `high`, the other weights unchanged."""

    classes: tuple[str, ...]
    characteristic: str
    low: float
    high: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two proposals side by side; figures are second minus first."""

    same: tuple[tuple[str, ...], ...]
    only_first: tuple[tuple[str, ...], ...]
    only_second: tuple[tuple[str, ...], ...]
    worth: int
    worst: int | None
    classes_linked: int
    contact: dict[str, float]
    now_waiting: tuple[str, ...]
    no_longer_waiting: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best links there are, with proof. Read the fields; ask the methods.

    `fairness_price` is the total worth (micro-units) given up for a better worst link; 0 where fairness is 0.
    Methods answer from the same tables and duals, so that asking is quick; a proposal read from JSON
    has lost them and its methods raise ValueError (solve the problem again: it gives the same links).
    """

    links: tuple[Link, ...]
    waiting: tuple[Waiting, ...]
    totals: Totals
    worst_link: tuple[str, ...] | None
    proof: Proof
    fairness_price: int = 0
    notes: tuple[str, ...] = ()
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """The tables and duals this proposal came from."""
        if self._session is None:
            raise ValueError("This proposal was read from a file. Solve its problem again to ask it questions.")
        return self._session

    @property
    def problem(self) -> Problem:
        """The problem this proposal answers."""
        return self.session.problem

    def link_of(self, class_id: str) -> Link | None:
        """The link a class stands in, or None while it waits."""
        return next((link for link in self.links if class_id in link.classes), None)

    def alternatives(self, class_id: str, limit: int = 5, *, exact: bool = False) -> tuple[Alternative, ...]:
        """The best other partners for a class and what the whole would lose, cheapest first.

        Around blocks and threes the prices are estimates (`Alternative.exact`), never below the true price; with
        `exact` those shown are solved for one by one, which takes a moment each.
        """
        from matching.ask import alternatives

        return alternatives(self, class_id, limit, exact=exact)

    def all_alternatives(self, limit: int = 5) -> dict[str, tuple[Alternative, ...]]:
        """`alternatives` of every free class at once, which is much quicker than one by one."""
        from matching.ask import all_alternatives

        return all_alternatives(self, limit)

    def why_not(self, class_a: str, class_b: str) -> Answer:
        """Why these two are not linked: the rule's sentence, or the price of linking them."""
        from matching.ask import why_not

        return why_not(self, class_a, class_b)

    def price_of_pin(self, class_a: str, class_b: str) -> Answer:
        """What the whole loses (or has lost, if it is pinned already) by linking these two whatever happens."""
        from matching.ask import price_of_pin

        return price_of_pin(self, class_a, class_b)

    def price_of_ban(self, class_a: str, class_b: str) -> Answer:
        """What the whole loses (or has lost, if it is banned already) by never linking these two."""
        from matching.ask import price_of_ban

        return price_of_ban(self, class_a, class_b)

    def stays(self, characteristic: str, low: float = 0.0, high: float = 2.0) -> tuple[Stay, ...]:
        """For every proposed link the range of one weight (low to high) for which it stays."""
        from matching.sensitivity import stays

        return stays(self, characteristic, low, high)

    def compare(self, other: Proposal) -> Comparison:
        """This proposal beside another of the same classes."""
        from matching.ask import compare

        return compare(self, other)

    def with_changes(self, **changes: Any) -> Proposal:
        """The best links after some changes of mind (see `Problem.with_changes`), found from here and not from scratch."""
        from matching.solver import solve_again

        return solve_again(self, self.problem.with_changes(**changes))

    def to_json(self) -> dict[str, Any]:
        """This proposal as plain JSON values, without the tables it came from."""
        from matching.jsonio import encode

        out: dict[str, Any] = encode(self)
        return out

    @classmethod
    def from_json(cls, data: object) -> Proposal:
        """A proposal from plain JSON values; it can be read and compared but not asked."""
        from matching.jsonio import decode

        return decode(cls, data, "proposal")
