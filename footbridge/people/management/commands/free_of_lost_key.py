"""Help somebody who lost the second key when nobody above them can."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from footbridge.access import Viewer
from footbridge.people.actions.keys import free_of_lost_key
from footbridge.people.models import Membership


class Command(BaseCommand):
    help = "Lets somebody set up a new second key; their old keys, recovery codes and sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        held = Membership.objects.unscoped("whoever runs the server helps").current()
        membership = held.filter(person__email__iexact=options["address"]).first()
        if membership is None:
            raise CommandError(f"Nobody with the address {options['address']} holds a role here.")
        free_of_lost_key(by=Viewer.for_system("operator"), membership=membership)
        self.stdout.write(f"{membership.person} sets up a new second key when signing in next.")
