"""The pages of a programme's settings: which form each shows, filled in with what, and which action keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from footbridge.access import Viewer
from footbridge.programmes import actions, calendar, queries
from footbridge.programmes.forms.dates import CalendarForm
from footbridge.programmes.forms.pairing import CoachForm, LimitsForm, WeightsForm
from footbridge.programmes.forms.questions import AboutForm, AuthoritiesForm, ContactForm, NameForm, ShapeForm
from footbridge.programmes.models import Programme


@dataclass(frozen=True)
class Section:
    """A page of settings. `network_only`: facilitators do not see it. `wide`: many short fields stand beside each other."""

    heading: str
    form: Callable[[QueryDict | None, Programme], forms.Form]
    keep: Callable[[Viewer, Programme, Any], object]
    before: str = ""
    network_only: bool = False
    wide: bool = False


def _facts(form: type[forms.Form], *names: str) -> Callable[[QueryDict | None, Programme], forms.Form]:
    return lambda data, programme: form(data, initial={name: getattr(programme, name) for name in names})


SECTIONS: Mapping[str, Section] = {
    "name": Section(
        "Name",
        lambda data, p: NameForm(data, programme=p, initial={"name": p.name}),
        lambda by, p, form: actions.change_programme(by=by, programme=p, name=form.cleaned_data["name"]),
        "The address of its page stays as it is, so that old links still lead to it.",
        network_only=True,
    ),
    "authorities": Section(
        "Where it works",
        lambda data, p: AuthoritiesForm(data, initial={"authorities": [a.pk for a in p.authorities.all()]}),
        lambda by, p, form: actions.change_programme(by=by, programme=p, authorities=form.chosen()),
        "Schools of these local authorities are led to this programme.",
        network_only=True,
    ),
    "contact": Section(
        "Contact",
        _facts(ContactForm, "contact_name", "contact_email", "contact_phone"),
        lambda by, p, form: actions.change_programme(by=by, programme=p, **form.cleaned_data),
        "Visitors read this on the programme's page.",
    ),
    "about": Section(
        "What visitors read",
        _facts(AboutForm, "about", "cost_note"),
        lambda by, p, form: actions.change_programme(by=by, programme=p, **form.cleaned_data),
    ),
    "shape": Section(
        "Shape of the year",
        _facts(ShapeForm, "meetings", "training_shape"),
        lambda by, p, form: actions.change_shape(
            by=by,
            programme=p,
            meetings=form.cleaned_data["meetings"],
            training_shape=form.cleaned_data["training_shape"],
        ),
        "Two to five meetings, in the order in which they are held.",
    ),
    "calendar": Section(
        "Usual days",
        lambda data, p: CalendarForm(data, days=calendar.days_of(p)),
        lambda by, p, form: actions.change_calendar(by=by, programme=p, days=form.cleaned_data),
        "The next linking year is made from these days. Years that exist keep their own dates.",
        wide=True,
    ),
    "weights": Section(
        "What pairing weighs",
        lambda data, p: WeightsForm(data, weights=queries.weights(p)),
        lambda by, p, form: actions.change_pairing(by=by, programme=p, weights=form.weights()),
        "From 0, not at all, to 10, as much as can be. New drafts begin with these; in a draft you can try others.",
        wide=True,
    ),
    "limits": Section(
        "Limits of pairing",
        lambda data, p: LimitsForm(data, initial=LimitsForm.initial_from(queries.pairing_rules(p))),
        lambda by, p, form: actions.change_pairing(by=by, programme=p, limits=form.limits()),
        "What is never proposed. A school's own red lines count as well.",
    ),
    "coach": Section(
        "Rough cost of a coach",
        lambda data, p: CoachForm(data, initial=dict(zip(("base", "per_km"), queries.coach_prices(p), strict=True))),
        lambda by, p, form: actions.change_pairing(
            by=by, programme=p, coach=(form.cleaned_data["base"], form.cleaned_data["per_km"])
        ),
        "Heads read the rough cost that follows from these numbers before they say yes to a link.",
    ),
}
