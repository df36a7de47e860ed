"""A closed school's people, invitations and open answers follow to the school after it; what is history stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from footbridge.access import Viewer
from footbridge.audit.models import AuditLine
from footbridge.brokering.models import Link, LinkClass
from footbridge.interest.models import AgainInvitation, Interest
from footbridge.people.actions import end_membership, invite
from footbridge.people.actions.moving import end_roles_of_closed_schools, follow_closed_schools, settle_move
from footbridge.people.models import Invitation, Membership, Person, SchoolMove
from footbridge.people.rules import Refused
from footbridge.people.tasks import follow_schools_that_closed
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given
from footbridge.schools.models import RegisterFile, School, Succession
from tests import factories
from tests.people.letters import code_in, last_letter, letters_to, link_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
SYSTEM = Viewer.for_system("test")
NEW = "nina.new@school.test.example.org"


def roles_at(school: School) -> dict[str, list[str]]:
    rows = Membership.objects.unscoped("a test looks").current().filter(school=school)
    found: dict[str, list[str]] = {}
    for name, role in rows.order_by("person__name").values_list("person__name", "role"):
        found.setdefault(name, []).append(role)
    return found


def after(school: School, *others: School, relation: str = "succession") -> None:
    """The register says that these schools came after one, and that it closed."""
    source, _ = RegisterFile.objects.get_or_create(kind="links", name="links.csv", digest="x", as_of=date(2026, 9, 1))
    for other in others:
        Succession.objects.create(
            predecessor_urn=school.urn or "", successor_urn=other.urn or "", relation=relation, source=source
        )
    school.status, school.replaced_by = "Closed", others[-1] if others else None
    school.save()


def move_of(school: School) -> SchoolMove:
    return SchoolMove.objects.unscoped("a test looks").get(before=school)


@pytest.fixture
def year() -> LinkingYear:
    factories.network()
    return factories.linking_year(factories.programme())


@pytest.fixture
def park(year: LinkingYear) -> School:
    return factories.school("Park School")


@pytest.fixture
def academy(year: LinkingYear) -> School:
    return factories.school("Park Academy")


def test_all_that_is_open_follows_and_history_stays(year: LinkingYear, park: School, academy: School) -> None:
    head = factories.member("headteacher", of=park, name="Hanna Head")
    factories.member("teacher", of=park, name="Tara Teacher")
    earlier = factories.interest(factories.linking_year(year.programme, start=2024, state="closed"), park)
    answer = factories.interest(year, park)
    offered = factories.offered_class(answer)
    other = factories.interest(year, factories.school("Other"))
    other.refused_schools.add(park)
    asked = AgainInvitation.objects.create(
        linking_year=year, school=park, last=earlier, email="a@b.example.org", token="t", code="c"
    )
    invitation = Invitation.objects.create(
        email=NEW, name="Nina New", role="teacher", school=park, token="t", code="c", expires="2099-01-01T00:00Z"
    )
    after(park, academy)
    assert follow_closed_schools(by=SYSTEM) == 1
    assert follow_closed_schools(by=SYSTEM) == 0
    assert roles_at(park) == {}
    assert roles_at(academy) == {"Hanna Head": ["headteacher"], "Tara Teacher": ["teacher"]}
    held = Membership.objects.unscoped("a test looks").get(person=head, school=park)
    assert (held.until is not None, held.ended_because) == (True, "The school became Park Academy")
    for row, expected in (
        (answer, academy),
        (offered, academy),
        (asked, academy),
        (invitation, academy),
        (earlier, park),
    ):
        fresh = type(row).objects.unscoped("a test looks").get(pk=row.pk)
        assert fresh.school == expected
    assert {one.name for one in other.refused_schools.all()} == {"Park School", "Park Academy"}
    assert "Park School is now Park Academy" in last_letter(head.email).subject
    assert letters_to(head.email) == 1
    verbs = set(AuditLine.objects.values_list("verb", flat=True))
    assert {"school_followed", "gave_role", "ended_role", "interest.follow_school", "moved_invitation"} <= verbs


def test_an_import_moves_people_in_the_same_transaction(year: LinkingYear, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    header = "URN,LA (code),EstablishmentName,EstablishmentStatus (name),LastChangedDate\n"
    register.write_text(f"{header}700001,831,Park School,Open,01-06-2024\n700002,831,Park Academy,Open,01-06-2024\n")
    import_register(files=[Given(register)], by=SYSTEM)
    factories.member("headteacher", of=School.objects.get(urn="700001"), name="Hanna Head")
    register.write_text(f"{header}700001,831,Park School,Closed,01-09-2024\n")
    links = tmp_path / "links_edubasealldata20240901.csv"
    links.write_text("URN,LinkURN,LinkType,LinkEstablishedDate\n700001,700002,Successor,01-09-2024\n")
    import_register(files=[Given(register), Given(links)], by=SYSTEM)
    assert roles_at(School.objects.get(urn="700002")) == {"Hanna Head": ["headteacher"]}


UNSURE = ("several before", "several after", "joined", "none", "people")


@pytest.mark.parametrize("doubt", UNSURE)
def test_where_the_register_is_not_sure_a_facilitator_decides(
    year: LinkingYear, park: School, academy: School, sign_in: SignIn, doubt: str
) -> None:
    factories.member("headteacher", of=park, name="Hanna Head")
    if doubt == "several before":
        after(factories.school("Brook School"), academy)
    if doubt == "people":
        factories.member("headteacher", of=academy, name="Own Head")
    others = [factories.school("Second Academy")] if doubt == "several after" else []
    after(
        park, *([] if doubt == "none" else [academy, *others]), relation="merger" if doubt == "joined" else "succession"
    )
    assert follow_closed_schools(by=SYSTEM) == 0
    assert "Hanna Head" in roles_at(park)
    facilitator = sign_in(factories.member("facilitator", of=year.programme))
    assert "Park School has closed" in facilitator.get("/today/").content.decode()
    page = facilitator.get("/people/closed-schools/").content.decode()
    assert "Hanna Head, Headteacher" in page
    address = f"/people/closed-schools/{move_of(park).pk}/"
    chosen = "nobody" if doubt == "none" else str(academy.pk)
    assert "Where do they go?" in facilitator.post(address, {}).content.decode()
    assert facilitator.post(address, {"after": "987654"}).status_code == 200
    said = facilitator.post(address, {"after": chosen}, follow=True).content.decode()
    assert ("follow to no other school" if doubt == "none" else "now stand at Park Academy") in said
    assert roles_at(park) == {}
    assert ("Hanna Head" in roles_at(academy)) is (doubt != "none")
    assert facilitator.post(address, {"after": chosen}).status_code == 404  # settled already
    if doubt == "people":
        main = Membership.objects.unscoped("a test looks").current().filter(school=academy, main=True)
        assert [one.person.name for one in main] in ([], ["Own Head"])


def test_another_programme_and_a_head_decide_nothing(year: LinkingYear, park: School, sign_in: SignIn) -> None:
    head = factories.member("headteacher", of=park)
    after(park)
    follow_closed_schools(by=SYSTEM)
    elsewhere = factories.member(
        "facilitator", of=factories.programme("Luton", authority=factories.authority("821", "Luton"))
    )
    address = f"/people/closed-schools/{move_of(park).pk}/"
    assert sign_in(elsewhere).get(address).status_code == 404
    assert sign_in(head).get(address).status_code in (403, 404)
    with pytest.raises(Refused, match="another programme"):
        settle_move(by=viewer_for(elsewhere), move=move_of(park), after=None)


def test_a_running_link_keeps_its_people_on_both_sides(year: LinkingYear, park: School, academy: School) -> None:
    head = factories.member("headteacher", of=park, name="Hanna Head")
    answer = factories.interest(year, park)
    link = factories.link(
        factories.offered_class(answer), factories.offered_class(factories.interest(year, factories.school("Partner")))
    )
    after(park, academy)
    follow_closed_schools(by=SYSTEM)
    assert Interest.objects.unscoped("a test looks").get(pk=answer.pk).school == park
    assert "Hanna Head" in roles_at(park)
    assert "Hanna Head" in roles_at(academy)
    assert viewer_for(head).links == {link.pk}
    assert viewer_for(head).schools == {park.pk, academy.pk}
    # whoever joins while it runs belongs to both, whoever leaves leaves both
    invite(by=SYSTEM, email=NEW, name="Nina New", role="headteacher", school=academy)
    letter = last_letter(NEW)
    Client().post(link_in(letter), {"code": code_in(letter), "name": "Nina New"})
    assert set(roles_at(park)) == {"Hanna Head", "Nina New"}
    end_membership(by=SYSTEM, membership=Membership.objects.unscoped("t").current().get(person=head, school=academy))
    assert set(roles_at(park)) == {"Nina New"}
    assert end_roles_of_closed_schools(by=SYSTEM) == 0
    Link.objects.unscoped("a test ends it").filter(pk=link.pk).update(state="ended")
    LinkClass.objects.unscoped("a test ends it").filter(link=link).update(live=False)
    follow_schools_that_closed(0)
    assert roles_at(park) == {}
    assert set(roles_at(academy)) == {"Nina New"}


def test_of_a_chain_everybody_stands_at_its_end(year: LinkingYear, park: School, academy: School) -> None:
    factories.member("headteacher", of=park, name="Hanna Head")
    after(park, academy)
    follow_closed_schools(by=SYSTEM)
    trust = factories.school("Trust Academy")
    after(academy, trust)
    School.objects.filter(pk=park.pk).update(replaced_by=trust)
    follow_closed_schools(by=SYSTEM)
    assert roles_at(trust) == {"Hanna Head": ["headteacher"]}
    assert move_of(park).after == trust


def test_the_database_keeps_moves_whole(park: School) -> None:
    for fields in ({"state": "followed"}, {"state": "followed", "after": park}, {"state": "waiting", "after": park}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SchoolMove.objects.create(before=park, **fields)
