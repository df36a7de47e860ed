"""The home page of every role: what waits, where it leads, and nothing of others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.brokering.drafts.state import DraftState
from footbridge.brokering.figures import Progress
from footbridge.brokering.models import Draft
from footbridge.interest.models import SheetRow, SignUpSheet, Talk
from footbridge.people.models import Person
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import RegisterFile
from footbridge.year import network
from tests import factories as make

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def derby() -> LinkingYear:
    make.network()
    return make.linking_year(make.programme("Derby"))


def today(client: Client) -> str:
    response = client.get(reverse("today"))
    assert response.status_code == 200
    return str(response.content.decode())


# --- facilitator --------------------------------------------------------------------------------------------------


def busy(year: LinkingYear, name: str = "") -> None:
    """One of everything that can wait for a facilitator."""
    answers = [make.interest(year, make.school(f"{name} School {n}")) for n in range(4)]
    classes = [make.offered_class(one) for one in answers]
    make.link(classes[0], classes[1], state="offered")
    Talk.objects.create(interest=answers[2], way="phone", summary="x", next_step="Call", next_on=dt.date(2026, 1, 1))
    sheet = SignUpSheet.objects.create(linking_year=year, name="sheet.csv", digest=name or "d", state="ready")
    SheetRow.objects.create(sheet=sheet, line=2, state="confirm")


def test_a_facilitator_sees_everything_that_waits(sign_in: SignIn, derby: LinkingYear) -> None:
    busy(derby)
    page = today(sign_in(make.member("facilitator", of=derby.programme)))
    for said in (
        "4 new answers",
        "1 call or letter is due",
        "1 row of a sign-up sheet is unclear",
        "2 classes have no offer yet",
        "No draft has been begun.",
        "2 heads have not replied yet",
        "0 links stand",
        "4 schools say yes, 0 maybe",
    ):
        assert said in page, said


def test_the_first_page_and_the_board_count_the_same(sign_in: SignIn, derby: LinkingYear) -> None:
    """Classes without an offer are those that the draft pairs and those that wait on its board."""
    classes = [make.offered_class(make.interest(derby, make.school(f"School {n}"))) for n in range(7)]
    make.link(classes[0], classes[1], state="offered")
    who = make.member("facilitator", of=derby.programme)
    client = sign_in(who)
    draft = Draft.objects.create(linking_year=derby, name="First try", created_by=who)
    draft.take_step(by=who.pk, words="Begun", state=DraftState().to_json())
    assert "5 classes have no offer yet" in today(client)
    assert "Your last draft, “First try”, pairs none of them yet." in today(client)
    pairs = DraftState().with_group([classes[2].pk, classes[3].pk]).with_group([classes[4].pk, classes[5].pk])
    draft.take_step(by=who.pk, words="Paired", state=pairs.to_json())
    assert "Your last draft, “First try”, pairs 4 of them; 1 waits there." in today(client)
    board = client.get(reverse("brokering:board", args=[draft.pk])).content.decode()
    assert re.search(r"Waiting <span class=\"tally\">1</span>", board)


def test_a_facilitator_sees_nothing_of_another_programme(sign_in: SignIn, derby: LinkingYear) -> None:
    other = make.linking_year(make.programme("CANARY Leeds"))
    busy(other, "CANARY")
    page = today(sign_in(make.member("facilitator", of=derby.programme)))
    assert "CANARY" not in page
    assert "Waiting for you" not in page
    assert "Nothing waits for you today." in page


def test_offers_that_wait_long_are_urgent(sign_in: SignIn, derby: LinkingYear) -> None:
    link = make.link(*(make.offered_class(make.interest(derby)) for _ in range(2)), state="offered")
    link.offered = timezone.now() - dt.timedelta(days=20)
    link.save()
    assert "2 of them for more than two weeks" in today(sign_in(make.member("facilitator", of=derby.programme)))


def test_a_programme_without_an_open_year_is_told_to_open_one(sign_in: SignIn) -> None:
    page = today(sign_in(make.member("facilitator", of=make.programme("Derby"))))
    assert "No linking year is open" in page
    assert reverse("programmes:settings") in page


def test_a_year_that_is_over_asks_to_be_closed(sign_in: SignIn) -> None:
    year = make.linking_year(make.programme("Derby"), 2020)
    page = today(sign_in(make.member("facilitator", of=year.programme)))
    assert "Derby 2020/21 is over" in page


@pytest.mark.parametrize("times", [1, 3])
def test_the_facilitators_page_costs_the_same_however_much_there_is(
    sign_in: SignIn, derby: LinkingYear, django_assert_num_queries: Any, times: int
) -> None:
    for n in range(times):
        busy(derby, f"set {n}")
    client = sign_in(make.member("facilitator", of=derby.programme))
    with django_assert_num_queries(27):
        today(client)


# --- school -------------------------------------------------------------------------------------------------------


def test_a_head_is_asked_once_and_then_sees_the_answer(sign_in: SignIn, derby: LinkingYear) -> None:
    school = make.school("Alder Vale")
    client = sign_in(make.member("headteacher", of=school))
    assert "Does Alder Vale want to link in 2026/27?" in today(client)
    answer = make.interest(derby, school)
    page = today(client)
    assert "Alder Vale: Yes for 2026/27" in page
    assert answer.reference in page
    assert "want to link in" not in page


def test_a_maybe_stays_a_next_step(sign_in: SignIn, derby: LinkingYear) -> None:
    school = make.school("Alder Vale")
    make.interest(derby, school, answer="maybe")
    assert "When you know, say yes or no" in today(sign_in(make.member("school_office", of=school)))


def test_an_offer_waits_for_the_head_and_is_only_told_to_others(sign_in: SignIn, derby: LinkingYear) -> None:
    school, other = make.school("Alder Vale"), make.school("CANARY partner")
    make.link(*(make.offered_class(make.interest(derby, one)) for one in (school, other)), state="offered")
    page = today(sign_in(make.member("headteacher", of=school)))
    assert "A link is offered to you" in page
    assert page.count("Read the offer") <= 1
    assert "A partner for Alder Vale" in page
    assert "CANARY" not in page
    assert "Your headteacher says yes or no" in today(sign_in(make.member("deputy", of=school)))


def test_a_heads_page_costs_as_much_before_as_after_the_answer(
    sign_in: SignIn, derby: LinkingYear, django_assert_num_queries: Any
) -> None:
    school = make.school("Alder Vale")
    client = sign_in(make.member("headteacher", of=school))
    for _ in range(2):
        with django_assert_num_queries(16):
            today(client)
        make.interest(derby, school) if not school.interests.unscoped("a test asks").exists() else None


def test_a_head_sees_no_other_schools_answer(sign_in: SignIn, derby: LinkingYear) -> None:
    make.interest(derby, make.school("CANARY school"), reference="CANARY-1")
    page = today(sign_in(make.member("headteacher", of=make.school("Alder Vale"))))
    assert "CANARY" not in page


def test_a_head_alone_is_told_to_invite_a_second_adult(sign_in: SignIn, derby: LinkingYear) -> None:
    school = make.school("Alder Vale")
    client = sign_in(make.member("headteacher", of=school))
    assert "You are the only one at Alder Vale" in today(client)
    make.member("school_office", of=school)
    assert "You are the only one" not in today(client)


def test_a_school_without_programme_or_year_is_led_on(sign_in: SignIn) -> None:
    place = make.authority("384", "Wakefield")
    school = make.school("Alder Vale", authority=place)
    client = sign_in(make.member("headteacher", of=school))
    assert "No programme works near Alder Vale yet" in today(client)
    make.programme("Wakefield", authority=place)
    assert "Wakefield has not opened its next year" in today(client)


# --- the others ---------------------------------------------------------------------------------------------------


def test_a_teacher_without_a_link_reads_what_comes(sign_in: SignIn, derby: LinkingYear) -> None:
    page = today(sign_in(make.member("teacher", of=make.school())))
    assert "When a class of yours is linked" in page


def test_funder_venue_host_and_nobody_have_a_page(sign_in: SignIn, derby: LinkingYear) -> None:
    assert "A programme you fund" in today(sign_in(make.member("funder", of=derby.programme)))
    assert "You hold no role yet" in today(sign_in(make.person("Nobody")))


def test_network_staff_see_what_is_missing(sign_in: SignIn, derby: LinkingYear) -> None:
    make.programme("Leeds", authority=make.authority("383", "Leeds"))
    client = sign_in(make.member("network_staff"))
    page = today(client)
    assert "2 programmes have no facilitator" in page
    assert "1 programme has no open year" in page
    assert "Bring in the school register" in page
    RegisterFile.objects.create(kind="register", name="r.csv", digest="x", as_of=dt.date(2020, 1, 1))
    assert "The school register is out of date" in today(client)
    RegisterFile.objects.create(kind="register", name="s.csv", digest="y", as_of=timezone.localdate())
    assert "register" not in today(client).split("<main")[1].split("</main")[0]


def test_on_the_first_day_network_staff_are_led_to_the_first_programme(sign_in: SignIn) -> None:
    make.network()
    client = sign_in(make.member("network_staff"))
    page = today(client)
    assert "Set up the first programme" in page
    assert reverse("programmes:set_up") in page
    assert "Bring in the school register" in page
    assert "No programme yet" in client.get(reverse("year:programmes")).content.decode()


@pytest.mark.parametrize("page", ["today", "year:programmes"])
@pytest.mark.parametrize("times", [1, 3])
def test_the_networks_pages_cost_the_same_however_many_programmes(
    sign_in: SignIn, django_assert_num_queries: Any, page: str, times: int
) -> None:
    make.network()
    for n in range(times):
        year = make.linking_year(make.programme(f"Programme {n}"))
        make.member("facilitator", of=year.programme)
        make.link(*(make.offered_class(make.interest(year)) for _ in range(2)))
    client = sign_in(make.member("network_staff"))
    with django_assert_num_queries({"today": 16, "year:programmes": 11}[page]):
        client.get(reverse(page))


def test_the_table_of_programmes_counts_and_names_no_school(sign_in: SignIn, derby: LinkingYear) -> None:
    classes = [make.offered_class(make.interest(derby, make.school(f"CANARY {n}"))) for n in range(3)]
    make.link(classes[0], classes[1])
    client = sign_in(make.member("network_staff"))
    page = client.get(reverse("year:programmes")).content.decode()
    assert "CANARY" not in page
    cells = page.split("<tbody")[1]
    assert "Derby Trust" in cells
    assert client.get(reverse("year:programmes"), {"stage": "Closed"}).status_code == 200
    for sort in ("-links", "host", "stage", "nonsense"):
        assert client.get(reverse("year:programmes"), {"sort": sort}).status_code == 200


@pytest.mark.parametrize("role", ["facilitator", "headteacher", "funder", "teacher"])
def test_the_table_is_for_network_staff_alone(sign_in: SignIn, derby: LinkingYear, role: str) -> None:
    place: Any = derby.programme if role in ("facilitator", "funder") else make.school()
    assert sign_in(make.member(role, of=place)).get(reverse("year:programmes")).status_code == 404


@pytest.mark.parametrize(
    ("numbers", "day", "stage", "late"),
    [
        (Progress(), dt.date(2026, 4, 1), "Gathering answers", False),
        (Progress(classes=10), dt.date(2026, 7, 1), "Pairing", False),
        (Progress(classes=10), dt.date(2026, 10, 1), "Pairing", True),
        (Progress(classes=10, offered=3), dt.date(2026, 10, 1), "Offers out", False),
        (Progress(classes=10, links=1, linked=2), dt.date(2026, 11, 1), "Offers out", True),
        (Progress(classes=10, links=3, linked=6), dt.date(2026, 11, 1), "Under way", False),
    ],
)
def test_the_stage_follows_from_the_record(
    derby: LinkingYear, numbers: Progress, day: dt.date, stage: str, late: bool
) -> None:
    assert network.stage_of(derby, numbers, day) == (stage, late)
    assert network.stage_of(None, Progress(), day) == ("No open year", False)
