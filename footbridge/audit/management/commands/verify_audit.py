"""Check the audit chain and say what is wrong."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from footbridge.audit.chain import verify


class Command(BaseCommand):
    help = "Checks the whole audit chain; exits with an error if a line was changed, removed, moved or cut off."

    def handle(self, *args: Any, **options: Any) -> None:
        read, findings = verify(processes=os.cpu_count() or 1)
        for finding in findings:
            self.stdout.write(f"Line {finding.line}: {finding.sentence}")
        if findings:
            raise CommandError("The audit record is not whole.")
        self.stdout.write(f"{read} lines, all in order.")
