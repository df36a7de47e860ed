"""Concerns of the demonstration's link: one about a picture, which waits for one lead, and one about words, which waits for the other."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from footbridge.brokering.models import LinkClass
from footbridge.demo.making.world import World
from footbridge.exchange.models import Concern, ConcernSide, Piece, Question
from footbridge.people.models import Membership, Person
from footbridge.vault import sealing
from footbridge.vault.locks import Lock

WHY = "the demonstration is made"
OF_PICTURE = "A door number can be read on the second house. Please look."
OF_WORDS = "One of my children took this as meant for her. I am sure it was not. Please look."


def make(world: World, classes: Sequence[LinkClass], teachers: Sequence[Person]) -> None:
    """Both, inside the wall. The partner's lead has settled the picture, the lead of the first class the words."""
    rng = world.rng("concerns")
    leads = [world.personas["safeguarding-lead"], _lead(world, classes[1])]
    hidden = Piece.objects.unscoped(WHY).get(link=classes[0].link_id, state="hidden")
    words = Question.objects.unscoped(WHY).get(link=classes[0].link_id, hidden=True)
    for target, kind, said, days, by, settled in (
        ({"piece": hidden, "state_before": "sent"}, "other", OF_PICTURE, 2, 0, 1),
        ({"question": words}, "unkind", OF_WORDS, 4, 0, 0),
    ):
        one = Concern(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=classes[0].link_id, kind=kind,
            at=world.moment(days, rng), by=teachers[by], **target,
        )  # fmt: skip
        lock = Lock(link=classes[0].link_id, year=world.year)
        one.sealed = sealing.seal(said.encode(), lock=lock, kind="concern", row=one.pk)
        one.save(force_insert=True)
        ConcernSide.objects.bulk_create(
            ConcernSide(
                link_id=one.link_id, concern=one, school_id=side.school_id,
                settled=world.moment(1, rng) if place == settled else None,
                settled_by=leads[place] if place == settled else None,
            )
            for place, side in enumerate(classes)
        )  # fmt: skip


def _lead(world: World, of: LinkClass) -> Person:
    """The safeguarding lead of the partner school."""
    rng = world.rng("concerns", "lead")
    address = world.names.address("safeguarding", f"school-{of.school_id}.example.org")
    person = world.new_person(world.names.person(), address, rng)
    person.save()
    Membership.objects.create(person=person, role="safeguarding_lead", school_id=of.school_id, since=person.joined)
    return person
