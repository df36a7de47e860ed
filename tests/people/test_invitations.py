"""Inviting and accepting: who may, what the mail holds, what a code is good for, and acting once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.models import AuditLine
from footbridge.notify.outbox import deliver_now
from footbridge.people.actions import invite, resend_invitation, withdraw_invitation
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.rules import Refused
from footbridge.people.viewers import STRONG
from tests import factories
from tests.people.letters import code_in, last_letter, letters_to, link_in

pytestmark = pytest.mark.django_db
AsViewer = Callable[[Person], Viewer]
NEW = "amina.khan@school.test.example.org"


def invitations() -> list[Invitation]:
    return list(Invitation.objects.unscoped("a test looks").order_by("pk"))


def roles_of(person: Person) -> list[str]:
    held = Membership.objects.unscoped("a test looks").current().filter(person=person)
    return sorted(held.values_list("role", flat=True))


@pytest.fixture
def derby() -> dict[str, object]:
    programme = factories.programme("Derby")
    school = factories.school("Alder Vale")
    return {"programme": programme, "school": school, "facilitator": factories.member("facilitator", of=programme)}


def test_the_mail_holds_link_and_code_and_the_database_holds_neither(derby, as_viewer: AsViewer) -> None:
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="Amina Khan", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    token, code = link_in(letter).rstrip("/").split("/")[-1], code_in(letter)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(i)::text FROM people_invitation i")
        stored = cursor.fetchone()[0]
    assert token not in stored
    assert code not in stored
    assert "Alder Vale" in letter.text
    assert "Alder Vale" in letter.html
    assert AuditLine.objects.filter(verb="invited").count() == 1


def test_asked_twice_there_is_one_invitation_and_one_mail(derby, as_viewer: AsViewer) -> None:
    by = as_viewer(derby["facilitator"])
    for email in (NEW, NEW.upper()):
        invite(by=by, email=email, name="Amina", role="headteacher", school=derby["school"])
    assert len(invitations()) == 1
    assert letters_to(NEW) == 1


def test_the_database_keeps_a_second_open_invitation_out(derby, as_viewer: AsViewer) -> None:
    made = invite(by=as_viewer(derby["facilitator"]), email=NEW, name="A", role="headteacher", school=derby["school"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            email=NEW.upper(), name="B", role="headteacher", school=derby["school"], token="x", code="y",
            expires=made.expires,
        )  # fmt: skip


def test_a_new_person_accepts_with_the_code_and_is_led_to_a_second_key(derby, as_viewer, client: Client) -> None:
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="Amina Khan", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    page = client.get(link_in(letter))
    assert b"Alder Vale" in page.content
    assert not Person.objects.filter(email=NEW).exists()  # looking changes nothing
    answer = client.post(link_in(letter), {"code": code_in(letter), "name": "Amina Khan", "password": ""})
    assert answer.status_code == 302
    assert answer["Location"] == "/second-key/"
    person = Person.objects.get(email=NEW)
    assert roles_of(person) == ["headteacher"]
    assert not client.session.get(STRONG)
    again = client.post(link_in(letter), {"code": code_in(letter), "name": "Amina Khan", "password": ""})
    assert again.status_code == 302  # the same person, led on
    assert Membership.objects.unscoped("a test looks").filter(person=person).count() == 1


def test_without_the_second_key_nothing_else_opens(derby, as_viewer, client: Client) -> None:
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="Amina Khan", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    client.post(link_in(letter), {"code": code_in(letter), "name": "Amina Khan"})
    assert client.get("/account/")["Location"] == "/second-key/"


def test_a_wrong_code_is_counted_even_though_nothing_else_happens(derby, as_viewer, client: Client) -> None:
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="Amina", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    wrong = "000000" if code_in(letter) != "000000" else "111111"
    for left in (4, 3, 2, 1):
        page = client.post(link_in(letter), {"code": wrong, "name": "Typed Name"})
        assert f"You have {left} tr" in page.content.decode()
        assert "Typed Name" in page.content.decode()  # nothing typed is lost
    client.post(link_in(letter), {"code": wrong, "name": "A"})
    page = client.post(link_in(letter), {"code": code_in(letter), "name": "A"})  # right, but too late
    assert "Too many wrong codes" in page.content.decode()
    assert not Person.objects.filter(email=NEW).exists()
    resend_invitation(by=as_viewer(derby["facilitator"]), invitation=invitations()[0])
    fresh = last_letter(NEW)
    assert client.get(link_in(letter)).status_code == 404  # the old link is dead
    assert client.post(link_in(fresh), {"code": code_in(fresh), "name": "A"}).status_code == 302


def test_somebody_known_gets_the_role_added(derby, as_viewer, client: Client) -> None:
    known = factories.member("teacher", of=factories.school("Beech Hill"))
    invite(by=as_viewer(derby["facilitator"]), email=known.email, name="K", role="headteacher", school=derby["school"])
    letter = last_letter(known.email)
    assert b'name="password"' not in client.get(link_in(letter)).content
    assert client.post(link_in(letter), {"code": code_in(letter)})["Location"] == "/sign-in/"
    assert roles_of(known) == ["headteacher", "teacher"]


def test_the_signed_in_owner_of_the_address_needs_no_code(derby, as_viewer, sign_in) -> None:
    known = factories.member("teacher", of=factories.school("Beech Hill"))
    invite(by=as_viewer(derby["facilitator"]), email=known.email, name="K", role="headteacher", school=derby["school"])
    letter = last_letter(known.email)
    client = sign_in(known)
    assert b'name="code"' not in client.get(link_in(letter)).content
    assert client.post(link_in(letter)).status_code == 302
    assert roles_of(known) == ["headteacher", "teacher"]


def test_somebody_else_who_is_signed_in_cannot_accept(derby, as_viewer, sign_in) -> None:
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="A", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    other = factories.member("teacher", of=factories.school("Beech Hill"))
    client = sign_in(other)
    page = client.post(link_in(letter), {"code": code_in(letter), "name": "A"})
    assert b"for another address" in page.content
    assert roles_of(other) == ["teacher"]


@pytest.mark.parametrize("how", ["withdrawn", "expired", "accepted"])
def test_an_ended_invitation_says_so_and_gives_nothing(how: str, derby, as_viewer, client: Client) -> None:
    by = as_viewer(derby["facilitator"])
    made = invite(by=by, email=NEW, name="A", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    if how == "withdrawn":
        withdraw_invitation(by=by, invitation=made)
    elif how == "expired":
        made.expires = timezone.now() - timedelta(seconds=1)
        made.save()
    else:
        Client().post(link_in(letter), {"code": code_in(letter), "name": "A"})
    before = Person.objects.count()
    page = client.post(link_in(letter), {"code": code_in(letter), "name": "A"})
    assert page.status_code == 410
    assert Person.objects.count() == before


def test_a_link_that_never_was_is_not_there(client: Client) -> None:
    assert client.get("/invitation/never-was/").status_code == 404


WHO_MAY_INVITE = {
    "network_staff": {"network_staff", "facilitator", "funder"},
    "facilitator": {"headteacher", "school_office"},
    "headteacher": {"deputy", "school_office", "teacher"},
    "deputy": {"school_office", "teacher"},
    "school_office": {"teacher"},  # whom it names to lead a class
    "teacher": set(),
    "venue_host": set(),
    "funder": set(),
}


@pytest.mark.parametrize("role", WHO_MAY_INVITE)
def test_each_role_invites_to_its_roles_and_no_other(role: str, derby, as_viewer) -> None:
    places = {"facilitator": derby["programme"], "funder": derby["programme"]}
    schools = {"headteacher", "deputy", "school_office", "teacher"}
    if role == "venue_host":
        who = factories.person()
        Membership.objects.create(person=who, role=role, venue=1)
    else:
        who = factories.member(role, of=derby["school"] if role in schools else places.get(role))
    allowed = set()
    for target in WHO_MAY_INVITE:
        place = (
            {"school": derby["school"]} if target in schools
            else {"programme": derby["programme"]} if target in places else {}
        )  # fmt: skip
        try:
            invite(by=as_viewer(who), email=f"{target}@test.example.org", name="X", role=target, **place)
        except Refused:
            continue
        allowed.add(target)
    assert allowed == WHO_MAY_INVITE[role]
    assert letters_to("headteacher@test.example.org") == ("headteacher" in allowed)


def test_nobody_invites_to_another_place(derby, as_viewer) -> None:
    elsewhere = factories.school("Far Away", authority=factories.authority("886", "Kent"))
    head = factories.member("headteacher", of=derby["school"])
    for who, role in ((derby["facilitator"], "headteacher"), (head, "teacher")):
        with pytest.raises(Refused):
            invite(by=as_viewer(who), email=NEW, name="X", role=role, school=elsewhere)
    assert not invitations()


def test_a_facilitator_may_invite_the_head_of_a_school_that_answered(derby, as_viewer) -> None:
    elsewhere = factories.school("Far Away", authority=factories.authority("886", "Kent"))
    factories.interest(factories.linking_year(derby["programme"]), elsewhere)
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="X", role="headteacher", school=elsewhere)
    assert len(invitations()) == 1


def test_a_holder_of_the_role_is_not_invited_to_it(derby, as_viewer) -> None:
    head = factories.member("headteacher", of=derby["school"])
    with pytest.raises(Refused, match="already holds"):
        invite(
            by=as_viewer(derby["facilitator"]), email=head.email, name="X", role="headteacher", school=derby["school"]
        )


def test_once_the_letter_has_gone_its_code_is_not_kept(derby, as_viewer, settings, mailoutbox) -> None:
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="A", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    code, link = code_in(letter), link_in(letter)
    deliver_now(letter.pk)
    assert f"{code[:3]} {code[3:]}" in mailoutbox[0].body
    letter.refresh_from_db()
    for kept in (letter.text, letter.html):
        assert link not in kept
        assert code[3:] not in kept


def test_a_trial_without_a_mail_server_shows_the_code_once_on_the_screen(derby, as_viewer, capsys) -> None:
    invite(by=as_viewer(derby["facilitator"]), email=NEW, name="A", role="headteacher", school=derby["school"])
    letter = last_letter(NEW)
    code = code_in(letter)
    deliver_now(letter.pk)
    assert f"{code[:3]} {code[3:]}" in capsys.readouterr().out
    letter.refresh_from_db()
    assert code[3:] not in letter.text
