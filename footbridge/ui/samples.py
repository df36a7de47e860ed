"""What the component page shows: invented, and with the awkward cases in it (long words, nothing, errors)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from footbridge.ui.charts import Bar, Bars, Columns, Dots, Pair, Shares
from footbridge.ui.drawings import drawing_names
from footbridge.ui.forms import CountedTextarea, DateField, Hinted, Inline, Slider, Suggest
from footbridge.ui.maps import ENGLAND, Line, Map, Marker, Town
from footbridge.ui.parts import Crumb, Event, Pages, Row, Step, Tab, Task
from footbridge.ui.tables import Column, Filter, Table

SECTIONS = {
    "basics": "Words, buttons, notices",
    "lists": "Lists and ways",
    "forms": "Forms",
    "tables": "Tables",
    "charts": "Charts and maps",
    "drawings": "Drawings",
}
TONES = ("plain", "info", "good", "warning", "danger", "plum")
LONG = "St Bartholomew-in-the-Willows Church of England Voluntary Controlled Infant and Nursery School and Hub"
SUGGESTIONS = [
    {
        "value": "Alder Vale Primary School",
        "label": "Alder Vale Primary School",
        "note": "Millbeck, MB3 4QT",
        "url": "",
    },
    {"value": "Aldertree Juniors", "label": "Aldertree Juniors", "note": "Harrowby, HB1 1AA", "url": ""},
    {"value": LONG, "label": LONG, "note": "Ferry Wick, FW9 9ZZ", "url": ""},
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="What is your name?", help_text="As your partner school should read it.")
    email = forms.EmailField(label="Your school e-mail address")
    school = forms.CharField(
        label="Find your school",
        help_text="Type part of its name, its town, its postcode or its URN.",
        widget=Suggest("ui:component_suggestions"),
    )
    answer = forms.ChoiceField(
        label="Would you like to link next year?",
        choices=[
            ("yes", Hinted("Yes", "We will ask how many classes")),
            ("maybe", Hinted("Maybe", "The facilitator will call you")),
            ("no", "Not this year"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes, maybe or not this year."},
    )
    again = forms.ChoiceField(
        label="May we ask next year?", choices=[("yes", "Yes"), ("no", "No")], widget=Inline, required=False
    )
    years = forms.MultipleChoiceField(
        label="Which year groups?",
        choices=[(str(year), f"Year {year}") for year in range(2, 7)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phase = forms.ChoiceField(
        label="Phase", choices=[("", "Choose one"), ("p", "Primary"), ("s", "Secondary"), ("a", "All-through")]
    )
    day = DateField(label="When could we meet?", help_text="For example 14 3 2027.", earliest=dt.date(2026, 9, 1))
    size = forms.IntegerField(label="Children in the class", min_value=1, max_value=40, required=False)
    weight = forms.IntegerField(
        label="How much does distance count?",
        widget=Slider(0, 10),
        min_value=0,
        max_value=10,
        initial=6,
        required=False,
    )
    wish = forms.CharField(
        label="Anything your partner should know?", max_length=200, widget=CountedTextarea(200), required=False
    )
    sheet = forms.FileField(label="Sign-up sheet", help_text="A CSV or XLSX file of up to 5 MB.", required=False)
    agree = forms.BooleanField(
        label="I may speak for my school", help_text="Heads and offices may.",
        error_messages={"required": "Tick to say that you may speak for your school."},
    )  # fmt: skip
    closed = forms.CharField(label="URN", initial="900001", disabled=True, required=False)


def wrong_form() -> SampleForm:
    """The form as it comes back when much of it is wrong; what was typed is still there."""
    data = {
        "name": LONG, "email": "head(at)school", "day_day": "30", "day_month": "feb", "day_year": "2027",
        "wish": "We would love to. " * 14, "weight": "40",
    }  # fmt: skip
    return SampleForm(data)


def basics() -> dict[str, Any]:
    return {
        "buttons": ("main", "second", "quiet", "danger"),
        "people": ("Amina Yusuf", "Tom O'Brien", "Şule Kaya", "Jo", LONG),
    }


def lists() -> dict[str, Any]:
    year = ("Interest", "Brokering", "Agreements", "Training", "Exchange", "Visits", "Reflection")
    return {
        "rows": [
            Row("School", "Alder Vale Primary School", "#change"),
            Row("Year groups", "Year 3 and Year 4", "#change", note="Mixed class"),
            Row("Telephone", "", "#change"),
            Row("Name of the school", LONG, "#change"),
        ],
        "facts": [Row("URN", "900001"), Row("Head", "Mrs R. Okafor"), Row("Pupils", 214)],
        "tasks": [
            Task("Say which classes want to link", "#", "Done", "good"),
            Task("Read the agreement", "#", "Waiting for you", "warning", "Both heads sign the same text"),
            Task("Meet your partner school", state="Not yet", hint="After both heads have accepted"),
        ],
        "steps": [
            Step(
                name, ("done", "done", "now")[number] if number < 3 else "later", "by 31 October" if number == 2 else ""
            )
            for number, name in enumerate(year)
        ],
        "events": [
            Event("22 Nov 2026", "Accepted", "Mrs Okafor, head of Alder Vale", tone="good"),
            Event("19 Nov 2026", "Offered to both heads", "Jo Field", "With a note about the coach."),
            Event("12 Oct 2026", "Declined", "Mr Hart, head of Ferry Wick", "“Too far for a morning.”", "danger"),
        ],
        "page_links": Pages(
            2,
            9,
            "?page=1",
            "?page=3",
            [(1, "?page=1", False), (2, "?page=2", True), (None, "", False), (9, "?page=9", False)],
        ),
        "tab_items": [Tab("Board", "#", True, 12), Tab("Map", "#"), Tab("Table", "#", count=0)],
        "crumb_items": [Crumb("Programmes", "#"), Crumb("Derby", "#"), Crumb("Links 2026/27", "#")],
    }


def form_samples() -> dict[str, Any]:
    return {"clean_form": SampleForm(auto_id="clean_%s"), "form": wrong_form()}


def table_samples(request: HttpRequest) -> dict[str, Any]:
    towns = ("Millbeck", "Harrowby", "Ferry Wick", "Stonebrow")
    names = ("Alder", "Brook", "Castle", "Dale", "Elm", "Fern", "Grove", "Hill", "Ivy", "Juniper", "Kestrel", "Linden")
    rows: list[dict[str, Any]] = [
        {"name": f"{name} {kind}", "town": towns[(n + m) % 4], "classes": (n * 7 + m) % 4 + 1, "state": (n + m) % 3,
         "pupils": None if n == 3 else 90 + 37 * n + 11 * m}
        for n, name in enumerate(names) for m, kind in enumerate(("Primary", "Juniors", "Academy"))
    ]  # fmt: skip
    rows.insert(1, {"name": LONG, "town": "Ferry Wick", "classes": 2, "state": 1, "pupils": 1204})
    words, tones = ("New", "Talking", "Ready"), ("info", "warning", "good")
    columns = [
        Column("name", "School", sort=True, link=lambda row: "#school"),
        Column("town", "Town", sort=True),
        Column("state", "State", sort=True, show=lambda row: words[row["state"]], tone=lambda row: tones[row["state"]]),
        Column("classes", "Classes", sort=True, numeric=True),
        Column("pupils", "Pupils", sort=True, numeric=True),
    ]
    place = Filter("town", "Town", [(town, town) for town in towns])
    return {
        "full": Table(rows, columns, request.GET, caption="Schools that answered", note="Invented, as of today",
                      search=["name", "town"], filters=[place], page_size=10, sizes=(10, 25, 50), order="name",
                      keep=["dir", "base"]),
        "none": Table([], columns, {}, name="none", empty_title="No answers yet",
                      empty_text="When a school answers, it stands here. You can ask last year's schools in one go."),
        "unmatched": Table(rows[:3], columns, {"lost-q": "zzz"}, name="lost", search=["name"]),
    }  # fmt: skip


def charts() -> dict[str, Any]:
    groups = ("White British", "Other White", "Asian", "Black", "Mixed", "Other")
    return {
        "bars": Bars("Classes linked per programme", [Bar("Derby", 58), Bar("Leeds", 104), Bar(LONG, 12), Bar("Kent", 0),
                                                      Bar("Bury", None)]),
        "pairs": Bars("Chance to meet someone of another background", percent=True, names=("In the own class", "Across the link"),
                      bars=[Bar("Ethnic group", 0.74, 0.21), Bar("Free school meals", 0.48, 0.31), Bar("First language", None)]),
        "shares": Shares("Ethnic groups", groups, [("Alder Vale Primary", (0.81, 0.05, 0.06, 0.02, 0.04, 0.02)),
                         ("Derby programme", (0.55, 0.08, 0.22, 0.06, 0.06, 0.03)),
                         ("England", (0.62, 0.08, 0.13, 0.06, 0.07, 0.03)),
                         ("St Werburgh's, independent", None)]),
        "columns": Columns("Classes each year", [("2022", 810), ("2023", 902), ("2024", None), ("2025", 987), ("2026", 1063)]),
        "line": Columns("Answers by week", [("W1", 3), ("W2", 9), ("W3", 31), ("W4", 44), ("W5", 46)], line=True, paint="coral"),
        "dots": Dots("Children eligible for free school meals", percent=True, mark="Alder Vale", high=0.6,
                     values=[("Alder Vale", 0.12), *((f"School {n}", ((n * 37) % 53) / 100) for n in range(40))]),
        "pair_some": Pair("From 21% to 74%", 0.21, 0.74), "pair_none": Pair("Not known", None, 0.5),
        "england": Map("Programmes", [Marker(e, n, name, url="#" + name.lower(), note="recruiting", tone=tone, shape=shape)
                       for e, n, name, tone, shape in PLACES], frame=ENGLAND, listing=True, labels=True, element="england",
                       key=[("coral", "round", "Recruiting"), ("river", "square", "Full this year")]),
        "local": Map("Schools of a draft", [Marker(435000 + (n * 3571) % 16000, 333000 + (n * 2741) % 11000, f"School {n}",
                     url=f"#s{n}", note="2 classes", tone="river" if n % 2 else "coral", shape="square" if n % 2 else "round")
                     for n in range(14)],
                     [Line((435000 + (n * 3571) % 16000, 333000 + (n * 2741) % 11000),
                           (435000 + ((n + 1) * 3571) % 16000, 333000 + ((n + 1) * 2741) % 11000), f"School {n} and {n + 1}",
                           dashed=n % 4 == 2) for n in range(0, 12, 2)],
                     [Town(440000, 338000, "Millbeck"), Town(446500, 335500, "Harrowby")], element="local",
                     key=[("coral", "round", "Offers a class"), ("river", "square", "Offers two"), ("plum", "line", "Linked"),
                            ("plum", "dashed", "A draft")]),
        "nowhere": Map("Nothing on it yet", element="nowhere", frame=(430000, 330000, 460000, 345000)),
    }  # fmt: skip


PLACES = (
    (435300, 336200, "Derby", "coral", "round"), (430000, 433500, "Leeds", "coral", "round"),
    (416500, 433000, "Bradford", "coral", "round"), (384000, 398000, "Manchester", "river", "square"),
    (389500, 390500, "Stockport", "coral", "round"), (393000, 405000, "Oldham", "river", "square"),
    (424700, 564500, "Newcastle", "coral", "round"), (406800, 286800, "Birmingham", "coral", "round"),
    (458500, 304500, "Leicester", "river", "square"), (509000, 221500, "Luton", "coral", "round"),
    (536000, 181500, "Tower Hamlets", "coral", "round"), (576000, 155500, "Kent", "coral", "round"),
    (519000, 298500, "Peterborough", "coral", "round"), (482000, 213500, "Buckinghamshire", "river", "square"),
)  # fmt: skip


def context(section: str, request: HttpRequest) -> dict[str, Any]:
    """Everything a section of the component page needs."""
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "basics": basics,
        "lists": lists,
        "forms": form_samples,
        "tables": lambda: table_samples(request),
        "charts": charts,
        "drawings": lambda: {"drawings": sorted(drawing_names())},
    }
    base = "ui/public.html" if request.GET.get("base") == "public" else "ui/work.html"
    direction = "rtl" if request.GET.get("dir") == "rtl" else None
    return {
        "base": base,
        "direction": direction,
        "section": section,
        "sections": [Tab(label, tab_url(key, request), key == section) for key, label in SECTIONS.items()],
        "long": LONG,
        "tones": TONES,
        **made.get(section, dict)(),
    }


def tab_url(section: str, request: HttpRequest) -> str:
    """The address of a section, in the same direction and base as the page shown."""
    kept = request.GET.copy()
    for key in [key for key in kept if key not in ("dir", "base")]:
        del kept[key]
    query = f"?{kept.urlencode()}" if kept else ""
    return reverse("ui:component_section", args=[section]) + query
