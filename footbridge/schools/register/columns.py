"""The register's fields, their spellings in different years and downloads, and how each cell is read.

A column is found by its heading, never by where it stands. Names of people, telephone numbers and e-mail addresses are
not in this list: they are never read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from footbridge.schools.register import values
from footbridge.schools.register.values import Unreadable

Value = object  # str | int | float | date | None, as the field says

STATUS_BY_CODE = {"1": "Open", "2": "Closed", "3": "Open, but proposed to close", "4": "Proposed to open"}
PHASE_BY_CODE = {
    "0": "Not applicable",
    "1": "Nursery",
    "2": "Primary",
    "3": "Middle deemed primary",
    "4": "Secondary",
    "5": "Middle deemed secondary",
    "6": "16 plus",
    "7": "All-through",
}
#: The register's own names; other lists shorten them ("voluntary aided") or write them in small letters.
_TYPES = {
    name.lower(): name
    for name in (
        "Community school",
        "Voluntary aided school",
        "Voluntary controlled school",
        "Foundation school",
        "Community special school",
        "Foundation special school",
        "Non-maintained special school",
        "Other independent school",
        "Other independent special school",
        "Academy converter",
        "Academy sponsor led",
        "Academy special converter",
        "Academy special sponsor led",
        "Free schools",
        "Free schools special",
        "Local authority nursery school",
        "Pupil referral unit",
        "City technology college",
    )
}
_GROUPS = {
    **dict.fromkeys(
        ("maintained", "maintained school", "local authority maintained school"), "Local authority maintained schools"
    ),
    **dict.fromkeys(("academy", "academies"), "Academies"),
    **dict.fromkeys(("special", "special school"), "Special schools"),
    **dict.fromkeys(("independent", "independent school"), "Independent schools"),
    **dict.fromkeys(("college",), "Colleges"),
    **dict.fromkeys(("free school", "free schools"), "Free Schools"),
}
GENDER_BY_CODE = {"0": "Not applicable", "1": "Boys", "2": "Girls", "3": "Mixed"}


LONGEST = 100  #: characters of a text; names may have twice as many


def _name(raw: str) -> str | None:
    value = values.text(raw)
    if value and len(value) > 2 * LONGEST:
        raise Unreadable(f"this name is longer than {2 * LONGEST} characters")
    return value


def _authority(raw: str) -> str | None:
    """A local authority's code."""
    found = values.code(raw)
    if found and len(found) > 3:
        raise Unreadable("a local authority's code has three digits")
    return None if found == "0" else found


def authority_or_none(raw: str) -> str | None:
    """The code in a column that may hold a name instead."""
    return _authority(raw) if any(letter.isdigit() for letter in raw) else None


def name_or_none(raw: str) -> str | None:
    """The name in a column that may hold a code instead."""
    return None if any(letter.isdigit() for letter in raw) else _short(raw)


def _short(raw: str) -> str | None:
    value = values.text(raw)
    if value is None or value.lower() in ("-", "n/a", "null", "nan", "na", "unknown", "not known"):
        return None
    if len(value) > LONGEST:
        raise Unreadable(f"this text is longer than {LONGEST} characters")
    return value


def _choice(known: dict[str, str], *more: str) -> Callable[[str], str | None]:
    spellings = {name.lower(): name for name in (*known.values(), *more)}

    def read(raw: str) -> str | None:
        value = _short(raw)
        if value is None:
            return None
        if re.fullmatch(r"\d{1,2}(\.0)?", value):
            return known.get(value.split(".")[0].lstrip("0") or "0")
        return spellings.get(value.lower(), value)

    return read


def _group(raw: str) -> str | None:
    value = _short(raw)
    return _GROUPS.get(value.lower(), value) if value else None


def _type(raw: str) -> str | None:
    value = _short(raw)
    if value is None:
        return None
    low = value.lower()
    return _TYPES.get(low) or _TYPES.get(f"{low} school") or value[:1].upper() + value[1:]


