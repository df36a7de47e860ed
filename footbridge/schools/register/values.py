"""One cell of a national file, read strictly: a value, `None` for "not known", or `Unreadable` with the reason.

A mark such as `x` or `SUPP` means that nobody published the number. It is never read as zero.
"""

import re
from datetime import date, datetime, timedelta

#: What the national files have used, in any year, to say "there is no number here".
MISSING = frozenset(
    [
        "",
        "x",
        ">",
        "<",
        "..",
        "...",
        ".",
        ":",
        "c",
        "k",
        "u",
        "z",
        "-",
        "--",
        "–",
        "*",
        "~",
        "supp",
        "suppressed",
        "sp",
        "ne",
        "np",
        "na",
        "n/a",
        "n.a.",
        "nan",
        "null",
        "none",
        "#n/a",
        "lowcov",
        "low",
        "dns",
        "new",
        "ra",
        "not available",
        "not applicable",
        "does not apply",
        "not collected",
        "not known",
        "unknown",
        "missing",
        "no data",
        "redacted",
    ]
)
#: Suppressed small or large numbers: `<3`, `<=5`, `>95%`. The true number is not known.
_BOUND = re.compile(r"^[<>]=?\s*\d+(\.\d+)?\s*%?$", re.ASCII)
_INTEGER = re.compile(r"^\+?\d+$", re.ASCII)
_DECIMAL = re.compile(r"^\+?(\d+(\.\d*)?|\.\d+)$", re.ASCII)
_THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})+(\.\d*)?$", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_POSTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$", re.ASCII)
_GUARDED = re.compile(r'^="([^"]*)"$')
_DATE_FORMS = (
    "%d-%m-%Y",
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d/%m/%y",
    "%d-%m-%y",
    "%Y%m%d",
)


class Unreadable(ValueError):
    """A cell that cannot be read; the text is the reason, in words."""


def text(raw: str) -> str | None:
    """The cell as one line of text; None where it is empty. A formula is refused, Excel's `="02"` unwrapped."""
    if not raw:
        return None
    if raw.isascii() and raw.isalnum():
        return raw
    cleaned = _SPACES.sub(" ", _CONTROL.sub("", raw)).strip()
    if cleaned.startswith("="):
        guarded = _GUARDED.match(cleaned)
        if guarded is None:
            raise Unreadable("the cell holds a formula, not a value")
        cleaned = guarded.group(1).strip()
    return cleaned or None


def is_missing(value: str) -> bool:
    """Whether a cleaned cell is one of the marks for "not a number"."""
    return value.lower() in MISSING or bool(_BOUND.match(value))


def _number(raw: str) -> str | None:
    value = text(raw)
    if value is None or is_missing(value):
        return None
    if _THOUSANDS.match(value):
        value = value.replace(",", "")
    if not _DECIMAL.match(value):
        raise Unreadable("this is not a number")
    if len(value) > 20:
        raise Unreadable("this number is too long to be true")
    return value


def count(raw: str, most: int = 100_000) -> int | None:
    """A whole number from 0 to `most`; `353.0` counts as 353."""
    if raw.isdecimal() and raw.isascii() and len(raw) < 9:
        number = int(raw)
    else:
        value = _number(raw)
        if value is None:
            return None
        if _INTEGER.match(value):
            number = int(value)
        elif float(value).is_integer():
            number = int(float(value))
        else:
            raise Unreadable("a whole number was expected")
    if number > most:
        raise Unreadable(f"this is more than {most:,}, the most that makes sense here")
    return number


def percent(raw: str, *, fraction: bool = False) -> float | None:
    """A share from 0 to 1, from `49.5`, `46.90%` or, where the header says fraction, `0.495`."""
    value = text(raw)
    if value is None:
        return None
    signed = value.endswith("%") and not is_missing(value)
    number = _number(value[:-1].rstrip() if signed else value)
    if number is None:
        return None
    share = round(float(number) / (1 if fraction and not signed else 100), 6)
    if share > 1.0005:
        raise Unreadable("this is more than 100 per cent")
    return min(share, 1.0)


def day(raw: str) -> date | None:
    """A date in any of the spellings of the national files; years before 1000 or after 2100 are refused."""
    value = text(raw)
    if value is None or is_missing(value):
        return None
    if not value.strip("0/-. :"):
        return None  # some programs write an empty date as zeros
    head = value
    if (
        len(value) > 10
        and value[10:11] in ("T", " ")
        and value[:10].count(value[2:3] if value[2:3] in "-/" else "-") == 2
    ):
        head = value[:10]
    for form in _DATE_FORMS:
        try:
            found = datetime.strptime(head, form).date()
        except ValueError:
            continue
        if not 1000 <= found.year <= 2100:
            break
        return found
    if re.fullmatch(r"\d{5}(\.0+)?", value, re.ASCII):  # a spreadsheet's own count of days
        return date(1899, 12, 30) + timedelta(days=int(float(value)))
    raise Unreadable("this is not a date")


def code(raw: str) -> str | None:
    """A number used as a name: `02`, `2` and `2.0` are the same code, kept as its shortest spelling."""
    if raw.isdecimal() and raw.isascii():
        return raw.lstrip("0") or "0"
    value = text(raw)
    if value is None or is_missing(value):
        return None
    whole = re.fullmatch(r"(\d+)(\.0+)?", value, re.ASCII)
    if whole is None:
        raise Unreadable("this is not a code of digits")
    return whole.group(1).lstrip("0") or "0"


def urn(raw: str) -> str:
    """The school's unique reference number as digits. Raises Unreadable where there is none."""
    value = text(raw)
    if value is None:
        raise Unreadable("there is no URN")
    whole = re.fullmatch(r"(\d{4,8})(\.0+)?", value, re.ASCII)
    if whole is None or whole.group(1).startswith("0"):
        raise Unreadable("this is not a URN: a URN is a number of five to seven digits")
    return whole.group(1)


def postcode(raw: str) -> str | None:
    """A postcode with its one space, `DE23 8DF`; None where it is empty or cannot be one."""
    value = text(raw)
    if value is None:
        return None
    found = _POSTCODE.match(value.upper().replace(" ", ""))
    return f"{found.group(1)} {found.group(2)}" if found else None
