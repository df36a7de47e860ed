"""School holidays of a linking year, typed by a facilitator, and the second intake that follows the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.interest.intakes import intakes_of
from footbridge.people.models import Person
from footbridge.programmes import calendar
from footbridge.programmes.forms.dates import DatesForm
from footbridge.programmes.models import LinkingYear
from footbridge.programmes.schooldays import holidays_of, is_school_day
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = "26 October 2026 to 6 November 2026\n\n1/3/2027"


def posted(year: LinkingYear, holidays: str) -> dict[str, str]:
    sent = {"holidays": holidays}
    for step, day in calendar.dates_of(year).items():
        sent |= {f"{step}_day": str(day.day), f"{step}_month": str(day.month), f"{step}_year": str(day.year)}
    return sent


def test_typed_holidays_count(sign_in: Callable[[Person], Client]) -> None:
    year = factories.linking_year()
    client = sign_in(factories.member("facilitator", of=year.programme))
    address = reverse("programmes:dates", args=[year.programme.slug, year.start])
    bad = client.post(
        address, posted(year, "26 October 2026 to 30 October 2026\n31 February 2027\nhalf term\n1 May 2031")
    )
    page = bad.content.decode()
    assert "Line 2, “31 February 2027”: 31 February 2027 is not a date" in page
    assert "Line 3, “half term”: Write day, month and year" in page
    assert "Line 4, “1 May 2031”: It lies outside the school year 2026/27." in page
    assert "half term</textarea>" in page or "half term\n" in page  # nothing typed is lost
    good = client.post(address, posted(year, TYPED))
    assert good.status_code == 302, good.context["form"].errors
    year = LinkingYear.objects.unscoped("a test looks").get(pk=year.pk)
    holidays = holidays_of(year.start, year.dates)
    assert holidays == ((dt.date(2026, 10, 26), dt.date(2026, 11, 6)), (dt.date(2027, 3, 1), dt.date(2027, 3, 1)))
    assert not is_school_day(dt.date(2026, 11, 4), holidays)
    assert "1 March 2027" in client.get(address).content.decode()
    # emptied, the usual ones hold again
    client.post(address, posted(year, ""))
    year.refresh_from_db()
    assert is_school_day(dt.date(2026, 11, 4), holidays_of(year.start, year.dates))


def test_the_usual_holidays_are_read_back_as_typed() -> None:
    year = factories.linking_year()
    form = DatesForm(year=year)
    field = form.fields["holidays"]
    assert tuple(field.clean(field.prepare_value(field.initial))) == tuple(sorted(holidays_of(year.start, {})))


def test_the_second_intake_ends_as_the_calendar_says() -> None:
    programme = factories.programme(calendar={"second_intake": [1, 10], "second_intake_closes": [1, 31]})
    usual = intakes_of(factories.linking_year(programme))[1]
    assert (usual.opens, usual.closes) == (dt.date(2027, 1, 10), dt.date(2027, 1, 31))
    moved = intakes_of(factories.linking_year(programme, start=2027, dates={"second_intake": "2028-01-20"}))[1]
    assert moved.closes - moved.opens == dt.timedelta(days=21)
