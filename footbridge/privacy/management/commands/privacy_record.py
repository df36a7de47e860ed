"""Write the record of processing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from footbridge.privacy.record import as_markdown


class Command(BaseCommand):
    help = "Writes the record of processing, made from the classified fields, to a file or to the screen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="where to write it, for example docs/privacy.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            Path(options["file"]).write_text(as_markdown())
            self.stdout.write(f"Written to {options['file']}.")
        else:
            self.stdout.write(as_markdown())
