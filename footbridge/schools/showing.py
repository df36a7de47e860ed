"""What the pages about schools are filled with: rows, charts, tables. Reads through `queries`, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from footbridge.access import Viewer
from footbridge.schools import compositions as reading
from footbridge.schools import queries
from footbridge.schools.compositions import GROUP_WORDS, Known, Shares, broad
from footbridge.schools.models import RegisterFile, RegisterUpload, School
from footbridge.schools.register.groups import BROAD_GROUPS
from footbridge.schools.search import Found
from footbridge.ui import charts
from footbridge.ui.parts import Row
from footbridge.ui.tables import Column, Filter, Table

MOST_OF_ENGLAND = 15_000  #: schools with figures from which on their mean is that of England
FEWEST_SCHOOLS = 5  #: a mean is shown of at least so many
FEWEST_SHOWN = 3  #: a group of fewer children than this is never shown

_FACTS = (
    ("Status", ("status",)),
    ("Type", ("kind",)),
    ("Phase", ("phase_name",)),
    ("Ages", ("low_age", "high_age")),
    ("Boys or girls", ("gender",)),
    ("Religious character", ("religious_character",)),
    ("Admissions", ("admissions",)),
    ("Pupils", ("pupils",)),
    ("Places", ("capacity",)),
    ("Address", ("street", "locality", "town", "county", "postcode")),
    ("Local authority", ("authority_id",)),
    ("Ward", ("ward",)),
    ("Town or country", ("urban_rural",)),
    ("Website", ("website",)),
    ("Opened", ("opened",)),
    ("Closed", ("closed",)),
)


@dataclass(frozen=True)
class Face:
    """The head of a school's page, which everybody may see."""

    name: str
    line: str
    gone: bool
    after: School | None


def face_of(school: School) -> Face:
    """Name, place and phase; whether the school is gone and which one came after it."""
    where = school.town or (school.authority.name if school.authority else "")
    gone = school.status.lower().startswith("closed") or school.replaced_by_id is not None
    phase = (
        f"{school.phase} school" if school.phase in ("Primary", "Secondary", "Special", "All-through") else school.phase
    )
    return Face(school.name, " · ".join(filter(None, (phase, where))), gone, school.replaced_by)


def facts_of(school: School) -> list[Row]:
    """Each fact that is known, with the file it comes from and the day of that file. One query."""
    sources = {f.pk: f for f in RegisterFile.objects.filter(pk__in=set(school.provenance.values()))}
    rows = [Row("URN", school.urn or "None", note=_added(school))]
    for label, fields in _FACTS:
        words = _words(school, fields)
        if words:
            rows.append(Row(label, words, note=_source(school, fields, sources)))
    if school.step_free is not None:
        rows.append(Row("Step-free access", "Yes" if school.step_free else "No", note="The school says so"))
    return rows


def _added(school: School) -> str:
    return "" if school.urn else f"Added by a facilitator: {school.added_reason}" if school.added_reason else ""


def _words(school: School, fields: Sequence[str]) -> str:
    if fields == ("low_age", "high_age"):
        known = school.low_age is not None and school.high_age is not None
        return f"{school.low_age} to {school.high_age}" if known else ""
    if fields == ("authority_id",):
        return str(school.authority) if school.authority else ""
    values = [getattr(school, field) for field in fields]
    if fields == ("urban_rural",) and not values[0] and school.is_urban is not None:
        return "Town or city" if school.is_urban else "Countryside"
    shown = [f"{v:%-d %B %Y}" if isinstance(v, date) else str(v) for v in values if v not in (None, "")]
    return ", ".join(shown).replace("(England/Wales) ", "")


def _source(school: School, fields: Sequence[str], sources: dict[int, RegisterFile]) -> str:
    found = [sources[pk] for field in fields if (pk := school.provenance.get(field)) in sources]
    if not found:
        return ""
    newest = max(found, key=lambda source: source.as_of)
    return f"{newest.kind.capitalize()}, {newest.as_of:%-d %B %Y}"


def charts_of(school: School) -> list[dict[str, Any]]:
    """One small chart for each characteristic that is published, beside the programme's and all schools' figures."""
    known = reading.known_of([school.pk])[school.pk]
    beside = _beside(school)
    made = []
    for characteristic in ("ethnicity", "fsm", "eal"):
        one = known.get(characteristic)
        rows: list[tuple[str, Sequence[float | None] | None]] = [(school.name, _shown(characteristic, one))]
        rows += [(name, _rough(characteristic, means.get(characteristic))) for name, means in beside]
        groups = BROAD_GROUPS if characteristic == "ethnicity" else reading.GROUPS[characteristic]
        chart = charts.Shares(
            reading.CHARACTERISTIC_WORDS[characteristic], [_group_words(characteristic, g) for g in groups], rows
        )
        made.append({"chart": chart, "note": _chart_note(one)})
    return made


