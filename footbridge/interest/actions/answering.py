"""A school answers, changes its answer or takes it back; or a facilitator does so on its behalf."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.interest import keys, letters
from footbridge.interest.given import PLAIN, Given, default_name
from footbridge.interest.models import Interest, OfferedClass
from footbridge.interest.queries.answers import classes_of, locked
from footbridge.interest.rules import Refused, insist_not_in_a_link, insist_on_version
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School


@dataclass(frozen=True)
class Sent:
    """An answer that was kept. `fresh` is false when the same form had been sent before and nothing was done."""

    interest: Interest
    fresh: bool


@action
def express_interest(
    *,
    by: Viewer,
    linking_year: LinkingYear,
    school: School,
    given: Given,
    key: str,
    intake: str = "autumn",
    source: str = "form",
    mail: bool = True,
) -> Sent:
    """Keep a school's answer, with a reference and a letter to its address. The same `key` acts once."""
    before = _sent_with(key)
    if before is not None:
        return Sent(before, fresh=False)
    interest = Interest(linking_year=linking_year, school=school, intake=intake, source=source, sent_key=key)
    interest.reference = keys.new_reference()
    _fill(interest, given)
    if source in ("facilitator", "sheet"):
        interest.changed_by = "facilitator"
    try:
        with transaction.atomic():
            interest.save(force_insert=True)
    except IntegrityError:
        # the same form arrived twice at once: the other one was first
        if (first := _sent_with(key)) is None:
            raise
        return Sent(first, fresh=False)
    interest.refused_schools.set(given.refused_schools)
    _keep_classes(interest, given)
    record(
        "interest.express",
        interest,
        by=by,
        programme=linking_year.programme_id,
        school=school.pk,
        answer=interest.answer,
        source=source,
        classes=len(given.classes),
    )
    if mail and interest.contact_email:
        letters.received(interest, _give_new_keys(interest))
    return Sent(interest, fresh=True)


@action
def change_answer(*, by: Viewer, interest: Interest, given: Given, version: int | None, key: str = "") -> Interest:
    """Change an answer; a withdrawn one comes to life again.

    Raises ChangedMeanwhile when somebody else changed it since `version`, Refused when a class that would go stands
    in a link or a facilitator replaced the answer by another.
    """
    row = locked(interest)
    if key and row.sent_key == key:
        return row  # the same change, posted twice
    insist_on_version(row, version)
    if row.state == Interest.State.REPLACED:
        raise Refused("This answer was put together with another one of your school. Please ask your facilitator.")
    before = row.answer
    _fill(row, given)
    row.changed_by = "facilitator" if _is_facilitator(by, row) else "school"
    if row.state == Interest.State.WITHDRAWN or (row.changed_by == "school" and row.state == Interest.State.SETTLED):
        row.state = Interest.State.RECEIVED  # so that a facilitator sees it again
    if key:
        row.sent_key = key
    row.version += 1
    row.save()
    row.refused_schools.set(given.refused_schools)
    _keep_classes(row, given)
    record(
        "interest.change",
        row,
        by=by,
        programme=row.linking_year.programme_id,
        before=before,
        after=row.answer,
        version=row.version,
        behalf=row.changed_by == "facilitator",
    )
    if row.contact_email and row.changed_by == "school":
        letters.changed(row, _give_new_keys(row))
    return row


@action
def withdraw_answer(*, by: Viewer, interest: Interest, version: int | None = None) -> Interest:
    """Take an answer back. Doing so twice does nothing more."""
    row = locked(interest)
    if row.state == Interest.State.WITHDRAWN:
        return row
    insist_on_version(row, version)
    insist_not_in_a_link(classes_of(row))
    row.state = Interest.State.WITHDRAWN
    row.version += 1
    row.save(update_fields=["state", "version", "changed"])
    record("interest.withdraw", row, by=by, programme=row.linking_year.programme_id, version=row.version)
    return row


@action
def send_new_keys(*, by: Viewer, interest: Interest) -> bool:
    """Send a new link and code to the school's address, at most once in five minutes. Whether one was sent."""
    row = locked(interest)
    if not row.contact_email:
        return False
    moment = int(timezone.now().timestamp()) // 300
    sent = letters.new_code(row, _give_new_keys(row), moment=moment)
    if sent:
        record("interest.new_code", row, by=by, programme=row.linking_year.programme_id)
    return sent


@action
def note_wrong_code(*, by: Viewer, interest: Interest) -> None:
    """Count a wrong code, so that codes cannot be tried through."""
    row = locked(interest)
    row.change_tries += 1
    row.save(update_fields=["change_tries"])
    record("interest.wrong_code", row, by=by, programme=row.linking_year.programme_id, tries=row.change_tries)


def _give_new_keys(interest: Interest) -> letters.Keys:
    """A new link and code; older ones stop working."""
    made = letters.Keys(keys.new_token(), keys.new_code())
    interest.change_token, interest.change_code = keys.token_hash(made.token), keys.code_hash(made.code)
    interest.change_tries = 0
    interest.save(update_fields=["change_token", "change_code", "change_tries"])
    return made


def _keep_classes(interest: Interest, given: Given) -> None:
    """Make the answer's classes those given: kept ones changed, new ones added, the others taken back."""
    wanted = given.classes if given.wants_to_link else []
    held = {one.pk: one for one in classes_of(interest)}
    kept = {one.id for one in wanted if one.id in held}
    gone = [one for pk, one in held.items() if pk not in kept]
    insist_not_in_a_link(gone)
    for one in gone:
        one.withdrawn = timezone.now()
        one.save(update_fields=["withdrawn"])
    for number, new in enumerate(wanted, start=1):
        row = held.get(new.id) if new.id else None
        row = row or OfferedClass(interest=interest, linking_year=interest.linking_year, school=interest.school)
        row.years, row.size, row.teachers = sorted(set(new.years)), new.size, new.teachers
        row.name = new.name or default_name(new, number, len(wanted))
        row.wishes = new.wishes
        row.save()


def _fill(interest: Interest, given: Given) -> None:
    for name in PLAIN:
        setattr(interest, name, getattr(given, name))
    interest.partner_wish = given.partner_wish or Interest.PartnerWish.ANY
    interest.last_partner_id = given.last_partner


def _sent_with(key: str) -> Interest | None:
    found = Interest.objects.unscoped("the same form must act once").select_related("linking_year__programme", "school")
    return found.filter(sent_key=key).first() if key else None


def _is_facilitator(viewer: Viewer, interest: Interest) -> bool:
    return viewer.is_facilitator_of(interest.linking_year.programme_id)
