"""Make the demonstration network."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from footbridge.demo.making import make_network
from footbridge.programmes.models import Network


class Command(BaseCommand):
    help = "Makes the demonstration network from a seed: the same seed, the same world."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--if-missing", action="store_true", help="do nothing when there is a network already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_missing"] and Network.objects.exists():
            return
        make_network(seed=options["seed"], say=self.stdout.write)
