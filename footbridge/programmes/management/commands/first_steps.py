"""Say how to set up a network that is not set up yet."""

from typing import Any

from django.core.management.base import BaseCommand

from footbridge.programmes.models import Network


class Command(BaseCommand):
    help = "Prints where to go, and with which code, to set up a new network."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Network.objects.exists():
            self.stdout.write("    This network is not set up yet.")
