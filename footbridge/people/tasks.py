"""What the worker does for people at night: forget what is over."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.people.models import Invitation
from footbridge.people.throttle import forget_old_tries

KEPT = timedelta(days=90)


@app.periodic(cron="25 3 * * *")
@app.task(queue="nightly")
def forget_old_invitations(timestamp: int) -> None:
    """Delete counters that are over, and invitations nobody accepted within 90 days, as the privacy record promises."""
    forget_old_tries()
    old = Invitation.objects.unscoped("the nightly job forgets old invitations").exclude(
        state=Invitation.State.ACCEPTED
    )
    old.filter(sent__lt=timezone.now() - KEPT).delete()
