"""A draft as people work at it: its links with everything that speaks for and against them, who waits, and the whole in figures.

One value for the board, the map and the table, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from footbridge.access import Viewer
from footbridge.brokering import costs
from footbridge.brokering.contact import ContactLine, contact_of, kinds_said
from footbridge.brokering.drafts.state import Ban, DraftState, Group, group_of, key_of
from footbridge.brokering.drafts.steps import free_classes, revisions, schools_said
from footbridge.brokering.models import Draft
from footbridge.brokering.problem.building import problem_of, shape_of
from footbridge.brokering.problem.facts import CHARACTERISTICS, Pool, PoolClass, PoolSchool
from footbridge.brokering.problem.pool import pool_of
from footbridge.brokering.problem.solving import solved, valued
from footbridge.programmes.models import Programme
from footbridge.ui.miles import miles
from matching import MICRO, BadProblem, Problem, Proposal
from matching import Link as FoundLink

SHAPES = {"triad": "Three schools", "block2": "Two classes each", "block3": "Three classes each"}
TRAINING = {
    "day_or_half": ("a full day of training", "half a day of training"),
    "half": ("half a day of training", "half a day of training"),
    "two_sessions": ("two sessions of training", "two sessions of training"),
    "five_sessions": ("five sessions after school", "five sessions after school"),
}


def points(micro: int) -> str:
    """Worth for people: points with two decimals."""
    return f"{micro / MICRO:.2f}"


def part_said(name: str) -> str:
    """A part of a link's worth for people."""
    plain = {"travel": "way", "repeat": "last year", "together": "together", "triad": "three schools"}
    key = name.removeprefix("contact:")
    return plain.get(name, CHARACTERISTICS.get(key, key).lower())


@dataclass(frozen=True)
class SideOfCard:
    """One school of a link with its classes, what a trip costs and what its teachers need."""

    school: PoolSchool
    classes: tuple[PoolClass, ...]
    trip: int | None
    year_cost: int | None
    training: str

    @property
    def children(self) -> str:
        """The sizes of its classes: "28" or "28 and 30"."""
        return " and ".join("?" if one.size is None else str(one.size) for one in self.classes)


@dataclass(frozen=True)
class Card:
    """A link of the draft, or a live one."""

    group: Group
    title: str
    sides: tuple[SideOfCard, ...]
    found: FoundLink
    contact: tuple[ContactLine, ...]
    kinds: tuple[str, ...]
    fixed: bool = False
    live: str = ""
    reference: str = ""
    link_id: int = 0
    worst: bool = False
    last_year: bool = False

    @property
    def key(self) -> str:
        return key_of(self.group)

    @property
    def distance(self) -> str:
        return miles(self.found.distance)

    @property
    def shape(self) -> str:
        """What is unusual about it: several classes each, three schools."""
        return SHAPES.get(self.found.shape, "")

    @property
    def worth(self) -> str:
        return points(self.found.worth)

    @property
    def parts(self) -> list[dict[str, str]]:
        """What the worth is made of, the parts that weigh anything."""
        return [{"label": part_said(part.name), "worth": points(part.worth)} for part in self.found.parts if part.worth]

    @property
    def worth_per_pair(self) -> int:
        return self.found.worth_per_pair

    @property
    def sentences(self) -> list[str]:
        """The contact in words, school by school; the same sentence once."""
        return list(dict.fromkeys(words for line in self.contact for words in line.sentences))

    @property
    def years(self) -> str:
        return ", ".join(dict.fromkeys(one.years_said for side in self.sides for one in side.classes))

    @property
    def children(self) -> str:
        """The sizes of its classes, school by school."""
        return " with ".join(side.children for side in self.sides)

    @property
    def dearest_trip(self) -> int | None:
        """Pounds of coaches for the dearer school to go to the other and back."""
        return max((side.trip for side in self.sides if side.trip is not None), default=None)

    @property
    def cost(self) -> str:
        return "not known" if self.dearest_trip is None else f"£{self.dearest_trip}"

    @property
    def wishes(self) -> str:
        """How many wishes are met, of how many."""
        met = len(self.found.wishes_met)
        return f"{met} of {met + len(self.found.wishes_unmet)}"

    @property
    def schools(self) -> tuple[PoolSchool, ...]:
        return tuple(side.school for side in self.sides)


