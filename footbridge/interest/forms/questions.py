"""The questions, one form each. `from_given` fills a form from the answer so far, `into` puts what was said into it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from footbridge.interest.given import Given
from footbridge.interest.models import DAYS, PARTNER_KINDS, Interest
from footbridge.ui.forms import CountedTextarea, Hinted
from footbridge.ui.miles import KM_IN_A_MILE, whole_miles


class QuestionForm(forms.Form):
    """A question. `takes` names the fields of `Given` that it asks for."""

    takes: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def from_given(cls, given: Given) -> dict[str, Any]:
        """What the form shows at first."""
        return {name: getattr(given, name) for name in cls.takes}

    def into(self, given: Given) -> None:
        """Put the cleaned answers into `given`."""
        for name in self.takes:
            setattr(given, name, self.cleaned_data[name])


class AnswerForm(QuestionForm):
    takes = ("answer",)
    answer = forms.ChoiceField(
        label="Would your school like to link?",
        widget=forms.RadioSelect,
        choices=[
            ("yes", Hinted("Yes", "We want to link one or more classes.")),
            ("maybe", Hinted("Maybe", "We are interested and would like to talk first.")),
            ("no", Hinted("Not this year", "It does not fit now.")),
        ],
        error_messages={"required": "Choose yes, maybe or not this year."},
    )


class ReasonForm(QuestionForm):
    takes = ("reason",)
    reason = forms.CharField(
        label="Why does it not fit this year?",
        help_text="A few words are enough. It helps the programme to plan.",
        required=False,
        max_length=500,
        widget=CountedTextarea(500),
    )


class AskAgainForm(QuestionForm):
    ask_next_year = forms.ChoiceField(
        label="May we ask you again next year?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, please ask again"), ("no", "No, we will get in touch ourselves")],
        error_messages={"required": "Say whether we may ask again next year."},
    )

    @classmethod
    def from_given(cls, given: Given) -> dict[str, Any]:
        return {"ask_next_year": {True: "yes", False: "no", None: ""}[given.ask_next_year]}

    def into(self, given: Given) -> None:
        given.ask_next_year = self.cleaned_data["ask_next_year"] == "yes"


class PartnerForm(QuestionForm):
    linked_before = forms.ChoiceField(
        label="Has your school linked before?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No, this is our first time"), ("", "We are not sure")],
        required=False,
    )
    partner_wish = forms.ChoiceField(
        label="Which partner would you like?",
        widget=forms.RadioSelect,
        choices=[
            ("same", Hinted("The same partner as last year", "We ask them too. Both schools have to wish it.")),
            ("another", "Another partner"),
            ("any", "No preference"),
        ],
        error_messages={"required": "Choose a partner wish, or “No preference”."},
    )

    @classmethod
    def from_given(cls, given: Given) -> dict[str, Any]:
        before = {True: "yes", False: "no", None: ""}[given.linked_before]
        return {"linked_before": before, "partner_wish": given.partner_wish or "any"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("linked_before") == "no" and cleaned.get("partner_wish") == "same":
            self.add_error(
                "partner_wish", "You said that this is your first time, so there is no partner of last year."
            )
        return cleaned

    def into(self, given: Given) -> None:
        given.linked_before = {"yes": True, "no": False}.get(self.cleaned_data["linked_before"])
        given.partner_wish = self.cleaned_data["partner_wish"]


class TogetherForm(QuestionForm):
    takes = ("together",)
    together = forms.ChoiceField(
        label="Should your classes link with one school, or with different ones?",
        widget=forms.RadioSelect,
        choices=[
            ("together", Hinted("All with one school", "One partner to plan with, and coaches can be shared.")),
            ("apart", Hinted("Each with a different school", "Your children meet more schools.")),
            ("either", "Either way suits us"),
        ],
        error_messages={"required": "Choose one of the three."},
    )


class ThreeSchoolsForm(QuestionForm):
    three_schools = forms.ChoiceField(
        label="Could your class be in a link of three schools?",
        help_text="When the number of classes is odd, three schools meet instead of two, so that nobody is left out.",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, that is fine"), ("no", "No, two schools only")],
        error_messages={"required": "Choose yes or no."},
    )

    @classmethod
    def from_given(cls, given: Given) -> dict[str, Any]:
        return {"three_schools": "yes" if given.three_schools else "no"}

    def into(self, given: Given) -> None:
        given.three_schools = self.cleaned_data["three_schools"] == "yes"


class WantedForm(QuestionForm):
    takes = ("wanted_kinds",)
    wanted_kinds = forms.MultipleChoiceField(
        label="What kind of partner would you like?",
        help_text="Choose as many as you like, or none. We try, but cannot promise.",
        widget=forms.CheckboxSelectMultiple,
        choices=PARTNER_KINDS,
        required=False,
    )


class RefusedForm(QuestionForm):
    takes = ("refused_kinds",)
    refused_kinds = forms.MultipleChoiceField(
        label="Is there a kind of partner you could not link with?",
        help_text="These are kept to. Leave all boxes empty if you are open to every school.",
        widget=forms.CheckboxSelectMultiple,
        choices=PARTNER_KINDS,
        required=False,
    )

    def __init__(self, *args: Any, given: Given | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = given.wanted_kinds if given else []

    def clean_refused_kinds(self) -> list[str]:
        refused: list[str] = self.cleaned_data["refused_kinds"]
        both = [label.lower() for key, label in PARTNER_KINDS if key in refused and key in self.wanted]
        if both:
            raise forms.ValidationError(
                f"On the page before you wished for {both[0]}. Take it off one of the two lists."
            )
        return refused


class DistanceForm(QuestionForm):
    far = forms.ChoiceField(
        label="How far can your class travel?",
        help_text="Straight across the map, one way. Coaches are shared where that is possible.",
        widget=forms.RadioSelect,
        choices=[
            ("", "Anywhere in the programme's area"),
            ("5", "Up to 3 miles"),
            ("8", "Up to 5 miles"),
            ("16", "Up to 10 miles"),
            ("24", "Up to 15 miles"),
            ("other", "Another distance"),
        ],
        required=False,
    )
    miles = forms.IntegerField(
        label="Miles, if another distance",
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "chars-4", "inputmode": "numeric"}),
    )

    @classmethod
    def from_given(cls, given: Given) -> dict[str, Any]:
        km = given.max_distance_km
        if km is None:
            return {"far": ""}
        if km in (5, 8, 16, 24):
            return {"far": str(km)}
        return {"far": "other", "miles": whole_miles(km * 1000)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("far") == "other" and cleaned.get("miles") is None and "miles" not in self.errors:
            self.add_error("miles", "Enter how many miles your class can travel.")
        return cleaned

    def into(self, given: Given) -> None:
        far, typed, kept = self.cleaned_data["far"], self.cleaned_data["miles"], given.max_distance_km
        if far != "other":
            given.max_distance_km = int(far) if far else None
        elif kept is None or whole_miles(kept * 1000) != typed:  # the same miles as before: as it was before
            given.max_distance_km = round(typed * KM_IN_A_MILE)


class AccessForm(QuestionForm):
    needs_step_free = forms.ChoiceField(
        label="Does your class need step-free places?",
        help_text="For a wheelchair or a walking frame, for example. You need not say for whom.",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, every place must be step-free"), ("no", "No")],
        error_messages={"required": "Choose yes or no."},
    )

    @classmethod
    def from_given(cls, given: Given) -> dict[str, Any]:
        return {"needs_step_free": "yes" if given.needs_step_free else "no"}

    def into(self, given: Given) -> None:
        given.needs_step_free = self.cleaned_data["needs_step_free"] == "yes"


class DaysForm(QuestionForm):
    takes = ("days_not",)
    days_not = forms.MultipleChoiceField(
        label="Are there days that never suit?",
        help_text="Swimming on Wednesdays, for example. Leave all empty if every day can work.",
        widget=forms.CheckboxSelectMultiple,
        choices=DAYS,
        required=False,
    )

    def clean_days_not(self) -> list[str]:
        days: list[str] = self.cleaned_data["days_not"]
        if len(days) == len(DAYS):
            raise forms.ValidationError("No day is left on which your class could meet another. Leave one day empty.")
        return days


class WordsForm(QuestionForm):
    takes = ("wishes", "red_lines")
    wishes = forms.CharField(
        label="Anything else you wish for",
        required=False,
        max_length=1000,
        widget=CountedTextarea(1000, attrs={"rows": 4}),
    )
    red_lines = forms.CharField(
        label="Anything that must not happen",
        help_text="Only your programme's facilitator reads this.",
        required=False,
        max_length=1000,
        widget=CountedTextarea(1000, attrs={"rows": 4}),
    )


class ContactForm(QuestionForm):
    takes = ("contact_name", "contact_role", "contact_email", "contact_phone")
    contact_name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter the name of the person we should talk to."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_role = forms.CharField(
        label="Role at school",
        help_text="Headteacher or office manager, for example.",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_email = forms.EmailField(
        label="School e-mail address",
        help_text="We send it a link and a code to change your answer. A shared office address is fine.",
        error_messages={
            "required": "Enter an e-mail address of the school.",
            "invalid": "Enter an e-mail address such as office@school.org.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    contact_phone = forms.CharField(
        label="Phone",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    def clean_contact_email(self) -> str:
        return str(self.cleaned_data["contact_email"]).strip().lower()


ANSWERS = {choice.value: choice.label for choice in Interest.Answer}
