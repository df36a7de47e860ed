"""Which column of a sign-up sheet is which, by its heading: any order, any sensible name, no position."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Field: the name on our template, then what else people call it (normalised: lower case, letters and digits only).
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "school": (
        "School",
        ("schoolname", "nameofschool", "establishmentname", "establishment", "organisation", "name", "academy"),
    ),
    "urn": ("URN", ("schoolurn", "dfeurn", "urnnumber", "uniquereferencenumber", "schoolnumber")),
    "postcode": ("Postcode", ("schoolpostcode", "postalcode", "pcode", "zip")),
    "answer": (
        "Answer",
        (
            "takingpart",
            "interested",
            "linking",
            "joining",
            "response",
            "reply",
            "status",
            "yesmaybeno",
            "yesno",
            "wouldyouliketolink",
            "linkingthisyear",
            "interest",
        ),
    ),
    "contact_name": (
        "Contact name",
        ("contact", "contactperson", "leadcontact", "headteacher", "head", "nameofcontact", "yourname"),
    ),
    "contact_role": ("Contact role", ("role", "position", "jobtitle", "yourrole")),
    "contact_email": (
        "Contact e-mail",
        (
            "email",
            "contactemail",
            "emailaddress",
            "schoolemail",
            "officeemail",
            "mail",
            "contactemailaddress",
            "youremail",
        ),
    ),
    "contact_phone": (
        "Contact phone",
        ("phone", "telephone", "tel", "phonenumber", "telephonenumber", "contactnumber", "mobile"),
    ),
    "years": (
        "Year group(s)",
        ("yeargroup", "yeargroups", "year", "years", "yr", "yrgroup", "agegroup", "whichyears", "yeargroupsoffered"),
    ),
    "class_name": ("Class", ("classname", "nameofclass", "form", "group", "classes")),
    "classes": (
        "Number of classes",
        ("noofclasses", "howmanyclasses", "numberclasses", "classesoffered", "classcount"),
    ),
    "size": (
        "Pupils",
        (
            "size",
            "classsize",
            "numberofpupils",
            "noofpupils",
            "children",
            "numberofchildren",
            "noofchildren",
            "pupilsinclass",
            "numberonroll",
            "nor",
            "numbers",
            "childrenperclass",
            "pupilsperclass",
            "sizeofclass",
            "classsizes",
            "howmanychildren",
            "howmanypupils",
        ),
    ),
    "teachers": ("Teacher", ("teachers", "classteacher", "teachername", "linkingteacher", "nameofteacher")),
    "linked_before": ("Linked before", ("previouslylinked", "tookpartbefore", "linkedlastyear", "beenpartbefore")),
    "last_partner": (
        "Last year's partner URN",
        ("lastpartner", "lastyearspartner", "lastpartnerurn", "partnerurn", "previouspartner", "previouspartnerurn"),
    ),
    "wishes": (
        "Wishes",
        (
            "wish",
            "comments",
            "comment",
            "notes",
            "note",
            "requests",
            "anythingelse",
            "preferences",
            "preference",
            "remarks",
            "otherinformation",
        ),
    ),
    "red_lines": ("Red lines", ("redline", "mustnot", "notwith", "cannot", "avoid")),
    "reason": ("Reason", ("reasonfornot", "whynot", "reasonifno", "ifnowhy")),
}
_SYNONYMS = {
    known: field
    for field, (name, others) in FIELDS.items()
    for known in (re.sub(r"[^a-z0-9]", "", name.lower()), field.replace("_", ""), *others)
}
# What a question of an on-line form speaks of, the surest first. Asked only of headings that are none of the names above.
_QUESTIONS = [
    (field, re.compile(words, re.I))
    for field, words in (
        ("urn", r"\burn\b|unique reference"),
        ("postcode", r"\bpost ?code\b"),
        ("contact_email", r"\be-?mail\b"),
        ("contact_phone", r"\b(tele)?phone\b|\bmobile\b"),
        ("last_partner", r"\b(last year.?s|previous) partner\b"),
        ("linked_before", r"\b(linked|taken part|took part|been part)\b.*\b(before|previous|last year)"),
        ("red_lines", r"\bred lines?\b|\b(could|can|must) ?not (link|be with|be linked)\b|\bavoid\b"),
        ("reason", r"\bwhy not\b|\bif (not|no)\b"),
        ("classes", r"\b(how many|number of|no\.? of) classes\b"),
        (
            "size",
            r"\b(how many|number of|no\.? of) (children|pupils)\b|\b(children|pupils)\b.*\bclass|\bclass sizes?\b",
        ),
        ("years", r"\byear ?groups?\b|\b(which|what) years?\b|\bage groups?\b"),
        ("teachers", r"\b(class|linking) teachers?\b|\bteachers?.? names?\b"),
        ("contact_role", r"\b(role|position|job)\b"),
        ("contact_name", r"\bcontact\b|\byour name\b|\bhead ?teacher\b|\bname of (the )?(person|head)"),
        ("school", r"\bschool.?s? name\b|\bname of (your |the )?school\b|\bwhich school\b|^your school$"),
        ("answer", r"\b(like|want|wish) to (link|join|take part)\b|\b(take|taking) part\b|\binterested\b"),
        ("wishes", r"\bwish(es)?\b|\bcomments?\b|\banything else\b|\bpreferences?\b"),
    )
]
LONGEST_QUESTION = 160  # characters; what is longer is a note above the table
HEADER_SEARCHED = 15  # lines: above the headings there may be a title and a note


def field_of(heading: str) -> str:
    """The field a heading names, empty where it names none of ours."""
    words = re.sub(r"\(.*?\)", "", heading)
    for typed in (heading, words):
        if found := _SYNONYMS.get(re.sub(r"[^a-z0-9]", "", typed.lower())):
            return found
    return ""


def asked_by(question: str) -> str:
    """The field that a question such as “Would your school like to take part?” asks for, empty where it is none of ours."""
    if " " not in question or len(question) > LONGEST_QUESTION:
        return ""
    return next((field for field, words in _QUESTIONS if words.search(question)), "")


def fields_of(headings: Sequence[str]) -> list[str]:
    """One field per heading; the first of two that name the same keeps it, and a name goes before a question."""
    found: list[str] = []
    for heading in headings:
        field = field_of(heading)
        found.append("" if field in found else field)
    for index, heading in enumerate(headings):
        if not found[index] and not field_of(heading):
            field = asked_by(heading)
            found[index] = "" if field in found else field
    return found


def with_counts(headings: Sequence[str], fields: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The fields once more: a column called “Classes” that holds small numbers only says how many, not what they are called."""
    found = list(fields)
    for index, heading in enumerate(headings):
        cells = [row[index] for row in rows if row[index]]
        counts = bool(cells) and all(re.fullmatch(r"[1-9](\.0)?", cell) for cell in cells)
        if heading.strip().lower() == "classes" and found[index] == "class_name" and counts and "classes" not in found:
            found[index] = "classes"
    return found


def find_header(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """Index of the row that holds the headings: it names a school (or URN, or postcode) and one thing more."""
    best, most = None, 1
    for index, (_, cells) in enumerate(rows[:HEADER_SEARCHED]):
        fields = {field for field in fields_of(cells) if field}
        if fields & {"school", "urn", "postcode"} and len(fields) > most:
            best, most = index, len(fields)
    return best


def name_of(field: str) -> str:
    """What a field is called on our template."""
    return FIELDS[field][0]
