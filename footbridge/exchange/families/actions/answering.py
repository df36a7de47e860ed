"""A family answers by its code, and the school settles who it was.

A no is in the ledger in the same moment. A yes waits until a teacher has confirmed who answered, and even then opens nothing while
another adult of the family said no: two adults who disagree mean no.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import letters, rules
from footbridge.exchange.families.opening import Opened
from footbridge.exchange.families.uses import USES
from footbridge.exchange.models import Decision, FamilyAnswer
from footbridge.exchange.permissions.queries import Cell, newest
from footbridge.exchange.permissions.uses import Said
from footbridge.exchange.pieces.telling import tell_partners
from footbridge.vault import walls

WHY = "a family answers by its code, and its school settles it"
NOES = (Said.REFUSED, Said.WITHDRAWN)
State = FamilyAnswer.State


@action
def answer(*, by: Viewer, opened: Opened, answers: Mapping[str, bool], relation: str, batch: UUID) -> int:
    """Take what a family says about its child. How many lines were new: the same batch again adds none.

    A no goes into the ledger at once (withdrawn where it was permitted, refused otherwise), and the partner is asked to take down
    what is stopped by it. A yes waits for the school.
    """
    label = opened.label
    rules.insist(label is not None)
    assert label is not None
    LinkClass.objects.unscoped(WHY).select_for_update().get(pk=opened.link_class)
    with walls.inside(opened.link):
        if FamilyAnswer.objects.unscoped(WHY).filter(batch=batch).exists():
            return 0
        said = {use: yes for use, yes in answers.items() if use in USES}
        of_child = {"link_id": opened.link, "link_class_id": opened.link_class, "label_id": label}
        FamilyAnswer.objects.bulk_create(
            FamilyAnswer(
                **of_child, batch=batch, use=use, yes=yes, relation=relation, state=State.WAITS if yes else State.COUNTS
            )
            for use, yes in said.items()
        )  # fmt: skip
        # an older yes of the same adult that still waits is answered by this one
        older = FamilyAnswer.objects.unscoped(WHY).filter(label=label, relation=relation, state=State.WAITS)
        older.exclude(batch=batch).filter(use__in=said).update(state=State.ASIDE, settled=timezone.now())
        holds = newest(Decision.objects.unscoped(WHY).filter(label=label))
        lines = [
            Decision(
                **of_child, use=use, said=Said.WITHDRAWN if holds.get((label, use)) == Said.PERMITTED else Said.REFUSED
            )
            for use, yes in said.items()
            if not yes and holds.get((label, use)) not in NOES
        ]
        Decision.objects.bulk_create(lines)
    record(
        "family answered", f"exchange.label:{label}", by=by, programme=opened.programme, lines=len(said), no=len(lines)
    )
    if any(line.said == Said.WITHDRAWN for line in lines):
        tell_partners(by, opened.link, opened.link_class)
    _tell_school(opened, no=bool(lines))
    return len(said)


def _tell_school(opened: Opened, *, no: bool) -> None:
    link = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=opened.link)
    school = LinkClass.objects.unscoped(WHY).values_list("school", flat=True).get(pk=opened.link_class)
    letters.family_answered(link, school, no)


@action
def settle(*, by: Viewer, link_class: int, confirmed: set[UUID], aside: set[UUID]) -> tuple[int, int, int]:
    """The school says of batches whether they came from the family. How many were confirmed, how many were set aside, and how many
    single answers stay no because somebody else at home said no.

    Settled twice it acts once.
    """
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    LinkClass.objects.unscoped(WHY).select_for_update().get(pk=link_class)
    with walls.inside(link):
        waiting = list(
            FamilyAnswer.objects.visible_to(by).filter(
                link_class=link_class, state=State.WAITS, batch__in=confirmed | aside
            )
        )
        stays, lines = set(), []
        ledger = Decision.objects.visible_to(by).filter(link_class=link_class)
        holds, typed = newest(ledger), newest(ledger.filter(by__isnull=False))
        earlier = list(FamilyAnswer.objects.visible_to(by).filter(label__in={row.label_id for row in waiting}))
        for row in waiting:
            row.state = State.ASIDE if row.batch in aside else State.CONFIRMED
            row.settled, row.settled_by_id = timezone.now(), by.person_id
            held = holds.get((row.label_id, row.use))
            if row.state == State.ASIDE or held == Said.PERMITTED:
                continue
            if _somebody_else_said_no(row, held, typed, earlier, confirmed):
                stays.add((row.label_id, row.use))
                continue
            lines.append(
                Decision(
                    link_id=link, link_class_id=link_class, label_id=row.label_id, use=row.use, said=Said.PERMITTED,
                    by_id=by.person_id,
                )
            )  # fmt: skip
        FamilyAnswer.objects.unscoped(WHY).bulk_update(waiting, ["state", "settled", "settled_by"])
        Decision.objects.bulk_create(lines)
    batches = {row.batch: row.state for row in waiting}
    yes = sum(state == State.CONFIRMED for state in batches.values())
    if batches:
        record("settled answers of families", f"brokering.linkclass:{link_class}", by=by, confirmed=yes,
               aside=len(batches) - yes, permitted=len(lines))  # fmt: skip
    return yes, len(batches) - yes, len(stays)


def _somebody_else_said_no(
    row: FamilyAnswer, held: str | None, typed: Mapping[Cell, str], earlier: list[FamilyAnswer], now: set[UUID]
) -> bool:
    """Whether a yes meets the no of another adult of the family.

    Every other adult's last word is looked at, whether it came before or after: a no at once, a yes only when the school has confirmed
    it. So is what the school typed last (`typed`): a no on paper stands until the school changes it in the table. So does a no in
    the ledger that this adult did not give by the code.
    """
    last: dict[str, FamilyAnswer] = {}
    for one in earlier:
        counts = one.state in (State.COUNTS, State.CONFIRMED) or one.batch in now
        if (one.label_id, one.use) == (row.label_id, row.use) and counts:
            last[one.relation] = one
    if any(not one.yes for relation, one in last.items() if relation != row.relation):
        return True
    if typed.get((row.label_id, row.use)) in NOES:
        return True
    mine = [one for one in earlier if (one.label_id, one.use, one.relation) == (row.label_id, row.use, row.relation)]
    return held in NOES and not any(not one.yes and one.pk < row.pk for one in mine)
