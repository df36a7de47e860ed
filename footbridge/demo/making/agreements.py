"""Agreements of this year's standing links: signed, half signed, unsigned, chased, and signed under former words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from footbridge.access import Viewer
from footbridge.agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementSide,
    AgreementText,
    ProgrammeClauses,
    Signature,
)
from footbridge.agreements.starter import BODY, COMMITMENTS, TITLE
from footbridge.agreements.words import as_text, digest_of, document
from footbridge.brokering.links.queries import links_for
from footbridge.brokering.models import Link
from footbridge.demo.making import derby
from footbridge.demo.making.world import LONDON, World
from footbridge.people.models import Person

ADDED = """
# If the weather or the roads are bad

The school that calls a meeting off offers another day within the same half term.
"""
CLAUSES = "Our programme lends each class a box of books and pays the entrance of the neutral venue."
COACH = " It pays half of the coach to it too."
Heads = dict[int, Person | None]
Rows = tuple[list[Agreement], list[AgreementSide], list[Signature], list[AgreementEvent]]
WHY = "the demonstration is made"
CHANGED, CLAUSES_CHANGED = 35, 12  # days ago
KINDS = ("signed", "signed", "signed", "signed", "half", "unsigned", "chased", "changed", "signed", "half")


@dataclass(frozen=True)
class Words:
    """What was in force, what is in force, and since when."""

    before: tuple[AgreementText, ProgrammeClauses | None]
    now: tuple[AgreementText, ProgrammeClauses | None]
    since: datetime


def make(world: World) -> str:
    """Words in two versions, Derby's clauses, and an agreement for each standing link; returns what was counted."""
    first, now = _texts(world)
    counts = dict.fromkeys(("signed", "half", "unsigned", "chased", "changed"), 0)
    rows: Rows = ([], [], [], [])
    for local in world.locals.values():
        year = local.years.get(world.year)
        if year is None:
            continue
        if local.place.slug == "derby":
            _clauses(world)
        heads = {one.school.pk: one.head for one in local.members}
        links = links_for(Viewer.for_system("demonstration")).filter(linking_year=year, state="standing")
        for n, link in enumerate(links.order_by("pk")):
            kind = KINDS[n % len(KINDS)]
            counts[kind] += 1
            _one(world, link, kind, Words((first, None), (now, None), _moment(world, CHANGED)), heads, rows)
    _store(rows)
    return ", ".join(f"{n} {kind}" for kind, n in counts.items())


def make_derby(world: World) -> str:
    """Derby's links came to stand while the network was made, and their agreements opened by themselves: now some heads sign."""
    rows: Rows = ([], [], [], [])
    local = world.locals["derby"]
    text = AgreementText.objects.unscoped(WHY).get(number=2)
    former, clauses = ProgrammeClauses.objects.unscoped(WHY).filter(programme=local.programme).order_by("number")
    words = Words((text, former), (text, clauses), _moment(world, CLAUSES_CHANGED))
    heads: Heads = {one.school.pk: one.head for one in local.members}
    steps = derby.steps(world)
    mine = links_for(Viewer.for_system("demonstration")).filter(linking_year=local.years[world.year])
    kinds = []
    for link in mine.filter(agreement__isnull=False).order_by("pk"):
        there = Agreement.objects.unscoped(WHY).filter(link=link)
        number = there.values_list("pk", flat=True)[0]
        AgreementSide.objects.unscoped(WHY).filter(agreement=number).delete()
        AgreementEvent.objects.unscoped(WHY).filter(agreement=number).delete()
        there.delete()
        kinds.append(steps[link.pk].agreement if link.pk in steps else "withdrawn")
        _one(world, link, kinds[-1], words, heads, rows)
        rows[0][-1].pk = number  # letters that are out already lead to it
    _store(rows)
    return ", ".join(kinds)


def _store(rows: Rows) -> None:
    agreements, sides, signatures, events = rows
    Agreement.objects.bulk_create(agreements, batch_size=500)
    Signature.objects.bulk_create(signatures, batch_size=500)
    AgreementSide.objects.bulk_create(sides, batch_size=500)
    AgreementEvent.objects.bulk_create(events, batch_size=1000)


