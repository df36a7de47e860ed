"""`./run manage import_schools FILE…`: bring national files about schools in, or show what they would change."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from footbridge.access import Viewer
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given, Outcome, Progress, preview
from footbridge.schools.models import School
from footbridge.schools.register import CannotRead

MOST_LINES = 200  #: refused rows shown on the screen; all of them with --refused FILE


class Command(BaseCommand):
    """Shows what would change; with --apply it takes effect. The last line is JSON. Ends with 1 where a file cannot be read."""

    help = (
        "Bring in files of the national school register as they come: register, pupil characteristics, performance-tables "
        "census, predecessors and successors (CSV, spreadsheet or ZIP). Shows what would change; --apply makes it so."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="one or several files; registers go in first")
        parser.add_argument("--apply", action="store_true", help="make the changes (without it they are only shown)")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="the day the files stand for, where they do not say")
        parser.add_argument("--refused", metavar="FILE", help="write the rows that could not be read to a CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = _day(options["as_of"])
        files = [Given(Path(name).expanduser(), as_of=as_of) for name in options["files"]]
        if School._meta.db_table not in connection.introspection.table_names():
            self.stderr.write("This data folder is new: making its tables first.")
            call_command("migrate", verbosity=0)
        tell = _Teller(self.stderr, quiet=options["verbosity"] == 0)
        try:
            if options["apply"]:
                outcomes = import_register(files=files, by=Viewer.for_system("import_schools"), tell=tell)
            else:
                outcomes = preview(files, tell=tell)
        except CannotRead as trouble:
            raise CommandError(f"{trouble} Nothing was changed.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was changed.", returncode=130) from None
        for outcome in outcomes:
            self._show(outcome)
        if options["refused"]:
            from footbridge.schools.refusals import as_csv

            Path(options["refused"]).write_bytes(as_csv(outcomes))
        if not options["apply"]:
            self.stdout.write("Nothing was changed. Run it again with --apply to make these changes.")
        self.stdout.write(json.dumps({"applied": options["apply"], "files": [o.counts() for o in outcomes]}))

    def _show(self, outcome: Outcome) -> None:
        day = f"{outcome.as_of:%-d %B %Y}" if outcome.as_of else "no day"
        self.stdout.write(f"\n{outcome.file}: {outcome.kind}, as of {day} ({outcome.as_of_from})")
        for refusal in outcome.refusals[:MOST_LINES]:
            self.stdout.write(f"  refused: {refusal.sentence()}")
        if outcome.refused > MOST_LINES:
            self.stdout.write(f"  … and {outcome.refused - MOST_LINES:,} more refused rows (--refused FILE lists them)")
        for note in outcome.notes:
            self.stdout.write(f"  {note}")
        for sort in ("new", "changed", "closed", "missing", "replaced"):
            for example in outcome.examples.get(sort, [])[:3]:
                self.stdout.write(f"  {sort}: {_told(example)}")
        self.stdout.write(
            f"  {outcome.rows_read:,} rows read: {outcome.new:,} new, {outcome.changed:,} changed, "
            f"{outcome.unchanged:,} unchanged, {outcome.refused:,} refused, {outcome.passed_over:,} passed over; "
            f"{outcome.closed:,} schools closed, {outcome.replaced:,} replaced"
        )


def _day(given: str | None) -> date | None:
    if not given:
        return None
    try:
        found = date.fromisoformat(given)
    except ValueError:
        raise CommandError(f"--as-of {given} is not a day. Write it as 2024-09-01.") from None
    if found > date.today():
        raise CommandError(f"--as-of {given} is in the future.")
    return found


def _told(example: dict[str, Any]) -> str:
    start = f"{example['urn']} {example['name']}"
    if "after_urn" in example:
        return f"{start} → {example['after_urn']} {example['after_name']}"
    if example.get("what"):
        return f"{start}, {example['what']}"
    changes = [f"{c['fact']} {c['was'] or '–'} → {c['now'] or '–'}" for c in example.get("changes", [])[:3]]
    return f"{start}: {'; '.join(changes)}" if changes else start


class _Teller:
    """Progress on the error stream, at most twice a second; one line that is overwritten where people look on."""

    def __init__(self, stream: Any, *, quiet: bool) -> None:
        self.stream, self.quiet, self._last, self._step = stream, quiet, 0.0, ""

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if self.quiet or (now - self._last < 0.5 and progress.step == self._step):
            return
        self._last, self._step = now, progress.step
        share = f" {progress.done:,} of about {progress.total:,} rows" if progress.total else ""
        line = f"{progress.step}{share}"
        if sys.stderr.isatty():
            self.stream.write(f"\r\033[K{line}" + ("\n" if progress.step == "Done" else ""), ending="")
        else:
            self.stream.write(line)
        self.stream.flush()