@dataclass(frozen=True)
class WaitingClass:
    """A class without a partner: why, and what would have to change."""

    one: PoolClass
    school: PoolSchool
    reason: str
    would_help: tuple[str, ...] = ()
    held: bool = False
    away: bool = False


@dataclass(frozen=True)
class NamedBan:
    """Two schools ruled out for each other, by name."""

    ban: Ban
    first: str
    second: str


@dataclass
class Board:
    """A draft with everything that is shown of it."""

    draft: Draft
    pool: Pool
    state: DraftState
    shown: int
    as_is: Proposal
    best: Proposal
    problem: Problem
    cards: list[Card] = field(default_factory=list)
    live: list[Card] = field(default_factory=list)
    waiting: list[WaitingClass] = field(default_factory=list)
    trouble: str = ""

    @property
    def version(self) -> int:
        return self.draft.version

    @property
    def programme(self) -> Programme:
        return self.draft.linking_year.programme

    @property
    def loss(self) -> int:
        """Micro-units that the best proposal around what is fixed would be worth more."""
        return max(self.best.totals.worth - self.as_is.totals.worth, 0)

    @cached_property
    def standing_of_draft(self) -> str:
        """How this draft compares with the best there is."""
        more = self.best.totals.classes_linked - self.as_is.totals.classes_linked
        if self.trouble:
            return self.trouble
        if more > 0:
            return f"A new proposal would link {more} more {'class' if more == 1 else 'classes'}."
        if self.loss > 0:
            return f"A new proposal would be worth {points(self.loss)} more in all."
        around = " around what you have fixed and ruled out" if self.state.fixed or self.state.bans else ""
        proof = self.best.proof
        if proof.optimal or proof.gap <= 0:
            return f"Nothing better exists{around}: that is proven."
        return f"At most {max(proof.gap, 0.001):.1%} better could exist{around}."

    @property
    def class_count(self) -> int:
        return len(self.pool.classes)

    @property
    def offered_said(self) -> str:
        return f"of {self.class_count} offered"

    @property
    def linked(self) -> int:
        """Classes in links of the draft and in live links."""
        return sum(len(card.group) for card in (*self.cards, *self.live))

    @property
    def total(self) -> str:
        return points(self.as_is.totals.worth)

    @property
    def worst(self) -> str:
        return "–" if self.as_is.totals.worst is None else points(self.as_is.totals.worst)

    @property
    def mean_distance(self) -> str:
        """The mean way between linked schools."""
        metres = self.as_is.totals.mean_distance
        return "" if metres is None else f"{miles(metres)} apart on average"

    @property
    def fixed_cards(self) -> list[Card]:
        return [card for card in self.cards if card.fixed]

    @property
    def bans(self) -> list[NamedBan]:
        """The pairs of schools that are ruled out, by name."""
        schools = self.pool.schools
        return [
            NamedBan(ban, schools[ban.one].name, schools[ban.two].name)
            for ban in self.state.bans
            if ban.one in schools and ban.two in schools
        ]

    def card(self, key: str) -> Card | None:
        """The link with this key."""
        return next((card for card in (*self.cards, *self.live) if card.key == key), None)

    def card_with(self, class_id: int) -> Card | None:
        """The link a class stands in."""
        return next((card for card in (*self.cards, *self.live) if class_id in card.group), None)


def board_of(viewer: Viewer, draft: Draft) -> Board:
    """The draft as it is now. Queries: the draft's last step and those of the pool, whatever the size."""
    pool = pool_of(viewer, draft.linking_year)
    row = revisions(draft).get(number=draft.version)
    return lay_out(draft, pool, DraftState.from_json(row.state).kept_to(free_classes(pool)), row.place)