def _age(raw: str) -> int | None:
    years = values.count(raw, most=150) if raw else None
    return None if years is not None and years > 25 else years  # colleges write 99 for "no upper age"


def _easting(raw: str) -> int | None:
    return _metres(raw, 800_000)


def _northing(raw: str) -> int | None:
    return _metres(raw, 1_400_000)


def _metres(raw: str, most: int) -> int | None:
    value = values._number(raw)
    metres = round(float(value)) if value is not None else None
    if metres is not None and metres > most:
        raise Unreadable("this place is outside Great Britain")
    return metres or None


def _pupils(raw: str) -> int | None:
    return values.count(raw, most=30_000)


def _establishment_number(raw: str) -> str | None:
    found = values.code(raw)
    return found.zfill(4) if found and found != "0" else None


def _opened(raw: str) -> object:
    found = values.day(raw)
    return (
        None if found is not None and found.year <= 1900 else found
    )  # the register writes 1 January 1900 for "long ago"


def _website(raw: str) -> str | None:
    value = values.text(raw)
    return value[:200] if value and "." in value and " " not in value else None


def _lsoa(raw: str) -> str | None:
    value = values.text(raw)
    return value.upper() if value and re.fullmatch(r"[EW]\d{8}", value.upper()) else None


@dataclass(frozen=True)
class Column:
    """A fact of a school: its name in the database, how a cell is read, its spellings with the best first."""

    name: str
    words: str
    read: Callable[[str], Value]
    spellings: tuple[str, ...]
    typed: bool = False  #: cells have a form that text shifted from a neighbour would break
    marks: bool = False  #: having this column says "this is a register", where a name or postcode alone would not


def _column(name: str, words: str, read: Callable[[str], Value], spellings: str, kind: str = "") -> Column:
    return Column(name, words, read, tuple(spellings.split()), typed="t" in kind, marks="m" in kind)


