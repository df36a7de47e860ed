"""What is promised to be forgotten is forgotten at night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from footbridge.people.actions import invite
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.tasks import close_idle_accounts, forget_old_invitations
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.people.letters import code_in, last_letter, letters_to, link_in

pytestmark = pytest.mark.django_db


def unused(days: int, **fields: object) -> Person:
    person = factories.member("teacher", of=factories.school())
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Person.objects.filter(pk=person.pk).update(
        joined=timezone.now() - timedelta(days=900), last_login=timezone.now() - timedelta(days=days), **fields
    )
    person.refresh_from_db()
    return person


def test_an_unused_account_is_warned_once_and_then_forgotten() -> None:
    person, recent = unused(340), unused(300)
    for _ in range(2):
        close_idle_accounts(0)
    assert letters_to(person.email) == 1
    assert letters_to(recent.email) == 0
    address = person.email
    Person.objects.filter(pk=person.pk).update(
        last_login=timezone.now() - timedelta(days=371), warned=timezone.now() - timedelta(days=31)
    )
    close_idle_accounts(0)
    person.refresh_from_db()
    assert not person.is_active
    assert person.email != address
    assert not EmailAddress.objects.filter(email=address).exists()
    held = Membership.objects.unscoped("a test looks").get(person=person)
    assert held.until is not None  # the history stays, without a name
    assert str(held.person) == "Somebody who left"


def test_nobody_is_closed_without_a_months_notice() -> None:
    person = unused(800)
    close_idle_accounts(0)
    person.refresh_from_db()
    assert person.is_active
    assert letters_to(person.email) == 1


def test_whoever_came_back_after_the_warning_stays() -> None:
    person = unused(1, warned=timezone.now() - timedelta(days=40))
    close_idle_accounts(0)
    person.refresh_from_db()
    assert person.is_active


def test_made_up_people_of_the_demonstration_stay() -> None:
    persona = unused(800, is_persona=True, warned=timezone.now() - timedelta(days=40))
    close_idle_accounts(0)
    persona.refresh_from_db()
    assert persona.is_active
    assert letters_to(persona.email) == 0


def test_old_invitations_go_and_accepted_ones_forget_the_address() -> None:
    facilitator = factories.member("facilitator", of=factories.programme("Derby"))
    by, address = viewer_for(facilitator), "new@school.test.example.org"
    schools = [factories.school(), factories.school(), factories.school()]
    for school in schools:
        invite(by=by, email=address, name="Nina New", role="headteacher", school=school)
    letter = last_letter(address)  # of the third school
    Client().post(link_in(letter), {"code": code_in(letter), "name": "Nina New"})
    rows = Invitation.objects.unscoped("a test sets the clock back")
    rows.filter(school=schools[0]).update(sent=timezone.now() - timedelta(days=91))
    forget_old_invitations(0)
    kept = {row.school_id: row.email for row in Invitation.objects.unscoped("a test looks at what is left")}
    assert kept == {schools[1].pk: address, schools[2].pk: ""}
