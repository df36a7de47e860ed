"""A file as given, opened as tables: CSV of any character set and delimiter, packed with gzip or not, spreadsheets, ZIP archives of them.

Nothing is loaded whole except a spreadsheet, which has no other way. What cannot be opened raises `CannotRead`, whose
text is a sentence for the person who chose the file.
"""

import codecs
import csv
import gzip
import io
import itertools
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

LARGEST = 2_000_000_000  #: bytes a file or an archive's member may hold when unpacked
MOST_MEMBERS = 200
MOST_LINES_IN_A_ROW = 25  #: a row that runs on for longer has a quotation mark that was never closed
_KNOWN_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"Salted__", "encrypted"),
    (b"SQLite format", "a database"),
    (b"PAR1", "a Parquet file"),
)


#: What reading raises where a packed file is cut off or its sums are wrong.
_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
_UNKNOWN_PACKING = "{} is packed in a way that Footbridge cannot open. Unpack it and choose the table in it."


class CannotRead(Exception):
    """The file is not one that can be read; the text says so in a sentence."""


@dataclass(frozen=True)
class Broken:
    """A line that is no row: a quotation mark is opened and never closed, or a cell is far too long."""

    reason: str


#: A line number of the file (1 is the first) and the cells that start there.
Line = tuple[int, list[str] | Broken]


@dataclass(frozen=True)
class Source:
    """One table of a file: a CSV file, an archive's member or a sheet. `lines` starts from the top every time."""

    name: str
    lines: Callable[[], Generator[Line, None, None]]
    first_text: str = ""


