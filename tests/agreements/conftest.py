"""Two linked schools with heads, a deputy, a facilitator, and a text in force."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.agreements.actions.signing import open_agreement
from footbridge.agreements.models import Agreement, AgreementText
from footbridge.brokering.models import Link
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from tests import factories

TICKS = ["We train.", "We host."]


@dataclass
class World:
    """A standing link with its agreement open; heads by place in `schools`."""

    year: LinkingYear
    schools: list[School]
    link: Link
    agreement: Agreement
    heads: list[Person]
    deputy: Person
    facilitator: Person
    staff: Person
    extra: list[Link] = field(default_factory=list)

    def viewer(self, person: Person) -> Viewer:
        return viewer_for(person)


def text_in_force(number: int = 1, body: str = "# Why\n\nChildren meet.\n\n- We answer\n- We come") -> AgreementText:
    return AgreementText.objects.create(
        number=number, state="published", published=timezone.now(), title="Our agreement", body=body,
        commitments=TICKS,
    )  # fmt: skip


def make_world(schools: int = 2) -> World:
    factories.network()
    year = factories.linking_year()
    text_in_force()
    places = [factories.school(f"{name} Primary") for name in ("Ash", "Birch", "Cedar")[:schools]]
    classes = [factories.offered_class(factories.interest(year, school)) for school in places]
    link = factories.link(*classes)
    agreement = open_agreement(by=Viewer.for_system("test"), link=link)
    assert agreement is not None
    return World(
        year, places, link, agreement,
        [factories.member("headteacher", of=school, name=f"Head of {school.name}") for school in places],
        factories.member("deputy", of=places[0], name="Dee Puty"),
        factories.member("facilitator", of=year.programme, name="Fay Cilitator"),
        factories.member("network_staff", name="Nat Work"),
    )  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return make_world()
