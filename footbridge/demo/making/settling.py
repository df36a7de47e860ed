"""The last touch: what Django and the register's import fill in by themselves gets the values of the season."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Avg, F

from footbridge.demo.making.world import LONDON, World
from footbridge.interest.models import Interest
from footbridge.programmes.models import Network, Programme
from footbridge.schools.models import LocalAuthority, School


def make(world: World) -> str:
    """Days of making become days of the season; authorities get the middle of their schools. Returns what was done."""
    long_ago = datetime(world.day.year - 3, 9, 1, 9, tzinfo=LONDON)
    Network.objects.update(set_up=long_ago)
    Programme.objects.update(created=long_ago + timedelta(days=1))
    made = School.objects.filter(pk__in=[one.school.pk for local in world.locals.values() for one in local.members])
    made.update(added=long_ago)
    Interest.objects.unscoped("the demonstration is made").update(changed=F("created"))
    for place in made.values("authority_id").annotate(e=Avg("easting"), n=Avg("northing")):
        authority = LocalAuthority.objects.filter(code=place["authority_id"])
        authority.update(easting=round(place["e"]), northing=round(place["n"]))
    return f"as of {world.day.isoformat()}"
