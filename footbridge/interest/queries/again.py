"""Last year's schools: whom to ask again, who was asked, who has not answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from footbridge.access import Viewer
from footbridge.interest.forms.classes import years_taught
from footbridge.interest.given import ClassGiven, Given
from footbridge.interest.models import AgainInvitation, Interest, OfferedClass
from footbridge.interest.queries.answers import classes_of
from footbridge.interest.rules import LIVE
from footbridge.interest.sheets.schools import is_open
from footbridge.people.queries import heads_of
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.schools.queries import current


@dataclass
class Former:
    """A school of an earlier year: its last answer, its partner then, and whether it was asked and has answered now."""

    last: Interest
    partner: str
    invitation: AgainInvitation | None
    email: str
    answer: str  # the present answer in words, empty when there is none

    @property
    def school(self) -> School:
        """The school to ask: the one that answered or, where that has closed, the one that stands after it."""
        return current(self.last.school)

    @property
    def can_be_asked(self) -> bool:
        return not self.answer and self.invitation is None and bool(self.email) and is_open(self.school)

    @property
    def state(self) -> str:
        """Where the asking stands, in words."""
        if self.answer:
            return f"Answered: {self.answer.lower()}"
        if self.invitation is not None:
            return f"Asked on {self.invitation.sent:%-d %B}, no answer yet"
        if not is_open(self.school):
            return "The school has closed"
        return "Not asked yet" if self.email else "No e-mail address known"

    @property
    def tone(self) -> str:
        if self.answer:
            return "good"
        return "warning" if self.invitation is not None else "plain"


def former_schools(viewer: Viewer, year: LinkingYear) -> list[Former]:
    """Schools that linked, or asked to be asked again, in earlier years of the programme, by name. Five queries."""
    links = Q(answer__in=["yes", "maybe"]) | Q(answer="no", ask_next_year=True)
    last = (
        Interest.objects.visible_to(viewer)
        .filter(links, linking_year__programme=year.programme_id, linking_year__start__lt=year.start, state__in=LIVE)
        .select_related("school__replaced_by", "linking_year", "last_partner")
        .order_by("school_id", "-linking_year__start", "-pk")
        .distinct("school_id")
    )
    answers = list(last)
    partners = partners_then(viewer, answers)
    asked = {one.school_id: one for one in AgainInvitation.objects.visible_to(viewer).filter(linking_year=year)}
    present = Interest.objects.visible_to(viewer).filter(linking_year=year, state__in=LIVE)
    now = {one.school_id: one.get_answer_display() for one in present.only("school_id", "answer")}
    addresses = addresses_of(answers)
    found = [
        Former(
            one,
            partners[one.pk].name if one.pk in partners else "",
            asked.get(current(one.school).pk),
            addresses[one.pk],
            now.get(current(one.school).pk, ""),
        )
        for one in answers
    ]
    # Of schools that became one, the last answer counts, so that the school is asked once.
    newest = sorted(found, key=lambda former: (-former.last.linking_year.start, former.last.school.replaced_by_id or 0))
    once = {former.school.pk: former for former in reversed(newest)}
    return sorted(once.values(), key=lambda former: former.school.name)


def addresses_of(answers: Iterable[Interest]) -> dict[int, str]:
    """Where to write to the school of each answer: the contact it named, else its head's account. One query."""
    answers = list(answers)
    schools = {one.pk: current(one.school).pk for one in answers}
    heads = heads_of(set(schools.values()))
    return {one.pk: one.contact_email or next((head.email for head in heads[schools[one.pk]]), "") for one in answers}


def partners_then(viewer: Viewer, answers: Iterable[Interest]) -> dict[int, School]:
    """The school that each answer's classes were linked with, where a link stood. One query and one for the names."""
    rows = (
        OfferedClass.objects.visible_to(viewer)
        .filter(interest__in=[one.pk for one in answers], link_classes__link__state__in=["standing", "ended"])
        .order_by("link_classes__link__reference", "link_classes__link__sides__pk")
        .values_list("interest_id", "school_id", "link_classes__link__sides__school_id")
    )
    pairs = {interest: partner for interest, own, partner in rows if partner and partner != own}
    held = School.objects.in_bulk(set(pairs.values()))
    return {interest: held[partner] for interest, partner in pairs.items() if partner in held}


def invitation_by_token(token_hash: str) -> AgainInvitation | None:
    """The invitation a mailed link identifies."""
    found = AgainInvitation.objects.unscoped("a mailed link identifies its invitation").select_related(
        "linking_year__programme", "school", "last__last_partner", "interest__linking_year"
    )
    return found.filter(token=token_hash).first()


def given_again(invitation: AgainInvitation) -> Given:
    """An answer filled in with last year's: wishes, contact, and classes one year up. Classes that left the school go."""
    last = invitation.last
    taught = years_taught(invitation.school)
    classes = []
    for one in classes_of(last):
        years = [year + 1 for year in one.years if year + 1 in taught]
        if years:
            classes.append(ClassGiven(years, "", one.size))
    partners = partners_then(Viewer.for_system("invitation"), [last])
    partner = partners[last.pk].pk if last.pk in partners else last.last_partner_id
    return Given(
        classes=classes,
        linked_before=True,
        last_partner=partner,
        together=last.together,
        three_schools=last.three_schools,
        wanted_kinds=list(last.wanted_kinds),
        refused_kinds=list(last.refused_kinds),
        refused_schools=[one.pk for one in last.refused_schools.all()],
        max_distance_km=last.max_distance_km,
        needs_step_free=last.needs_step_free,
        days_not=list(last.days_not),
        red_lines=last.red_lines,
        contact_name=last.contact_name,
        contact_role=last.contact_role,
        contact_email=last.contact_email,
        contact_phone=last.contact_phone,
    )
