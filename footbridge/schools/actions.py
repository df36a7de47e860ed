"""Verbs that change the register of schools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.schools import queries
from footbridge.schools.hooks import tell_register_changed
from footbridge.schools.importing import Given, Outcome, Progress, bring_in
from footbridge.schools.models import RegisterUpload, School


@action
def import_register(
    *, files: Sequence[Given], by: Viewer, tell: Callable[[Progress], None] = lambda progress: None
) -> list[Outcome]:
    """Bring national files in: all of them or, where one cannot be read, none. Raises CannotRead with a sentence."""
    outcomes = bring_in(files, tell)
    for outcome in outcomes:
        figures = {key: value for key, value in outcome.counts().items() if key not in ("file", "kind")}
        record("register brought in", "schools.register", by=by, kind=outcome.kind, **figures)
    tell_register_changed(by)
    return outcomes


@action
def receive_register_file(*, name: str, file: File[bytes], as_of: date | None, by: Viewer) -> RegisterUpload:
    """Take an uploaded file in and have it read; the worker makes the preview."""
    stored = default_storage.save(f"register/{uuid4().hex}", file)
    upload = RegisterUpload.objects.create(name=name[:200], stored=stored, asked_as_of=as_of, by=by.opaque)
    record("register file received", upload, by=by)
    _have_it_done("read_upload", upload)
    return upload


@action
def apply_register_file(*, upload: RegisterUpload, by: Viewer) -> bool:
    """Have a previewed file brought in. Pressed twice it is done once: False where it is no longer waiting for it."""
    waiting = RegisterUpload.objects.filter(pk=upload.pk, state=RegisterUpload.State.PREVIEWED)
    if not waiting.update(state=RegisterUpload.State.APPLYING, by=by.opaque, step="Starting", done=0):
        return False
    record("register file to be applied", upload, by=by)
    _have_it_done("apply_upload", upload)
    return True


@action
def drop_register_file(*, upload: RegisterUpload, by: Viewer) -> bool:
    """Throw a previewed or failed file away. False where it is neither."""
    states = (RegisterUpload.State.PREVIEWED, RegisterUpload.State.FAILED)
    found = RegisterUpload.objects.filter(pk=upload.pk, state__in=states)
    if not found.update(state=RegisterUpload.State.DROPPED, ended=timezone.now()):
        return False
    record("register file dropped", upload, by=by)
    transaction.on_commit(lambda: default_storage.delete(upload.stored))
    return True


@action
def read_register_file_again(*, upload: RegisterUpload, by: Viewer) -> bool:
    """Have a file that failed read once more. False where it did not fail."""
    failed = RegisterUpload.objects.filter(pk=upload.pk, state=RegisterUpload.State.FAILED)
    if not failed.update(state=RegisterUpload.State.WAITING, trouble="", ended=None, done=0):
        return False
    record("register file read again", upload, by=by)
    _have_it_done("read_upload", upload)
    return True


def _have_it_done(task: str, upload: RegisterUpload) -> None:
    """Queue a task in the caller's transaction, so that it starts only if the change is kept."""
    from footbridge.schools import tasks

    getattr(tasks, task).defer(upload_id=upload.pk)


@action
def add_school(*, by: Viewer, programme: int | None, reason: str, **facts: Any) -> School:
    """Add a school that the register does not have. `facts` are fields of School; its place is told from its postcode."""
    place = queries.place_of_postcode(facts.get("postcode", ""))
    school = School.objects.create(
        **facts,
        easting=place[0] if place else None,
        northing=place[1] if place else None,
        added_by_programme=programme,
        added_reason=reason,
    )
    record("school added", school, by=by, programme=programme)
    return school
