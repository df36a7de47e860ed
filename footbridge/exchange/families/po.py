"""Catalogues as translators' programs know them (gettext .po): read and written here, so that no outside compiler is needed.

An entry carries the key as msgctxt, the English as msgid and the translation as msgstr; notes stand in `#.` comments and an entry
that waits for a person's eye is marked `#, fuzzy`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

QUOTED = re.compile(r'^(?:(msgctxt|msgid|msgstr)\s+)?"(.*)"\s*$')
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
LARGEST = 400_000  # bytes; a catalogue of ours has a tenth of it


class NotACatalogue(ValueError):
    """A file that cannot be read as a catalogue; the message says where."""


@dataclass(frozen=True)
class Entry:
    """One sentence of a catalogue."""

    key: str
    english: str
    text: str
    note: str = ""
    fuzzy: bool = False


def read(source: str) -> list[Entry]:
    """The entries of a catalogue, the header left out. Raises NotACatalogue with the line that cannot be read."""
    return [entry for entry in _entries(source) if entry.english]


def _entries(source: str) -> Iterator[Entry]:
    parts: dict[str, str] = {}
    note, fuzzy, field = "", False, ""
    for number, line in enumerate([*source.lstrip("\ufeff").splitlines(), ""], 1):
        line = line.strip()
        starts_another = (
            line.startswith(("#", "msgctxt")) or not line or (line.startswith("msgid") and "msgid" in parts)
        )
        if starts_another and "msgstr" in parts:
            yield Entry(parts.get("msgctxt", ""), parts.get("msgid", ""), parts["msgstr"], note.strip(), fuzzy)
            parts, note, fuzzy, field = {}, "", False, ""
        if line.startswith("#."):
            note += line[2:]
        elif line.startswith("#,"):
            fuzzy = "fuzzy" in line
        elif line and not line.startswith("#"):
            found = QUOTED.match(line)
            field = (found.group(1) or field) if found else ""
            if not found or not field:
                raise NotACatalogue(f"Line {number} is no line of a catalogue (.po): “{line[:60]}”.")
            parts[field] = parts.get(field, "") + _plain(found.group(2))


def write(code: str, entries: Iterable[Entry], *, remark: str = "") -> str:
    """A catalogue of these entries."""
    lines = [f"# {remark}"] if remark else []
    lines += ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=UTF-8\\n"', f'"Language: {code}\\n"']
    for entry in entries:
        lines.append("")
        lines += [f"#. {entry.note}"] if entry.note else []
        lines += ["#, fuzzy"] if entry.fuzzy else []
        lines += [f'{name} "{_escaped(text)}"' for name, text in
                  (("msgctxt", entry.key), ("msgid", entry.english), ("msgstr", entry.text))]  # fmt: skip
    return "\n".join(lines) + "\n"


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found.group(1), found.group(1)), quoted)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
