"""The whole demonstration network: its size is that of the founding year, and nothing real is in it."""

from __future__ import annotations

import csv
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import models, transaction

from footbridge.agreements.models import Agreement, Signature
from footbridge.audit.chain import verify
from footbridge.brokering.models import Link, LinkClass
from footbridge.demo.making import make_network
from footbridge.demo.making.pairing import contact
from footbridge.demo.making.world import World
from footbridge.interest.models import Interest, OfferedClass
from footbridge.notify.models import Message
from footbridge.people.models import Membership, Person
from footbridge.programmes.models import Programme
from footbridge.schools.models import Composition, School
from footbridge.schools.register.groups import ETHNIC_GROUPS
from footbridge.visits.models import Meeting, Proposal

NAMES = (
    "Birmingham, Blackburn, Bolton, Bradford, Buckinghamshire, Burnley, Bury, Calderdale, Derby, Kent, Kirklees, Leeds, Leicester, "
    "London, Luton, Manchester, Newcastle, Nottinghamshire, Oldham, Pendle, Peterborough, Rochdale, Rotherham, Sheffield, Stockport, "
    "Tower Hamlets, Walsall, Waltham Forest"
)
FOUNDING_YEAR = NAMES.split(", ")
WHY = "the test looks at everything"


@pytest.fixture(scope="module")
def network(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The network, made once for all these tests, with the seconds of processor it took."""
    with django_db_blocker.unblock(), transaction.atomic():
        began = time.process_time()
        world = make_network(today=date(2026, 11, 22))
        world.seconds = time.process_time() - began  # type: ignore[attr-defined]
        yield world
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def this_year() -> models.QuerySet[OfferedClass]:
    return OfferedClass.objects.unscoped(WHY).filter(
        linking_year__start=2026, withdrawn=None, interest__intake="autumn"
    )


def test_it_is_made_in_under_a_minute(network: World) -> None:
    """Seconds of the processor, so that it does not matter what else the machine does; compiling the engine included."""
    assert network.seconds < 60  # type: ignore[attr-defined]


def test_the_programmes_are_those_of_the_founding_year(network: World) -> None:
    assert sorted(Programme.objects.values_list("name", flat=True)) == FOUNDING_YEAR
    assert all(programme.hostings.count() for programme in Programme.objects.all())


def test_the_numbers_are_those_of_the_founding_year(network: World) -> None:
    assert this_year().count() == 1063
    schools = this_year().values("school").distinct().count()
    assert 640 <= schools <= 680
    assert School.objects.count() < 730
    assert 1.55 < 1063 / schools < 1.68
    children = this_year().aggregate(n=models.Sum("size"))["n"]
    unknown = this_year().filter(size=None).count()
    assert 30_000 < children + 28 * unknown < 31_500
    teachers = Membership.objects.unscoped(WHY).filter(role="teacher").count()
    assert 2000 < teachers < 2300


def test_programmes_have_their_usual_sizes(network: World) -> None:
    sizes = Counter(this_year().values_list("linking_year__programme__name", flat=True))
    large = [name for name, n in sizes.items() if n > 62]
    assert large == ["Bradford"]
    assert 130 <= sizes["Bradford"] <= 230
    assert min(sizes.values()) >= 10


def test_a_class_has_25_to_31_children(network: World) -> None:
    sizes = this_year().exclude(school__phase="Special").exclude(size=None).values_list("size", flat=True)
    assert (min(sizes), max(sizes)) == (25, 31)


def test_links_have_about_two_classes_and_one_in_ten_is_secondary(network: World) -> None:
    links = Link.objects.unscoped(WHY).filter(state__in=["standing", "ended"])
    classes = LinkClass.objects.unscoped(WHY).filter(link__in=links)
    assert 1.95 < classes.count() / links.count() < 2.6
    secondary = links.filter(classes__school__phase="Secondary").distinct().count()
    assert 0.07 < secondary / links.count() < 0.14
    assert classes.values("link").annotate(n=models.Count("school", distinct=True)).filter(n=3).count() > 5


def test_every_stage_of_the_year_is_there(network: World) -> None:
    by_programme: dict[str, set[str]] = {name: set() for name in FOUNDING_YEAR}
    links = Link.objects.unscoped(WHY).filter(linking_year__start=2026)
    for name, state in links.values_list("linking_year__programme__name", "state"):
        by_programme[name].add(state)
    assert {name for name, states in by_programme.items() if not states} == {
        "Kent", "Peterborough", "Rotherham", "Stockport", "Tower Hamlets",
    }  # fmt: skip
    assert sum("standing" in states for states in by_programme.values()) >= 20
    january = Interest.objects.unscoped(WHY).filter(intake="january")
    assert set(january.values_list("linking_year__programme__name", flat=True)) == {"Leeds"}
    last = Link.objects.unscoped(WHY).filter(linking_year__start=2025)
    assert set(last.values_list("state", flat=True)) == {"ended"}
    assert last.values("linking_year__programme").distinct().count() == 27  # Peterborough is new


def test_derby_is_worked_through(network: World) -> None:
    """Its standing links are at seven steps of the year, and a link that was signed and withdrawn waits for its replacement."""
    derby = {"link__linking_year": network.locals["derby"].years[2026]}
    standing = {**derby, "link__state": "standing"}
    agreements = Agreement.objects.unscoped(WHY).filter(**standing)
    assert Counter(agreements.values_list("state", "asks")) == {("signed", 1): 4, ("open", 1): 2, ("open", 2): 1}
    assert Signature.objects.unscoped(WHY).filter(agreement__in=agreements.filter(asks=2)).count() == 2, (
        "both had signed"
    )
    meetings = Meeting.objects.unscoped(WHY).filter(**standing)
    counted = meetings.filter(state="held", sides__counted__isnull=False).values("link").distinct()
    assert counted.count() == 2
    assert {"held", "not_held", "dated", "called_off", "planned"} == set(meetings.values_list("state", flat=True))
    assert meetings.filter(state="dated", day__lt=network.day, sides__counted=None).exists(), (
        "nobody said how many came"
    )
    assert Proposal.objects.unscoped(WHY).filter(meeting__in=meetings).count() == 1
    [gone] = Agreement.objects.unscoped(WHY).filter(**derby, state="withdrawn")
    assert Signature.objects.unscoped(WHY).filter(agreement=gone).count() == 2
    assert gone.link.state == "withdrawn"
    assert not Link.objects.unscoped(WHY).filter(replaces=gone.link).exists()


def test_schools_are_segregated_and_linking_helps(network: World) -> None:
    oldham = [m for m in network.locals["oldham"].members if m.shares is not None]
    white = np.array([m.shares.ethnicity[0] * (m.school.pupils or 0) for m in oldham if m.shares])
    others = np.array([(1 - m.shares.ethnicity[0]) * (m.school.pupils or 0) for m in oldham if m.shares])
    dissimilarity = np.abs(white / white.sum() - others / others.sum()).sum() / 2
    assert 0.5 < dissimilarity < 0.95
    by_chance = np.mean([contact(a, b) for a, b in combinations(oldham, 2)])
    members = {m.school.pk: m for m in oldham}
    gained = []
    for link in network.locals["oldham"].links[2026]:
        schools = {c.school_id for c in network.locals["oldham"].link_classes[2026] if c.link_id == link.pk}
        if len(schools) == 2 and schools <= set(members):
            gained.append(contact(*(members[pk] for pk in schools)))
    assert np.mean(gained) > by_chance * 1.3


def test_some_schools_publish_nothing_and_none_is_counted_as_zero(network: World) -> None:
    silent = School.objects.filter(compositions=None)
    assert 15 < silent.count() < 60
    assert silent.filter(kind_group="Independent schools").exists()
    assert not School.objects.filter(kind_group="Independent schools").exclude(compositions=None).exists()
    for row in Composition.objects.filter(characteristic="ethnicity")[:200]:
        assert set(row.counts) == set(ETHNIC_GROUPS)
        assert sum(row.counts.values()) == row.total


def test_the_audit_chain_is_whole(network: World) -> None:
    assert verify()[1] == []


# --- nothing real ---------------------------------------------------------------------------------------------------


def test_addresses_numbers_and_postcodes_are_nobodys(network: World) -> None:
    places = list(School.objects.values_list("urn", "postcode", "website"))
    assert len({urn for urn, _, _ in places}) == len({postcode for _, postcode, _ in places}) == len(places)
    for urn, postcode, website in places:
        assert re.fullmatch(r"99\d{4}", urn)
        assert re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]? \d[CIKMOV]{2}", postcode)
        assert website.endswith(".example.org")
    mails = {
        *Person.objects.values_list("email", flat=True),
        *Interest.objects.unscoped(WHY).values_list("contact_email", flat=True),
        *Message.objects.unscoped(WHY).values_list("to", flat=True),
        *Programme.objects.values_list("contact_email", flat=True),
    }
    assert len(mails) > 2500
    assert [mail for mail in mails if not mail.endswith("example.org")] == []
    phones = {*Interest.objects.unscoped(WHY).values_list("contact_phone", flat=True)}
    assert all(re.fullmatch(r"01632 960\d{3}", phone) for phone in phones)  # kept free for drama


def registers(shared: Path) -> Iterator[dict[str, str]]:
    for path in shared.glob("*.csv"):
        if "interest" not in path.name:
            with path.open(encoding="cp1252", errors="replace", newline="") as file:
                yield from csv.DictReader(file)


@pytest.mark.shared_data
def test_no_school_is_a_real_one(network: World, shared: Path) -> None:
    names: set[str] = set()
    numbers: set[str] = set()
    postcodes: set[str] = set()
    for row in registers(shared):
        for column, value in row.items():
            if not isinstance(value, str) or not column:
                continue
            if re.search(r"name", column, re.I) and not re.search(r"street|\(name\)", column, re.I):
                names.add(plain(value))
            if re.search("urn", column, re.I):
                numbers.add(value.strip())
            if re.search("postcode|pcd", column, re.I):
                postcodes.add(plain(value))
    assert len(names) > 3000
    assert len(numbers) > 10_000
    assert len(postcodes) > 1000
    made = School.objects.values_list("name", "urn", "postcode")
    assert {plain(name) for name, _, _ in made} & names == set()
    assert {urn for _, urn, _ in made} & numbers == set()
    assert not any(number.startswith("99") and len(number) == 6 for number in numbers)
    assert {plain(postcode) for _, _, postcode in made} & postcodes == set()
    own = {
        plain(re.split(r" (?:Church|CofE|Catholic|Primary|Community|Academy|High|School)", name)[0])
        for name, _, _ in made
    }
    assert {word for word in own if " " not in word and any(real.startswith(word + " ") for real in names)} == set()


def plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()


@pytest.mark.shared_data
def test_towns_lie_where_they_are(network: World, shared: Path) -> None:
    """Every town of the authorities in the real files has a real school of that town within three kilometres."""
    real: dict[str, list[tuple[float, float]]] = {}
    authorities: set[str] = set()
    with (shared / "gias_2022_08_dev6la.csv").open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file):
            if row["Easting"]:
                authorities.add(row["LA (code)"])
                real.setdefault(row["Town"].lower(), []).append((float(row["Easting"]), float(row["Northing"])))
    looked = 0
    for local in network.locals.values():
        for town in local.place.towns:
            known = (town.authority or local.place.authorities[0][0]) in authorities
            if known and (places := real.get(town.name.lower())):
                looked += 1
                away = np.hypot(*(np.array(places) - (town.easting, town.northing)).T)
                assert away.min() < 3000, town.name
    assert looked >= 6


@pytest.mark.shared_data
def test_authorities_have_their_numbers(network: World, shared: Path) -> None:
    found = json.loads((shared / "england_counties_unitaries_2021.geojson").read_text())["features"]
    real = {one["properties"]["la_code"]: one["properties"]["utla21_name"] for one in found}
    for local in network.locals.values():
        for code, name in local.place.authorities:
            assert real[code] == name
