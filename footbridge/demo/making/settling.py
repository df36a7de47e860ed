"""The last touch: what Django and the register's import fill in by themselves gets the values of the season."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Avg, F

from footbridge.agreements.models import Agreement, AgreementEvent, AgreementSide
from footbridge.demo.making.world import LONDON, World
from footbridge.interest.models import Interest
from footbridge.notify.models import Message
from footbridge.programmes.models import Network, Programme
from footbridge.schools.models import LocalAuthority, RegisterFile, School
from footbridge.visits.models import CallSide, Meeting

WHY = "the demonstration is made"


def make(world: World) -> str:
    """Days of making become days of the season; authorities get the middle of their schools. Returns what was done."""
    long_ago = datetime(world.day.year - 3, 9, 1, 9, tzinfo=LONDON)
    Network.objects.update(set_up=long_ago)
    Programme.objects.update(created=long_ago + timedelta(days=1))
    made = School.objects.filter(pk__in=[one.school.pk for local in world.locals.values() for one in local.members])
    School.objects.update(added=long_ago)
    RegisterFile.objects.update(applied=long_ago)
    Interest.objects.unscoped("the demonstration is made").update(changed=F("created"))
    Meeting.objects.unscoped(WHY).update(changed=long_ago + timedelta(days=1000))
    CallSide.objects.unscoped(WHY).update(changed=long_ago + timedelta(days=1000))
    _days_of_agreements()
    mail = Message.objects.unscoped(WHY).filter(template__startswith="agreements/")
    written = datetime(world.day.year, world.day.month, world.day.day, 8, 15, tzinfo=LONDON)
    mail.update(created=written, state=Message.State.SENT, sent=written + timedelta(minutes=1), attempts=1)
    for place in made.values("authority_id").annotate(e=Avg("easting"), n=Avg("northing")):
        authority = LocalAuthority.objects.filter(code=place["authority_id"])
        authority.update(easting=round(place["e"]), northing=round(place["n"]))
    return f"as of {world.day.isoformat()}"


def _days_of_agreements() -> None:
    """Agreements that opened by themselves, when heads accepted while the network was made, get the days of their links."""
    for one in Agreement.objects.unscoped(WHY).select_related("link"):
        opened = one.link.settled or one.link.offered
        if one.opened <= opened:
            continue
        mine = Agreement.objects.unscoped(WHY).filter(pk=one.pk)
        mine.update(opened=opened, settled=one.settled and opened + timedelta(days=20))
        AgreementSide.objects.unscoped(WHY).filter(agreement=one).update(asked=opened.date())
        AgreementEvent.objects.unscoped(WHY).filter(agreement=one).update(at=opened)
