"""What people mean by the cells of a sign-up sheet. Pure functions: text in; value, or a sentence that says what to mend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LOWEST, HIGHEST = 0, 13  # year groups: Reception to Year 13
LARGEST_CLASS = 60
_FORMULA = re.compile(r"^\s*[=@]|^\s*[+-](?=\S)(?![\d\s.,()]*$)")
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"],
        start=1,
    )
}
_STAGES = {
    "eyfs": [0],
    "fs2": [0],
    "foundation": [0],
    "ks1": [1, 2],
    "lks2": [3, 4],
    "uks2": [5, 6],
    "ks2": [3, 4, 5, 6],
    "ks3": [7, 8, 9],
    "ks4": [10, 11],
    "ks5": [12, 13],
    "sixthform": [12, 13],
}
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_SPREADSHEET_DATE = re.compile(r"^(\d{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:-\d{2,4})?$")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_UNKNOWN = {
    "",
    "?",
    "-",
    "–",
    "tbc",
    "tba",
    "unknown",
    "not known",
    "not sure",
    "n/a",
    "na",
    "don't know",
    "to be confirmed",
}


@dataclass(frozen=True)
class Meaning:
    """What a cell was taken for. `remark` says what is unclear or wrong; `wrong` when nothing could be made of it."""

    value: object = None
    remark: str = ""
    wrong: bool = False


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the cell: it begins with =, @, or with + or - before something not a number."""
    return bool(_FORMULA.match(text)) and text.strip() not in _UNKNOWN


def is_unknown(text: str) -> bool:
    """Whether the cell is empty or says in some way that nobody knows yet."""
    return text.strip().lower() in _UNKNOWN


def year_groups(text: str) -> Meaning:
    """Year groups as a sorted list of numbers, 0 for Reception: “Y4”, “3 and 4”, “4-6”, “Reception”, “KS2”, “5/6”.

    Never raises. An empty cell means not known yet: an empty list without a remark.
    """
    if is_unknown(text):
        return Meaning([])
    typed = text.strip().lower()
    as_date = _from_date(typed)
    if as_date:
        remark = f"A spreadsheet turned this into a date. It was read as {say_years(as_date)}."
        return Meaning(as_date, remark)
    if re.search(r"nurser|pre-?school|fs1|\bf1\b", typed):
        return Meaning([], "Linking starts with Reception, so a nursery class can't be linked.", wrong=True)
    words = re.sub(r"key\s*stage\s*", "ks", typed)
    words = re.sub(r"\b(lower|upper)\s+ks\s*2", lambda found: found.group(1)[0] + "ks2", words)
    words = re.sub(r"sixth\s*form", "sixthform", words).replace("ks ", "ks")
    found: list[int] = []
    for stage in re.findall(r"[lu]?ks\d|eyfs|fs2|foundation|sixthform", words):
        if stage not in _STAGES:
            return Meaning([], f"There is no key stage {stage[-1]}. Type the year groups, such as 4 and 5.", wrong=True)
        found += _STAGES[stage]
    words = re.sub(r"[lu]?ks\d|eyfs|fs2|foundation(?:\s+stage)?|sixthform", " ", words)
    found += _numbers(words)
    unsure = "or" in re.findall(r"[a-z]+", words)
    years = sorted(set(found))
    if not years:
        return Meaning([], f"“{shown(text)}” is no year group we know. Type it like 4, or 4 and 5.", wrong=True)
    if years[0] < LOWEST or years[-1] > HIGHEST:
        return Meaning([], "Year groups go from Reception to Year 13.", wrong=True)
    return Meaning(years, f"Not decided yet: it was read as {say_years(years)}." if unsure else "")


def _from_date(typed: str) -> list[int]:
    """“4/5” that a spreadsheet turned into 4 May: the day and the month, as British spreadsheets have them."""
    if found := _ISO.match(typed):
        try:
            day = date.fromisoformat(found.group(0))
        except ValueError:
            return []
        pair = [day.day, day.month]
    elif found := _SPREADSHEET_DATE.match(typed):
        pair = [int(found.group(1)), _MONTHS.index(found.group(2)) + 1]
    else:
        return []
    low, high = min(pair), max(pair)
    return list(range(low, high + 1)) if high <= HIGHEST and high - low <= 3 else []


def _numbers(words: str) -> list[int]:
    """Numbers, ranges and Reception in the rest of the text."""
    for word, number in _NUMBER_WORDS.items():
        words = re.sub(rf"\b{word}\b", str(number), words)
    words = re.sub(r"\b\d+\s*(?:x\b|×|classes\b|forms?\b)", " ", words)  # “2 classes of Year 4” is Year 4
    words = re.sub(r"\byr\b(?!\s*\.?\s*\d)|\breception\b|\brec\b|\br\b|\by\s+r\b", " 0 ", words)
    words = re.sub(r"\by(?:ea)?r?s?\.?\s*(?=\d)|\byears?(?:\s+groups?)?\b|(?<=\d)(?:st|nd|rd|th)\b", " ", words)
    found: list[int] = []

    def take(ends: re.Match[str]) -> str:
        low, high = int(ends.group(1)), int(ends.group(2))
        if low > high or high > HIGHEST:
            return ends.group(0)
        found.extend(range(low, high + 1))
        return " "

    words = re.sub(r"\b(\d{1,2})\s*(?:-|–|—|to|until|through)\s*(\d{1,2})\b", take, words)
    return found + [int(number) for number in re.findall(r"\d+", words)]


