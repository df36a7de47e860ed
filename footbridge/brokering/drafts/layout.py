"""A board as a map and as a table, and the tabs between them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from django.urls import reverse

from footbridge.brokering.drafts.board import Board, Card
from footbridge.brokering.models import Draft
from footbridge.brokering.problem.facts import PoolSchool
from footbridge.ui.maps import Line, Map, Marker
from footbridge.ui.parts import Tab
from footbridge.ui.tables import Column, Filter, Table

VIEW_TABS = (
    ("board", "Board"),
    ("map", "Map"),
    ("table", "Table"),
    ("weights", "Weights and rules"),
    ("compare", "Compare"),
    ("history", "History"),
)
STATES = {"fixed": "Fixed", "draft": "Draft", "offered": "Offered", "standing": "Standing"}
STATE_TONES = {"fixed": "plum", "draft": "plain", "offered": "info", "standing": "good"}


def tabs_of(draft: Draft, current: str) -> list[Tab]:
    """The views of one draft."""
    return [Tab(label, reverse(f"brokering:{name}", args=[draft.pk]), name == current) for name, label in VIEW_TABS]


def state_of_card(card: Card) -> str:
    """ "draft", "fixed", "offered" or "standing"."""
    return card.live or ("fixed" if card.fixed else "draft")


def card_url(board: Board, card: Card) -> str:
    """Where everything about a link stands: its page in the draft."""
    return reverse("brokering:draft_link", args=[board.draft.pk, card.key])


def map_of(board: Board) -> Map:
    """Schools at their places; links as lines, dashed while they are only drafted."""
    waiting: dict[int, int] = {}
    for row in board.waiting:
        waiting[row.school.id] = waiting.get(row.school.id, 0) + 1
    cards: dict[int, list[Card]] = {}
    for card in (*board.cards, *board.live):
        for school in card.schools:
            cards.setdefault(school.id, []).append(card)
    markers = [
        _marker(board, school, cards.get(school.id, []), waiting.get(school.id, 0))
        for school in board.pool.schools.values()
        if school.easting is not None and school.northing is not None
    ]
    lines = [line for card in (*board.cards, *board.live) for line in _lines(board, card)]
    return Map(
        f"Links of {board.draft.name}",
        markers,
        lines,
        key=[
            ("river", "round", "Every class has a partner"),
            ("coral", "square", "A class waits"),
            ("river", "dashed", "In this draft"),
            ("plum", "line", "Fixed"),
            ("coral", "line", "Offered"),
            ("leaf", "line", "Standing"),
        ],
        listing=True,
        element="draft-map",
    )


def _marker(board: Board, school: PoolSchool, cards: list[Card], waiting: int) -> Marker:
    partners = [other.name for card in cards for other in card.schools if other.id != school.id]
    notes = [f"linked with {', '.join(dict.fromkeys(partners))}"] if partners else []
    if waiting:
        notes.append(f"{waiting} {'class waits' if waiting == 1 else 'classes wait'}")
    classes = sum(one.school == school.id for one in board.pool.classes.values())
    ones = [one.id for one in board.pool.classes.values() if one.school == school.id]
    return Marker(
        float(school.easting or 0),
        float(school.northing or 0),
        school.name,
        url=reverse("brokering:class", args=[board.draft.pk, ones[0]]) if ones else "",
        note="; ".join(notes),
        tone="coral" if waiting else "river",
        shape="square" if waiting else "round",
        size=min(classes, 3),
    )


def _lines(board: Board, card: Card) -> list[Line]:
    places = [
        (float(school.easting), float(school.northing))
        for school in card.schools
        if school.easting is not None and school.northing is not None
    ]
    ends = list(pairwise(places))
    if len(places) == 3:
        ends.append((places[2], places[0]))
    tone = {"offered": "coral", "standing": "leaf"}.get(card.live, "plum" if card.fixed else "river")
    label = f"{card.title}, {card.distance}, {STATES[state_of_card(card)].lower()}"
    drafted = not card.live and not card.fixed
    return [Line(start, end, label, tone, drafted, card_url(board, card)) for start, end in ends]


def table_of(board: Board, query: Mapping[str, str]) -> Table:
    """One row per link, with the figures to sort by."""
    return Table(
        [*board.cards, *board.live],
        [
            Column("title", "Link", sort=lambda card: card.title.casefold(), link=lambda card: card_url(board, card)),
            Column("years", "Year groups", sort=lambda card: card.years),
            Column("children", "Children"),
            Column("distance", "Distance", sort=lambda card: card.found.distance, numeric=True),
            Column("cost", "Coach, a trip", sort=lambda card: card.dearest_trip, numeric=True),
            *(_contact_column(place, label) for place, label in enumerate(("Background", "Meals", "Language"))),
            Column("wishes", "Wishes", sort=lambda card: -len(card.found.wishes_unmet), numeric=True),
            Column("worth", "Worth", sort=lambda card: card.found.worth_per_pair, numeric=True),
            Column(
                "state",
                "State",
                sort=state_of_card,
                show=lambda card: STATES[state_of_card(card)],
                tone=lambda card: STATE_TONES[state_of_card(card)],
            ),
        ],
        query,
        caption="Links of this draft and links that are offered or stand",
        note="Distance is a straight line. The bars show contact before and after; worth is what the weights make of it all.",
        search=["title"],
        filters=[Filter("state", "State", list(STATES.items()), _in_state)],
        order="worth",
        page_size=100,
        empty_title="No links yet",
        empty_text="Ask for a proposal, or link two classes yourself.",
    )


def _contact_column(place: int, label: str) -> Column:
    return Column(
        f"contact-{place}",
        label,
        sort=lambda card: card.contact[place].gained,
        show=lambda card: card.contact[place],
        template="brokering/drafts/_contact_cell.html",
    )


def _in_state(cards: list[Card], value: str) -> list[Card]:
    return [card for card in cards if state_of_card(card) == value]