URN_SPELLINGS = (
    "urn",
    "schoolurn",
    "uniquereferencenumber",
    "schoolid",
    "establishmenturn",
    "urnno",
    "urnnumber",
    "edubaseurn",
    "dfeurn",
)
COLUMNS: tuple[Column, ...] = (
    _column("name", "name", _name, "establishmentname schoolname schname estname establishment school name"),
    _column(
        "authority_code",
        "local authority code",
        _authority,
        "lacode la oldlacode localauthorityid localauthoritycode lano lanumber lea leacode",
        "tm",
    ),
    _column("authority_name", "local authority", _short, "laname localauthorityname localauthority leaname"),
    _column(
        "establishment_number",
        "establishment number",
        _establishment_number,
        "establishmentnumber estab estabno estabnumber dfenumberestab",
        "tm",
    ),
    _column(
        "kind",
        "type of school",
        _type,
        "typeofestablishmentname typeofestablishment schooltype establishmenttype typeofschool type",
        "m",
    ),
    _column(
        "kind_group",
        "group of types",
        _group,
        "establishmenttypegroupname establishmenttypegroup minorgroup schooltypegroup subtype",
        "m",
    ),
    _column(
        "status",
        "status",
        _choice(STATUS_BY_CODE),
        "establishmentstatusname establishmentstatus schstatus schoolstatus status establishmentstatuscode",
        "m",
    ),
    _column("opened", "opening date", _opened, "opendate opened dateopened openingdate", "tm"),
    _column("closed", "closing date", _opened, "closedate closed dateclosed closingdate", "tm"),
    _column(
        "phase_name",
        "phase",
        _choice(PHASE_BY_CODE),
        "phaseofeducationname phaseofeducation phase schoolphase phasename phasetypegrouping phaseofeducationcode",
        "m",
    ),
    _column(
        "low_age", "youngest age", _age, "statutorylowage agelow agemin lowage minage minimumage statutorylow", "tm"
    ),
    _column(
        "high_age", "oldest age", _age, "statutoryhighage agehigh agemax highage maxage maximumage statutoryhigh", "tm"
    ),
    _column(
        "gender",
        "boys or girls",
        _choice(GENDER_BY_CODE),
        "gendername gender sexofschooldescription genderofentry schoolgender gendercode",
        "m",
    ),
    _column(
        "religious_character",
        "religious character",
        _short,
        "religiouscharactername religiouscharacter relchar denomination religion faith",
        "m",
    ),
    _column("admissions", "admissions", _short, "admissionspolicyname admissionspolicy admpol admission admissions"),
    _column("capacity", "capacity", _pupils, "schoolcapacity capacity", "tm"),
    _column(
        "pupils", "pupils on roll", _pupils, "numberofpupils pupils totalpupils nor headcount headcountofpupils", "t"
    ),
    _column(
        "fsm_share",
        "share eligible for free school meals",
        values.percent,
        "percentagefsm percentfsm pctfsm fsmpercent",
        "t",
    ),
    _column(
        "last_changed_on",
        "last changed in the register",
        values.day,
        "lastchangeddate lastchanged datelastchanged",
        "tm",
    ),
    _column("street", "street", _short, "street address1 addressline1 streetname"),
    _column("locality", "locality", _short, "locality address2 addressline2"),
    _column("address3", "further address", _short, "address3 addressline3"),
    _column("town", "town", _short, "town posttown towncity city"),
    _column("county", "county", _short, "countyname county"),
    _column("postcode", "postcode", values.postcode, "postcode schoolpostcode pcode postalcode", "t"),
    _column("website", "website", _website, "schoolwebsite website url webaddress"),
    _column("region", "region", _short, "gorname regionname region gor governmentofficeregion"),
    _column("ward", "ward", _short, "administrativewardname administrativeward wardname ward"),
    _column(
        "district",
        "district",
        _short,
        "districtadministrativename districtadministrative districtname district lad ladname",
    ),
    _column("urban_rural", "urban or rural", _short, "urbanruralname urbanrural urbanruralclassification ruralurban"),
    _column("easting", "easting", _easting, "easting eastings gridx", "tm"),
    _column("northing", "northing", _northing, "northing northings gridy", "tm"),
    _column(
        "lsoa", "small area (LSOA)", _lsoa, "lsoacode lsoa lsoa11code lsoa21code lsoa11cd lsoa21cd lsoa2011 lsoa2021"
    ),
    _column("country", "country", _short, "countryname country"),
)
BY_NAME = {column.name: column for column in COLUMNS}
#: A range in one cell, `3-11` or `3 to 11`, as some lists have it.
AGE_RANGE_SPELLINGS = ("agerange", "ages", "statutoryagerange")


def squash(heading: str) -> str:
    """A heading without case, spaces, brackets, underscores: `LA (code)` and `la_code` are `lacode`."""
    return re.sub(r"[^a-z0-9]+", "", heading.lower())


def find(headings: list[str], spellings: tuple[str, ...]) -> int | None:
    """The position of the column with the best of the spellings, the leftmost of equals; None where there is none."""
    for spelling in spellings:
        for position, heading in enumerate(headings):
            if heading == spelling:
                return position
    return None


def urn_column(headings: list[str]) -> int | None:
    """The position of the URN among squashed headings."""
    return find(headings, URN_SPELLINGS)


def facts_in(headings: list[str]) -> dict[str, int]:
    """Which facts of the register these squashed headings hold, with their positions."""
    found = {column.name: find(headings, column.spellings) for column in COLUMNS}
    plain = find(headings, ("la", "lea"))
    if plain is not None and found["authority_name"] is None:
        # “LA” holds the code in one list and the name in another; a cell with letters only is a name.
        found["authority_name"] = plain
    return {name: position for name, position in found.items() if position is not None}


def age_range(raw: str) -> tuple[int | None, int | None]:
    """The two ages of `3-11`, `3 to 11` or `3 – 11`."""
    value = values.text(raw)
    if value is None or values.is_missing(value):
        return None, None
    ends = re.fullmatch(r"(\d{1,2})\s*(?:-|–|to|and)\s*(\d{1,2})", value)
    if ends is None:
        raise Unreadable("this is not a range of ages")
    return int(ends.group(1)), int(ends.group(2))
