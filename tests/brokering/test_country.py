"""A country linked by queued tasks: the same links as in one run, whoever takes the tasks and in whatever order."""

from __future__ import annotations

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from bench.nation import make, programme_of
from footbridge.brokering import country
from matching.parts import Part, cut, join, link


@pytest.fixture
def parts(settings, tmp_path) -> tuple[list[Part], Part]:
    settings.DATA = tmp_path
    land = make(500, 12, 7)
    return cut(land, programme_of(land, 4))


@pytest.fixture
def queue(transactional_db):
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_workers_find_the_links_of_one_run(parts: tuple[list[Part], Part], queue: None) -> None:
    several, whole = parts
    run = country.begin(several)
    assert country.done(run) == (0, 4)
    country.link_one(run, 2)  # another worker was quicker with one of them
    call_command("procrastinate", "worker", "--one-shot", "--queues", country.QUEUE, verbosity=0)
    assert country.done(run) == (4, 4)
    mates, proven = country.results(run)
    assert proven
    assert (join(len(whole.members), several, mates) == link(whole)[0]).all()
    assert not ProcrastinateJob.objects.filter(queue_name=country.QUEUE).exclude(status="succeeded").exists()
    country.stop(run)
    assert not country.folder_of(run).exists()


def test_a_run_can_be_stopped(parts: tuple[list[Part], Part], queue: None) -> None:
    run = country.begin(parts[0])
    country.stop(run)
    assert not ProcrastinateJob.objects.filter(queue_name=country.QUEUE, status="todo").exists()
    country.link_one(run, 0)  # a task that had begun finds nothing, and does nothing
    assert not country.folder_of(run).exists()


def test_what_is_no_run_is_refused() -> None:
    for name in ("", "../secrets", "a" * 31, "A" * 32):
        with pytest.raises(ValueError, match="no name of a run"):
            country.folder_of(name)


def test_a_part_keeps_numbers_only(parts: tuple[list[Part], Part], queue: None) -> None:
    run = country.begin(parts[0])
    with np.load(country.folder_of(run) / "part-0.npz", allow_pickle=False) as kept:
        assert {name: kept[name].dtype.kind for name in kept.files} == dict.fromkeys(
            ("members", "i", "j", "w", "offset"), "i"
        )
    country.stop(run)
