"""Many at once: one invitation is accepted once, and one address becomes one person."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from footbridge.access import Viewer
from footbridge.people.actions import Outcome, accept_invitation, invite
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.people.letters import letters_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs_left")]
NEW = "nina.new@school.test.example.org"


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do all of these in the same moment, each with a database connection of its own."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        try:
            start.wait(10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(30) for done in [pool.submit(one, work) for work in works]]


def test_an_invitation_posted_eight_times_at_once_is_accepted_once() -> None:
    facilitator = factories.member("facilitator", of=factories.programme("Derby"))
    made = invite(
        by=viewer_for(facilitator), email=NEW, name="N", role="headteacher", school=factories.school("Alder Vale")
    )
    outcomes = at_once(*[lambda: accept_invitation(by=Viewer.nobody(), invitation=made, proved=True) for _ in range(8)])
    assert sum(isinstance(one, Outcome) and one.person is not None for one in outcomes) == 1
    assert Person.objects.filter(email=NEW).count() == 1
    assert Membership.objects.unscoped("a test looks").filter(person__email=NEW).count() == 1


def test_two_invitations_accepted_at_once_make_one_person_with_two_roles() -> None:
    facilitator = factories.member("facilitator", of=factories.programme("Derby"))
    both = [
        invite(by=viewer_for(facilitator), email=NEW, name="N", role="headteacher", school=factories.school())
        for _ in range(2)
    ]
    at_once(*[lambda one=one: accept_invitation(by=Viewer.nobody(), invitation=one, proved=True) for one in both])
    assert Membership.objects.unscoped("a test looks").filter(person__email=NEW).count() == 2
    assert Person.objects.filter(email=NEW).count() == 1


def test_the_same_invitation_sent_by_six_at_once_goes_once() -> None:
    programme, school = factories.programme("Derby"), factories.school("Alder Vale")
    staff = [viewer_for(factories.member("facilitator", of=programme)) for _ in range(6)]
    at_once(*[lambda by=by: invite(by=by, email=NEW, name="N", role="headteacher", school=school) for by in staff])
    assert Invitation.objects.unscoped("a test looks").count() == 1
    assert letters_to(NEW) == 1
