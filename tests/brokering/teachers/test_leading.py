"""Who leads which class: named, invited, ended, passed on when somebody leaves; and what each may see of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from footbridge.audit.models import AuditLine
from footbridge.brokering.models import Link, LinkClass, LinkTeacher, TeacherToCome
from footbridge.brokering.teachers.actions import end_leading, name_teacher, take_back_naming
from footbridge.brokering.teachers.queries import leaders_of
from footbridge.notify.models import Message
from footbridge.people.actions import end_membership, replace_person
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.rules import Refused
from footbridge.people.viewers import viewer_for
from footbridge.schools.models import School
from tests import factories
from tests.brokering.test_constraints import holds
from tests.people.letters import code_in, last_letter, link_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
NEW = "nina.new@school.test.example.org"
WHY = "a test looks"


class Linked:
    """A standing link of two schools, each with head and teacher; nobody leads yet."""

    def __init__(self) -> None:
        self.year = factories.linking_year()
        self.schools = [factories.school("Alder Vale"), factories.school("Bracken Hill")]
        self.heads = [factories.member("headteacher", of=school) for school in self.schools]
        self.teachers = [factories.member("teacher", of=school, name=f"Tess {school.name}") for school in self.schools]
        self.office = factories.member("school_office", of=self.schools[0], name="Olive Office")
        self.offered = [
            factories.offered_class(factories.interest(self.year, school), name=f"4{school.name[0]}")
            for school in self.schools
        ]
        self.link = factories.link(*self.offered)

    def led(self, n: int = 0) -> LinkClass:
        return LinkClass.objects.unscoped(WHY).get(link=self.link, school=self.schools[n])

    def leaders(self) -> list[str]:
        return [one.name for one in leaders_of([self.link.pk])[self.link.pk]]


@pytest.fixture
def linked() -> Linked:
    return Linked()


def role_of(person: Person, school: School) -> Membership:
    return Membership.objects.unscoped(WHY).get(person=person, school=school, until=None)


def accept(address: str, name: str) -> None:
    letter = last_letter(address)
    Client().post(link_in(letter), {"code": code_in(letter), "name": name})


def test_a_teacher_sees_a_link_once_she_leads_its_class(linked: Linked, sign_in: SignIn) -> None:
    page = f"/links/{linked.link.pk}/"
    teacher = linked.teachers[0]
    assert sign_in(teacher).get(page).status_code == 404
    by = viewer_for(linked.office)
    first = name_teacher(by=by, link_class=linked.led(), person=teacher.pk)
    assert name_teacher(by=by, link_class=linked.led(), person=teacher.pk) == first
    name_teacher(by=viewer_for(linked.heads[1]), link_class=linked.led(1), email=linked.teachers[1].email.upper())
    assert linked.leaders() == ["Tess Alder Vale", "Tess Bracken Hill"]
    told = Message.objects.unscoped(WHY).get(to=teacher.email)
    assert "You lead 4A" in told.subject
    seen = sign_in(teacher).get(page).content.decode()
    assert f"mailto:{linked.teachers[1].email}" in seen
    assert "Say who leads" not in seen
    end_leading(by=by, leading=LinkTeacher.objects.unscoped(WHY).get(person=teacher), because="Other work in school")
    assert sign_in(teacher).get(page).status_code == 404
    assert {"named teacher", "ended leading"} <= set(AuditLine.objects.values_list("verb", flat=True))


def test_somebody_new_leads_when_she_accepts(linked: Linked, sign_in: SignIn) -> None:
    address = f"/links/{linked.link.pk}/classes/{linked.led().pk}/teachers/"
    client = sign_in(linked.office)
    answer = client.post(address, {"person": "0", "name": "Nina New", "email": "nowhere"})
    assert "Enter an e-mail address such as" in answer.content.decode()
    for _ in range(2):
        answer = client.post(address, {"person": "0", "name": "Nina New", "email": NEW}, follow=True)
    assert "Nina New is invited and leads 4A on accepting" in answer.content.decode()
    assert linked.leaders() == []
    assert Invitation.objects.unscoped(WHY).count() == 1
    assert "Nina New" not in sign_in(linked.heads[1]).get(f"/links/{linked.link.pk}/").content.decode()
    accept(NEW, "Nina New")
    assert linked.leaders() == ["Nina New"]
    assert "Nina New" in sign_in(linked.heads[1]).get(f"/links/{linked.link.pk}/").content.decode()


def test_an_invitation_taken_back_promises_nothing(linked: Linked) -> None:
    by = viewer_for(linked.heads[0])
    coming = name_teacher(by=by, link_class=linked.led(), name="Nina New", email=NEW)
    assert isinstance(coming, TeacherToCome)
    letter = last_letter(NEW)
    take_back_naming(by=by, coming=coming)
    assert Client().get(link_in(letter)).status_code == 410
    assert not TeacherToCome.objects.unscoped(WHY).exists()


def test_nobody_comes_to_a_link_that_fell_meanwhile(linked: Linked) -> None:
    name_teacher(by=viewer_for(linked.heads[0]), link_class=linked.led(), name="Nina New", email=NEW)
    LinkClass.objects.unscoped(WHY).filter(link=linked.link).update(live=False)
    Link.objects.unscoped(WHY).filter(pk=linked.link.pk).update(state="ended")
    accept(NEW, "Nina New")
    assert linked.leaders() == []
    with pytest.raises(Refused, match="does not stand"):
        name_teacher(by=viewer_for(linked.heads[0]), link_class=linked.led(), person=linked.teachers[0].pk)


def test_only_the_own_school_names(linked: Linked) -> None:
    for other in (linked.heads[1], linked.teachers[0]):
        with pytest.raises(PermissionDenied):
            name_teacher(by=viewer_for(other), link_class=linked.led(), person=linked.teachers[0].pk)
    with pytest.raises(Refused, match="no longer works"):
        name_teacher(by=viewer_for(linked.heads[0]), link_class=linked.led(), person=linked.teachers[1].pk)


def test_an_office_that_leads_becomes_a_teacher_too(linked: Linked) -> None:
    name_teacher(by=viewer_for(linked.heads[0]), link_class=linked.led(), person=linked.office.pk)
    held = Membership.objects.unscoped(WHY).current().filter(person=linked.office)
    assert set(held.values_list("role", flat=True)) == {"school_office", "teacher"}


def test_a_leaver_leads_no_more_and_stays_in_the_history(linked: Linked) -> None:
    factories.leads(linked.teachers[0], linked.link)
    by = viewer_for(linked.heads[0])
    end_membership(by=by, membership=role_of(linked.teachers[0], linked.schools[0]), because="Left the school")
    assert linked.leaders() == []
    assert LinkTeacher.objects.unscoped(WHY).get().ended_because == "Left the school"


def test_who_takes_over_leads_the_same_classes(linked: Linked) -> None:
    factories.leads(linked.teachers[0], linked.link)
    by = viewer_for(linked.heads[0])
    replace_person(by=by, membership=role_of(linked.teachers[0], linked.schools[0]), email=NEW, name="Nina New")
    assert linked.leaders() == []
    accept(NEW, "Nina New")
    assert linked.leaders() == ["Nina New"]
    # and now a colleague who is teacher here already takes over from her, at once
    nina, colleague = Person.objects.get(email=NEW), factories.member("teacher", of=linked.schools[0], name="Cora")
    handed = replace_person(
        by=by, membership=role_of(nina, linked.schools[0]), email=colleague.email, name="Cora Colleague"
    )
    assert handed is None
    assert linked.leaders() == ["Cora"]
    assert LinkTeacher.objects.unscoped(WHY).count() == 3


def test_a_class_without_a_teacher_waits_on_the_home_page(linked: Linked, sign_in: SignIn) -> None:
    linked.offered[0].teachers = "Ms Brown"
    linked.offered[0].save()
    client = sign_in(linked.office)
    assert "Who leads 4A?" in client.get("/today/").content.decode()
    assert "Say who leads 4A" in client.get("/links/ours/").content.decode()
    page = client.get(f"/links/{linked.link.pk}/classes/{linked.led().pk}/teachers/").content.decode()
    assert "In spring your school wrote: Ms Brown" in page
    factories.leads(linked.teachers[0], linked.link)
    assert "Who leads 4A?" not in client.get("/today/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_pages_ask_the_same_number_of_questions(linked: Linked, sign_in: SignIn, more: int) -> None:
    for one in (*linked.teachers, *(factories.member("teacher", of=linked.schools[0]) for _ in range(more))):
        factories.leads(one, linked.link, school=role_school(one))
    client = sign_in(linked.heads[0])
    for address, number in ((f"/links/{linked.link.pk}/", 11), ("/links/ours/", 9)):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) == number, address


def role_school(person: Person) -> School:
    held = Membership.objects.unscoped(WHY).select_related("school").get(person=person).school
    assert held is not None
    return held


def test_the_database_keeps_a_teacher_to_come_with_her_link(linked: Linked) -> None:
    coming = name_teacher(by=viewer_for(linked.heads[0]), link_class=linked.led(), name="Nina New", email=NEW)
    other = factories.link(
        factories.offered_class(linked.offered[0].interest), factories.offered_class(linked.offered[1].interest)
    )
    rows = TeacherToCome.objects.unscoped("a test breaks it on purpose").filter(pk=coming.pk)
    holds("teacher_to_come_leads_a_class_of_the_link", lambda: rows.update(link=other))
