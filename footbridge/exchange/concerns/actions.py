"""Reporting a concern, and settling it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.exchange import letters, rules
from footbridge.exchange.labels.queries import KIND as LABEL
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.messages.actions import KIND as MESSAGE
from footbridge.exchange.models import Answer, Concern, ConcernSide, Label, Piece, Question, Release, TeacherMessage
from footbridge.exchange.pieces.actions.making import _remove
from footbridge.exchange.questions.actions import ANSWER
from footbridge.exchange.questions.actions import KIND as QUESTION
from footbridge.vault import ledger, sealing, walls

WHY = "a concern goes before everything else"
KIND = "concern"
Words = Question | Answer | TeacherMessage | Label
KINDS: dict[type[Words], tuple[str, str]] = {
    Question: ("question", QUESTION),
    Answer: ("answer", ANSWER),
    TeacherMessage: ("message", MESSAGE),
    Label: ("label", LABEL),
}


@action
def report_concern(*, by: Viewer, piece: Piece, kind: str, words: str) -> Concern:
    """Report a piece. It is hidden from everybody in this transaction, and the safeguarding leads of all schools are told.

    A piece that is hidden already stays so; a second report of it is kept beside the first.
    """
    rules.insist(rules.may_run(by, piece.link_id))
    with walls.inside(piece.link_id):
        row = Piece.objects.unscoped(WHY).select_for_update().get(pk=piece.pk)
        made, schools = _keep(by, Concern(link_id=row.link_id, piece=row, kind=kind, state_before=row.state), words)
        Release.objects.unscoped(WHY).filter(piece=row).delete()
        row.state, row.changed = Piece.State.HIDDEN, timezone.now()
        row.save(update_fields=["state", "changed"])
    _tell(by, made, schools)
    return made


@action
def report_words(*, by: Viewer, target: Words, kind: str, words: str) -> Concern:
    """Report a question, an answer, a message or the name of a child. Hidden in this transaction, and the leads of all schools told.

    The own teachers see that a name is hidden, and what they noted about the child still holds.
    """
    rules.insist(rules.may_run(by, target.link_id))
    about, _ = KINDS[type(target)]
    rows: Any = type(target).objects
    with walls.inside(target.link_id):
        row = rows.unscoped(WHY).select_for_update().get(pk=target.pk)
        made, schools = _keep(by, Concern(link_id=row.link_id, kind=kind, **{about: row}), words)
        row.hidden = True
        row.save(update_fields=["hidden"])
    _tell(by, made, schools)
    return made


def _keep(by: Viewer, made: Concern, words: str) -> tuple[Concern, list[int]]:
    made.by_id = by.person_id
    made.sealed = sealing.seal(words.encode(), lock=lock_of(made.link_id), kind=KIND, row=made.pk)
    made.save(force_insert=True)
    schools = letters.schools_of(made.link_id)
    ConcernSide.objects.bulk_create(
        ConcernSide(link_id=made.link_id, concern=made, school_id=school) for school in schools
    )
    return made, schools


def _tell(by: Viewer, made: Concern, schools: list[int]) -> None:
    link = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=made.link_id)
    letters.concern(link, made.pk, schools)
    record("reported a concern", f"exchange.concern:{made.pk}", by=by, kind=made.kind, about=made.about)


@action
def settle_concern(*, by: Viewer, concern: Concern, remove: bool) -> bool:
    """A school's lead settles a concern. When every school has, what was hidden comes back (a piece to its maker's tray); True then.

    `remove` deletes it at once, with the concern, and needs no second school: the careful word wins. A removed name becomes a number.
    """
    if not by.may(Permission.HANDLE_CONCERNS):
        raise PermissionDenied("Safeguarding leads settle concerns.")
    with walls.inside(concern.link_id):
        sides = ConcernSide.objects.visible_to(by).select_for_update().filter(concern=concern)
        mine = [side for side in sides if side.school_id in by.schools]
        rules.insist(bool(mine))
        about = concern.about
        target: Any = concern.target
        if remove:
            record("removed after a concern", f"exchange.{about}:{target.pk}", by=by)
            _take_away(target)
            return True
        for side in mine:
            if side.settled is None:
                side.settled, side.settled_by_id = timezone.now(), by.person_id
                side.save(update_fields=["settled", "settled_by"])
        same = ConcernSide.objects.unscoped(WHY).filter(**{f"concern__{about}": target}, settled=None)
        open_still = same.exists()
        if not open_still:
            _give_back(target)
    record("settled a concern", f"exchange.concern:{concern.pk}", by=by, whole=not open_still)
    return not open_still


def _give_back(target: Piece | Words) -> None:
    if not isinstance(target, Piece):
        target.hidden = False
        target.save(update_fields=["hidden"])
    elif target.state == Piece.State.HIDDEN:
        target.state, target.changed = Piece.State.RETURNED, timezone.now()
        target.save(update_fields=["state", "changed"])


def _take_away(target: Piece | Words) -> None:
    """Delete what was reported, with its concerns. A child stays on the list of the class, as a number."""
    if isinstance(target, Piece):
        _remove([target])
    elif isinstance(target, Label):
        plain = f"Child {target.position}"
        target.sealed = sealing.seal(plain.encode(), lock=lock_of(target.link_id), kind=LABEL, row=target.pk)
        target.hidden = False
        target.save(update_fields=["sealed", "hidden"])
        Concern.objects.unscoped(WHY).filter(label=target).delete()
    else:
        ledger.note_rows(KINDS[type(target)][1], [target.pk])
        target.delete()


@action
def forget_concerns(*, by: Viewer, before: datetime) -> tuple[int, int]:
    """Forget concerns that every school has settled; and those reported before a day and never settled, with what they hid.

    How many of each. What was done stays in the audit record, without a word of what was reported.
    """
    rules.insist(by.system)
    with walls.door("concerns are kept until they are settled, and no longer than 90 days"):
        open_sides = ConcernSide.objects.unscoped(WHY).filter(concern=OuterRef("pk"), settled=None)
        settled = Concern.objects.unscoped(WHY).filter(~Exists(open_sides))
        done = settled.count()
        settled.delete()
        old = Concern.objects.unscoped(WHY).filter(at__lt=before).select_related(*Concern.ABOUT)
        stale = {(one.about, one.target.pk): one.target for one in old}
        for target in stale.values():
            _take_away(target)
    if done or stale:
        record("forgot concerns", "exchange.concern:0", by=by, settled=done, stale=len(stale))
    return done, len(stale)


def _forget_messages(ids: list[str]) -> int:
    """After a restore: remove messages that had been deleted."""
    with walls.door("a restored backup brought back what was deleted"):
        back = TeacherMessage.objects.unscoped(WHY).filter(pk__in=ids)
        count = back.count()
        back.delete()
    return count


ledger.register_forgetter(MESSAGE, _forget_messages)
