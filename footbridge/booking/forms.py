"""Forms of booking. The organiser's own questions become fields here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from footbridge.booking.actions.organising import Asked
from footbridge.booking.models import Occasion, Place, Question
from footbridge.booking.rules import tells_where
from footbridge.programmes.models import LinkingYear
from footbridge.ui.forms import DateField, Inline

ACCESS = "What do you need to take part? For example step-free access or an induction loop."
DIET = "Is there food you cannot eat?"


class QuestionsForm(forms.Form):
    """The organiser's questions, each a field named after its number."""

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            choices = [("", "Choose"), *((choice, choice) for choice in one.choices)]
            field = (
                forms.ChoiceField(choices=choices)
                if one.kind == Question.Kind.CHOICE
                else forms.CharField(max_length=200)
            )
            field.label, field.required = one.text, one.required
            field.help_text = "" if one.required else "You may leave this empty."
            self.fields[f"q{one.pk}"] = field

    def answers(self) -> dict[str, str]:
        """What was answered, by the question's number, as a place keeps it."""
        return {
            str(one.pk): self.cleaned_data[f"q{one.pk}"] for one in self.questions if self.cleaned_data[f"q{one.pk}"]
        }


class GuestForm(QuestionsForm):
    """Booking without an account."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label="Your e-mail address", help_text="The confirmation goes there.", max_length=254)
    role = forms.CharField(
        label="What you do at the school",
        max_length=80,
        required=False,
        help_text="For example headteacher. You may leave this empty.",
    )
    school_words = forms.CharField(label="Your school", max_length=120)
    sent_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code in our e-mail",
        help_text="Eight letters and numbers, such as ABCD-2345.",
        max_length=20,
        widget=forms.TextInput({"class": "chars-10", "autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": "Type the code from the e-mail."},
    )


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Why can you not come?", help_text="You may leave this empty.", max_length=300, required=False
    )

    def __init__(self, *args: Any, organiser: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organiser:
            self.fields["why"].label = "What did they tell you?"


class ColleagueForm(forms.Form):
    name = forms.CharField(label="Your colleague's name", max_length=120)
    email = forms.EmailField(label="Your colleague's e-mail address", max_length=254)

    def __init__(self, *args: Any, organiser: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organiser:
            self.fields["name"].label, self.fields["email"].label = "The colleague's name", "Their e-mail address"


class ClassForm(forms.Form):
    children = forms.IntegerField(
        label="How many children come?", min_value=1, max_value=60, widget=forms.NumberInput({"class": "chars-4"})
    )
    adults = forms.IntegerField(
        label="How many adults come with them?",
        min_value=1,
        max_value=20,
        widget=forms.NumberInput({"class": "chars-4"}),
    )


class ReleaseForm(forms.Form):
    given = forms.ChoiceField(label="Do you release them?", choices=[("yes", "Yes"), ("no", "No")], widget=Inline)
    cover = forms.ChoiceField(label="Cover for the class", choices=Place.Cover.choices, required=False)
    words = forms.CharField(
        label="A word to your colleague", max_length=300, required=False, help_text="You may leave this empty."
    )


class SilentForm(forms.Form):
    """A form whose words go into letters: those of a celebration may not say where it is (D6)."""

    silent: tuple[str, ...] = ()

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasion
        if occasion.hides_place:
            for name in self.silent:
                self.fields[name].help_text = f"{self.fields[name].help_text} {NOT_WHERE}".strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.silent if self.occasion.hides_place else ():
            if told := tells_where(self.occasion.place, data.get(name, "")):
                self.add_error(name, LEAVE_OUT.format(told))
        return data


NOT_WHERE = "Children come to it, so do not say where it is: this goes into letters."
LEAVE_OUT = "Children come to it, so its letters may not say where it is. Leave out “{}”."


class CancelForm(SilentForm):
    silent = ("because",)
    because = forms.CharField(
        label="Why is it cancelled?",
        help_text="Everybody who is told reads this.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class WriteForm(SilentForm):
    silent = ("subject", "words")
    subject = forms.CharField(label="Subject", max_length=120)
    words = forms.CharField(label="What you want to say", max_length=3000, widget=forms.Textarea({"rows": 8}))
    to = forms.ChoiceField(
        label="Who gets it?",
        choices=[("booked", "Those who are booked"), ("all", "Those who are booked or wait")],
        widget=Inline,
        initial="booked",
    )


class OccasionForm(forms.Form):
    """An occasion and what is asked of those who book it."""

    year = forms.ChoiceField(label="For which linking year?")
    title = forms.CharField(label="What is it called?", max_length=120)
    about = forms.CharField(
        label="What is it about?",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="You may leave this empty.",
    )
    day = DateField(label="On which day?")
    begins = forms.TimeField(
        label="When does it begin?",
        help_text="For example 9:30.",
        widget=forms.TextInput({"class": "chars-5"}),
        error_messages={"invalid": "Write the time as hours and minutes, for example 9:30."},
    )
    finishes = forms.TimeField(
        label="When does it end?",
        help_text="For example 12:00.",
        widget=forms.TextInput({"class": "chars-5"}),
        error_messages={"invalid": "Write the time as hours and minutes, for example 12:00."},
    )
    how = forms.ChoiceField(
        label="How is it held?", choices=Occasion.How.choices, widget=Inline, initial=Occasion.How.IN_PERSON
    )
    place = forms.CharField(label="Where is it?", max_length=200, required=False)
    joining = forms.CharField(
        label="How do people find or join it?",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Parking, the room, or the address of an on-line meeting. Only those who are booked read this.",
    )
    capacity = forms.IntegerField(
        label="How many people can come?", min_value=1, max_value=5000, widget=forms.NumberInput({"class": "chars-4"})
    )
    needs_release = forms.BooleanField(
        label="It takes teachers out of school",
        required=False,
        help_text="Schools that wish it then decide about the release of each colleague.",
    )
    ask_access = forms.BooleanField(label="Ask what people need to take part (access)", required=False, initial=True)
    ask_diet = forms.BooleanField(label="Ask about food", required=False)
    own = forms.CharField(
        label="Your own questions",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="One a line. For a choice, put the answers after a colon: Lunch: with meat, without meat",
    )
    certificate = forms.CharField(
        label="What the certificate says",
        required=False,
        max_length=300,
        help_text="You may leave this empty; then it says the name, the title, the day and the hours.",
    )
    sent_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(
        self,
        *args: Any,
        years: Sequence[LinkingYear],
        occasion: Occasion | None = None,
        questions: Sequence[Question] = (),
        kind: str = "",
        **kwargs: Any,
    ) -> None:
        self.asked = questions
        self.silent = occasion.hides_place if occasion else kind == Occasion.Kind.CELEBRATION
        if occasion is not None:
            kwargs["initial"] = {**facts_shown(occasion, questions), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if self.silent:
            self.fields["title"].help_text = NOT_WHERE
        if occasion is not None:
            del self.fields["year"]
        else:
            self.fields["year"].choices = [(str(year.pk), str(year)) for year in years]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, finishes = data.get("begins"), data.get("finishes")
        if begins and finishes and finishes <= begins:
            self.add_error("finishes", "It must end after it begins.")
        if self.silent and (told := tells_where(data.get("place", ""), data.get("title", ""))):
            self.add_error("title", LEAVE_OUT.format(told))
        return data

    def facts(self) -> dict[str, Any]:
        """The fields of an occasion, with hours in London made moments."""
        data = self.cleaned_data
        plain = ("title", "about", "how", "place", "joining", "capacity", "needs_release", "certificate")
        hours = {"starts": data["begins"], "ends": data["finishes"]}
        moments = {k: timezone.make_aware(dt.datetime.combine(data["day"], v)) for k, v in hours.items()}
        return {**{name: data[name] for name in plain}, **moments}

    def questions(self) -> list[Asked]:
        """What is asked; a question whose words stay keeps its row and so its answers."""
        data = self.cleaned_data
        asked = [Asked("access", ACCESS)] if data["ask_access"] else []
        asked += [Asked("diet", DIET)] if data["ask_diet"] else []
        for line in data["own"].splitlines():
            text, _, rest = line.strip().partition(":")
            choices = [part.strip()[:80] for part in rest.split(",") if part.strip()]
            if text.strip():
                asked.append(Asked("choice" if choices else "text", text.strip()[:200], choices))
        there = {(one.kind, one.text): one.pk for one in self.asked}
        return [Asked(a.kind, a.text, a.choices, a.required, there.get((a.kind, a.text))) for a in asked]


def facts_shown(occasion: Occasion, questions: Sequence[Question]) -> dict[str, Any]:
    """An occasion as its form shows it."""
    starts, ends = timezone.localtime(occasion.starts), timezone.localtime(occasion.ends)
    own = [
        one.text + (": " + ", ".join(one.choices) if one.choices else "")
        for one in questions
        if one.kind in ("choice", "text")
    ]
    plain = ("title", "about", "how", "place", "joining", "capacity", "needs_release", "certificate")
    return {
        **{name: getattr(occasion, name) for name in plain},
        "day": starts.date(),
        "begins": f"{starts:%H:%M}",
        "finishes": f"{ends:%H:%M}",
        "ask_access": any(one.kind == "access" for one in questions),
        "ask_diet": any(one.kind == "diet" for one in questions),
        "own": "\n".join(own),
    }
