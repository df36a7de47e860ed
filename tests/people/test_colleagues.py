"""Colleagues: who is here, who leaves, who takes over, and that nobody is locked out."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from footbridge.audit.models import AuditLine
from footbridge.people import queries
from footbridge.people.actions import end_membership, invite, replace_person
from footbridge.people.actions.keys import add_app
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.rules import Refused
from footbridge.people.viewers import viewer_for
from footbridge.schools.models import School
from tests import factories
from tests.people.letters import code_in, last_letter, letters_to, link_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
NEW = "nina.new@school.test.example.org"


def role_of(person: Person) -> Membership:
    return Membership.objects.unscoped("a test looks").filter(person=person).order_by("-pk")[0]


def holders(school: School, role: str) -> list[str]:
    held = Membership.objects.unscoped("a test looks").current().filter(school=school, role=role)
    return sorted(held.values_list("person__name", flat=True))


@pytest.fixture
def school() -> School:
    return factories.school("Alder Vale")


@pytest.fixture
def head(school: School) -> Person:
    return factories.member("headteacher", of=school, name="Hanna Head")


def test_a_head_replaces_a_leaver_and_history_stays(school: School, head: Person, sign_in: SignIn) -> None:
    leaver = factories.member("teacher", of=school, name="Lee Leaver")
    client = sign_in(head)
    answer = client.post(f"/people/{role_of(leaver).pk}/replace/", {"name": "Nina New", "email": NEW}, follow=True)
    page = answer.content.decode()
    assert "Nina New is invited to take over from Lee Leaver." in page
    assert holders(school, "teacher") == []
    assert "Lee Leaver, Linking teacher" in page  # among those who were here before
    letter = last_letter(NEW)
    Client().post(link_in(letter), {"code": code_in(letter), "name": "Nina New"})
    assert holders(school, "teacher") == ["Nina New"]
    assert Person.objects.filter(pk=leaver.pk).exists()
    assert role_of(leaver).ended_because == "Replaced"
    assert {"named_successor", "ended_role"} <= set(AuditLine.objects.values_list("verb", flat=True))


def test_the_last_head_stays_until_the_successor_accepts(school: School, head: Person) -> None:
    by = viewer_for(head)
    with pytest.raises(Refused, match="without a headteacher"):
        end_membership(by=by, membership=role_of(head))
    replace_person(by=by, membership=role_of(head), email=NEW, name="Nina New")
    assert holders(school, "headteacher") == ["Hanna Head"]
    letter = last_letter(NEW)
    Client().post(link_in(letter), {"code": code_in(letter), "name": "Nina New"})
    assert holders(school, "headteacher") == ["Nina New"]
    assert queries.heads_of([school.pk])[school.pk][0].name == "Nina New"


def test_one_of_two_heads_may_go_at_once(school: School, head: Person) -> None:
    factories.member("headteacher", of=school, name="Otto Other")
    end_membership(by=viewer_for(head), membership=role_of(head))
    assert holders(school, "headteacher") == ["Otto Other"]


def test_a_facilitator_helps_where_the_last_head_has_gone(school: School, head: Person) -> None:
    facilitator = factories.member("facilitator", of=factories.programme("Derby"))
    end_membership(by=viewer_for(facilitator), membership=role_of(head), because="Left")
    assert holders(school, "headteacher") == []


def test_a_deputy_cannot_remove_the_head_and_does_not_see_how(school: School, head: Person, sign_in: SignIn) -> None:
    deputy = factories.member("deputy", of=school)
    with pytest.raises(Refused):
        end_membership(by=viewer_for(deputy), membership=role_of(head))
    client = sign_in(deputy)
    for verb in ("remove", "replace", "lost-key"):
        assert client.post(f"/people/{role_of(head).pk}/{verb}/", {"because": "Other work"}).status_code == 404
    assert holders(school, "headteacher") == ["Hanna Head"]


def test_other_schools_are_not_there(head: Person, sign_in: SignIn) -> None:
    elsewhere = factories.school("Beech Hill")
    other = factories.member("teacher", of=elsewhere)
    client = sign_in(head)
    for path in (f"/people/school/{elsewhere.pk}/", f"/people/school/{elsewhere.pk}/invite/",
                 f"/people/{role_of(other).pk}/remove/"):  # fmt: skip
        assert client.get(path).status_code == 404
        assert client.post(path, {"because": "Other work"}).status_code in (404, 405)
    assert role_of(other).until is None


def test_a_second_adult_is_suggested_until_there_is_one(school: School, head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    assert "Only one person can act for the school" in client.get("/people/").content.decode()
    factories.member("deputy", of=school)
    assert "Only one person" not in client.get("/people/").content.decode()


def test_a_head_invites_sends_again_and_takes_back(school: School, head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    asked = {"role": "teacher", "name": "Nina New", "email": NEW}
    for _ in range(2):  # pressed twice
        client.post(f"/people/school/{school.pk}/invite/", asked)
    assert letters_to(NEW) == 1
    made = Invitation.objects.unscoped("a test looks").get()
    client.post(f"/people/invitations/{made.pk}/send-again/")
    assert letters_to(NEW) == 2
    client.post(f"/people/invitations/{made.pk}/take-back/")
    letter = last_letter(NEW)
    assert Client().get(link_in(letter)).status_code == 410


def test_a_form_with_a_mistake_comes_back_filled_in(school: School, head: Person, sign_in: SignIn) -> None:
    page = sign_in(head).post(
        f"/people/school/{school.pk}/invite/", {"role": "teacher", "name": "Nina New", "email": "nina at school"}
    )
    assert "nina at school" in page.content.decode()
    assert "Nina New" in page.content.decode()
    assert "Enter an e-mail address" in page.content.decode()


def test_a_lost_key_is_helped_by_a_colleague_and_told_to_its_owner(
    school: School, head: Person, sign_in: SignIn
) -> None:
    teacher = factories.member("teacher", of=school)
    add_app(by=viewer_for(teacher), person=teacher, secret="JBSWY3DPEHPK3PXP")
    theirs = Client()
    theirs.force_login(teacher)
    sign_in(head).post(f"/people/{role_of(teacher).pk}/lost-key/")
    assert not Authenticator.objects.filter(user=teacher).exists()
    assert "Hanna Head removed your lost second key" in last_letter(teacher.email).text
    assert theirs.get("/second-key/").status_code == 302  # signed out


def test_nobody_frees_themselves_of_the_second_key(head: Person, sign_in: SignIn) -> None:
    add_app(by=viewer_for(head), person=head, secret="JBSWY3DPEHPK3PXP")
    assert sign_in(head).post(f"/people/{role_of(head).pk}/lost-key/").status_code == 404
    assert Authenticator.objects.filter(user=head).exists()


def test_the_facilitators_page_names_missing_heads_within_few_queries(sign_in: SignIn) -> None:
    programme = factories.programme("Derby")
    year = factories.linking_year(programme)
    facilitator = factories.member("facilitator", of=programme)
    client = sign_in(facilitator)

    def one_more(name: str, *, has_head: bool) -> None:
        school = factories.school(name)
        factories.interest(year, school)
        if has_head:
            factories.member("headteacher", of=school, name=f"Head of {name}")

    one_more("Alder Vale", has_head=True)
    counts = []
    for extra in (("Beech Hill", False), ("Cedar Lane", True)):
        with CaptureQueriesContext(connection) as seen:
            page = client.get("/people/").content.decode()
        counts.append(len(seen))
        one_more(extra[0], has_head=extra[1])
    assert counts[0] == counts[1]
    assert counts[0] <= 11
    assert "1 school has answered, and no headteacher" in page
    assert "Head of Alder Vale" in page


def test_network_staff_see_programmes_without_facilitators(sign_in: SignIn) -> None:
    factories.programme("Derby")
    kent = factories.programme("Kent", authority=factories.authority("886", "Kent"))
    factories.member("facilitator", of=kent)
    client = sign_in(factories.member("network_staff"))
    page = client.get("/people/").content.decode()
    assert "1 programme has nobody" in page
    client.post("/people/programme/derby/invite/", {"role": "facilitator", "name": "F", "email": NEW})
    assert letters_to(NEW) == 1


def test_whom_to_write_to(school: School, head: Person) -> None:
    office = factories.member("school_office", of=school, name="Olive Office")
    programme = factories.programme("Derby")
    facilitator = factories.member("facilitator", of=programme)
    assert [c.email for c in queries.contacts_of_school(school)] == [head.email, office.email]
    assert [c.email for c in queries.facilitators_of(programme)] == [facilitator.email]
    empty = factories.school("Empty")
    assert queries.heads_of([school.pk, empty.pk])[empty.pk] == []
    end_membership(by=viewer_for(facilitator), membership=role_of(head))
    assert queries.heads_of([school.pk])[school.pk] == []


def test_letters_go_to_the_next_one_when_the_first_leaves(school: School, head: Person) -> None:
    Membership.objects.unscoped("a test sets").filter(person=head).update(main=True)
    other = factories.member("headteacher", of=school)
    end_membership(by=viewer_for(head), membership=role_of(head))
    assert role_of(other).main


def test_the_viewer_switches_between_roles(school: School, sign_in: SignIn) -> None:
    both = factories.member("headteacher", of=school)
    elsewhere = factories.school("Beech Hill")
    second = Membership.objects.create(person=both, role="teacher", school=elsewhere)
    client = sign_in(both)
    assert client.get("/people/").status_code == 200
    client.get(f"/role/?role={second.pk}")
    assert client.get("/people/").status_code == 200  # looking switched nothing
    client.post("/role/", {"role": second.pk})
    assert client.get("/people/").status_code == 404
    foreign = role_of(factories.member("network_staff"))
    assert client.post("/role/", {"role": foreign.pk}).status_code == 404
    invite_page = client.get(f"/people/school/{school.pk}/invite/")
    assert invite_page.status_code == 404


def test_a_page_of_another_role_is_one_press_away(school: School, head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    assert "another of your roles" not in client.get("/exchange/").content.decode()  # who has one role
    second = Membership.objects.create(person=head, role="teacher", school=school)
    missing, refused = client.get("/exchange/?a=1"), client.get("/links/987654/")
    assert missing.status_code == refused.status_code == 404
    for page, address in ((missing, "/exchange/?a=1"), (refused, "/links/987654/")):
        assert "Go on as Linking teacher, Alder Vale" in page.content.decode()
        assert f'name="next" value="{address}"' in page.content.decode()
    went = client.post("/role/", {"role": second.pk, "next": "/exchange/?a=1"})
    assert went["Location"] == "/exchange/?a=1"
    assert client.get(went["Location"]).status_code == 200
    for elsewhere in ("https://elsewhere.example.org/", "//elsewhere.example.org/", "javascript:x"):
        assert client.post("/role/", {"role": second.pk, "next": elsewhere})["Location"] == "/today/"


def test_an_ended_role_opens_nothing_at_once(school: School, head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    assert client.get("/people/").status_code == 200
    factories.member("headteacher", of=school)
    end_membership(by=viewer_for(head), membership=role_of(head))
    assert client.get("/people/").status_code == 404


def test_inviting_the_leaver_as_their_own_successor_is_refused(school: School, head: Person) -> None:
    leaver = factories.member("teacher", of=school)
    with pytest.raises(Refused, match="who leaves"):
        replace_person(by=viewer_for(head), membership=role_of(leaver), email=leaver.email.upper(), name="X")


def test_a_successor_is_no_way_to_a_role_one_may_not_give(school: School, head: Person) -> None:
    """Naming a membership elsewhere as the one to replace does not open another place."""
    elsewhere = factories.school("Beech Hill")
    other = factories.member("headteacher", of=elsewhere)
    with pytest.raises(Refused):
        invite(by=viewer_for(head), email=NEW, name="X", role="headteacher", school=elsewhere, replaces=role_of(head))
    with pytest.raises(Refused):
        invite(by=viewer_for(head), email=NEW, name="X", role="headteacher", school=elsewhere, replaces=role_of(other))


def test_whoever_runs_the_server_helps_the_last_network_staff() -> None:
    staff = factories.member("network_staff")
    add_app(by=viewer_for(staff), person=staff, secret="JBSWY3DPEHPK3PXP")
    call_command("free_of_lost_key", staff.email.upper(), stdout=StringIO())
    assert not Authenticator.objects.filter(user=staff).exists()
    with pytest.raises(CommandError, match="Nobody with the address"):
        call_command("free_of_lost_key", "stranger@test.example.org")


def test_nobody_is_offered_a_press_that_does_nothing(sign_in: SignIn) -> None:
    programme = factories.programme("Derby")
    staff = factories.member("network_staff")
    made = invite(by=viewer_for(staff), email=NEW, name="Nina New", role="facilitator", programme=programme)
    client = sign_in(factories.member("facilitator", of=programme))
    page = client.get("/people/").content.decode()
    assert "Nina New" in page
    assert f"/people/invitations/{made.pk}/" not in page
    assert client.post(f"/people/invitations/{made.pk}/send-again/").status_code == 404
