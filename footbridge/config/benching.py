"""`./run bench NAME`: a benchmark from bench/, with a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from footbridge.config.manage import data_folder, database, take_data_folder

HOME = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str]) -> int:
    arguments = take_data_folder(arguments)
    data = data_folder() / "bench"
    os.environ["FOOTBRIDGE_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "footbridge.config.settings")
    with database(data, for_tests=True) as url:
        os.environ["DATABASE_URL"] = url
        return subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=HOME, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