def _group_words(characteristic: str, group: str) -> str:
    if characteristic == "fsm":
        return GROUP_WORDS["eligible"] if group == "eligible" else "Not eligible"
    return GROUP_WORDS[group]


def _beside(school: School) -> list[tuple[str, dict[str, Shares | None]]]:
    """The school's programme (all children in its authorities) and all schools with published figures.

    A mean of few schools is left out: together with one school's figures it would tell another's.
    """
    found: list[tuple[str, reading.Means]] = []
    if school.authority is not None:
        for programme in school.authority.programmes.prefetch_related("authorities")[:1]:
            codes = [authority.code for authority in programme.authorities.all()]
            found.append((f"{programme.name} programme", reading.means(codes)))
    everybody = reading.means()
    found.append(("England" if everybody.schools > MOST_OF_ENGLAND else "All schools with figures", everybody))
    return [(name, means.shares) for name, means in found if means.schools >= FEWEST_SCHOOLS]


def _rough(characteristic: str, shares: Shares | None) -> Shares | None:
    """Whole per cents of the broad groups."""
    if shares is None:
        return None
    return whole_percents(broad(shares) if characteristic == "ethnicity" else shares)


def whole_percents(shares: Sequence[float]) -> Shares:
    """Shares in whole per cents that still add up to 1: what rounding leaves over goes to those that lost most."""
    whole = sum(shares) or 1.0
    exact = [100 * share / whole for share in shares]
    points = [int(value) for value in exact]
    for at in sorted(range(len(exact)), key=lambda at: points[at] - exact[at])[: 100 - sum(points)]:
        points[at] += 1
    return tuple(value / 100 for value in points)


def _shown(characteristic: str, known: Known | None) -> Sequence[float | None] | None:
    """Shares of broad groups in whole per cents among those shown; a group of one or two children is None."""
    if known is None:
        return None
    shares = broad(known.shares) if characteristic == "ethnicity" else known.shares
    if known.total is None:
        return whole_percents(shares)
    small = [0 < round(share * known.total) < FEWEST_SHOWN for share in shares]
    if any(small) and len(shares) == 2:
        return None  # of two groups the other one would tell
    if not any(share and not hide for share, hide in zip(shares, small, strict=True)):
        return None
    points = whole_percents([0.0 if hide else share for share, hide in zip(shares, small, strict=True)])
    return tuple(None if hide else point for point, hide in zip(points, small, strict=True))


def _chart_note(known: Known | None) -> str:
    if known is None:
        return "Not published for this school."
    if known.year is None:
        return "From the school register."
    when = f"School census, January {known.year + 1}."
    after = " Figures of the school before this one." if known.of_predecessor else ""
    return f"{when}{after} Groups of one or two children are not shown."


def suggestions_for(found: Sequence[Found], *, to_page: bool) -> list[dict[str, str]]:
    """What a search box offers: a name to choose, its place to tell it apart, and what became of it."""
    return [
        {
            "value": label_of(one),
            "label": one.name,
            "note": " · ".join(filter(None, (one.place, one.phase, "closed" if one.gone else ""))),
            "url": reverse("schools:school", args=[one.id]) if to_page else "",
        }
        for one in found
    ]


def label_of(one: Found | School) -> str:
    """A school in words that name it and no other: `queries.school_from_label` reads it back."""
    town = one.town or one.postcode
    mark = one.urn or f"no URN, {one.pk if isinstance(one, School) else one.id}"
    return f"{one.name}{f', {town}' if town else ''} ({mark})"


def table_of_schools(viewer: Viewer, query: Any) -> Table:
    """Schools as the search box and the filters say: the best match first, or all by name."""
    typed = str(query.get("q", "")).strip()
    if typed:
        found = queries.search_schools(typed, limit=100)
        held = School.objects.select_related("authority").in_bulk([one.id for one in found])
        rows: Any = [held[one.id] for one in found if one.id in held]
    else:
        rows = queries.schools_for(viewer)
    return Table(
        rows,
        [
            Column("name", "School", sort=True, link=lambda s: reverse("schools:school", args=[s.pk])),
            Column("town", "Town", sort=True, show=lambda s: s.town or (str(s.authority) if s.authority else "")),
            Column("postcode", "Postcode", sort=True),
            Column("phase", "Phase", sort=True),
            Column("character", "Religious character", sort=True),
            Column("pupils", "Pupils", sort=True, numeric=True),
            Column("status", "State", show=state_of, tone=lambda s: "warning" if face_of(s).gone else "good"),
        ],
        query,
        caption=f"Schools that fit “{typed}”" if typed else "Schools",
        filters=[Filter("phase", "Phase", School.Phase.choices)],
        order="" if typed else "name",
        keep=["q"],
        empty_title="No school fits",
        empty_text="Try part of the name, the town, the postcode or the URN.",
        empty_picture="looking",
    )


