"""Opening what a user sent: first the virus check, then a process of its own that can reach nothing, whose answer is read with suspicion.

The programs (`pictures/rebuild.py`, `media/remake.py`) limit themselves before they read; here they are run without environment
and without our modules. They answer with one line of JSON, and the bytes they made after it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

KILLED = (9, 24)  # by the kernel for memory, or out of computing time


class Silent(Exception):
    """The program gave no answer that can be read. `slow` says that time or memory ran out."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("slow" if slow else "broken")
        self.slow = slow


def ask(program: Path, data: bytes, wait: int, *told: str) -> tuple[dict[str, Any], bytes]:
    """What the program, `told` something or nothing, says of `data`, and the bytes after it. It is waited for `wait` seconds, queueing
    for a processor included.

    Raises Silent where it was stopped, failed or said nothing.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(program), *told], input=data, capture_output=True, timeout=wait, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise Silent(slow=True) from None
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise Silent(slow=-done.returncode in KILLED)
    return json.loads(line), rest


def is_jpeg(made: bytes) -> bool:
    """Whether what a program made begins and ends as a JPEG."""
    return made.startswith(b"\xff\xd8\xff") and made.endswith(b"\xff\xd9")
