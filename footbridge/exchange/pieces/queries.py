"""Reading pieces for a teacher: cards with their state in words, and why a piece is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules
from footbridge.exchange.gate import Held, held
from footbridge.exchange.labels import own_labels
from footbridge.exchange.models import Look, Piece, PieceChild, Release
from footbridge.exchange.pieces.words import Words, opened
from footbridge.people.models import Person
from footbridge.ui.parts import Tone
from footbridge.vault import walls

WHY = "pieces of a link are counted and shown to its teachers"
State = Piece.State
MINE: dict[str, tuple[str, Tone]] = {
    State.TRAY: ("In your tray", "info"),
    State.SECOND: ("Waits for a second adult", "warning"),
    State.SENT: ("Sent", "plum"),
    State.RECALLED: ("Called back", "plain"),
    State.RETURNED: ("Given back to you", "warning"),
    State.HIDDEN: ("Hidden: a concern", "danger"),
}


@dataclass(frozen=True)
class Card:
    """A piece as pages show it. `thumb` says whether its picture may be shown now."""

    piece: Piece
    words: Words
    held: Held
    mine: bool
    released: bool
    class_name: str
    school: str

    @property
    def thumb(self) -> bool:
        return self.piece.has_pixels and self.held.open and self.piece.state != State.HIDDEN

    @property
    def plays(self) -> bool:
        """Whether its sound may be heard or its film seen now."""
        return self.piece.seconds is not None and self.held.open and self.piece.state != State.HIDDEN

    @property
    def wordless(self) -> bool:
        """Whether it is heard and nobody has written what is said in it, for those who cannot hear."""
        return self.piece.seconds is not None and not self.words.words

    @property
    def kind(self) -> str:
        """What it is, in words: Film, 1:05; Portrait, drawn."""
        if self.piece.portrait:
            return "Portrait, photographed" if self.piece.faces else "Portrait, drawn"
        name = str(self.piece.get_kind_display())
        return f"{name}, {self.piece.long}" if self.piece.long else name

    @property
    def state(self) -> str:
        if self.piece.state == State.SENT and not self.held.open:
            return "Stopped: a permission is missing"
        if self.mine:
            shown = self.piece.state == State.SENT and self.released
            return "Shown to the partner class" if shown else MINE[self.piece.state][0]
        return "Shown to your class" if self.released else "Waits for you"

    @property
    def tone(self) -> str:
        if self.piece.state == State.SENT and not self.held.open:
            return "danger"
        if self.released:
            return "good"
        return MINE[self.piece.state][1] if self.mine else "warning"

    @property
    def show(self) -> bool:
        """Whether it belongs on the own whiteboard: released to the own class, or the own class's and sent."""
        return self.held.open and self.piece.state == State.SENT and (self.released or self.mine)


def cards_of(viewer: Viewer, link: int) -> list[Card]:
    """Every piece of a link that the viewer may see, newest first. A dozen queries, whatever the number."""
    with walls.inside(link):
        rows = list(Piece.objects.visible_to(viewer).filter(link=link).order_by("-changed", "pk"))
        return _cards(viewer, link, rows)


def card_for(viewer: Viewer, piece_id: UUID) -> Card:
    """One piece of the viewer's links, or 404."""
    led = set(rules.classes_led(viewer).values())
    with walls.inside(*led):
        row = Piece.objects.visible_to(viewer).filter(pk=piece_id).first()
    if row is None:
        raise Http404
    with walls.inside(row.link_id):
        return _cards(viewer, row.link_id, [row])[0]


def _cards(viewer: Viewer, link: int, rows: Sequence[Piece]) -> list[Card]:
    led = rules.classes_led(viewer)
    school = rules.schools_led(viewer).get(link)
    words, why = opened(rows), held(link, rows)
    released: dict[UUID, set[int]] = {}
    for piece, to in Release.objects.visible_to(viewer).filter(link=link).values_list("piece", "school"):
        released.setdefault(piece, set()).add(to)
    names = _names(link)
    found = []
    for row in rows:
        mine = row.link_class_id in led
        to_whom = released.get(row.pk, set())
        shown = bool(to_whom) if mine else school in to_whom
        found.append(Card(row, words[row.pk], why[row.pk], mine, shown, *names.get(row.link_class_id, ("", ""))))
    return found


def _names(link: int) -> dict[int, tuple[str, str]]:
    rows = LinkClass.objects.unscoped(WHY).filter(link=link)
    return {pk: (name, school) for pk, name, school in rows.values_list("pk", "offered_class__name", "school__name")}


def children_of(viewer: Viewer, piece: Piece) -> set[UUID]:
    """Who is in a piece of the viewer's own class."""
    with walls.inside(piece.link_id):
        return set(PieceChild.objects.visible_to(viewer).filter(piece=piece).values_list("label", flat=True))


def makers_of(viewer: Viewer, card: Card) -> str:
    """Who made a piece or is in it, in words: to the own teachers by name, to others by number."""
    piece = card.piece
    if piece.who == Piece.Who.CLASS:
        return "The whole class"
    if piece.who == Piece.Who.NOBODY:
        return "No child"
    if card.mine:
        inside = children_of(viewer, piece)
        names = [one.text for one in own_labels(viewer, piece.link_class_id) if one.id in inside]
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "Nobody yet"
    with walls.inside(piece.link_id):
        count = PieceChild.objects.unscoped(WHY).filter(piece=piece).count()
    return "One child" if count == 1 else f"A group of {count}"


def looks_at(viewer: Viewer, piece: Piece) -> list[tuple[str, int, object]]:
    """Who looked at a picture of the viewer's own class: name, on how many days, when last."""
    with walls.inside(piece.link_id):
        rows = list(Look.objects.visible_to(viewer).filter(piece=piece).order_by("person_id", "day"))
    names = dict(Person.objects.filter(pk__in={row.person_id for row in rows}).values_list("pk", "name"))
    days: dict[int, list[Look]] = {}
    for row in rows:
        days.setdefault(row.person_id, []).append(row)
    return [(names.get(person, "Somebody who has left"), len(found), found[-1].last) for person, found in days.items()]


def firsts_for(viewer: Viewer) -> list[Card]:
    """First pieces of colleagues that the viewer may agree to: other teachers of the school in the link, its lead, its head."""
    led = rules.schools_led(viewer)
    if viewer.may(Permission.HANDLE_CONCERNS):
        which = Q(school__in=viewer.schools)
    elif led:
        which = Q(link__in=set(led), school__in=set(led.values()))
    else:
        return []
    with walls.door("a second adult looks at the first piece of a colleague"):
        rows = list(
            Piece.objects.unscoped(WHY).filter(which, state=State.SECOND, link__state="standing")
            .exclude(approved_by=viewer.person_id).order_by("approved")
        )  # fmt: skip
    found = []
    for row in rows:
        with walls.inside(row.link_id):
            name, school = _names(row.link_id).get(row.link_class_id, ("", ""))
            found.append(Card(row, opened([row])[row.pk], held(row.link_id, [row])[row.pk], False, False, name, school))
    return found


def first_for(viewer: Viewer, piece_id: UUID) -> Card:
    """One first piece that waits for the viewer's agreement, or 404."""
    for card in firsts_for(viewer):
        if card.piece.pk == piece_id:
            return card
    raise Http404
