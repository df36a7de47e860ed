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
HEADER_SEARCHED = 15  # lines: above the headings there may be a title and a note


def field_of(heading: str) -> str:
    """The field a heading names, empty where it names none of ours."""
    words = re.sub(r"\(.*?\)", "", heading)
    for typed in (heading, words):
        if found := _SYNONYMS.get(re.sub(r"[^a-z0-9]", "", typed.lower())):
            return found
    return ""


def fields_of(headings: Sequence[str]) -> list[str]:
    """One field per heading; the first of two that name the same keeps it."""
    found: list[str] = []
    for heading in headings:
        field = field_of(heading)
        found.append("" if field in found else field)
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
