"""Say whether the platform did what it does by itself at its hours."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from footbridge.year.work import works


class Command(BaseCommand):
    help = "Lists the work that has its hours; exits with an error if any was missed or failed. For whatever watches the server."

    def handle(self, *args: Any, **options: Any) -> None:
        found = works()
        for work in found:
            last = f"last done {work.done:%Y-%m-%d %H:%M} UTC" if work.done else "never done yet"
            self.stdout.write(f"{work.state}: {work.words} ({work.hours}; {last})")
        wrong = sum(bool(work.trouble) for work in found)
        if wrong:
            raise CommandError(
                f"{wrong} of {len(found)} pieces of work were missed or failed. Is the worker running? Its screen says what failed."
            )
        self.stdout.write(f"All {len(found)} pieces of work are done as they should be.")