def state_of(school: School) -> str:
    """Open, closed or replaced, in a word."""
    if school.replaced_by_id:
        return "Replaced"
    return "Closed" if school.status.lower().startswith("closed") else "Open"


UPLOAD_TONES = {
    **dict.fromkeys(("waiting", "reading", "applying"), "info"),
    "previewed": "warning",
    "applied": "good",
    "failed": "danger",
    "dropped": "plain",
}


def table_of_uploads(viewer: Viewer, query: Any) -> Table:
    """Files that were brought, the newest first."""
    return Table(
        queries.uploads(viewer).defer("refused"),  # may be thousands of lines
        [
            Column("name", "File", link=lambda u: reverse("schools:upload", args=[u.pk])),
            Column("began", "Brought", sort=True, show=lambda u: f"{u.began:%-d %B %Y, %H:%M}"),
            Column("outcomes", "What it is", show=lambda u: ", ".join(sorted({o["kind"] for o in u.outcomes}))),
            Column("changes", "Changes", show=_changes),
            Column("state", "State", show=lambda u: u.get_state_display(), tone=lambda u: UPLOAD_TONES[u.state]),
        ],
        query,
        caption="Files of the register",
        empty_title="No file yet",
        empty_text="Download the national register from Get Information about Schools and bring it in here.",
    )


def _changes(upload: RegisterUpload) -> str:
    new, changed = (sum(o.get(key, 0) for o in upload.outcomes) for key in ("new", "changed"))
    return f"{new:,} new, {changed:,} changed" if upload.outcomes else ""


FACT_WORDS = {
    field: label.lower() for label, fields in _FACTS for field in fields if len(fields) == 1
} | {
    "name": "name",
    "low_age": "youngest age",
    "high_age": "oldest age",
    "authority_id": "local authority",
    "kind_group": "group of types",
    "phase_name": "phase",
    "fsm_share": "eligible for free school meals",
    "lsoa": "small area",
}  # fmt: skip
_SORTS = (
    ("new", "New"),
    ("changed", "Changed"),
    ("closed", "Closed"),
    ("missing", "Missing from the whole register"),
    ("replaced", "Replaced by another school"),
)


def outcomes_of(upload: RegisterUpload) -> list[dict[str, Any]]:
    """For each table of the file: figures, and examples of what is new, changed, closed and replaced."""
    shown = []
    for outcome in upload.outcomes:
        day = date.fromisoformat(outcome["as_of"]) if outcome.get("as_of") else None
        shown.append(
            {
                "file": outcome["file"],
                "kind": outcome["kind"],
                "as_of": day,
                "as_of_from": outcome.get("as_of_from", ""),
                "notes": outcome.get("notes", []),
                "figures": [
                    (f"{outcome.get(key, 0):,}", words)
                    for key, words in (
                        ("rows_read", "rows read"),
                        ("new", "new"),
                        ("changed", "changed"),
                        ("unchanged", "unchanged"),
                        ("closed", "schools closed"),
                        ("missing", "of them missing from the whole register"),
                        ("replaced", "schools replaced"),
                        ("refused", "rows refused"),
                        ("passed_over", "passed over"),
                    )
                ],
                "sorts": [
                    {"title": title, "lines": [_example(one) for one in outcome.get("examples", {}).get(sort, [])]}
                    for sort, title in _SORTS
                    if outcome.get("examples", {}).get(sort)
                ],
            }
        )
    return shown


def _example(one: dict[str, Any]) -> dict[str, str]:
    school = f"{one['name']} ({one['urn']})"
    if "after_urn" in one:
        return {"school": school, "what": f"now {one['after_name']} ({one['after_urn']})"}
    if "characteristics" in one:
        words = ", ".join(reading.CHARACTERISTIC_WORDS[c].lower() for c in one["characteristics"] if c)
        return {"school": school, "what": f"{words}, January {one['year'] + 1}"}
    if "changes" in one:
        told = [
            f"{FACT_WORDS.get(c['fact'], c['fact'])}: {_value(c, 'was')} → {_value(c, 'now')}" for c in one["changes"]
        ]
        return {"school": school, "what": "; ".join(told)}
    return {"school": school, "what": one.get("what", "")}


def _value(change: dict[str, Any], key: str) -> str:
    value = change[key]
    if value in (None, ""):
        return "not known"
    return f"{100 * value:.1f}%" if change["fact"] == "fsm_share" else str(value)
