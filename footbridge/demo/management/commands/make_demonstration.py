"""Make the demonstration network."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from footbridge.demo.making import SEED, make_network, make_small_world
from footbridge.programmes.models import Network


class Command(BaseCommand):
    help = "Makes the demonstration network from a seed: the same seed in the same season, the same world."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--small", action="store_true", help="two programmes with a few schools, for trying things")
        parser.add_argument("--as-of", type=date.fromisoformat, help="a day such as 2026-11-22, instead of today")
        parser.add_argument("--if-missing", action="store_true", help="do nothing when there is a network already")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError(
                "This is not a demonstration, so nothing invented is put into it. "
                "Start one with ./run, or in its own folder with ./run --data FOLDER."
            )
        if Network.objects.exists():
            if options["if_missing"]:
                return
            raise CommandError("There is a network already. Make the demonstration in a new folder: --data FOLDER.")
        make = make_small_world if options["small"] else make_network
        make(seed=options["seed"], today=options["as_of"], say=self._say)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