def class_size(text: str) -> Meaning:
    """Children in a class, 1 to 60, or None when not known yet: “28”, “30 pupils”, “about 30”, “26-28”. Never raises."""
    if is_unknown(text):
        return Meaning(None)
    typed = text.strip().lower()
    if re.search(r"\d\s*[x×*]\s*\d|\d\s*(?:and|&|\+)\s*\d", typed):
        remark = f"“{shown(text)}” looks like several classes. Give each class a row of its own."
        return Meaning(None, remark, wrong=True)
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", typed)]
    if not numbers or re.match(r"[-−]\d", typed):
        return Meaning(
            None, f"“{shown(text)}” is no number of children. Type it like 28, or leave it empty.", wrong=True
        )
    if len(numbers) == 2 and re.search(r"\d\s*(?:-|–|to|or)\s*\d", typed):
        size = round((numbers[0] + numbers[1]) / 2 + 0.01)
        remark = f"Read as about {size}."
    elif len(numbers) == 1 and numbers[0] == int(numbers[0]):
        size, remark = int(numbers[0]), ""
    else:
        return Meaning(None, f"“{shown(text)}” has several numbers. Type one, like 28, or leave it empty.", wrong=True)
    if not 1 <= size <= LARGEST_CLASS:
        return Meaning(
            None, f"A class has 1 to {LARGEST_CLASS} children, not {size}. Is this several classes?", wrong=True
        )
    return Meaning(size, remark)


def how_many_classes(text: str) -> Meaning:
    """Number of classes a row stands for, 1 to 12; an empty cell means one."""
    if is_unknown(text):
        return Meaning(1)
    words = text.strip().lower()
    for word, number in _NUMBER_WORDS.items():
        words = re.sub(rf"\b{word}\b", str(number), words)
    numbers = re.findall(r"\d+", words)
    if len(numbers) != 1 or not 1 <= int(numbers[0]) <= 12:
        return Meaning(1, f"“{shown(text)}” is no number of classes from 1 to 12.", wrong=True)
    return Meaning(int(numbers[0]))


_YES = {
    "yes",
    "y",
    "yep",
    "true",
    "1",
    "ja",
    "definitely",
    "yes please",
    "signed up",
    "confirmed",
    "joining",
    "in",
    "✓",
    "x",
}
_NO = {"no", "n", "nope", "false", "0", "not this year", "declined", "withdrawn", "out", "not joining"}
_MAYBE = {
    "maybe",
    "perhaps",
    "possibly",
    "unsure",
    "not sure",
    "m",
    "?",
    "interested",
    "tbc",
    "probably",
    "thinking about it",
}


def answer(text: str) -> Meaning:
    """“yes”, “maybe” or “no”. An empty cell is not an answer: it has to be said."""
    typed = re.sub(r"[.!]+$", "", text.strip().lower())
    for key, known in (("yes", _YES), ("no", _NO), ("maybe", _MAYBE)):
        if typed in known:
            return Meaning(key)
    for key, start in (("no", ("no ", "no,", "not ")), ("maybe", ("maybe", "perhaps")), ("yes", ("yes", "y "))):
        if typed.startswith(start):
            return Meaning(key)
    if not typed:
        return Meaning(None, "The answer is missing. Type yes, maybe or no.", wrong=True)
    return Meaning(None, f"“{shown(text)}” is not yes, maybe or no.", wrong=True)


def yes_or_no(text: str) -> Meaning:
    """True, False, or None when it does not say."""
    typed = text.strip().lower()
    if is_unknown(text):
        return Meaning(None)
    if typed in _YES or typed.startswith("yes"):
        return Meaning(True)
    if typed in _NO or typed.startswith(("no", "never", "first")):
        return Meaning(False)
    return Meaning(None, f"“{shown(text)}” is neither yes nor no. It was left open.")


def email(text: str) -> Meaning:
    """An e-mail address in lower case; empty when there is none."""
    typed = text.strip().removeprefix("mailto:").strip("<> ;,").lower()
    if not typed:
        return Meaning("")
    if re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[a-z]{2,}", typed):
        return Meaning(typed)
    return Meaning("", f"“{shown(text)}” is not an e-mail address. It was left empty.")


def urn(text: str) -> str:
    """A URN as digits, from “145760”, “145760.0” or “URN 145760”; empty when there is none."""
    found = re.search(r"(?<!\d)(\d{5,8})(?:\.0)?(?!\d)", text)
    return found.group(1) if found else ""


def postcode(text: str) -> str:
    """A postcode as the register writes it: “de249hg” becomes “DE24 9HG”. What is no postcode is empty."""
    typed = re.sub(r"[^A-Z0-9]", "", text.upper())
    return f"{typed[:-3]} {typed[-3:]}" if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", typed) else ""


def say_years(years: list[int]) -> str:
    """Year groups for people: “Reception”, “Year 4”, “Years 4 and 5”, “Reception and Years 1 to 2”."""
    parts = []
    if years and years[0] == 0:
        parts.append("Reception")
    numbers = [year for year in years if year > 0]
    if len(numbers) == 1:
        parts.append(f"Year {numbers[0]}")
    elif len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        parts.append(f"Years {numbers[0]} to {numbers[-1]}")
    elif numbers:
        parts.append("Years " + ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}")
    return " and ".join(parts) if parts else "Not known yet"


def shown(text: str) -> str:
    """A typed cell short enough for a sentence."""
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"
