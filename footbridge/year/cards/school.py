"""What waits for the people of a school: an offer, the answer for the year, a colleague; and a teacher's own links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import Link, LinkSide
from footbridge.interest.models import Interest
from footbridge.people.models import Membership
from footbridge.programmes.models import Programme
from footbridge.programmes.queries import covering, year_for_interest
from footbridge.schools.models import School
from footbridge.ui.parts import Step
from footbridge.year.cards.card import Card, Home, many, to
from footbridge.year.cards.facilitator import way


def home(viewer: Viewer, today: dt.date) -> Home:
    """The page of a head, a deputy, an office or a teacher."""
    page = Home(quiet="Nothing waits for you today.")
    if viewer.may(Permission.SEE_OWN_SCHOOL):
        schools = list(School.objects.filter(pk__in=viewer.schools).order_by("name"))
        page.now += _offers(viewer)
        for school in schools:
            cards, years = _interest(viewer, school, today)
            page.now += [card for card in cards if card.tone != "plain"]
            page.standing += [card for card in cards if card.tone == "plain"]
            page.years += years
        page.now += _colleagues(viewer, schools)
    page.standing += _links(viewer)
    if not page.standing and not viewer.may(Permission.SEE_OWN_SCHOOL):
        page.after = "When a class of yours is linked, you find the partner teacher and the plan of the year here."
    return page


def _offers(viewer: Viewer) -> list[Card]:
    waiting = (
        LinkSide.objects.visible_to(viewer)
        .filter(school__in=viewer.schools, reply=LinkSide.Reply.WAITING, link__state=Link.State.OFFERED)
        .select_related("school")
        .order_by("link__offered")
    )
    decides = viewer.may(Permission.ACCEPT_OFFER)
    return [
        Card(
            "A link is offered to you" if decides else "A link is offered to your school",
            f"A partner for {side.school.name}, with the reasons, the meetings and what it is likely to cost.",
            "Say yes, or say no with a reason. The link stands when both heads have said yes."
            if decides
            else "Your headteacher says yes or no.",
            to("brokering:link", side.link_id),
            "Read the offer",
            tone="warning" if decides else "info",
        )
        for side in waiting
    ]


def _interest(viewer: Viewer, school: School, today: dt.date) -> tuple[list[Card], list[tuple[str, Sequence[Step]]]]:
    programme = next(iter(covering(school.authority_id, (school.easting, school.northing))), None)
    year = year_for_interest(programme, today) if programme else None
    if programme is None or year is None:
        return [_nobody_yet(school, programme)], []
    years = [(str(year), way(year, today))]
    answer = Interest.objects.visible_to(viewer).live().filter(school=school, linking_year=year).first()
    url = to("interest:ours")
    if answer is None:
        ask = Card(
            f"Does {school.name} want to link in {year.label}?",
            f"{programme.name} asks: yes, maybe, or not this year.",
            "You get a reference, and the facilitator gets in touch.",
            url,
            "Answer",
            tone="info" if programme.recruiting else "plain",
        )
        return [ask], years
    said = f"{school.name}: {answer.get_answer_display()} for {year.label}"
    if answer.answer == Interest.Answer.MAYBE:
        maybe = Card(
            said,
            f"Your reference is {answer.reference}.",
            "When you know, say yes or no. Until then your facilitator keeps a place in mind for you.",
            url,
            "Change your answer",
            tone="info",
        )
        return [maybe], years
    return [Card(said, f"Your reference is {answer.reference}.", url=url, label="See or change your answer")], years


def _nobody_yet(school: School, programme: Programme | None) -> Card:
    if programme is None:
        return Card(
            f"No programme works near {school.name} yet",
            "See which programme is nearest and ask it.",
            url=to("welcome:near", school=school.pk),
            label="Find the nearest programme",
        )
    return Card(
        f"{programme.name} has not opened its next year",
        "When it does, you can say whether you want to link.",
        url=to("welcome:programme", programme.slug),
        label="Ask the programme",
    )


def _colleagues(viewer: Viewer, schools: Sequence[School]) -> list[Card]:
    if not viewer.may(Permission.INVITE_COLLEAGUES):
        return []
    held = Membership.objects.visible_to(viewer).current().filter(school__in=schools)
    people: dict[int, set[int]] = {}
    for school, person in held.values_list("school", "person"):
        people.setdefault(school or 0, set()).add(person)
    return [
        Card(
            f"You are the only one at {school.name}",
            "A second adult keeps the school from being locked out when one is ill or leaves.",
            "Invite the office, a deputy or a linking teacher. They get an e-mail with a link.",
            to("people:colleagues"),
            "Invite a colleague",
            tone="info",
        )
        for school in schools
        if len(people.get(school.pk, set())) < 2
    ]


def _links(viewer: Viewer) -> list[Card]:
    standing = Link.objects.visible_to(viewer).filter(state=Link.State.STANDING, pk__in=viewer.links).count()
    if not standing:
        return []
    return [
        Card(
            many(standing, "link stands", "links stand"),
            "See the partner school and whom to write to.",
            url=to("brokering:ours"),
            label="See your links",
        )
    ]
