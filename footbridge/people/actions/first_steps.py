"""Setting up a new network: its name, and the first person, who is network staff."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from footbridge.access import Viewer
from footbridge.access.roles import NETWORK_STAFF
from footbridge.audit.action import action, record
from footbridge.people.models import Membership, Person
from footbridge.people.rules import Refused
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import Network


@action
def set_up_network(*, by: Viewer, network: str, name: str, email: str, password: str = "") -> Person:
    """Make the network and its first person. Works once; raises Refused when somebody was quicker."""
    try:
        with transaction.atomic():
            made = Network.objects.create(id=1, name=network.strip(), contact_email=email.strip().lower())
    except IntegrityError:
        raise Refused("This network is set up already. Please sign in, or ask to be invited.") from None
    person = Person.objects.create_user(email, name.strip(), password or None)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Membership.objects.create(person=person, role=NETWORK_STAFF.key, main=True)
    record("set_up_network", made, by=viewer_for(person))
    return person
