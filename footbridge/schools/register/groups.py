"""The groups that compositions are counted in, and how a column's heading says which group it holds.

The 18 ethnic groups are those of the school census; the five broad ones those of the 2021 Census of England and Wales,
where Chinese belongs to Asian.
"""

import re
from dataclasses import dataclass
from typing import Literal

#: key, words for readers, broad group, code in the school census, short code in older underlying data
_ETHNIC = (
    ("white_british", "White British", "white", "wbri", "wb"),
    ("irish", "White Irish", "white", "wiri", "wi"),
    ("traveller_irish", "Traveller of Irish heritage", "white", "wirt", "wt"),
    ("gypsy_roma", "Gypsy or Roma", "white", "wrom", "wr"),
    ("white_other", "Any other White background", "white", "woth", "wo"),
    ("mixed_caribbean", "White and Black Caribbean", "mixed", "mwbc", "mwc"),
    ("mixed_african", "White and Black African", "mixed", "mwba", "mwba"),
    ("mixed_asian", "White and Asian", "mixed", "mwas", "mwa"),
    ("mixed_other", "Any other Mixed background", "mixed", "moth", "mo"),
    ("indian", "Indian", "asian", "aind", "ai"),
    ("pakistani", "Pakistani", "asian", "apkn", "ap"),
    ("bangladeshi", "Bangladeshi", "asian", "aban", "ab"),
    ("asian_other", "Any other Asian background", "asian", "aoth", "ao"),
    ("chinese", "Chinese", "asian", "chne", "ch"),
    ("caribbean", "Black Caribbean", "black", "bcrb", "bc"),
    ("african", "Black African", "black", "bafr", "ba"),
    ("black_other", "Any other Black background", "black", "both", "bo"),
    ("other", "Any other ethnic group", "other", "ooth", "oo"),
)
ETHNIC_GROUPS: tuple[str, ...] = tuple(row[0] for row in _ETHNIC)
ETHNIC_WORDS: dict[str, str] = {row[0]: row[1] for row in _ETHNIC}
BROAD_GROUPS: tuple[str, ...] = ("white", "mixed", "asian", "black", "other")
BROAD_WORDS = {"white": "White", "mixed": "Mixed", "asian": "Asian", "black": "Black", "other": "Other"}
BROAD_OF: tuple[int, ...] = tuple(BROAD_GROUPS.index(row[2]) for row in _ETHNIC)
_BY_CODE = {row[3]: row[0] for row in _ETHNIC} | {
    "uncl": "unclassified",
    "nobt": "unclassified",
    "refu": "unclassified",
}

Measure = Literal["count", "percent", "fraction", "bare"]


@dataclass(frozen=True)
class Heading:
    """What a column holds: a characteristic, one of its groups, and how it is measured."""

    characteristic: Literal["ethnicity", "fsm", "eal", "pupils"]
    group: str
    measure: Measure
    rank: int = 0  #: of two columns for the same thing the lower rank is read


_NOT_OURS = re.compile(
    r"\b(girls?|boys?|female|male|aged|taking|taken|taker|infants?|used for|carers?|boarders?|ever|ever6|fsm6|past 6|"
    r"last 6|six years|dual|nursery|reception|key stage|ks[1-5]|fte|full time|part time|rounded|compulsory|sen|classes|"
    r"class|meals taken|gap|score|progress|attainment|pupil premium|minority)\b"
)
_SQUASHED = re.compile(r"^(p?)(num|npup|n|num_|pup)?(eal|fsm|engfl|uncfl)(elig|_?e)?$")


def _words(heading: str) -> str:
    spelled = re.sub(r"([a-z])([A-Z])", r"\1 \2", heading.replace("%", " percent "))
    return re.sub(r"[^a-z0-9]+", " ", spelled.lower()).strip()


def _measure(words: str) -> Measure:
    if re.search(r"\b(fraction|proportion|prop|share)\b", words):
        return "fraction"
    if re.search(r"\b(percent|percentage|perc|pct|per cent|p)\b", words):
        return "percent"
    if re.search(r"\b(number|num|no|count|counts|n|headcount|pupils)\b", words):
        return "count"
    return "bare"


def _ethnic_group(words: str) -> str | None:
    has = frozenset(words.split())
    other = "other" in has
    for name, group in _BY_CODE.items():
        if name in has and (name != "both" or len(has) < 3):
            return group
    if "traveller" in has or "travellers" in has:
        return "traveller_irish" if "roma" not in has else None
    if has & {"gypsy", "roma", "gypsyroma"}:
        return "gypsy_roma"
    if has & {"white", "mixed"} and "caribbean" in has:
        return "mixed_caribbean"
    if has & {"white", "mixed"} and "african" in has:
        return "mixed_african"
    if has & {"white", "mixed"} and "asian" in has:
        return "mixed_asian"
    if "mixed" in has:
        return "mixed_other" if other else None
    if "british" in has and "white" in has:
        return "white_british"
    if "irish" in has:
        return "irish"
    for plain in ("indian", "pakistani", "bangladeshi", "chinese", "caribbean", "african"):
        if plain in has:
            return plain
    for broad, group in (("white", "white_other"), ("asian", "asian_other"), ("black", "black_other")):
        if broad in has:
            return group if other else None
    if other and has & {"ethnic", "ethnicity"}:
        return "other"
    if has & {"unclassified", "obtained", "refused"} and not has & {"language", "first"}:
        return "unclassified"
    return None


def heading(raw: str) -> Heading | None:
    """Which characteristic and group a column holds, in any spelling of any year; None where it is none of ours."""
    words = _words(raw)
    squashed = words.replace(" ", "")
    short = _SQUASHED.match(squashed)
    if squashed in (
        "nor",
        "headcount",
        "headcountofpupils",
        "headcountpupils",
        "numberofpupils",
        "totalpupils",
        "pupilsonroll",
        "numberonroll",
        "npuptot",
        "pupils",
        "totalnumberofpupils",
        "pupilcount",
        "totalheadcount",
        "totpups",
        "tpup",
        "headcounttotal",
    ):
        return Heading("pupils", "total", "count", 0 if squashed.startswith(("nor", "headcount")) else 1)
    if short:
        what = short.group(3)
        measure: Measure = "percent" if short.group(1) else "count" if short.group(2) else "bare"
        if what == "fsm":
            return Heading("fsm", "eligible", measure)
        return Heading("eal", {"eal": "eal", "engfl": "english", "uncfl": "unclassified"}[what], measure)
    rank = 1 if "performance tables" in words or squashed.endswith("spt") else 0
    if _NOT_OURS.search(words):
        return None
    measure = _measure(words)
    if "free school meal" in words or re.search(r"\bfsm\b", words):
        if rank and words[:16] == "number of pupils" and "eligible" not in words:
            return None
        return Heading("fsm", "eligible", measure, rank)
    if "first language" in words or "additional language" in words or re.search(r"\beal\b", words):
        if re.search(r"\bother than english\b|\badditional\b|\beal\b|\bnot english\b", words):
            return Heading("eal", "eal", measure)
        if "unclassified" in words or "unknown" in words:
            return Heading("eal", "unclassified", measure)
        return Heading("eal", "english", measure) if "english" in words else None
    group = _ethnic_group(words)
    return Heading("ethnicity", group, measure) if group else None
