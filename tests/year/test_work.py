"""Missed work is loud: on a page, on the first page of network staff, and in the exit of a command."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from footbridge.people.models import Person
from footbridge.year import tasks, work
from tests import factories

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
NOW = dt.datetime.now(dt.UTC)
NOON = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
NIGHTLY = "footbridge.audit.tasks.forget_old_lines"


def done(task: str, at: dt.datetime, *, how: str = "succeeded") -> None:
    """The worker did a piece of work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('nightly', %s, %s) RETURNING id",
            [task, how],
        )
        [job] = cursor.fetchone()
        # what the queue notes by itself is of today, so it is put back to its day
        cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job])
        cursor.execute("INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, %s)", [job, how, at])


def all_done(at: dt.datetime) -> None:
    for task in {task.task.name for task in app.periodic_registry.periodic_tasks.values()}:
        done(task, at)


def test_what_has_its_hours_is_known() -> None:
    found = work.works()
    assert {"footbridge.interest.tasks.forget_answers_of_long_ago", NIGHTLY} <= {one.name for one in found}
    assert len(found) >= 14
    assert all(one.words.endswith(".") and len(one.words) > 30 for one in found)  # a whole sentence each
    assert {one.hours.split()[0] for one in found} == {"Daily", "Every"}
    assert work.troubles() == []  # a server that has only just begun has missed nothing


def test_missed_work_is_loud_and_done_work_is_quiet(sign_in: SignIn) -> None:
    factories.network()
    staff = sign_in(factories.member("network_staff"))
    all_done(NOW)
    assert work.troubles() == []
    call_command("check_work", stdout=io.StringIO())
    assert "Nothing was missed" in staff.get("/network/work/").content.decode()
    assert "Work of the night was not done" not in staff.get("/today/").content.decode()
    later = NOW + dt.timedelta(hours=30)
    assert len(work.troubles(later)) == len(work.works())  # nothing was done since


@pytest.mark.parametrize("how", ["missed", "failed", "never"])
def test_one_piece_is_enough(sign_in: SignIn, how: str) -> None:
    factories.network()
    all_done(NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [NIGHTLY])
    if how == "missed":
        done(NIGHTLY, NOW - dt.timedelta(hours=50))
    elif how == "failed":
        done(NIGHTLY, NOW - dt.timedelta(hours=3))
        done(NIGHTLY, NOW, how="failed")
    else:
        done("footbridge.notify.tasks.deliver", NOW - dt.timedelta(days=3))  # the server has run for long
    [wrong] = work.troubles()
    assert (wrong.name, wrong.trouble) == (NIGHTLY, "Failed" if how == "failed" else "Missed")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of"):
        call_command("check_work", stdout=out)
    assert f"{wrong.trouble}: Delete lines older than 24 months" in out.getvalue()
    staff = sign_in(factories.member("network_staff"))
    assert "Work of the night was not done" in staff.get("/today/").content.decode()
    assert "Delete lines older than 24 months" in staff.get("/network/work/").content.decode()


def test_work_that_waits_is_not_late_within_its_grace(monkeypatch: Any) -> None:
    at = dt.datetime(2026, 5, 4, 3, 45, tzinfo=dt.UTC)  # the hour of the nightly piece itself
    done("footbridge.notify.tasks.deliver", at - dt.timedelta(days=3))
    done(NIGHTLY, at - dt.timedelta(days=1) + dt.timedelta(seconds=9))
    assert NIGHTLY not in {one.name for one in work.troubles(at + dt.timedelta(minutes=110))}
    assert NIGHTLY in {one.name for one in work.troubles(at + dt.timedelta(minutes=130))}


def catch_up() -> list[str]:
    """The worker looks for what was missed; the names of the work that waits after that, each as often as it waits."""
    context = SimpleNamespace(app=app)
    async_to_sync(tasks.catch_up.func)(context, 0)
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def forgotten(task: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [task])


@time_machine.travel(NOON, tick=False)
def test_missed_work_is_caught_up_once() -> None:
    assert catch_up() == []  # a server that has only just begun has missed nothing
    all_done(NOON)
    assert catch_up() == []
    forgotten(NIGHTLY)
    done(NIGHTLY, NOON - dt.timedelta(days=9))  # eight nights were missed
    assert catch_up() == [NIGHTLY]
    assert catch_up() == [NIGHTLY]  # it waits already
    ProcrastinateJob.objects.filter(status="todo").delete()
    done(NIGHTLY, NOON)
    assert catch_up() == []


def test_what_failed_and_what_is_due_soon_is_left() -> None:
    all_done(NOON)
    night = NOON + dt.timedelta(hours=39)
    late = work.to_catch_up(night)
    assert "footbridge.brokering.tasks.remind_of_offers" in late  # of yesterday morning
    assert NIGHTLY not in late  # missed last night, and due again in three quarters of an hour
    assert NIGHTLY in work.to_catch_up(night - dt.timedelta(hours=2))
    forgotten(NIGHTLY)
    done(NIGHTLY, NOON - dt.timedelta(days=3))
    done(NIGHTLY, NOON - dt.timedelta(days=2), how="failed")
    assert NIGHTLY not in work.to_catch_up(night - dt.timedelta(hours=2))


@time_machine.travel(NOON, tick=False)
def test_work_of_a_worker_that_was_killed_goes_to_a_living_one() -> None:
    all_done(NOON)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        [worker] = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) VALUES ('daily', %s, 'doing', %s)",
            [NIGHTLY, worker],
        )
    assert catch_up() == [NIGHTLY]
