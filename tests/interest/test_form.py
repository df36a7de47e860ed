"""The form: one question a page, nothing lost, sent once."""

from __future__ import annotations

import pytest
from django.test import Client

from footbridge.interest.forms.questions import DistanceForm
from footbridge.interest.given import Given
from footbridge.interest.models import Interest, OfferedClass
from footbridge.notify.models import Message
from tests import factories
from tests.interest.walking import NO, YES, begin, walk

pytestmark = pytest.mark.django_db


def kept() -> list[Interest]:
    return list(Interest.objects.unscoped("a test looks at what was kept").order_by("pk"))


def classes() -> list[OfferedClass]:
    return list(OfferedClass.objects.unscoped("a test looks at what was kept").order_by("pk"))


def letters() -> list[Message]:
    return list(Message.objects.unscoped("a test reads the letters").order_by("pk"))


def test_a_school_says_yes(client: Client, year, school) -> None:
    base = begin(client, school)
    assert walk(client, base, YES) == f"{base}check/"
    page = client.get(f"{base}check/").content.decode()
    for words in ("Oak", "Years 4 and 5", "30 children", "A rural school", "12 miles", "Wednesday", "Jo Field"):
        assert words in page
    assert kept() == []
    response = client.post(f"{base}check/")
    assert response["Location"] == f"{base}sent/"
    (interest,) = kept()
    assert (interest.answer, interest.state, interest.school, interest.linking_year) == (
        "yes",
        "received",
        school,
        year,
    )
    assert interest.contact_email == "office@larkfield.example.org"
    assert (interest.max_distance_km, interest.needs_step_free, interest.three_schools) == (19, True, False)
    assert (interest.wanted_kinds, interest.refused_kinds, interest.days_not) == (["rural"], ["independent"], ["wed"])
    (offered,) = classes()
    assert (offered.name, offered.years, offered.size) == ("Oak", [4, 5], 30)
    assert interest.reference in client.get(f"{base}sent/").content.decode()
    (letter,) = letters()
    assert letter.to == "office@larkfield.example.org"
    assert interest.reference in letter.text
    assert "/interest/change/" in letter.text


@pytest.mark.parametrize(("kept_km", "sent", "then"), [(7, "4", 7), (7, "5", 8), (None, "4", 6)])
def test_the_same_miles_leave_the_distance_as_it_was(kept_km: int | None, sent: str, then: int) -> None:
    given = Given(max_distance_km=kept_km)
    form = DistanceForm({**DistanceForm.from_given(given), "far": "other", "miles": sent})
    assert form.is_valid(), form.errors
    form.into(given)
    assert given.max_distance_km == then


def test_a_school_says_not_this_year(client: Client, year, school) -> None:
    base = begin(client, school)
    assert walk(client, base, NO) == f"{base}check/"
    client.post(f"{base}check/")
    (interest,) = kept()
    assert (interest.answer, interest.reason, interest.ask_next_year) == ("no", "New head in September", True)
    assert classes() == []


def test_sending_twice_acts_once(client: Client, year, school) -> None:
    base = begin(client, school)
    walk(client, base, YES)
    client.post(f"{base}check/")
    assert client.post(f"{base}check/")["Location"] == f"{base}sent/"
    assert len(kept()) == len(letters()) == 1


def test_going_back_loses_nothing_and_changing_leads_back_to_check(client: Client, year, school) -> None:
    base = begin(client, school)
    walk(client, base, YES)
    client.get(f"{base}check/")
    assert 'value="Oak"' in client.get(f"{base}classes/").content.decode()
    assert client.post(f"{base}days/", {"days_not": ["fri"]})["Location"] == f"{base}check/"
    # a yes that becomes a no asks what it did not know yet, and a no that becomes a yes still has its classes
    assert client.post(f"{base}answer/", {"answer": "no"})["Location"] == f"{base}again/"
    assert client.post(f"{base}answer/", {"answer": "yes"})["Location"] == f"{base}check/"
    assert "Oak" in client.get(f"{base}check/").content.decode()


def test_rows_of_classes_come_and_go_without_script(client: Client, year, school) -> None:
    base = begin(client, school)
    client.post(f"{base}answer/", {"answer": "yes"})
    typed = {"rows": "1", "class-0-years": ["4"], "class-0-name": "Oak", "class-0-size": "many", "add": "1"}
    page = client.post(f"{base}classes/", typed).content.decode()
    assert page.count("<legend>") >= 2
    assert 'value="Oak"' in page
    assert 'value="many"' in page
    two = {**typed, "rows": "2", "class-1-name": "Elm", "class-1-years": ["5"]}
    del two["add"]
    wrong = client.post(f"{base}classes/", two).content.decode()
    assert "is no number of children" in wrong
    assert 'value="Elm"' in wrong
    page = client.post(f"{base}classes/", {**two, "remove": "0"}).content.decode()
    assert 'value="Oak"' not in page
    assert 'value="Elm"' in page


def test_an_error_says_what_to_do(client: Client, year, school) -> None:
    base = begin(client, school)
    page = client.post(f"{base}answer/", {}).content.decode()
    assert "Choose yes, maybe or not this year." in page
    assert "<title>Error: " in page
    client.post(f"{base}answer/", {"answer": "yes"})
    assert "Choose the year group" in client.post(f"{base}classes/", {"rows": "1"}).content.decode()
    days = client.post(f"{base}days/", {"days_not": ["mon", "tue", "wed", "thu", "fri"]}).content.decode()
    assert "No day is left" in days


def test_nothing_is_sent_before_the_needed_questions(client: Client, year, school) -> None:
    base = begin(client, school)
    client.post(f"{base}answer/", {"answer": "yes"})
    assert client.post(f"{base}check/")["Location"] == f"{base}classes/"
    assert kept() == []


def test_a_maybe_may_leave_its_classes_open(client: Client, year, school) -> None:
    base = begin(client, school)
    client.post(f"{base}answer/", {"answer": "maybe"})
    assert client.post(f"{base}classes/", {"rows": "1"}).status_code == 302


def test_schools_left_out_are_found_and_taken_off(client: Client, year, school) -> None:
    other = factories.school("Rivermead School")
    base = begin(client, school)
    client.post(f"{base}answer/", {"answer": "yes"})
    assert "Rivermead School" in client.get(f"{base}schools/?q=rivermead").content.decode()
    client.post(f"{base}schools/", {"add": other.pk})
    assert "Left out" in client.get(f"{base}schools/").content.decode()
    client.post(f"{base}schools/", {"remove": other.pk})
    assert "Rivermead" not in client.get(f"{base}schools/").content.decode()


def test_a_draft_belongs_to_its_browser(client: Client, year, school) -> None:
    base = begin(client, school)
    walk(client, base, YES)
    other = Client()
    for page in ("answer", "check", "sent"):
        assert other.get(f"{base}{page}/").status_code == 404
    assert other.post(f"{base}check/").status_code == 404


def test_a_mailbox_cannot_be_flooded(client: Client, year, school) -> None:
    for number in range(7):
        base = begin(client, school)
        walk(client, base, NO)
        page = client.post(f"{base}check/")
        assert page.status_code == (302 if number < 6 else 200)
    assert "too many tries to send an answer" in page.content.decode()
    assert len(letters()) == 6
