"""Around the rooms: those of last year are deleted and certified; programmes have added activities; a partner asks for more protection."""

from __future__ import annotations

from datetime import datetime, timedelta

from footbridge.brokering.models import Link, LinkClass, LinkTeacher
from footbridge.demo.making.world import LONDON, Local, World
from footbridge.exchange.models import AddedActivity, Away, Certificate, Goodbye, HouseRule
from footbridge.exchange.words import KeyQuestion
from footbridge.people.models import Membership

WHY = "the demonstration is made"
BECAUSE = "The link has ended, and its time of keeping with it."


def make(world: World) -> str:
    """What has ended and what stands around; returns what was counted."""
    gone = sum(_certificates(world, local) for local in world.locals.values())
    added = _activities(world)
    _more_protection(world)
    if world.day.month == 8:
        _first_goodbye(world)
    return f"{gone} rooms of last year deleted, {added} activities added"


def _certificates(world: World, local: Local) -> int:
    """On the night of 31 August every room of last year went, with its key."""
    rng = world.rng("certificates", local.programme.slug)
    at = datetime(world.year, 8, 31, 2, 40, tzinfo=LONDON)
    rows: list[Certificate] = []
    for link in local.links.get(world.year - 1, []):
        if link.state != Link.State.ENDED:
            continue
        pieces, children = int(rng.integers(14, 60)), int(rng.integers(48, 62))
        counts = {
            "books": 0, "goodbyes": 2 if rng.random() < 0.8 else 1, "looks": pieces * 3, "releases": int(pieces * 0.8),
            "answers": int(rng.integers(3, 20)), "questions": int(rng.integers(6, 24)), "messages": int(rng.integers(4, 30)),
            "pieces": pieces, "permissions": children * 6, "children": children,
        }  # fmt: skip
        rows.append(Certificate(link=link, at=at + timedelta(seconds=len(rows)), because=BECAUSE, counts=counts))
    Certificate.objects.bulk_create(rows)
    return len(rows)


def _activities(world: World) -> int:
    """One that Derby keeps for its own classes, and one of Leicester that network staff have opened to all."""
    rng = world.rng("activities")
    rows = [
        AddedActivity(
            programme=world.locals["derby"].programme, slug="a-river-in-seven-sounds", title="A river in seven sounds",
            question=KeyQuestion.WHERE, years="Years 3 to 6", minutes=50, when="before the neutral venue", subjects="Geography, Music",
            aim="Both classes listen to the same river at different places, and find out that they share it.",
            need="A walk to the Derwent or a brook that runs into it; paper, soft pencils; class mode for recordings if you like.",
            steps="Stand still by the water for three minutes and listen.\nDraw a line for each sound, high or low, long or short.\n"
            "In class choose seven sounds and make them with hands, voices and things.\nSend the drawing or a recording to your partner.",
            access="Sounds can be felt on a table or a balloon, drawn large, or shown with hands. Stay on the path.",
            exchange="Seven sounds of our bit of the river, as a drawing or a recording of things, not of voices.",
            changed=world.moment(30, rng), by=world.personas["derby-facilitator"],
        ),
        AddedActivity(
            programme=world.locals["leicester"].programme, slug="one-tune-many-words", title="One tune, many words", everywhere=True,
            question=KeyQuestion.TOGETHER, years="Years 1 to 6", minutes=40, when="before the celebration", subjects="Music, English",
            aim="A tune that both classes know carries a verse from each of them.",
            need="A tune that everybody may use, such as a counting song; the words on the board.",
            steps="Sing the tune without words.\nAsk who knows a word for “together” in another language, and collect them.\n"
            "Write four lines with at least one of these words.\nSend the verse; learn the verse that comes back.",
            access="Verses can be signed, tapped or held up as pictures. Nobody has to sing alone.",
            exchange="A verse of four lines for the tune, with how to say its words.",
            changed=world.moment(45, rng), by=world.personas["network-staff"],
        ),
    ]  # fmt: skip
    AddedActivity.objects.bulk_create(rows)
    return len(rows)


def _more_protection(world: World) -> None:
    """A teacher of Leicester leads a class whose partner has enhanced protection, and will be away for a week."""
    person, rng = world.personas["many-roles"], world.rng("protection")
    schools = Membership.objects.unscoped(WHY).filter(person=person, role="teacher").values_list("school", flat=True)
    standing = LinkClass.objects.unscoped(WHY).filter(
        link__state=Link.State.STANDING, link__linking_year__start=world.year
    )
    own = standing.filter(school__in=schools).select_related("link").order_by("pk").first()
    partner = own and standing.filter(link=own.link_id).exclude(school=own.school_id).order_by("pk").first()
    if not (own and partner):
        return
    since = max(own.link.settled or own.link.offered, person.joined)
    LinkTeacher.objects.create(link_id=own.link_id, link_class=own, person=person, since=since)
    HouseRule.objects.create(
        link_id=own.link_id, school_id=partner.school_id, enhanced=True, names=False, changed=world.moment(12, rng)
    )
    first = world.day + timedelta(days=7 - world.day.weekday())
    Away.objects.create(
        link_id=own.link_id, school_id=partner.school_id, first=first, last=first + timedelta(days=4), noted=world.moment(5, rng)
    )  # fmt: skip


def _first_goodbye(world: World) -> None:
    """In August the partner class of the two teachers has said goodbye, and the own class has not yet."""
    led = LinkTeacher.objects.unscoped(WHY).filter(person=world.personas["partner-teacher"], until=None)
    for one in led.select_related("link_class").order_by("pk")[:1]:
        Goodbye.objects.create(
            link_id=one.link_id, school_id=one.link_class.school_id, at=world.moment(25, world.rng("goodbye")), by_id=one.person_id
        )  # fmt: skip
