"""`./run manage replay_deletions`: after a restore, delete again what the ledger says was deleted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from footbridge.access import Viewer
from footbridge.vault import actions


class Command(BaseCommand):
    help = "After a restore: destroys again every key and deletes again every row that the deletion ledger names."

    def handle(self, *args: Any, **options: Any) -> None:
        found = actions.replay_deletions(by=Viewer.for_system("replay"))
        if not any(found.values()):
            self.stdout.write("Nothing that was deleted had come back.")
        for kind, count in found.items():
            if count:
                self.stdout.write(f"{kind}: {count} had come back and {'is' if count == 1 else 'are'} deleted again.")
