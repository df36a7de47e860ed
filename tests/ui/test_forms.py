"""Forms: errors as sentences, nothing typed lost, every control named."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as some

from footbridge.ui.forms import CountedTextarea, DateField, Hinted, date_from, problems
from footbridge.ui.samples import SampleForm, wrong_form


def shown(form: forms.Form) -> BeautifulSoup:
    template = Template("{% load ui %}{% error_summary form %}{% form_fields form %}")
    return BeautifulSoup(template.render(Context({"form": form})), "html.parser")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("14", "3", "2027"), dt.date(2027, 3, 14)),
        (("1", "Sept", "2026"), dt.date(2026, 9, 1)),
        (("30", "2", "2027"), "30 February 2027 is not a date. Check the day and the month."),
        (("30", "13", "2027"), "The month must be a number from 1 to 12, or its name."),
        (("30", "ja", "2027"), "The month must be a number from 1 to 12, or its name."),
        (("x", "3", "2027"), "The day must be a number from 1 to 31."),
        (("1", "3", "27"), "The year must have four figures, for example 2027."),
        (("", "3", "2027"), "The date needs a day."),
        (("1", "", ""), "The date needs a month and a year."),
        (("", "", ""), "Enter a day, a month and a year, for example 14 3 2027."),
    ],
)
def test_dates_are_read_or_explained(typed: tuple[str, str, str], said: dt.date | str) -> None:
    if isinstance(said, dt.date):
        assert DateField().clean(list(typed)) == said
    else:
        with pytest.raises(ValidationError, match=said.replace("(", r"\(")):
            DateField().clean(list(typed))


@given(some.text(max_size=6), some.text(max_size=12), some.text(max_size=6))
def test_no_date_breaks_the_field(day: str, month: str, year: str) -> None:
    said = ""
    try:
        date_from(day, month, year)
    except ValidationError as error:
        said = error.messages[0]
    assert said == "" or said.endswith(".")


def test_limits_of_a_date_are_said() -> None:
    field = DateField(earliest=dt.date(2026, 9, 1), latest=dt.date(2027, 7, 31))
    with pytest.raises(ValidationError, match="1 September 2026 or later"):
        field.clean(["31", "8", "2026"])
    with pytest.raises(ValidationError, match="31 July 2027 or earlier"):
        field.clean(["1", "8", "2027"])


def test_what_was_typed_comes_back() -> None:
    page = shown(wrong_form())
    assert page.find(id="id_email")["value"] == "head(at)school"
    assert [page.find(id=f"id_day_{part}")["value"] for part in range(3)] == ["30", "feb", "2027"]
    assert page.find(id="id_wish").get_text(strip=True).startswith("We would love to.")


def test_each_error_leads_to_its_field() -> None:
    form = wrong_form()
    page = shown(form)
    links = [link["href"][1:] for link in page.select(".error-summary a")]
    assert links == ["id_email", "id_school", "id_answer_0", "id_phase", "id_day_0", "id_weight", "id_wish", "id_agree"]
    for target in links:
        assert page.find(id=target), target
    summary = page.select_one(".error-summary")
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")


def test_errors_are_sentences_people_can_act_on() -> None:
    texts = [problem["text"] for problem in problems(wrong_form())]
    assert "“Find your school” needs an answer." in texts
    assert "Enter an e-mail address such as office@school.org." in texts
    assert "Shorten this to 200 characters. It has 251 now." in texts
    assert "Enter 10 or less." in texts
    assert all(text.endswith(".") for text in texts)
    assert not [text for text in texts if "Ensure" in text or "valid" in text]


def test_an_own_message_is_left_alone() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Tell us the name, please."})

    assert [problem["text"] for problem in problems(Own({}))] == ["Tell us the name, please."]


def test_every_control_has_a_name_and_its_hint_and_error() -> None:
    page = shown(wrong_form())
    labelled = {label.get("for") for label in page.find_all("label")}
    for control in page.find_all(["input", "select", "textarea"]):
        assert control.get("id") in labelled, control
    ids = {tag["id"] for tag in page.find_all(id=True)}
    for tag in page.find_all(attrs={"aria-describedby": True}):
        assert set(tag["aria-describedby"].split()) <= ids, tag
    assert page.find(id="id_email")["aria-invalid"] == "true"


def test_a_clean_form_shows_no_summary_and_names_what_is_optional() -> None:
    page = shown(SampleForm())
    assert not page.select(".error-summary")
    assert "(optional)" in page.find("label", attrs={"for": "id_wish"}).get_text()
    assert "(optional)" not in page.find("label", attrs={"for": "id_name"}).get_text()


def test_a_long_text_is_never_cut() -> None:
    class Long(forms.Form):
        wish = forms.CharField(max_length=10, widget=CountedTextarea(10))

    box = shown(Long({"wish": "x" * 30})).find("textarea")
    assert not box.has_attr("maxlength")
    assert len(box.get_text(strip=True)) == 30


def test_labels_and_hints_are_text() -> None:
    class Evil(forms.Form):
        name = forms.ChoiceField(
            label="<b>bold</b>",
            help_text="<script>x</script>",
            choices=[("a", Hinted("<i>", "<u>"))],
            widget=forms.RadioSelect,
        )

    html = str(shown(Evil({})))
    for tag in ("<b>", "<script>", "<i>", "<u>"):
        assert tag not in html
