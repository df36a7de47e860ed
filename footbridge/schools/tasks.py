"""What the worker does with files of the register: read them for a preview, and bring them in when somebody says so."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import structlog
from django.core.files.storage import default_storage
from django.db import close_old_connections, connection
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.schools import actions, importing
from footbridge.schools.importing import Given, Outcome, Progress
from footbridge.schools.models import RegisterUpload
from footbridge.schools.refusals import rows_of
from footbridge.schools.register import CannotRead

log = structlog.get_logger()
State = RegisterUpload.State
_SILENT_FOR = 60  #: seconds without a sign of life after which a worker counts as gone
_OFTEN = 0.5  #: seconds between two notes of progress


@app.task(queue="register")
def read_upload(upload_id: int) -> None:
    """Read an uploaded file and keep what it would change."""
    _drop_old_connections()
    upload = RegisterUpload.objects.get(pk=upload_id)
    if upload.state not in (State.WAITING, State.READING):
        return
    _note(upload_id, state=State.READING, step="Opening the file", done=0)
    with _guarded(upload_id), _given(upload) as given:
        outcomes = importing.preview([given], tell=_teller(upload_id))
        _keep(upload_id, outcomes, State.PREVIEWED)


@app.task(queue="register")
def apply_upload(upload_id: int) -> None:
    """Bring an uploaded file in. If the worker is stopped on the way nothing has changed, and it may be applied again."""
    _drop_old_connections()
    upload = RegisterUpload.objects.get(pk=upload_id)
    if upload.state != State.APPLYING:
        return
    with _guarded(upload_id), _given(upload) as given:
        by = Viewer(opaque=upload.by or "system:register", strong=True)
        outcomes = actions.import_register(files=[given], by=by, tell=_teller(upload_id))
        _keep(upload_id, outcomes, State.APPLIED)
        default_storage.delete(upload.stored)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="register", pass_context=True)
async def take_up_imports_that_stalled(context: JobContext, timestamp: int) -> None:
    """Give a file that a worker held when it was killed to a living one; nothing of it was kept, so it starts afresh."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(queue="register", seconds_since_heartbeat=_SILENT_FOR):
        await manager.retry_job(job)


@app.periodic(cron="40 3 * * *")
@app.task(queue="nightly")
def forget_files_left_lying(timestamp: int) -> None:
    """Throw away files that nobody applied within 30 days; what was read of them stays as a line in the list."""
    _drop_old_connections()
    old = timezone.now() - timedelta(days=30)
    left = RegisterUpload.objects.filter(began__lt=old, state__in=(State.PREVIEWED, State.FAILED))
    for upload in left.only("pk", "stored"):
        _note(upload.pk, state=State.DROPPED, ended=timezone.now())
        default_storage.delete(upload.stored)


def _drop_old_connections() -> None:
    """A worker's threads live long, and the database may have been restarted since they last asked it."""
    if not connection.in_atomic_block:
        close_old_connections()


@contextmanager
def _guarded(upload_id: int) -> Iterator[None]:
    """A failure is a sentence on the page; what nobody expected is logged besides."""
    try:
        yield
    except CannotRead as trouble:
        _note(upload_id, state=State.FAILED, trouble=str(trouble)[:500], ended=timezone.now())
    except Exception:
        log.exception("register_upload_failed", upload=upload_id)
        sentence = "Something went wrong on our side, and nothing was changed. Try again; if it happens twice, tell us."
        _note(upload_id, state=State.FAILED, trouble=sentence, ended=timezone.now())


@contextmanager
def _given(upload: RegisterUpload) -> Iterator[Given]:
    """The uploaded file as a path, fetched first where files are kept elsewhere."""
    try:
        here = Path(default_storage.path(upload.stored))
    except NotImplementedError:  # how Django says that files are kept elsewhere and have no path on this machine
        with tempfile.NamedTemporaryFile() as local, default_storage.open(upload.stored) as held:
            shutil.copyfileobj(held, local)
            local.flush()
            yield Given(Path(local.name), upload.name, upload.asked_as_of)
    else:
        yield Given(here, upload.name, upload.asked_as_of)


def _note(upload_id: int, **fields: object) -> None:
    RegisterUpload.objects.filter(pk=upload_id).update(**fields)


def _keep(upload_id: int, outcomes: list[Outcome], state: State) -> None:
    told = [o.counts() | {"examples": o.examples, "as_of_from": o.as_of_from, "notes": o.notes} for o in outcomes]
    ended = timezone.now() if state == State.APPLIED else None
    _note(upload_id, state=state, outcomes=told, refused=rows_of(outcomes), step="", trouble="", ended=ended)


def _teller(upload_id: int) -> Callable[[Progress], None]:
    """Progress is noted through a connection of its own, because the work is one transaction that nobody sees into."""
    beside = connection.copy()
    last = 0.0

    def tell(progress: Progress) -> None:
        nonlocal last
        ends = progress.step == "Done"
        if time.monotonic() - last < _OFTEN and not ends:
            return
        last = time.monotonic()
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE schools_registerupload SET step = %s, done = %s, total = %s WHERE id = %s",
                [progress.step[:100], progress.done, progress.total, upload_id],
            )
        if ends:
            beside.close()

    return tell
