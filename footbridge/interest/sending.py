"""Sending a draft: a new answer, or a change of one, in the way it was begun."""

from __future__ import annotations

from django.http import Http404

from footbridge.access import Viewer
from footbridge.interest.actions.answering import change_answer, express_interest
from footbridge.interest.actions.inviting import note_answer
from footbridge.interest.drafts import Draft
from footbridge.interest.models import Interest
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School

SOURCES = {"behalf": "facilitator", "again": "invitation"}


def send(viewer: Viewer, draft: Draft, year: LinkingYear, school: School) -> Interest:
    """Keep what the draft says. Whether the viewer may was asked when the draft was opened.

    Raises ChangedMeanwhile or Refused with a sentence; the draft stays as it is.
    """
    if draft.interest is not None:
        held = Interest.objects.unscoped("the draft was opened for this answer").filter(pk=draft.interest).first()
        if held is None:
            raise Http404
        return change_answer(by=viewer, interest=held, given=draft.given, version=draft.version, key=draft.key)
    sent = express_interest(
        by=viewer,
        linking_year=year,
        school=school,
        given=draft.given,
        key=draft.key,
        intake=draft.intake,
        source=SOURCES.get(draft.way, "form"),
        mail=draft.way != "behalf",
    )
    if draft.invitation is not None:
        note_answer(by=viewer, invitation_id=draft.invitation, interest=sent.interest)
    return sent.interest
