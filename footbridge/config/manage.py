"""`./run manage COMMAND`: a management command with the database it needs."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from footbridge.config.postgres import DatabaseTrouble, shared_server


def database(data: Path, *, for_tests: bool = False) -> AbstractContextManager[str]:
    """The database to use: the server that DATABASE_URL names, else the embedded one of the data folder."""
    named = os.environ.get("DATABASE_URL")
    return nullcontext(named) if named else shared_server(data, for_tests=for_tests)


def take_data_folder(arguments: list[str]) -> list[str]:
    """Take `--data FOLDER` out of the arguments into the environment."""
    if "--data" in arguments:
        at = arguments.index("--data")
        if at + 1 >= len(arguments):
            sys.exit("Name a folder after --data.")
        os.environ["FOOTBRIDGE_DATA"] = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    return arguments


def data_folder() -> Path:
    """The data folder of this command, as a full path, which the settings of child processes read too."""
    folder = Path(os.environ.get("FOOTBRIDGE_DATA", ".footbridge")).expanduser().resolve()
    os.environ["FOOTBRIDGE_DATA"] = str(folder)
    return folder


def main(arguments: list[str]) -> None:
    arguments = take_data_folder(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "footbridge.config.settings")
    data = data_folder()
    kind = data / "kind"
    if kind.exists() and kind.read_text().strip() == "demonstration" and "FOOTBRIDGE_PRODUCTION" not in os.environ:
        os.environ.setdefault("FOOTBRIDGE_DEMONSTRATION", "1")
    try:
        with database(data) as url:
            os.environ["DATABASE_URL"] = url
            from django.core.management import execute_from_command_line

            execute_from_command_line(["./run manage", *arguments])
    except DatabaseTrouble as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main(sys.argv[1:])