def lay_out(draft: Draft, pool: Pool, state: DraftState, shown: int) -> Board:
    """A board from what is known; no query."""
    problem, trouble = problem_of(pool, state), ""
    live = [link for link in pool.live if shape_of(pool, link.classes)]
    as_is = valued(problem, [*(link.classes for link in live), *state.groups])
    try:
        best = solved(problem)
    except BadProblem as bad:  # two wishes of the facilitator contradict each other; the board must open all the same
        best, trouble = as_is, str(bad)
    board = Board(draft, pool, state, shown, as_is, best, problem, trouble=trouble)
    programme = draft.linking_year.programme
    found = {group_of(map(int, link.classes)): link for link in as_is.links}
    worst = group_of(map(int, as_is.worst_link or ()))
    for group in state.groups:
        board.cards.append(
            card_of(pool, programme, group, found[group], fixed=group in state.fixed, worst=group == worst)
        )
    for link in live:
        group = group_of(link.classes)
        card = card_of(pool, programme, group, found[group], worst=group == worst)
        board.live.append(replace(card, link_id=link.id, reference=link.reference, live=link.state))
    board.cards.sort(key=lambda card: (card.title, card.group))
    board.waiting = list(_waiting(pool, state, best, as_is))
    return board


def card_of(
    pool: Pool, programme: Programme, group: Group, found: FoundLink, *, fixed: bool = False, worst: bool = False
) -> Card:
    """Everything there is to say of one link."""
    by_school: dict[int, list[PoolClass]] = {}
    for one in group:
        by_school.setdefault(pool.classes[one].school, []).append(pool.classes[one])
    schools = [pool.schools[number] for number in by_school]
    sides = tuple(
        _side(programme, pool.schools[n], ones, found.distance, len(schools)) for n, ones in by_school.items()
    )
    pairs = {frozenset((a.id, b.id)) for a in schools for b in schools if a.id < b.id}
    return Card(
        group=group,
        title=schools_said(pool, group),
        sides=sides,
        found=found,
        contact=contact_of(schools),
        kinds=kinds_said(schools),
        fixed=fixed,
        worst=worst,
        last_year=bool(pairs & pool.last_year),
    )


def _side(
    programme: Programme, school: PoolSchool, ones: Sequence[PoolClass], metres: float | None, schools: int
) -> SideOfCard:
    prices = costs.CoachPrices.of(programme.pairing_rules)
    sizes = [one.size for one in ones]
    new, again = TRAINING.get(programme.training_shape, TRAINING["day_or_half"])
    before = {
        True: f"Linked before: {again}",
        False: f"New to linking: {new}",
        None: "Not known whether it linked before",
    }
    return SideOfCard(
        school=school,
        classes=tuple(ones),
        trip=None if metres is None else costs.trip(sizes, metres, prices),
        year_cost=costs.year_for_school(sizes, metres, programme.meetings, prices, schools - 1),
        training=before[school.linked_before],
    )


def _waiting(pool: Pool, state: DraftState, best: Proposal, as_is: Proposal) -> Iterable[WaitingClass]:
    """Who waits in the draft as it is, with the reasons of the best proposal where it leaves them out too."""
    linked, reasons = state.classes | pool.taken, {int(row.class_id): row for row in (*as_is.waiting, *best.waiting)}
    left_by_best = {int(row.class_id) for row in best.waiting}
    for one in pool.classes.values():
        if one.id in linked:
            continue
        school = pool.schools[one.school]
        if one.id in pool.away:
            yield WaitingClass(one, school, pool.away[one.id], away=True)
        elif one.taken_back:
            continue
        elif one.id in state.held:
            yield WaitingClass(one, school, state.held[one.id] or "Held back by you.", held=True)
        elif one.id in left_by_best or one.id not in reasons:
            row = reasons.get(one.id)
            yield WaitingClass(one, school, row.reason if row else "", row.would_help if row else ())
        else:
            yield WaitingClass(one, school, "It has no partner in this draft yet. A new proposal would find one.")
