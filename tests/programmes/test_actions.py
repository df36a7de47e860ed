"""Setting up, handing over, changing and closing programmes, and their linking years."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from footbridge.access.viewer import Viewer
from footbridge.audit.models import AuditLine
from footbridge.brokering.models import Link
from footbridge.interest.models import Interest
from footbridge.people.models import Membership
from footbridge.people.viewers import viewer_for
from footbridge.programmes import actions, calendar, queries
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.programmes.queries import PairingRules
from footbridge.programmes.rules import NotAllowed, NotPossible
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Viewer:
    make.network()
    return viewer_for(make.member("network_staff", name="Nadia Network"))


def facilitator_of(programme: Programme) -> Viewer:
    return viewer_for(make.member("facilitator", of=programme))


def set_up(by: Viewer, **changes: Any) -> Programme:
    given: dict[str, Any] = {
        "name": "Sheffield",
        "authorities": [make.authority("373", "Sheffield")],
        "organisation": "Steel City Trust",
        "since": dt.date(2026, 9, 1),
        "contact_email": "sheffield@test.example.org",
        "first_year": 2026,
        "recruiting": True,
    }
    return actions.set_up_programme(by=by, **{**given, **changes})


def year_of(programme: Programme, start: int = 2026) -> LinkingYear:
    return LinkingYear.objects.unscoped("a test looks at it").get(programme=programme, start=start)


# --- setting up ---------------------------------------------------------------------------------------------------


def test_setting_up_makes_programme_host_year_and_audit_line(network: Viewer) -> None:
    place = make.authority("373", "Sheffield")
    place.easting, place.northing = 435200, 387300
    place.save()
    made = set_up(network, authorities=[place])
    assert (made.slug, made.easting, made.northing) == ("sheffield", 435200, 387300)
    assert [h.organisation for h in made.hostings.all()] == ["Steel City Trust"]
    year = year_of(made)
    assert (year.state, year.dates["interest_opens"], len(year.dates)) == ("open", "2026-03-01", 14)
    assert AuditLine.objects.filter(verb="set_up_programme", programme=made.pk).count() == 1


def test_a_programme_that_does_not_recruit_starts_with_its_year_planned(network: Viewer) -> None:
    assert year_of(set_up(network, recruiting=False)).state == "planned"


def test_its_place_falls_back_to_its_schools(network: Viewer) -> None:
    place = make.authority("373", "Sheffield")
    make.school(authority=place, easting=430000, northing=380000)
    make.school(authority=place, easting=440000, northing=390000)
    made = set_up(network, authorities=[place])
    assert (made.easting, made.northing) == (435000, 385000)


def test_names_and_addresses_are_its_own(network: Viewer) -> None:
    make.programme("Shef-field", slug="sheffield")
    assert set_up(network).slug == "sheffield-2"
    with pytest.raises(NotPossible, match="called SHEFFIELD already"):
        set_up(network, name="SHEFFIELD")


@pytest.mark.parametrize(
    ("meetings", "words"),
    [
        (["neutral"], "two to five meetings"),
        (["neutral"] * 6, "two to five meetings"),
        (["goodbye", "host_a"], "goodbye comes last"),
        (["host_a", "host_a"], "Each school hosts once"),
    ],
)
def test_meetings_that_make_no_year_are_refused(network: Viewer, meetings: list[str], words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        set_up(network, meetings=meetings)
    assert not Programme.objects.exists()


def test_days_out_of_order_are_refused(network: Viewer) -> None:
    with pytest.raises(NotPossible, match="Move one of them"):
        set_up(network, days={**calendar.NETWORK_DAYS, "visits_to": (2, 1)})
    assert not Programme.objects.exists()


def test_only_network_staff_set_up_hand_over_and_close(network: Viewer) -> None:
    programme = make.programme()
    for viewer in (
        facilitator_of(programme),
        viewer_for(make.member("headteacher", of=make.school())),
        Viewer.nobody(),
    ):
        with pytest.raises(NotAllowed):
            set_up(viewer)
        with pytest.raises(NotAllowed):
            actions.hand_over_programme(by=viewer, programme=programme, organisation="X", on=dt.date(2026, 1, 1))
        with pytest.raises(NotAllowed):
            actions.close_programme(by=viewer, programme=programme)


# --- handing over -------------------------------------------------------------------------------------------------


def test_a_handover_keeps_everything_and_is_dated(network: Viewer) -> None:
    programme = make.programme()
    year = make.linking_year(programme)
    facilitator = make.member("facilitator", of=programme, name="Amina Yusuf")
    one, other = make.interest(year), make.interest(year)
    classes = [make.offered_class(one), make.offered_class(other)]
    link = make.link(*classes)

    actions.hand_over_programme(
        by=network,
        programme=programme,
        organisation="New Host",
        on=dt.date(2026, 10, 1),
        note="The trust closes",
        contact_email="new@test.example.org",
    )

    after = Programme.objects.get(pk=programme.pk)
    assert (after.slug, after.name, after.contact_email) == ("derby", "Derby", "new@test.example.org")
    assert [(h.organisation, h.since, h.until) for h in after.hostings.all()] == [
        ("New Host", dt.date(2026, 10, 1), None),
        ("Derby Trust", dt.date(2020, 9, 1), dt.date(2026, 10, 1)),
    ]
    why = "a test looks at it"
    assert set(Interest.objects.unscoped(why).filter(linking_year__programme=after)) == {one, other}
    assert Link.objects.unscoped(why).get(linking_year__programme=after) == link
    assert Membership.objects.unscoped(why).get(programme=after, until=None).person == facilitator
    assert facilitator_sees(facilitator, after)
    assert AuditLine.objects.filter(verb="hand_over_programme", programme=after.pk).count() == 1


def facilitator_sees(person: Any, programme: Programme) -> bool:
    return Interest.objects.visible_to(viewer_for(person)).filter(linking_year__programme=programme).count() == 2


def test_the_host_of_a_day_is_the_one_of_that_day(network: Viewer) -> None:
    programme = make.programme()
    actions.hand_over_programme(by=network, programme=programme, organisation="Next", on=dt.date(2027, 4, 1))
    programme = queries.own_programme(network, "derby")
    for day, host in ((dt.date(2027, 3, 31), "Derby Trust"), (dt.date(2027, 4, 1), "Next")):
        now = queries.host_of(programme, on=day).now
        assert now is not None
        assert now.organisation == host


@pytest.mark.parametrize(
    ("organisation", "on", "words"),
    [
        ("derby trust ", dt.date(2026, 1, 1), "hosts this programme already"),
        ("Other", dt.date(2020, 9, 1), "Enter a later day"),
        ("Other", dt.date(2019, 1, 1), "Enter a later day"),
    ],
)
def test_a_handover_that_cannot_be_is_refused(network: Viewer, organisation: str, on: dt.date, words: str) -> None:
    programme = make.programme()
    with pytest.raises(NotPossible, match=words):
        actions.hand_over_programme(by=network, programme=programme, organisation=organisation, on=on)
    assert programme.hostings.count() == 1


# --- settings -----------------------------------------------------------------------------------------------------


def test_facilitators_change_their_own_programme_and_no_other(network: Viewer) -> None:
    own, other = make.programme(), make.programme("Leeds")
    viewer = facilitator_of(own)
    actions.change_programme(by=viewer, programme=own, about="Town and country")
    assert Programme.objects.get(pk=own.pk).about == "Town and country"
    for attempt in (
        lambda: actions.change_programme(by=viewer, programme=other, about="X"),
        lambda: actions.change_shape(by=viewer, programme=other, meetings=["neutral", "host_a"], training_shape="half"),
        lambda: actions.change_pairing(by=viewer, programme=other, weights={"fsm": 1.0}),
        lambda: actions.change_calendar(by=viewer, programme=other, days={}),
        lambda: actions.stop_recruiting(by=viewer, programme=other),
        lambda: actions.open_linking_year(by=viewer, programme=other, start=2027),
        lambda: actions.change_programme(by=viewer, programme=own, name="Derby and more"),
        lambda: actions.change_programme(by=viewer, programme=own, authorities=[make.authority("830", "Derbyshire")]),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert not LinkingYear.objects.unscoped("a test looks at it").exists()


def test_nothing_changed_writes_no_audit_line(network: Viewer) -> None:
    programme = make.programme()
    actions.change_programme(by=network, programme=programme, contact_email=programme.contact_email)
    actions.start_recruiting(by=network, programme=programme)
    assert not AuditLine.objects.filter(programme=programme.pk).exists()


def test_network_staff_rename_and_move_a_programme_and_its_address_stays(network: Viewer) -> None:
    programme = make.programme()
    place = make.authority("830", "Derbyshire")
    place.easting, place.northing = 430000, 360000
    place.save()
    actions.change_programme(by=network, programme=programme, name="Derby and Derbyshire", authorities=[place])
    after = Programme.objects.get(pk=programme.pk)
    assert (after.slug, after.name, after.northing) == ("derby", "Derby and Derbyshire", 360000)


def test_weights_and_limits_are_kept_and_checked(network: Viewer) -> None:
    programme = make.programme()
    viewer = facilitator_of(programme)
    actions.change_pairing(by=viewer, programme=programme, weights={"fsm": 0.9})
    actions.change_pairing(by=viewer, programme=programme, limits=PairingRules(max_year_gap=0, max_distance_km=None))
    after = Programme.objects.get(pk=programme.pk)
    assert queries.weights(after)["fsm"] == 0.9
    assert queries.weights(after)["ethnicity"] == 1.0
    assert queries.pairing_rules(after) == PairingRules(max_year_gap=0, max_distance_km=None)
    for wrong in ({"fsm": 1.5}, {"fsm": -0.1}, {"unknown": 0.5}):
        with pytest.raises(NotPossible):
            actions.change_pairing(by=viewer, programme=programme, weights=wrong)


# --- years and the end --------------------------------------------------------------------------------------------


def test_a_years_dates_are_its_own_once_it_is_open(network: Viewer) -> None:
    programme = make.programme()
    viewer = facilitator_of(programme)
    year = actions.open_linking_year(by=viewer, programme=programme, start=2027)
    actions.change_calendar(by=viewer, programme=programme, days={"offers_by": (9, 1)})
    assert calendar.date_of(year_of(programme, 2027), "offers_by") == dt.date(2027, 9, 25)
    assert actions.open_linking_year(by=viewer, programme=programme, start=2027).pk == year.pk
    later = actions.open_linking_year(by=viewer, programme=programme, start=2028)
    assert calendar.date_of(later, "offers_by") == dt.date(2028, 9, 1)


def test_dates_out_of_order_and_closed_years_are_refused(network: Viewer) -> None:
    year = make.linking_year()
    with pytest.raises(NotPossible, match="Move one of them"):
        actions.change_dates(by=network, year=year, dates={"visits_to": dt.date(2026, 12, 1)})
    actions.change_dates(by=network, year=year, dates={"visits_to": dt.date(2027, 6, 20)})
    actions.close_linking_year(by=network, year=year)
    with pytest.raises(NotPossible, match="is closed"):
        actions.change_dates(by=network, year=year, dates={"visits_to": dt.date(2027, 6, 21)})
    with pytest.raises(NotPossible, match="Open a later one"):
        actions.open_linking_year(by=network, programme=year.programme, start=year.start)


def test_a_programme_ends_only_when_no_year_is_open(network: Viewer) -> None:
    year = make.linking_year()
    programme = year.programme
    with pytest.raises(NotPossible, match="2026/27 is still open"):
        actions.close_programme(by=network, programme=programme)
    actions.close_linking_year(by=network, year=year)
    actions.close_programme(by=network, programme=programme)
    assert queries.directory() == []
    for attempt in (
        lambda: actions.start_recruiting(by=network, programme=programme),
        lambda: actions.open_linking_year(by=network, programme=programme, start=2028),
    ):
        with pytest.raises(NotPossible, match="has ended"):
            attempt()


def test_new_answers_go_to_the_latest_year_whose_interest_has_opened() -> None:
    programme = make.programme()
    make.linking_year(programme, 2026)
    make.linking_year(programme, 2027)
    assert queries.year_for_interest(programme, dt.date(2026, 11, 22)).start == 2026  # type: ignore[union-attr]
    assert queries.year_for_interest(programme, dt.date(2027, 3, 2)).start == 2027  # type: ignore[union-attr]
    assert queries.year_for_interest(programme, dt.date(2026, 1, 2)).start == 2026  # type: ignore[union-attr]
    assert queries.year_for_interest(make.programme("Leeds")) is None
