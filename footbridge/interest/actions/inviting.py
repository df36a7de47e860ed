"""Last year's schools are asked to link again: all in one go, each once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.interest import keys, letters
from footbridge.interest.models import AgainInvitation, Interest
from footbridge.interest.queries.again import addresses_of, partners_then
from footbridge.interest.rules import Refused
from footbridge.programmes.models import LinkingYear
from footbridge.schools.queries import current


@action
def invite_again(*, by: Viewer, linking_year: LinkingYear, answers: Sequence[Interest]) -> int:
    """Invite the schools of these answers of an earlier year. Returns how many letters were written.

    A school that was invited for this year before, or has no address, is passed over; pressing twice sends nothing more. Where a
    school has closed, the one that stands after it is invited.
    """
    if not (by.may(Permission.INVITE_SCHOOLS) and linking_year.programme_id in by.programmes):
        raise Refused("Only a facilitator of this programme can invite its schools.")
    held = AgainInvitation.objects.visible_to(by).filter(linking_year=linking_year)
    partners, addresses = partners_then(by, answers), addresses_of(answers)
    invited = set(held.values_list("school_id", flat=True))
    written = 0
    for answer in answers:
        school_id = current(answer.school).pk
        if school_id in invited or not addresses[answer.pk]:
            continue
        if answer.linking_year.programme_id != linking_year.programme_id:
            raise Refused("One of these schools belongs to another programme. Open the list again.")
        made = letters.Keys(keys.new_token(), keys.new_code())
        invitation = AgainInvitation(
            linking_year=linking_year,
            school_id=school_id,
            last=answer,
            by_id=by.person_id,
            email=addresses[answer.pk],
            token=keys.token_hash(made.token),
            code=keys.code_hash(made.code),
        )
        try:
            with transaction.atomic():
                invitation.save(force_insert=True)
        except IntegrityError:
            continue  # somebody else invited the school at the same moment
        invited.add(school_id)
        partner = partners[answer.pk].name if answer.pk in partners else ""
        if letters.again(invitation, made, partner=partner):
            written += 1
            record("interest.invite_again", invitation, by=by, programme=linking_year.programme_id, school=school_id)
    return written


@action
def note_answer(*, by: Viewer, invitation_id: int, interest: Interest) -> None:
    """The invited school has answered. The first answer counts."""
    found = AgainInvitation.objects.unscoped("the answer came through this invitation").select_for_update()
    invitation = found.filter(pk=invitation_id, school=interest.school_id).first()
    if invitation is not None and invitation.answered is None:
        invitation.interest, invitation.answered = interest, timezone.now()
        invitation.save(update_fields=["interest", "answered"])


@action
def note_wrong_again_code(*, by: Viewer, invitation: AgainInvitation) -> None:
    """Count a wrong code, so that codes cannot be tried through."""
    row = AgainInvitation.objects.unscoped("counting a wrong code").select_for_update().get(pk=invitation.pk)
    row.tries += 1
    row.save(update_fields=["tries"])
    record("interest.wrong_code", row, by=by, tries=row.tries)