def _one(world: World, link: Link, kind: str, words: Words, heads: Heads, rows: Rows) -> None:
    agreements, sides, signatures, events = rows
    ended = kind == "withdrawn"  # signed by both, and then the link was withdrawn
    opened = link.offered + timedelta(days=3) if ended else link.settled or link.offered
    done = kind in ("signed", "withdrawn")
    asked = words.since if kind == "changed" else _moment(world, {"chased": 30, "unsigned": 4}.get(kind, 9))
    if kind in ("signed", "half", "reminded", "unsigned"):
        asked = max(asked, opened)
    if ended:
        asked = opened
    text, clauses = words.before if ended else words.now
    made = Agreement(
        link=link, text=text, clauses=clauses, state="withdrawn" if ended else "signed" if done else "open", opened=opened,
        asks=2 if kind == "changed" else 1, settled=link.settled if ended else asked + timedelta(days=3) if done else None,
    )  # fmt: skip
    agreements.append(made)
    events.append(AgreementEvent(agreement=made, at=opened, kind="opened"))
    for place, side in enumerate(link.sides.all()):
        head = heads.get(side.school_id)
        signs = head is not None and (done or (kind in ("half", "reminded", "chased") and place == 0))
        kept = None
        if kind == "changed" and head is not None:
            before = _signature(made, link, side.school_id, head, *words.before, words.since - timedelta(days=6))
            signatures.append(before)
            events.append(AgreementEvent(agreement=made, at=before.at, kind="signed", by=head, school=side.school))
        if signs and head is not None:
            at = asked + timedelta(days=1 + place, hours=place)
            kept = _signature(made, link, side.school_id, head, text, clauses, at)
            signatures.append(kept)
            events.append(AgreementEvent(agreement=made, at=at, kind="signed", by=head, school=side.school))
        elif kind == "chased":
            for days in (7, 14, 21):
                what = "silent" if days == 21 else "reminded"
                at = asked + timedelta(days=days)
                events.append(AgreementEvent(agreement=made, at=at, kind=what, school=side.school))
        elif kind == "reminded":
            at = asked + timedelta(days=7)  # after five school days, by itself
            events.append(AgreementEvent(agreement=made, at=at, kind="reminded", school=side.school))
        chased = kind == "chased" and not signs
        once = kind == "reminded" and not signs
        sides.append(
            AgreementSide(
                agreement=made, school=side.school, signature=kept, asked=localdate(asked),
                reminders=2 if chased else int(once),
                reminded=localdate(asked + timedelta(days=14 if chased else 7)) if chased or once else None,
                told=asked + timedelta(days=21) if chased else None,
            )
        )  # fmt: skip
    if kind == "changed":
        events.append(AgreementEvent(agreement=made, at=words.since, kind="asked"))
    if done:
        events.append(AgreementEvent(agreement=made, at=asked + timedelta(days=3), kind="complete"))
    if ended and link.settled is not None:
        events.append(AgreementEvent(agreement=made, at=link.settled, kind="withdrawn"))


def _signature(
    made: Agreement, link: Link, school: int, head: Person, text: AgreementText, clauses: ProgrammeClauses | None,
    at: datetime,
) -> Signature:  # fmt: skip
    shown = as_text(document(link, text, clauses))
    return Signature(
        agreement=made, school_id=school, person=head, text=text, clauses=clauses, at=at, name=head.name,
        role="Headteacher", ticks=list(text.commitments), shown=shown,
        digest=digest_of(shown, name=head.name, role="Headteacher", at=at, person=str(head.opaque)),
    )  # fmt: skip


def _texts(world: World) -> tuple[AgreementText, AgreementText]:
    def text(number: int, body: str, days: int, changed: str) -> AgreementText:
        made = AgreementText.objects.create(
            number=number, state="draft", title=TITLE, body=body, commitments=list(COMMITMENTS), changed=changed
        )
        _publish(made, _moment(world, days))
        return made

    return text(1, BODY, 120, ""), text(2, BODY + ADDED, CHANGED, "What happens when a meeting is called off.")


def _clauses(world: World) -> None:
    """Derby's own clauses, and what changed in them after some of its heads had signed."""
    for number, body, changed, days in (
        (1, CLAUSES, "", 100),
        (2, CLAUSES + COACH, "The programme pays half of the coach to the neutral venue.", CLAUSES_CHANGED),
    ):
        programme = world.locals["derby"].programme
        made = ProgrammeClauses.objects.create(
            programme=programme, number=number, state="draft", body=body, changed=changed
        )
        _publish(made, _moment(world, days))


def _publish(words: AgreementText | ProgrammeClauses, when: datetime) -> None:
    """Publish words on a day of the season; they were last edited then too. Afterwards nobody can change them."""
    rows = type(words).objects.unscoped(WHY)
    rows.filter(pk=words.pk).update(state="published", published=when, edited=when)
    words.state, words.published, words.edited = "published", when, when


def _moment(world: World, days: int) -> datetime:
    day = world.day - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 10, 30, tzinfo=LONDON)
