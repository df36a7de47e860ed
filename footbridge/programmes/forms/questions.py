"""What is asked about a programme. Each form is one question of the guided set-up; most are a page of settings too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from footbridge.programmes import rules
from footbridge.programmes.models import MEETINGS, TRAINING_SHAPES, Programme
from footbridge.schools.models import LocalAuthority
from footbridge.ui.forms import CountedTextarea, DateField

ORDINALS = ("First meeting", "Second meeting", "Third meeting", "Fourth meeting", "Fifth meeting")


def by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """Local authorities to choose from, under their regions."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for one in LocalAuthority.objects.order_by("region", "name"):
        regions.setdefault(one.region or "Other", []).append((one.code, one.name))
    return list(regions.items())


class NameForm(forms.Form):
    """What is it called?"""

    name = forms.CharField(
        label="What is the programme called?",
        help_text="Usually the place, for example “Derby”. Its page gets an address from this name.",
        max_length=120,
        error_messages={"required": "Give the programme a name, for example the town or county it works in."},
    )

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        others = Programme.objects.exclude(pk=self.programme.pk) if self.programme else Programme.objects
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(f"There is a programme called {name} already. Choose another name.")
        return name


class AuthoritiesForm(forms.Form):
    """Where does it work?"""

    authorities = forms.MultipleChoiceField(
        label="Which local authorities does it cover?",
        help_text="Schools there are led to this programme. More than one may be chosen.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-many"}),
        error_messages={"required": "Choose at least one local authority."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authorities"].choices = by_region()  # type: ignore[attr-defined]

    def chosen(self) -> list[LocalAuthority]:
        """The authorities themselves."""
        return list(LocalAuthority.objects.filter(code__in=self.cleaned_data["authorities"]))


class HostForm(forms.Form):
    """Who hosts it?"""

    organisation = forms.CharField(
        label="Which organisation hosts it?",
        help_text="The charity, council or trust that employs its facilitators.",
        max_length=160,
        error_messages={"required": "Name the organisation that hosts the programme."},
    )
    since = DateField(label="Since when?", help_text="For example 1 9 2026.")


class ContactForm(forms.Form):
    """Whom do schools ask?"""

    contact_name = forms.CharField(
        label="Whom should schools ask?", help_text="The name visitors read.", max_length=120, required=False
    )
    contact_email = forms.EmailField(
        label="E-mail address for schools",
        help_text="Visitors read it. An address of the programme outlives a person's own.",
        error_messages={"required": "Give an e-mail address, so that schools can write to the programme."},
    )
    contact_phone = forms.CharField(label="Telephone", max_length=40, required=False)


class AboutForm(forms.Form):
    """What should visitors know?"""

    about = forms.CharField(
        label="What should visitors know about it?",
        help_text="A few sentences: which schools come together here, and what is special.",
        max_length=1200,
        required=False,
        widget=CountedTextarea(1200),
    )
    cost_note = forms.CharField(
        label="What does it cost a school?",
        help_text="For example a contribution, or which grants pay for coaches.",
        max_length=600,
        required=False,
        widget=CountedTextarea(600),
    )


class ShapeForm(forms.Form):
    """How does its year run?"""

    training_shape = forms.ChoiceField(
        label="How do teachers train?", choices=TRAINING_SHAPES, widget=forms.RadioSelect, initial="day_or_half"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        meetings = (kwargs.get("initial") or {}).get("meetings") or ["neutral", "host_a", "host_b"]
        super().__init__(*args, **kwargs)
        training = self.fields.pop("training_shape")
        for number, label in enumerate(ORDINALS):
            self.fields[f"meeting_{number + 1}"] = forms.ChoiceField(
                label=label,
                choices=[("", "No further meeting" if number > 1 else "Choose one"), *MEETINGS],
                required=number < 2,
                initial=meetings[number] if number < len(meetings) else "",
                error_messages={"required": "A linking year has two meetings at least. Choose one."},
            )
        self.fields["training_shape"] = training

    def clean(self) -> dict[str, Any]:
        found = [self.cleaned_data.get(f"meeting_{number}") for number in range(1, 6)]
        meetings = [one for one in found if one]
        if len(meetings) < 5 and any(found[len(meetings) :]):
            self.add_error(f"meeting_{found.index('') + 1}", "There is a gap in the meetings. Close it.")
        elif not self.errors and (fault := rules.meetings_fault(meetings)):
            self.add_error("meeting_1", fault)
        self.cleaned_data["meetings"] = meetings
        return self.cleaned_data


def coming_years() -> list[tuple[str, str]]:
    """Academic years that a programme can start with: this one and the next two."""
    today = timezone.localdate()
    now = today.year if today.month >= 8 else today.year - 1
    return [(str(start), f"{start}/{(start + 1) % 100:02d}") for start in range(now, now + 3)]


class StartForm(forms.Form):
    """When does it begin, and may schools join?"""

    first_year = forms.ChoiceField(label="Which is its first linking year?", widget=forms.RadioSelect)
    recruiting = forms.ChoiceField(
        label="May schools join now?",
        choices=[("yes", "Yes, show it to schools"), ("no", "Not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether schools may join now. It can be changed at any time."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_year"].choices = coming_years()  # type: ignore[attr-defined]


class HandoverForm(forms.Form):
    """Who takes over, and when?"""

    organisation = forms.CharField(
        label="Which organisation takes over?",
        max_length=160,
        error_messages={"required": "Name the organisation that takes over."},
    )
    on = DateField(label="From which day?", help_text="The first day on which the new host is responsible.")
    note = forms.CharField(
        label="Why?", help_text="Kept in the programme's history.", max_length=300, required=False,
        widget=CountedTextarea(300),
    )  # fmt: skip
    contact_name = forms.CharField(
        label="New contact", help_text="Leave empty where it stays.", max_length=120, required=False
    )
    contact_email = forms.EmailField(label="New e-mail address", required=False)
    contact_phone = forms.CharField(label="New telephone", max_length=40, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = programme.hostings.filter(until=None).first()

    def clean(self) -> dict[str, Any]:
        name, on = self.cleaned_data.get("organisation"), self.cleaned_data.get("on")
        if name and on and (fault := rules.handover_fault(self.current, name, on)):
            self.add_error("on" if self.current and on <= self.current.since else "organisation", fault)
        if on and on > timezone.localdate() + dt.timedelta(days=730):
            self.add_error("on", "Enter a day within the next two years.")
        return self.cleaned_data
