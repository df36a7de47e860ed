"""What the component page shows: invented, and with the awkward cases in it (long words, nothing, errors)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from footbridge.ui.drawings import drawing_names
from footbridge.ui.forms import CountedTextarea, DateField, Hinted, Inline, Slider, Suggest
from footbridge.ui.parts import Crumb, Event, Row, Step, Tab, Task
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
    weight = forms.IntegerField(label="How much does distance count?", widget=Slider(0, 10), initial=6, required=False)
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


def context(section: str, request: HttpRequest) -> dict[str, Any]:
    """Everything a section of the component page needs."""
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "basics": basics,
        "lists": lists,
        "forms": form_samples,
        "tables": lambda: table_samples(request),
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
