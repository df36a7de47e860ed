"""`./run manage switch NAME on|off --because "…"`: shut something for everybody at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from footbridge.access import Viewer
from footbridge.vault import actions, switches
from footbridge.vault.models import Switch


class Command(BaseCommand):
    help = "Shuts uploads, pictures, invitations or exports for everybody at once, or opens them again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", choices=switches.NAMES)
        parser.add_argument("position", nargs="?", choices=["on", "off"])
        parser.add_argument("--because", default="", help="what people who meet it are told")

    def handle(self, *args: Any, **options: Any) -> None:
        name, position = options["name"], options["position"]
        if name and not position:
            raise CommandError("Say on or off.")
        if name:
            by = Viewer.for_system("switch")
            actions.turn(by=by, name=name, off=position == "off", because=options["because"])
        off = dict(Switch.objects.filter(off=True).values_list("name", "because"))
        for known in switches.NAMES:
            self.stdout.write(f"{known}: {'OFF ' + off[known] if known in off else 'on'}".strip())
