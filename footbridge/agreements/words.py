"""The words of an agreement as a document: what is on the screen, in the PDF, and sealed with a signature.

Bodies are plain text: an empty line ends a paragraph, a line that begins with "# " is a heading, lines that begin with "- " are
a list. Nothing else has a meaning, so that what is typed is what is read.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from footbridge.agreements.models import Agreement, AgreementText, ProgrammeClauses
from footbridge.brokering.links.queries import lines_of
from footbridge.brokering.models import Link
from footbridge.brokering.offers.reading import meetings_said


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list. `kind` is heading, words or list."""

    kind: str
    words: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """The whole agreement of one link, ready to be shown."""

    title: str
    version: str
    between: tuple[str, ...]
    meetings: tuple[str, ...]
    blocks: tuple[Block, ...]
    clauses: tuple[Block, ...]
    programme: str
    commitments: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A piece of a text beside its former version. `kind` is same, new or gone."""

    kind: str
    words: str


def blocks_of(body: str) -> tuple[Block, ...]:
    """A typed body as headings, paragraphs and lists."""
    found: list[Block] = []
    for piece in body.replace("\r\n", "\n").split("\n\n"):
        words: list[str] = []
        items: list[str] = []
        for line in (one.strip() for one in piece.splitlines()):
            if line.startswith("# "):
                _put(found, words, items)
                found.append(Block("heading", line[2:].strip()))
            elif line.startswith("- "):
                if words:
                    _put(found, words, items)
                items.append(line[2:].strip())
            elif line:
                if items:
                    _put(found, words, items)
                words.append(line)
        _put(found, words, items)
    return tuple(found)


def _put(found: list[Block], words: list[str], items: list[str]) -> None:
    if words:
        found.append(Block("words", " ".join(words)))
    if items:
        found.append(Block("list", items=tuple(items)))
    words.clear()
    items.clear()


def version_said(text: AgreementText, clauses: ProgrammeClauses | None) -> str:
    """Which words these are, for people: "version 2, with clauses 1 of Derby"."""
    if clauses is None or not clauses.body:
        return f"version {text.number}"
    return f"version {text.number}, with clauses {clauses.number} of {clauses.programme.name}"


def token_of(agreement: Agreement) -> str:
    """Which words are on the screen, for a form that comes back."""
    return f"{agreement.text_id}-{agreement.clauses_id or 0}"


def document_of(agreement: Agreement, link: Link) -> Document:
    """The agreement of a link as its heads read it. `link` comes with its sides and classes (`links_for`)."""
    return document(link, agreement.text, agreement.clauses)


def document(link: Link, text: AgreementText, clauses: ProgrammeClauses | None) -> Document:
    """The words for a link."""
    programme = link.linking_year.programme
    return Document(
        title=text.title,
        version=version_said(text, clauses),
        between=tuple(f"{line.side.school.name}: {line.classes}" for line in lines_of(link)),
        meetings=meetings_said(programme),
        blocks=blocks_of(text.body),
        clauses=blocks_of(clauses.body) if clauses else (),
        programme=f"{programme.name} {link.linking_year.label}",
        commitments=tuple(text.commitments),
    )


def as_text(page: Document) -> str:
    """Everything a head saw, as plain text, to be kept with the signature."""
    lines = [page.title, f"{page.programme}, {page.version}", "", "Between", *(f"- {one}" for one in page.between)]
    lines += ["", "Meetings of the year", *(f"- {one}" for one in page.meetings)]
    for block in page.blocks:
        lines += ["", *_lines(block)]
    if page.clauses:
        lines += ["", f"Added by {page.programme}"]
        for block in page.clauses:
            lines += ["", *_lines(block)]
    lines += ["", "Our school commits to", *(f"[x] {one}" for one in page.commitments)]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> list[str]:
    if block.kind == "list":
        return [f"- {one}" for one in block.items]
    return [f"# {block.words}" if block.kind == "heading" else block.words]


def digest_of(shown: str, *, name: str, role: str, at: datetime, person: str) -> str:
    """SHA-256 over what was on the screen and what was typed, when and by whom (opaque id), each on its own line."""
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256("\n".join([shown, name, role, stamp, person]).encode()).hexdigest()


def changes(before: str, after: str) -> list[Change]:
    """What changed between two bodies, line by line in the order of the new one; empty lines are left out."""
    old, new = (_pieces(one) for one in (before, after))
    found: list[Change] = []
    for step, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            found += [Change("same", words) for words in new[c:d]]
        else:
            found += [Change("gone", words) for words in old[a:b]] + [Change("new", words) for words in new[c:d]]
    return found


def whole(text: AgreementText, clauses: ProgrammeClauses | None) -> str:
    """Text, clauses and commitments as one body, to be set beside another version."""
    parts = [text.title, text.body, *(f"- {one}" for one in text.commitments)]
    return "\n\n".join([*parts, clauses.body] if clauses else parts)


def _pieces(body: str) -> Sequence[str]:
    return [line.strip().removeprefix("# ") for line in body.replace("\r\n", "\n").split("\n") if line.strip()]


@dataclass(frozen=True)
class Version:
    """A published version and what changed from the one before; nothing for the first."""

    row: AgreementText | ProgrammeClauses
    changes: tuple[Change, ...]


def compared(rows: Sequence[AgreementText] | Sequence[ProgrammeClauses]) -> list[Version]:
    """Published versions, newest first as given, each beside its former one."""
    listed: list[AgreementText | ProgrammeClauses] = [*rows]
    bodies = [whole(row, None) if isinstance(row, AgreementText) else row.body for row in listed]
    return [
        Version(row, tuple(changes(bodies[n + 1], bodies[n])) if n + 1 < len(listed) else ())
        for n, row in enumerate(listed)
    ]
