"""Forms as Footbridge shows them: one renderer, a few widgets and fields that Django lacks.

`FORM_RENDERER = "footbridge.ui.forms.Renderer"` puts our templates before Django's for every form; a form needs
nothing of its own. Labels are questions, help texts are hints, errors are sentences, and nothing typed is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import django.forms.renderers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.forms.utils import ErrorList
from django.template.backends.django import DjangoTemplates as Backend
from django.urls import reverse
from django.utils.functional import cached_property

HERE = Path(__file__).parent
DJANGO_TEMPLATES = Path(django.forms.renderers.__file__).parent / "templates"
MONTHS = tuple(f"{dt.date(2000, month, 1):%B}".lower() for month in range(1, 13))


class Field(forms.BoundField):
    """A field whose errors are sentences: where the form gave none of its own, ours instead of Django's."""

    @property
    def errors(self) -> ErrorList:
        found = super().errors
        for error in found.as_data():
            if sentence := plainer(error, self):
                error.message, error.params = sentence, None
        return found


def plainer(error: ValidationError, field: forms.BoundField) -> str:
    """Our words for one of Django's default messages; empty where the message is somebody's own."""
    message, params = error.messages[0], error.params or {}
    defaults = {str(text): code for one in DEFAULTS for code, text in one.default_error_messages.items()}
    code = error.code or ""
    if message == str(forms.Field.default_error_messages["required"]):
        return f"“{field.label}” needs an answer."
    if message == str(EmailValidator.message):
        return "Enter an e-mail address such as office@school.org."
    if code == "max_length" and "show_value" in params and message.startswith("Ensure"):
        return f"Shorten this to {params['limit_value']} characters. It has {params['show_value']} now."
    if code in ("min_value", "max_value") and message.startswith("Ensure"):
        return f"Enter {params['limit_value']} or {'more' if code == 'min_value' else 'less'}."
    if defaults.get(message) == "invalid":
        return "Enter a whole number, for example 28."
    if defaults.get(message) in ("invalid_choice", "invalid_list"):
        return "Choose one of the answers shown."
    return ""


DEFAULTS = (forms.IntegerField, forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField)


class Renderer(django.forms.renderers.DjangoTemplates):
    """Django's form renderer with our templates first, then those of the apps, then Django's own."""

    bound_field_class = Field

    @cached_property
    def engine(self) -> Backend:
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [HERE / "form_templates", DJANGO_TEMPLATES],
                "NAME": "footbridge-forms",
                "OPTIONS": {},
            }
        )


class Hinted(str):
    """A choice's label that carries a hint below it: `choices=[("yes", Hinted("Yes", "We want to link"))]`."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> Hinted:
        made = super().__new__(cls, label)
        made.hint = hint
        return made


class Inline(forms.RadioSelect):
    """Radio buttons beside each other, for two or three short answers."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__({"class": "choices-inline", **(attrs or {})}, **kwargs)


class CountedTextarea(forms.Textarea):
    """A textarea that says how many characters are left.

    It does not cut off: a text that is too long comes back with an error, whole. Give the field the same
    `max_length`.
    """

    template_name = "django/forms/widgets/counted_textarea.html"

    def __init__(self, limit: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 5, **(attrs or {})})
        self.limit = limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("maxlength", None)
        context["widget"]["limit"] = self.limit
        return context


class Suggest(forms.TextInput):
    """A search box that suggests while one types; a plain text box without script.

    `url` is a URL name or a function that gives an address. The script asks it for `?q=typed` and expects a list of
    `<li role="option" data-value="…">` (see `ui/suggestions.html`). Choosing one writes `data-value` into the box, or
    follows `data-href` where there is one. `submit=True` sends the form at once when something is chosen.
    """

    template_name = "django/forms/widgets/suggest.html"
    input_type = "search"

    def __init__(
        self,
        url: str | Callable[[], str],
        attrs: dict[str, Any] | None = None,
        *,
        button: str = "",
        submit: bool = False,
    ) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.url = url
        self.button = button
        self.submit = submit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        url = self.url() if callable(self.url) else reverse(self.url)
        context["widget"].update(suggest_url=url, button=self.button, submit=self.submit)
        return context


class Slider(forms.NumberInput):
    """A number box; with script a slider stands beside it and both move together."""

    template_name = "django/forms/widgets/slider.html"

    def __init__(self, low: float, high: float, step: float = 1, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"min": low, "max": high, "step": step, **(attrs or {})})


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes: quick to type, readable by everybody, no calendar to fight with."""

    template_name = "django/forms/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        short = {"inputmode": "numeric", "autocomplete": "off"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({**short, "class": "chars-2"}),
            "month": forms.TextInput({**short, "class": "chars-2"}),
            "year": forms.TextInput({**short, "class": "chars-4"}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: dt.date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], ("Day", "Month", "Year"), strict=True):
            part["label"] = label
        return context


class DateField(forms.Field):
    """A date typed in three boxes (`DateParts`). The month may be a number or a name. Cleans to `datetime.date`.

    Errors say what is missing or why it is no date. `earliest` and `latest` are inclusive.
    """

    widget = DateParts
    default_error_messages = {
        "required": "Enter a day, a month and a year, for example 14 3 2027.",
    }

    def __init__(self, *, earliest: dt.date | None = None, latest: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        missing = [name for name, part in zip(("a day", "a month", "a year"), parts, strict=True) if not part]
        if missing:
            raise ValidationError(f"The date needs {' and '.join(missing)}.", code="incomplete")
        return date_from(*parts)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(f"The date must be {say(self.earliest)} or later.", code="early")
        if value and self.latest and value > self.latest:
            raise ValidationError(f"The date must be {say(self.latest)} or earlier.", code="late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def date_from(day: str, month: str, year: str) -> dt.date:
    """The date that three typed parts mean. Raises ValidationError with a sentence that says what to mend."""
    names = [name for name in MONTHS if len(month) >= 3 and name.startswith(month.lower())]
    month_number = str(MONTHS.index(names[0]) + 1) if names else month
    if not day.isdecimal():
        raise ValidationError("The day must be a number from 1 to 31.", code="day")
    if not month_number.isdecimal() or not 1 <= int(month_number) <= 12:
        raise ValidationError("The month must be a number from 1 to 12, or its name.", code="month")
    if not year.isdecimal() or len(year) != 4:
        raise ValidationError("The year must have four figures, for example 2027.", code="year")
    try:
        return dt.date(int(year), int(month_number), int(day))
    except ValueError:
        name = MONTHS[int(month_number) - 1].capitalize()
        raise ValidationError(
            f"{day} {name} {year} is not a date. Check the day and the month.", code="no_date"
        ) from None


def say(day: dt.date) -> str:
    """A date as people say it: 14 March 2027."""
    return f"{day.day} {day:%B %Y}"


def first_control(field: forms.BoundField) -> str:
    """The id of the control that a link to this field must lead to."""
    return field.id_for_label or f"{field.auto_id}_0"


def problems(form: forms.BaseForm) -> Sequence[Mapping[str, str]]:
    """What is wrong with a bound form, in the order of its fields: a sentence and the id of the control to mend.

    Errors that belong to no field come first and have an empty `target`.
    """
    found = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else first_control(field)
        found += [{"text": str(text), "target": target} for text in field.errors]
    return found