def _one_by_one(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 are taken as Windows-1252, one by one: national files mix the two."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("footbridge-cp1252", _one_by_one)


def sources(path: Path, name: str = "") -> list[Source]:
    """The tables in a file. `name` is what its owner called it. Raises CannotRead with a sentence."""
    shown = name or path.name
    if not path.exists():
        raise CannotRead(f"There is no file {shown}. Check the name and the folder.")
    if path.is_dir():
        raise CannotRead(f"{shown} is a folder. Name the file inside it.")
    if not path.is_file():
        raise CannotRead(f"{shown} is not a file that can be read.")
    try:
        with path.open("rb") as file:
            start = file.read(65_536)
    except OSError as error:
        raise CannotRead(f"{shown} cannot be opened: {error.strerror}.") from None
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise CannotRead(f"{shown} is empty.")
    if start.startswith(b"PK\x03\x04"):
        return _from_zip(path, shown)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _from_spreadsheet(path, shown)
    if start.startswith(b"\x1f\x8b"):
        return [_from_gzip(path, shown)]
    _refuse_binary(start, shown)
    return [_from_text(shown, start, lambda: path.open("rb"))]


def _from_gzip(path: Path, shown: str) -> Source:
    def opened() -> AbstractContextManager[BinaryIO]:
        return cast(AbstractContextManager[BinaryIO], gzip.open(path, "rb"))

    try:
        with opened() as packed:
            start = packed.read(65_536)
    except _DAMAGED:
        raise CannotRead(f"{shown} is a damaged archive. Download it again.") from None
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        raise CannotRead(f"{shown} holds another archive or a spreadsheet. Unpack it and choose the file in it.")
    _refuse_binary(start, shown)
    return _from_text(shown, start, opened)


def _refuse_binary(start: bytes, shown: str) -> None:
    for magic, what in _KNOWN_OTHERS:
        if start.startswith(magic):
            raise CannotRead(f"{shown} is {what}, not a table. Save or download it as CSV or as a spreadsheet.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    odd = sum(1 for byte in start if byte < 32 and byte not in (0, 9, 10, 12, 13, 26))
    if odd > max(len(start) // 50, 20) or start.count(0) > len(start) // 2 + 1:
        raise CannotRead(
            f"{shown} is not text, so it cannot be a table. Save or download it as CSV or as a spreadsheet."
        )


def _from_zip(path: Path, shown: str) -> list[Source]:
    try:
        archive = zipfile.ZipFile(path)
    except NotImplementedError:  # how zipfile says that it does not know this version of the format
        raise CannotRead(_UNKNOWN_PACKING.format(shown)) from None
    except _DAMAGED:
        raise CannotRead(f"{shown} is a damaged archive or spreadsheet. Download it again.") from None
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename in ("xl/workbook.xml", "xl/workbook.bin", "content.xml") for info in members):
            if sum(info.file_size for info in members) > LARGEST:
                raise CannotRead(f"{shown} is too large to be a list of schools.")
            return _from_spreadsheet(path, shown)
        if len(members) > MOST_MEMBERS:
            raise CannotRead(f"{shown} holds {len(members)} files. Unpack it and choose the one with the schools.")
        found = []
        for info in members:
            if not info.filename.lower().endswith((".csv", ".txt", ".tsv")):
                continue
            if info.file_size > LARGEST:
                raise CannotRead(f"{info.filename} in {shown} is too large to be a list of schools.")
            if info.flag_bits & 1:
                raise CannotRead(f"{shown} is locked with a password. Unpack it first.")
            found.append(_from_member(path, shown, info))
    if not found:
        raise CannotRead(f"{shown} is an archive without a CSV file in it. Unpack it and choose the table.")
    return found


def _from_member(path: Path, shown: str, info: zipfile.ZipInfo) -> Source:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with zipfile.ZipFile(path) as archive, archive.open(info) as member:
            yield cast(BinaryIO, member)

    try:
        with opened() as member:
            start = member.read(65_536)
    except NotImplementedError:  # how zipfile says that it cannot unpack this kind of compression
        raise CannotRead(_UNKNOWN_PACKING.format(shown)) from None
    except _DAMAGED:
        raise CannotRead(f"{info.filename} in {shown} is damaged. Download the archive again.") from None
    _refuse_binary(start, info.filename)
    return _from_text(f"{shown}: {info.filename}", start, opened)


def _from_spreadsheet(path: Path, shown: str) -> list[Source]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
    except Exception:
        raise CannotRead(
            f"{shown} is a damaged spreadsheet, or one locked with a password. Save it again, or as CSV."
        ) from None

    def lines_of(sheet: str) -> Generator[Line, None, None]:
        try:
            rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet)
            for number, row in enumerate(rows.iter_rows(), start=1):
                yield number, [_cell(cell) for cell in row]
        except Exception:
            raise CannotRead(f"The sheet {sheet} of {shown} is damaged. Save it as CSV and try again.") from None

    return [Source(f"{shown}: {sheet}" if len(names) > 1 else shown, partial(lines_of, sheet)) for sheet in names]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _from_text(name: str, start: bytes, opened: Callable[[], AbstractContextManager[BinaryIO]]) -> Source:
    charset = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    sample = start.decode(charset, "footbridge-cp1252" if charset == "utf-8-sig" else "replace").replace("\0", "")
    delimiter = _delimiter(sample)

    def lines() -> Generator[Line, None, None]:
        errors = "footbridge-cp1252" if charset == "utf-8-sig" else "replace"
        try:
            with opened() as raw, io.TextIOWrapper(raw, charset, errors, newline="") as file:
                yield from rows_of(_physical_lines(file, name), delimiter)
        except _DAMAGED:
            raise CannotRead(f"{name} is damaged: it can be read only in part. Download it again.") from None

    return Source(name, lines, sample[:400])


def _physical_lines(file: io.TextIOWrapper, name: str) -> Iterator[str]:
    """Lines with their ends; a line without end in sight is cut at a million characters, so that memory stays flat."""
    read = 0
    while line := file.readline(1_000_000):
        read += len(line)
        if read > LARGEST:  # a packed file may unpack to any size
            raise CannotRead(f"{name} is too large to be a list of schools.")
        yield line.replace("\0", "") if "\0" in line else line


def _delimiter(sample: str) -> str:
    """The delimiter that the first lines agree on most: the one with most cells on the fullest of them."""
    head = sample.splitlines()[:30]
    widest = [(max((line.count(mark) for line in head), default=0), mark) for mark in (",", "\t", ";", "|")]
    return max(widest, key=lambda pair: (pair[0], -",\t;|".index(pair[1])))[1]


class _Feed:
    """Physical lines one by one, remembering those of the row being read so that they can be read again differently."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._again, self.taken = lines, deque[str](), list[str]()

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        if len(self.taken) > MOST_LINES_IN_A_ROW:
            raise csv.Error("runs on")
        return line

    def take_back(self, keep: int) -> None:
        """Give back all lines of the row but the first `keep`."""
        self._again.extendleft(reversed(self.taken[keep:]))
        self.taken.clear()


def rows_of(lines: Iterator[str], delimiter: str) -> Iterator[Line]:
    """Rows with the line they start on. A quotation mark that is never closed costs its own line and no other."""
    feed, number, width = _Feed(lines), 1, 0
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            feed.take_back(1)
            reader = csv.reader(feed, delimiter=delimiter)
            yield (
                number,
                Broken("a quotation mark is opened on this line and never closed, or the line is far too long"),
            )
            number += 1
            continue
        used = len(feed.taken)
        if used > 1 and width and len(cells) != width:
            feed.take_back(1)
            reader = csv.reader(feed, delimiter=delimiter)
            yield number, Broken("a quotation mark is opened on this line and not closed where it should be")
            number += 1
            continue
        width = max(width, len(cells))
        yield number, cells
        number += used


def head(source: Source, lines: int = 40) -> list[tuple[int, list[str]]]:
    """The first rows of a table, for finding its header."""
    with closing(source.lines()) as found:
        return [(number, cells) for number, cells in itertools.islice(found, lines) if not isinstance(cells, Broken)]
