"""Tables people take away: `as_response(rows, name=…, kind="csv" | "xlsx")` for any of text and numbers, and that of the answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse

from footbridge.access import Viewer
from footbridge.interest.models import Interest, OfferedClass
from footbridge.interest.sheets.values import say_years
from footbridge.interest.summary import TOGETHER, WISHES, say_kinds
from footbridge.paper.spreadsheets import Cells, as_csv, as_xlsx
from footbridge.programmes.models import LinkingYear
from footbridge.ui.miles import whole_miles
from footbridge.vault import switches

HEADINGS = [
    "Reference",
    "School",
    "URN",
    "Postcode",
    "Answer",
    "State",
    "Intake",
    "Contact name",
    "Contact e-mail",
    "Contact phone",
    "Class",
    "Year group(s)",
    "Pupils",
    "Teacher",
    "Partner",
    "Together or apart",
    "Three schools",
    "Would like",
    "Could not link with",
    "Farthest way (miles)",
    "Step-free",
    "Days that do not suit",
    "Wishes",
    "Red lines",
    "Reason",
    "Ask again next year",
    "Looked after by",
    "Came",
    "By",
]


def as_response(rows: Iterable[Cells], *, name: str, kind: str) -> HttpResponse:
    """A download. `kind` is csv or xlsx; anything else is not there. While exports are shut, a sentence instead."""
    try:
        switches.insist_on("exports")
    except switches.SwitchedOff as shut:
        return HttpResponse(str(shut), status=503, content_type="text/plain; charset=utf-8")
    if kind == "csv":
        response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        content = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(as_xlsx(rows), content_type=content)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def answers_sheet(viewer: Viewer, year: LinkingYear) -> Iterable[Cells]:
    """The answers of a year, one row per class (one for an answer without classes). Three queries."""
    yield HEADINGS
    found = (
        Interest.objects.visible_to(viewer)
        .filter(linking_year=year)
        .exclude(state=Interest.State.REPLACED)
        .select_related("school", "owner")
        .order_by("school__name", "pk")
    )
    classes: dict[int, list[OfferedClass]] = {}
    held = OfferedClass.objects.visible_to(viewer).filter(linking_year=year, withdrawn=None).order_by("pk")
    for one in held:
        classes.setdefault(one.interest_id, []).append(one)
    for row in found:
        own: list[OfferedClass | None] = [*classes.get(row.pk, [])]
        for offered in own or [None]:
            yield [*_first(row), *_class(offered), *_rest(row)]


def _first(row: Interest) -> Cells:
    school = row.school
    return [
        row.reference,
        school.name,
        school.urn,
        school.postcode,
        row.get_answer_display(),
        row.get_state_display(),
        row.intake,
        row.contact_name,
        row.contact_email,
        row.contact_phone,
    ]


def _class(offered: OfferedClass | None) -> Cells:
    return [offered.name, say_years(offered.years), offered.size, offered.teachers] if offered else ["", "", None, ""]


def _rest(row: Interest) -> Cells:
    links = row.answer != Interest.Answer.NO
    wishes = [
        WISHES[row.partner_wish],
        TOGETHER[row.together],
        row.three_schools,
        say_kinds(row.wanted_kinds),
        say_kinds(row.refused_kinds),
        "" if row.max_distance_km is None else whole_miles(row.max_distance_km * 1000),
        row.needs_step_free,
        ", ".join(row.days_not),
        row.wishes,
        row.red_lines,
    ]
    return [
        *(wishes if links else [""] * len(wishes)),
        row.reason,
        row.ask_next_year,
        row.owner.name if row.owner else "",
        f"{row.created:%Y-%m-%d}",
        row.get_source_display(),
    ]
