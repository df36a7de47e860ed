"""Writing the words: drafts are saved over, published versions never; a new version asks every live agreement again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.agreements import letters, rules
from footbridge.agreements.models import Agreement, AgreementEvent, AgreementSide, AgreementText, ProgrammeClauses
from footbridge.agreements.models.wording import WordingState
from footbridge.agreements.queries import live_agreements
from footbridge.audit.action import action, record
from footbridge.programmes.models import Programme

WHY = "the words are written by whoever may write them"


class AlreadyPublished(Exception):
    """There is no draft of these words any more; the message is for the writer."""


@action
def save_text(*, by: Viewer, title: str, body: str, commitments: Sequence[str], changed: str) -> AgreementText:
    """Save the draft of the network's next text; begin it where there is none."""
    rules.insist(rules.may_write_text(by))
    rows = AgreementText.objects.unscoped(WHY)
    draft = rows.select_for_update().filter(state=WordingState.DRAFT).first()
    if draft is None:
        last = rows.aggregate(last=Max("number"))["last"] or 0
        draft = AgreementText(number=last + 1)
    draft.title, draft.body, draft.changed = title, body, changed
    draft.commitments = list(commitments)
    draft.save()
    record("agreement text saved", draft, by=by, number=draft.number)
    return draft


@action
def publish_text(*, by: Viewer, number: int) -> int:
    """Publish the draft of the network's text and ask every live agreement again; how many it asks. Pressed twice, acts once."""
    rules.insist(rules.may_write_text(by))
    text = AgreementText.objects.unscoped(WHY).select_for_update().filter(number=number).first()
    if text is None:
        raise AlreadyPublished("There is no draft to publish any more.")
    if text.state == WordingState.PUBLISHED:
        return 0
    text.state, text.published, text.published_by_id = WordingState.PUBLISHED, timezone.now(), by.person_id
    text.save()
    record("agreement text published", text, by=by, number=text.number)
    return _ask_again(by, text=text, clauses=None, programme=None)


@action
def save_clauses(*, by: Viewer, programme: Programme, body: str, changed: str) -> ProgrammeClauses:
    """Save the draft of a programme's next clauses; begin it where there is none."""
    rules.insist(rules.may_add_clauses(by, programme.pk))
    Programme.objects.select_for_update().get(pk=programme.pk)
    rows = ProgrammeClauses.objects.unscoped(WHY).filter(programme=programme)
    draft = rows.filter(state=WordingState.DRAFT).first()
    if draft is None:
        last = rows.aggregate(last=Max("number"))["last"] or 0
        draft = ProgrammeClauses(programme=programme, number=last + 1)
    draft.body, draft.changed = body, changed
    draft.save()
    record("agreement clauses saved", draft, by=by, programme=programme.pk, number=draft.number)
    return draft


@action
def publish_clauses(*, by: Viewer, programme: Programme, number: int) -> int:
    """Publish a programme's draft and ask its live agreements again; how many it asks. Pressed twice, acts once."""
    rules.insist(rules.may_add_clauses(by, programme.pk))
    rows = ProgrammeClauses.objects.unscoped(WHY).select_for_update(of=("self",)).select_related("programme")
    clauses = rows.filter(programme=programme, number=number).first()
    if clauses is None:
        raise AlreadyPublished("There is no draft to publish any more.")
    if clauses.state == WordingState.PUBLISHED:
        return 0
    clauses.state, clauses.published, clauses.published_by_id = WordingState.PUBLISHED, timezone.now(), by.person_id
    clauses.save()
    record("agreement clauses published", clauses, by=by, programme=programme.pk, number=clauses.number)
    return _ask_again(by, text=None, clauses=clauses, programme=programme.pk)


def _ask_again(
    by: Viewer, *, text: AgreementText | None, clauses: ProgrammeClauses | None, programme: int | None
) -> int:
    """Move live agreements to the new words, take their signatures out of count (they stay), and write to the heads.

    All in a few statements, however many; a programme that published clauses since keeps the newest of its own.
    """
    live = live_agreements(programme)
    rows = list(live.select_for_update(of=("self",)).select_related("link__linking_year__programme").order_by("pk"))
    for row in rows:
        if text is not None:
            row.text = text
        if clauses is not None:
            row.clauses = clauses
        row.state, row.settled, row.asks = Agreement.State.OPEN, None, row.asks + 1
    Agreement.objects.unscoped(WHY).bulk_update(rows, ["text", "clauses", "state", "settled", "asks"], batch_size=500)
    sides = AgreementSide.objects.unscoped(WHY).filter(agreement__in=[row.pk for row in rows])
    sides.update(signature=None, asked=timezone.localdate(), reminders=0, reminded=None, told=None)
    AgreementEvent.objects.bulk_create(
        [AgreementEvent(agreement=row, kind=AgreementEvent.What.ASKED_AGAIN, by_id=by.person_id) for row in rows],
        batch_size=1000,
    )
    for row in rows:
        record("agreement asked again", row, by=by, programme=row.link.linking_year.programme_id, asks=row.asks)
    letters.changed(rows)
    return len(rows)
