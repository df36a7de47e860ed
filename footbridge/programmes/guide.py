"""The guided set-up of a programme: one question a page, in any order once answered, kept in the session until it is sent.

A draft is what was typed, page by page, also when it was wrong: nothing is lost by going back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse

from footbridge.programmes import calendar
from footbridge.programmes.forms.dates import CalendarForm
from footbridge.programmes.forms.questions import (
    AboutForm,
    AuthoritiesForm,
    ContactForm,
    HostForm,
    NameForm,
    ShapeForm,
    StartForm,
)
from footbridge.programmes.models import CALENDAR_STEPS, MEETINGS, TRAINING_SHAPES
from footbridge.ui.parts import Row

Draft = dict[str, dict[str, list[str]]]
"""Step -> field -> what was typed."""
SESSION_KEY = "programme_draft"


@dataclass(frozen=True)
class Question:
    """A page of the guide: its key in the address, its heading, its form, and how its answer is shown when checked."""

    key: str
    heading: str
    form: type[forms.Form]
    shown: Callable[[Any], list[tuple[str, Any]]]
    before: str = ""


def _names(form: AuthoritiesForm) -> list[tuple[str, Any]]:
    return [("Local authorities", ", ".join(one.name for one in form.chosen()))]


def _shape(form: ShapeForm) -> list[tuple[str, Any]]:
    names = dict(MEETINGS)
    meetings = " → ".join(names[key] for key in form.cleaned_data["meetings"])
    return [("Meetings", meetings), ("Training", dict(TRAINING_SHAPES)[form.cleaned_data["training_shape"]])]


def _days(form: CalendarForm) -> list[tuple[str, Any]]:
    return [(label, calendar.say_day(*form.cleaned_data[step])) for step, label, _, _ in CALENDAR_STEPS]


def _start(form: StartForm) -> list[tuple[str, Any]]:
    year = int(form.cleaned_data["first_year"])
    joins = "Yes" if form.cleaned_data["recruiting"] == "yes" else "Not yet"
    return [("First linking year", f"{year}/{(year + 1) % 100:02d}"), ("Schools may join now", joins)]


def _plain(**labels: str) -> Callable[[Any], list[tuple[str, Any]]]:
    def shown(form: Any) -> list[tuple[str, Any]]:
        return [(label, form.cleaned_data.get(key) or "") for key, label in labels.items()]

    return shown


QUESTIONS = [
    Question("name", "What is the programme called?", NameForm, _plain(name="Name")),
    Question("authorities", "Which local authorities does it cover?", AuthoritiesForm, _names),
    Question(
        "host",
        "Who hosts it?",
        HostForm,
        lambda form: [
            ("Host", form.cleaned_data["organisation"]),
            ("Since", calendar.say(form.cleaned_data["since"])),
        ],
        before="A programme outlives its host: it can be handed to another organisation and keeps everything.",
    ),
    Question(
        "contact",
        "Whom do schools ask?",
        ContactForm,
        _plain(contact_name="Contact", contact_email="E-mail", contact_phone="Telephone"),
    ),
    Question("about", "What should visitors know?", AboutForm, _plain(about="About", cost_note="What it costs")),
    Question(
        "shape",
        "How does its year run?",
        ShapeForm,
        _shape,
        before="Two to five meetings. Most programmes begin at a neutral venue; then each school hosts.",
    ),
    Question(
        "calendar",
        "When do the steps of the year fall?",
        CalendarForm,
        _days,
        before="These are the network's usual days. Change what differs; each year's dates can be changed on their own later.",
    ),
    Question("start", "When does it begin?", StartForm, _start),
]
KEYS = [question.key for question in QUESTIONS]


def question(key: str) -> Question | None:
    """The page of this key."""
    return next((one for one in QUESTIONS if one.key == key), None)


def address(key: str) -> str:
    """The address of a page of the guide."""
    return reverse("programmes:set_up_question", args=[key])


def before(key: str) -> str:
    """The key of the page before; empty for the first."""
    place = KEYS.index(key)
    return KEYS[place - 1] if place else ""


def after(key: str) -> str:
    """The key of the page after; empty for the last."""
    place = KEYS.index(key)
    return KEYS[place + 1] if place + 1 < len(KEYS) else ""


def typed(draft: Draft, key: str) -> QueryDict | None:
    """What was typed on a page; None where nobody has been there."""
    if key not in draft:
        return None
    data = QueryDict(mutable=True)
    for field, values in draft[key].items():
        data.setlist(field, values)
    return data


def keep(draft: Draft, key: str, posted: QueryDict) -> Draft:
    """The draft with what was typed on a page, right or wrong."""
    mine = {name: values for name, values in posted.lists() if name not in ("csrfmiddlewaretoken", "back")}
    return {**draft, key: {name: [str(value) for value in values] for name, values in mine.items()}}


def form_of(one: Question, draft: Draft) -> forms.Form:
    """The form of a page, filled in with what was typed there."""
    return one.form(typed(draft, one.key))


def first_open(draft: Draft) -> str:
    """The first page that is not answered well; empty when all are."""
    return next((one.key for one in QUESTIONS if not form_of(one, draft).is_valid()), "")


def checked(draft: Draft) -> list[Row]:
    """Check your answers: a row per answer, with where to change it."""
    rows = []
    for one in QUESTIONS:
        form = form_of(one, draft)
        if form.is_valid():
            rows += [Row(label, value, address(one.key)) for label, value in one.shown(form)]
    return rows


def answers(draft: Draft) -> Mapping[str, Any]:
    """What `set_up_programme` needs, from a draft in which every page is answered well."""
    data: dict[str, Any] = {}
    for one in QUESTIONS:
        form = form_of(one, draft)
        if not form.is_valid():
            raise ValueError(f"The page “{one.heading}” is not answered yet.")
        if isinstance(form, AuthoritiesForm):
            data["authorities"] = form.chosen()
        elif isinstance(form, CalendarForm):
            data["days"] = form.cleaned_data
        else:
            data.update(form.cleaned_data)
    wanted = {key: value for key, value in data.items() if not key.startswith("meeting_")}
    return {**wanted, "first_year": int(data["first_year"]), "recruiting": data["recruiting"] == "yes"}
