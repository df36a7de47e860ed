"""What the worker does for people at night: forget what is over."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.people.actions.account import close_account, warn_of_closing
from footbridge.people.actions.moving import end_roles_of_closed_schools, follow_closed_schools
from footbridge.people.models import AddressChange, Invitation
from footbridge.people.queries import unused_accounts
from footbridge.people.throttle import forget_old_tries

KEPT = timedelta(days=90)
UNUSED = timedelta(days=365)
NOTICE = timedelta(days=30)


@app.periodic(cron="25 3 * * *")
@app.task(queue="nightly")
def forget_old_invitations(timestamp: int) -> None:
    """Delete what is over: counters, changes of address, invitations not accepted in 90 days; of accepted ones the address."""
    forget_old_tries()
    AddressChange.objects.filter(expires__lt=timezone.now()).delete()
    old = Invitation.objects.unscoped("the nightly job forgets old invitations").exclude(
        state=Invitation.State.ACCEPTED
    )
    old.filter(sent__lt=timezone.now() - KEPT).delete()
    accepted = Invitation.objects.unscoped("the nightly job forgets whom accepted invitations went to")
    accepted.filter(state=Invitation.State.ACCEPTED).exclude(email="").update(email="", name="")


@app.periodic(cron="15 3 * * *")
@app.task(queue="nightly")
def follow_schools_that_closed(timestamp: int) -> None:
    """Let the people of closed schools follow where the register is sure, and end roles whose last link there has ended."""
    by = Viewer.for_system("closed schools")
    follow_closed_schools(by=by)
    end_roles_of_closed_schools(by=by)


@app.periodic(cron="35 3 * * *")
@app.task(queue="nightly")
def close_idle_accounts(timestamp: int) -> None:
    """Warn people who have not signed in for eleven months, and close accounts a month later, as the record promises."""
    by, now = Viewer.for_system("retention"), timezone.now()
    for person in unused_accounts(before=now - UNUSED, warned_before=now - NOTICE):
        close_account(by=by, person=person)
    for person in unused_accounts(before=now - UNUSED + NOTICE):
        warn_of_closing(by=by, person=person, ends=now + NOTICE)
