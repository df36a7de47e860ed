"""What people read of agreements: lists, one agreement with its sides, versions of the words, who is waited for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime

from footbridge.access import Permission, Viewer
from footbridge.access.roles import DEPUTY, SCHOOL_OFFICE
from footbridge.agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementSide,
    AgreementText,
    ProgrammeClauses,
    Reading,
    Signature,
)
from footbridge.brokering.links.queries import links_for
from footbridge.brokering.models import Link
from footbridge.people.models import Membership
from footbridge.programmes.models import Programme
from footbridge.ui.parts import Event, Tone

TONES: dict[str, Tone] = {"open": "info", "signed": "good", "withdrawn": "warning"}
EVENT_TONES: dict[str, Tone] = {
    "signed": "good",
    "complete": "good",
    "asked": "warning",
    "silent": "warning",
    "withdrawn": "danger",
}
FOR_FACILITATORS = (AgreementEvent.What.REMINDED, AgreementEvent.What.SILENT)


def is_signed(link: Link | int) -> bool:
    """Whether every school of a link has signed the words in force. One query."""
    pk = link.pk if isinstance(link, Link) else link
    return signed_among([pk]) == {pk}


def signed_among(links: Collection[int]) -> set[int]:
    """Those of the links whose agreement is signed by every school. One query."""
    rows = Agreement.objects.unscoped("later steps ask whether a link is signed")
    return set(rows.filter(link__in=list(links), state=Agreement.State.SIGNED).values_list("link_id", flat=True))


def agreements_for(viewer: Viewer) -> QuerySet[Agreement]:
    """The agreements a viewer may see, newest first, with link, schools, classes and signatures."""
    sides = AgreementSide.objects.visible_to(viewer).select_related("school", "signature__person").order_by("pk")
    rows = Agreement.objects.visible_to(viewer).select_related("text", "clauses__programme")
    return rows.prefetch_related(Prefetch("sides", sides), Prefetch("link", links_for(viewer))).order_by(
        "-opened", "-pk"
    )


def agreement_for(viewer: Viewer, agreement_id: int) -> Agreement:
    """An agreement the viewer may see, or 404."""
    return get_object_or_404(agreements_for(viewer), pk=agreement_id)


def agreement_of_link(viewer: Viewer, link_id: int) -> Agreement:
    """The agreement of a link the viewer may see, or 404."""
    return get_object_or_404(Agreement.objects.visible_to(viewer), link=link_id)


def sides_of(agreement: Agreement) -> list[AgreementSide]:
    """The sides that were fetched with an agreement."""
    return list(agreement.sides.all())


def own_side(viewer: Viewer, agreement: Agreement) -> AgreementSide | None:
    """The side of the viewer's school, if any."""
    return next((side for side in sides_of(agreement) if side.school_id in viewer.schools), None)


def title_of(agreement: Agreement) -> str:
    """An agreement by its schools."""
    return " and ".join(side.school.name for side in sides_of(agreement))


def waits_for(agreement: Agreement) -> list[AgreementSide]:
    """The sides that have not signed the words in force."""
    if agreement.state != Agreement.State.OPEN:
        return []
    return [side for side in sides_of(agreement) if side.signature_id is None]


def signed_before(viewer: Viewer, agreement: Agreement, school: int) -> Signature | None:
    """The last signature of a school under former words, if it signed any."""
    rows = Signature.objects.visible_to(viewer).filter(agreement=agreement, school=school)
    now = Q(text=agreement.text_id, clauses=agreement.clauses_id)
    return rows.exclude(now).select_related("text", "clauses").order_by("-at").first()


def readings_of(viewer: Viewer, agreement: Agreement, school: int) -> list[Reading]:
    """Who was asked to read the words in force for a school, and who has."""
    rows = Reading.objects.visible_to(viewer).filter(
        agreement=agreement, school=school, text=agreement.text_id, clauses=agreement.clauses_id
    )
    return list(rows.select_related("reader"))


def readers_at(viewer: Viewer, school: int) -> list[tuple[int, str]]:
    """Deputies and office of a school whom its head may ask to read: ids and names with roles."""
    held = (
        Membership.objects.visible_to(viewer)
        .current()
        .filter(school=school, role__in=[DEPUTY.key, SCHOOL_OFFICE.key], person__is_active=True)
        .exclude(person=viewer.person_id)
        .select_related("person")
        .order_by("role", "person__name")
    )
    return [(one.person_id, f"{one.person.name}, {one.role_name.lower()}") for one in held]


