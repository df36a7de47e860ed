"""A country linked programme by programme: a queued task for each, on as many workers as there are.

A run is a folder of numbers only (no name of a school or class): what each task takes, and what it found. The tasks may be
taken in any order, by several workers, and twice after a crash; the links are the same (see `matching.parts`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from matching.graph.table import Ints
from matching.parts import Part, link

QUEUE = "country"
RUN = re.compile(r"[0-9a-f]{32}")


def folder_of(run: str) -> Path:
    """Where a run is kept. Raises ValueError for what is no name of a run."""
    if not RUN.fullmatch(run):
        raise ValueError("This is no name of a run.")
    return Path(settings.DATA) / "country" / run


def begin(parts: Sequence[Part]) -> str:
    """Keep the parts and queue a task for each; returns the name of the run."""
    from footbridge.brokering.tasks import link_part

    run = uuid4().hex
    folder = folder_of(run)
    folder.mkdir(parents=True)
    for number, part in enumerate(parts):
        with (folder / f"part-{number}.npz").open("wb") as file:
            np.savez(file, members=part.members, i=part.i, j=part.j, w=part.w, offset=np.int64(part.offset))
    (folder / "parts").write_text(str(len(parts)), encoding="ascii")
    for number in range(len(parts)):
        link_part.defer(run=run, number=number)
    return run


def link_one(run: str, number: int) -> None:
    """What a task does: link one part, check the certificate, keep both. A part that was linked already is left as it is."""
    folder = folder_of(run)
    found = folder / f"links-{number}.npz"
    if found.exists() or not folder.exists():
        return
    with np.load(folder / f"part-{number}.npz", allow_pickle=False) as kept:
        part = Part(kept["members"], kept["i"], kept["j"], kept["w"], int(kept["offset"]))
    mate, proven = link(part)
    half = folder / f"half-{uuid4().hex}"
    with half.open("wb") as file:
        np.savez(file, mate=mate, proven=np.bool_(proven))
    half.replace(found)


def done(run: str) -> tuple[int, int]:
    """How many parts are linked, and how many there are."""
    folder = folder_of(run)
    return len(list(folder.glob("links-*.npz"))), int((folder / "parts").read_text("ascii"))


def results(run: str) -> tuple[list[Ints], bool]:
    """Partners of every part in order, and whether all certificates held. Raises FileNotFoundError while a part lacks."""
    mates, proven = [], True
    for number in range(done(run)[1]):
        with np.load(folder_of(run) / f"links-{number}.npz", allow_pickle=False) as kept:
            mates.append(kept["mate"])
            proven = proven and bool(kept["proven"])
    return mates, proven


def stop(run: str) -> None:
    """Take back the tasks that have not begun, and forget the run."""
    waiting = ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo", args__run=run)
    for job in waiting.values_list("id", flat=True):
        app.job_manager.cancel_job_by_id(job)
    shutil.rmtree(folder_of(run), ignore_errors=True)
