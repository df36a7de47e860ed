"""Last year's schools are asked in one go, once each, and answer with what they said last year filled in."""

from __future__ import annotations

import pytest

from footbridge.interest.models import AgainInvitation
from footbridge.schools.models import School
from tests import factories
from tests.interest.test_changing import link_and_code
from tests.interest.test_form import kept, letters
from tests.pages import InspectingClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def last_year(year):
    return factories.linking_year(year.programme, start=year.start - 1, state="closed")


@pytest.fixture
def last(last_year, school):
    """Larkfield linked with Canary School last year, with a Year 4 class and a Year 6 class."""
    answer = factories.interest(last_year, school, days_not=["wed"], contact_email="office@larkfield.example.org")
    first = factories.offered_class(answer, years=[4])
    factories.offered_class(answer, years=[6])
    partner = factories.interest(last_year, factories.school("Beacon School"), contact_email="")
    factories.link(first, factories.offered_class(partner), state="ended")
    return answer


@pytest.fixture
def desk(year, sign_in):
    return sign_in(factories.member("facilitator", of=year.programme))


def ask(desk, year, *answers) -> None:
    desk.post("/interest/inbox/again/send/", {"year": year.pk, "last": [one.pk for one in answers]})


def test_choose_read_the_letter_and_send_once(year, last, last_year, desk) -> None:
    factories.interest(last_year, factories.school("Said No School"), answer="no", ask_next_year=False)
    eager = factories.interest(last_year, factories.school("Ask Again School"), answer="no", ask_next_year=True)
    page = desk.get("/interest/inbox/again/").content.decode()
    assert "Larkfield" in page
    assert "Ask Again School" in page
    assert "Said No School" not in page
    assert "No e-mail address known" in page  # Beacon School
    beacon = School.objects.get(name="Beacon School")
    head = factories.member("headteacher", of=beacon)
    assert head.email in desk.get("/interest/inbox/again/").content.decode()
    preview = desk.post("/interest/inbox/again/preview/", {"year": year.pk, "last": [last.pk]}).content.decode()
    assert "Beacon School" in preview
    assert letters() == []
    ask(desk, year, last, eager)
    ask(desk, year, last, eager)
    assert sorted(one.to for one in letters()) == sorted(["office@larkfield.example.org", eager.contact_email])
    assert "no answer yet" in desk.get("/interest/inbox/again/?only=silent").content.decode()


def test_the_answer_comes_filled_in_one_year_up(year, last, desk) -> None:
    ask(desk, year, last)
    link, code = link_and_code(letters()[0].text)
    head = InspectingClient()
    assert "Larkfield" in head.get(link).content.decode()
    assert "not the one in our e-mail" in head.post(link, {"code": "WRONG"}).content.decode()
    base = head.post(link, {"code": code})["Location"].removesuffix("answer/")
    head.post(f"{base}answer/", {"answer": "yes"})
    page = head.get(f"{base}classes/").content.decode()
    assert page.count("<legend><strong>Class") == 1  # the Year 6 class has left the school
    assert 'value="5" id="id_class-0-years_5" checked' in page or "checked" in page
    head.post(f"{base}classes/", {"rows": "1", "class-0-years": ["5"], "class-0-size": "28"})
    head.post(f"{base}partner/", {"linked_before": "yes", "partner_wish": "same"})
    check = head.get(f"{base}check/").content.decode()
    assert "Last partner: Beacon School" in check
    head.post(f"{base}check/")
    new = kept()[-1]
    assert (new.source, new.partner_wish, new.days_not, new.linking_year) == ("invitation", "same", ["wed"], year)
    assert new.last_partner is not None
    assert new.last_partner.name == "Beacon School"
    invitation = AgainInvitation.objects.unscoped("a test looks at it").get()
    assert invitation.interest == new
    assert "Answered: yes" in desk.get("/interest/inbox/again/").content.decode()
    # the same link then leads to the answer that is there
    again = InspectingClient()
    assert "/check/" in again.post(link, {"code": code})["Location"]


def test_wrong_codes_close_the_link(year, last, desk) -> None:
    ask(desk, year, last)
    link, code = link_and_code(letters()[0].text)
    for _ in range(8):
        InspectingClient().post(link, {"code": "AAAA2222"})
    assert "This link is closed" in InspectingClient().post(link, {"code": code}).content.decode()


def test_another_programme_neither_sees_nor_asks_them(year, last, sign_in) -> None:
    kent = factories.programme("Kent", authority=factories.authority("886", "Kent"))
    mine = factories.linking_year(kent)
    other = sign_in(factories.member("facilitator", of=kent))
    assert "Larkfield" not in other.get("/interest/inbox/again/").content.decode()
    ask(other, mine, last)
    ask(other, year, last)
    assert letters() == []


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_list_costs_the_same(rows, year, last_year, desk, django_assert_num_queries) -> None:
    for _ in range(rows):
        factories.offered_class(factories.interest(last_year))
    desk.get("/interest/inbox/again/")
    with django_assert_num_queries(9):
        desk.get("/interest/inbox/again/")


def test_where_a_school_closed_the_one_after_it_is_asked_once(year, last, last_year, desk) -> None:
    beacon = School.objects.get(name="Beacon School")
    academy = factories.school("Larkfield Academy")
    head = factories.member("headteacher", of=academy)
    for closed in (last.school, beacon):
        School.objects.filter(pk=closed.pk).update(status="Closed", replaced_by=academy)
    page = desk.get("/interest/inbox/again/").content.decode()
    assert "Larkfield Academy" in page
    assert "The school has closed" not in page
    ask(desk, year, last, beacon.interests.unscoped("a test looks").get())
    assert [one.school for one in AgainInvitation.objects.unscoped("a test looks")] == [academy]
    assert [one.to for one in letters()] in (["office@larkfield.example.org"], [head.email])
    ask(desk, year, last)
    assert len(letters()) == 1