def timeline_of(viewer: Viewer, agreement: Agreement) -> list[Event]:
    """The history of an agreement. Reminders are read by facilitators alone; who read for a school, by that school."""
    rows = AgreementEvent.objects.visible_to(viewer).filter(agreement=agreement).select_related("by", "school")
    facilitates = viewer.may(Permission.SEE_LINK_PROGRESS)
    events = []
    for row in rows.order_by("-at", "-pk"):
        own = facilitates or (row.school_id is not None and row.school_id in viewer.schools)
        if row.kind in FOR_FACILITATORS and not facilitates:
            continue
        if row.kind in (AgreementEvent.What.READING, AgreementEvent.What.READ) and not own:
            continue
        title = row.get_kind_display() + (f": {row.school.name}" if row.school else "")
        who = row.by.name if row.by and own else ""
        when = f"{localtime(row.at):%-d %B %Y, %H:%M}"
        events.append(Event(when, title, who, "", EVENT_TONES.get(row.kind, "plain")))
    return events


def waiting_sides(viewer: Viewer) -> QuerySet[AgreementSide]:
    """Sides that have not signed, in links that stand, longest waiting first."""
    rows = AgreementSide.objects.visible_to(viewer).filter(
        agreement__state=Agreement.State.OPEN, signature=None, agreement__link__state=Link.State.STANDING
    )
    joined = rows.select_related(
        "school", "agreement__text", "agreement__clauses", "agreement__link__linking_year__programme"
    )
    return joined.order_by("asked", "school__name", "pk")


# --- the words ----------------------------------------------------------------------------------------------------


def text_in_force() -> AgreementText | None:
    """The newest published text."""
    rows = AgreementText.objects.unscoped("a new agreement takes the text in force")
    return rows.filter(state="published").order_by("-number").first()


def clauses_in_force(programme: int) -> ProgrammeClauses | None:
    """The newest published clauses of a programme, if it has any."""
    rows = ProgrammeClauses.objects.unscoped("a new agreement takes the clauses in force")
    return rows.filter(state="published", programme=programme).order_by("-number").first()


@dataclass(frozen=True)
class Versions:
    """The published versions of some words, newest first, and the draft of the next, if one is begun."""

    published: list[AgreementText] | list[ProgrammeClauses]
    draft: AgreementText | ProgrammeClauses | None


def texts(viewer: Viewer) -> Versions:
    """Versions of the network's text."""
    rows = list(AgreementText.objects.visible_to(viewer).order_by("-number"))
    return Versions(
        [row for row in rows if row.state == "published"], next((r for r in rows if r.state == "draft"), None)
    )


def clauses_of(viewer: Viewer, programme: Programme) -> Versions:
    """Versions of a programme's clauses."""
    rows = list(ProgrammeClauses.objects.visible_to(viewer).filter(programme=programme).order_by("-number"))
    return Versions(
        [row for row in rows if row.state == "published"], next((r for r in rows if r.state == "draft"), None)
    )


def asked_again_by(programme: int | None = None) -> int:
    """How many agreements a new version would ask again."""
    return live_agreements(programme).count()


def live_agreements(programme: int | None = None) -> QuerySet[Agreement]:
    """Agreements of standing links in open years: those that follow a new version of the words."""
    rows = Agreement.objects.unscoped("a new version of the words asks every live agreement again").filter(
        state__in=[Agreement.State.OPEN, Agreement.State.SIGNED],
        link__state=Link.State.STANDING,
        link__linking_year__state="open",
    )
    return rows.filter(link__linking_year__programme=programme) if programme else rows


@dataclass(frozen=True)
class Line:
    """An agreement as a list of a school's own shows it."""

    agreement: Agreement
    title: str
    tone: Tone
    waiting: str
    to_sign: bool


def line_of(viewer: Viewer, agreement: Agreement) -> Line:
    """One line of a school's own list."""
    side = own_side(viewer, agreement)
    waiting = waits_for(agreement)
    return Line(
        agreement,
        title_of(agreement),
        TONES[agreement.state],
        " and ".join(one.school.name for one in waiting),
        side in waiting,
    )


def asked_of(viewer: Viewer, agreement: Agreement) -> Reading | None:
    """What the viewer was asked to read of the words in force, if anything."""
    rows = Reading.objects.visible_to(viewer).filter(
        agreement=agreement, text=agreement.text_id, clauses=agreement.clauses_id, reader=viewer.person_id
    )
    return rows.filter(school__in=viewer.schools).first()


def programmes_of(viewer: Viewer) -> list[Programme]:
    """The programmes a facilitator runs, whose clauses may be written."""
    return list(Programme.objects.filter(pk__in=viewer.programmes, closed=None).order_by("name"))


def programme_for(viewer: Viewer, slug: str) -> Programme:
    """One of them, or 404."""
    return get_object_or_404(Programme, slug=slug, pk__in=viewer.programmes)
