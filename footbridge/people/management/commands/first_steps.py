"""Say how to set up a network that is not set up yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from footbridge.people.secrets import first_steps_code
from footbridge.programmes.models import Network


class Command(BaseCommand):
    help = "Prints where to go, and with which code, to set up a new network."

    def handle(self, *args: Any, **options: Any) -> None:
        if Network.objects.exists():
            return
        self.stdout.write("    This network is not set up yet. Open")
        self.stdout.write(f"        {settings.ADDRESS}{reverse('people:start')}")
        self.stdout.write(f"    and type the code {first_steps_code()}")
