"""The verbs of costs: note one, take it out, claim it; settle or refuse a claim. The line is locked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkSide
from footbridge.programmes.models import LinkingYear
from footbridge.visits import rules
from footbridge.visits.costs import letters
from footbridge.visits.costs.contributions import left_of
from footbridge.visits.meetings.steps import CannotDo, lock_link
from footbridge.visits.models import Contribution, CostLine
from footbridge.visits.plans.money import say_pounds

WHY = "the cost was fetched for its viewer"
MOST_LINES = 60
Claim = CostLine.Claim


@dataclass(frozen=True)
class Amounts:
    """What a cost is: kind, words, what is expected and what was paid in pence, and who is to pay in the end."""

    kind: str
    words: str = ""
    planned: int | None = None
    actual: int | None = None
    payer: str = CostLine.Payer.SCHOOL


@action
def note_cost(*, by: Viewer, side: LinkSide, amounts: Amounts, once: UUID) -> CostLine:
    """Note a cost of a school in a link. The same form sent twice is kept once. Raises CannotDo without an amount."""
    rules.insist(rules.may_note_costs(by, side.school_id))
    locked = LinkSide.objects.unscoped(WHY).select_for_update().get(pk=side.pk)
    rows = CostLine.objects.unscoped(WHY).filter(side=locked)
    if there := rows.filter(once=once).first():
        return there
    if rows.count() >= MOST_LINES:
        raise CannotDo(f"A school notes {MOST_LINES} costs of a link at most. Put small ones together.")
    _insist_amount(amounts)
    made = CostLine.objects.create(side=locked, once=once, **vars(amounts))
    _note(by, "noted", made)
    return made


@action
def change_cost(*, by: Viewer, cost: CostLine, amounts: Amounts) -> CostLine:
    """Change a cost that is not claimed."""
    locked = _own(by, cost)
    if _fields(locked) == vars(amounts):
        return locked
    _insist_unclaimed(locked)
    _insist_amount(amounts)
    for name, value in vars(amounts).items():
        setattr(locked, name, value)
    locked.save()
    _note(by, "changed", locked)
    return locked


@action
def drop_cost(*, by: Viewer, cost: CostLine) -> None:
    """Take out a cost that is not claimed."""
    locked = CostLine.objects.unscoped(WHY).select_for_update().filter(pk=cost.pk).first()
    if locked is not None:
        locked = _own(by, locked)
        _insist_unclaimed(locked)
        _note(by, "taken out", locked)
        locked.delete()


@action
def claim_cost(*, by: Viewer, cost: CostLine, pence: int, evidence: str) -> CostLine:
    """Ask the programme to pay some or all of what was paid. Claimed again after a refusal, it waits anew."""
    locked = _own(by, cost)
    if locked.claim == Claim.CLAIMED and (locked.claimed, locked.evidence) == (pence, evidence):
        return locked
    if locked.claim == Claim.SETTLED:
        raise CannotDo("This claim is settled already.")
    if locked.payer == CostLine.Payer.SCHOOL:
        raise CannotDo("Say first that the programme or a grant is to pay for it.")
    if locked.actual is None:
        raise CannotDo("Say first what was paid.")
    if not 0 < pence <= locked.actual:
        raise CannotDo("Claim an amount up to what was paid.")
    _insist_left(by, locked, pence)
    locked.claim, locked.claimed, locked.evidence = Claim.CLAIMED, pence, evidence
    locked.claimed_at, locked.claimed_by_id, locked.reply = timezone.now(), by.person_id, ""
    locked.save()
    _note(by, "claimed", locked)
    return locked


@action
def settle_claim(*, by: Viewer, cost: CostLine, pence: int, reply: str) -> CostLine:
    """Pay a claim, in full or in part; nought is refused with the reason."""
    locked = _lock(cost)
    rules.insist(rules.may_settle_claims(by, locked.side.link.linking_year.programme_id))
    state = Claim.SETTLED if pence else Claim.REFUSED
    if locked.claim == state and (locked.settled or 0, locked.reply) == (pence, reply):
        return locked
    if locked.claim != Claim.CLAIMED or locked.claimed is None:
        raise CannotDo("This claim does not wait any more. Look at what has been said since.")
    if pence > locked.claimed:
        raise CannotDo("Pay at most what is claimed.")
    if pence < locked.claimed and not reply:
        raise CannotDo("Say why it is not paid in full.")
    locked.claim, locked.reply, locked.settled_at = state, reply, timezone.now()
    locked.settled = pence or None
    locked.save()
    letters.answered(locked)
    _note(by, "settled" if pence else "refused", locked)
    return locked


@action
def say_contributions(*, by: Viewer, year: LinkingYear, given: Iterable[tuple[str, str, int | None]]) -> None:
    """Say what is paid in a year: (kind, payer, pence a link), None where nothing is said of a kind. Claims that stand stay."""
    rules.insist(rules.may_settle_claims(by, year.programme_id))
    rows = Contribution.objects.visible_to(by).filter(linking_year=year)
    changed = 0
    for kind, payer, most in given:
        if most is None:
            changed += rows.filter(kind=kind).delete()[0]
        elif not rows.filter(kind=kind, payer=payer, most=most).exists():
            Contribution.objects.unscoped("the year was checked above").update_or_create(
                linking_year=year, kind=kind, defaults={"payer": payer, "most": most}
            )
            changed += 1
    if changed:
        record("contributions said", year, by=by, programme=year.programme_id, changed=changed)


def _lock(cost: CostLine) -> CostLine:
    rows = CostLine.objects.unscoped(WHY).select_related("side__school", "side__link__linking_year__programme")
    return rows.select_for_update(of=("self",)).get(pk=cost.pk)


def _own(by: Viewer, cost: CostLine) -> CostLine:
    locked = _lock(cost)
    rules.insist(rules.may_note_costs(by, locked.side.school_id))
    return locked


def _fields(cost: CostLine) -> dict[str, object]:
    return {name: getattr(cost, name) for name in ("kind", "words", "planned", "actual", "payer")}


def _insist_amount(amounts: Amounts) -> None:
    if amounts.planned is None and amounts.actual is None:
        raise CannotDo("Say what you expect to pay, or what was paid.")


def _insist_unclaimed(cost: CostLine) -> None:
    if cost.claim in (Claim.CLAIMED, Claim.SETTLED):
        raise CannotDo("This cost is claimed, so it stays as it is. Write to your facilitator if it is wrong.")


def _insist_left(by: Viewer, cost: CostLine, pence: int) -> None:
    """At most what programme or grant still pays of this cost; the link is locked, so that two schools claim one after the other."""
    link = lock_link(cost.side.link)
    found = left_of(by, {link.pk: link.linking_year_id}, but=cost.pk)[link.pk]
    for one in found:
        if one.kind == cost.kind and pence > one.left:
            raise CannotDo(
                f"{one.said} Claim {say_pounds(one.left)} at most."
                if one.left
                else f"{one.said} Nothing is left to claim."
            )


def _note(by: Viewer, verb: str, cost: CostLine) -> None:
    side = cost.side
    programme = side.link.linking_year.programme_id
    record(f"cost {verb}", cost, by=by, programme=programme, link=side.link_id, claim=cost.claim)
