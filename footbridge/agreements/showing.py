"""What the pages and the PDF of an agreement show, as prepared values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.timezone import localtime

from footbridge.access import Permission, Viewer
from footbridge.agreements import queries
from footbridge.agreements.models import Agreement, AgreementSide
from footbridge.agreements.words import Change, changes, digest_of, document_of, version_said, whole


@dataclass(frozen=True)
class SignatureLine:
    """One school's signature, or that it waits. `sound` says whether the seal fits what is kept."""

    school: str
    own: bool
    signed: bool
    name: str = ""
    role: str = ""
    at: str = ""
    version: str = ""
    seal: str = ""
    sound: bool = True


def shown(viewer: Viewer, agreement: Agreement) -> dict[str, Any]:
    """The context of every page of one agreement."""
    side = queries.own_side(viewer, agreement)
    return {
        "agreement": agreement,
        "link": agreement.link,
        "title": queries.title_of(agreement),
        "tone": queries.TONES[agreement.state],
        "document": document_of(agreement, agreement.link),
        "signatures": [_line(viewer, agreement, one) for one in queries.sides_of(agreement)],
        "side": side,
        "to_sign": bool(side and not side.signature_id and agreement.state == Agreement.State.OPEN),
        "may_sign": viewer.may(Permission.SIGN_AGREEMENT),
        "changes": _changes(viewer, agreement, side),
        "readings": queries.readings_of(viewer, agreement, side.school_id) if side else [],
        "asked": queries.asked_of(viewer, agreement) if side else None,
        "events": queries.timeline_of(viewer, agreement),
    }


def _line(viewer: Viewer, agreement: Agreement, side: AgreementSide) -> SignatureLine:
    own, made = side.school_id in viewer.schools, side.signature
    if made is None:
        return SignatureLine(side.school.name, own, signed=False)
    kept = digest_of(made.shown, name=made.name, role=made.role, at=made.at, person=str(made.person.opaque))
    return SignatureLine(
        side.school.name,
        own,
        signed=True,
        name=made.name,
        role=made.role,
        at=f"{localtime(made.at):%-d %B %Y, %H:%M}",
        version=version_said(agreement.text, agreement.clauses),
        seal=f"{made.digest[:8]} {made.digest[8:16]}",
        sound=kept == made.digest,
    )


def _changes(viewer: Viewer, agreement: Agreement, side: AgreementSide | None) -> list[Change]:
    """What is new since the school signed last; empty where it never signed other words."""
    before = queries.signed_before(viewer, agreement, side.school_id) if side else None
    if before is None:
        return []
    return changes(whole(before.text, before.clauses), whole(agreement.text, agreement.clauses))


def paper_of(viewer: Viewer, agreement: Agreement) -> dict[str, Any]:
    """The data of the PDF."""
    page = document_of(agreement, agreement.link)
    lines = [_line(viewer, agreement, side) for side in queries.sides_of(agreement)]
    return {
        "title": page.title,
        "lines": [f"{page.programme} · link {agreement.link.reference}", page.version[:1].upper() + page.version[1:]],
        "between": list(page.between),
        "meetings": list(page.meetings),
        "blocks": [asdict(block) for block in page.blocks],
        "clauses": [asdict(block) for block in page.clauses],
        "added": f"Added by {agreement.link.linking_year.programme.name}",
        "commitments": list(page.commitments),
        "signatures": [
            {**asdict(line), "name": line.name or "not signed yet", "seal": line.seal or "–"} for line in lines
        ],
        "foot": f"Agreement of link {agreement.link.reference}",
    }
