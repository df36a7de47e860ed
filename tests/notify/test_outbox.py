"""Mail is written with its cause, once for each thing it is about, and goes out at least once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from footbridge.notify import outbox
from footbridge.notify.models import Message
from footbridge.notify.outbox import deliver_now
from footbridge.notify.tasks import TRIES, deliver, forget_sent_mail
from tests.notify.conftest import stored
from tests.notify.server import MailServer

Write = Callable[..., Message]


# --- writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_mail_is_not_promised_outside_a_transaction(letters: None) -> None:
    with pytest.raises(RuntimeError, match="same transaction"):
        outbox.send("letters/hello", to="head@alder.example.org", key="k", context={"name": "Zoë"})


@pytest.mark.django_db(transaction=True)
def test_mail_goes_with_its_cause(letters: None) -> None:
    def change() -> None:
        with transaction.atomic():
            outbox.send("letters/hello", to="head@alder.example.org", key="k", context={"name": "Zoë"})
            raise ZeroDivisionError

    before = ProcrastinateJob.objects.count()  # jobs of tests that really commit may still stand in the queue
    with pytest.raises(ZeroDivisionError):
        change()
    assert not Message.objects.unscoped("the test looks").exists()
    assert ProcrastinateJob.objects.count() == before


@pytest.mark.django_db
def test_a_letter_has_one_line_of_subject_a_text_and_a_page(write: Write) -> None:
    made = stored(write().pk)
    assert made.subject == "Hello Zoë, a letter"
    assert "Dear Zoë" in made.text
    assert "<title>Hello Zoë, a letter</title>" in made.html
    assert "http://localhost:8000/here" in made.text


@pytest.mark.django_db
def test_the_same_thing_is_written_once(write: Write, letters: None) -> None:
    first = write("offer:17")
    with transaction.atomic():
        again = outbox.send("letters/hello", to="head@alder.example.org", key="offer:17", context={"name": "X"})
    assert again is None
    assert write("offer:18").pk != first.pk
    assert ProcrastinateJob.objects.count() == 2


@pytest.mark.django_db
def test_words_from_people_do_not_become_tags_or_headers(write: Write) -> None:
    made = stored(write(context={"name": "<b>Zoë</b>\nBcc: all@alder.example.org"}).pk)
    assert "<b>Zoë" not in made.html
    assert "\n" not in made.subject


# --- sending ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_letter_arrives_as_text_and_page(write: Write, mail_server: MailServer) -> None:
    made = write()
    assert deliver_now(made.pk)
    (taken,) = mail_server.taken
    assert (taken.sender, taken.to) == ("footbridge@linking.example.org", ["head@alder.example.org"])
    plain, page = taken.letter.get_payload()
    assert plain.get_content_type() == "text/plain"
    assert "Dear Zoë" in plain.get_payload(decode=True).decode()
    assert page.get_content_type() == "text/html"
    assert taken.letter["Message-ID"].startswith(f"<{made.pk}.")
    assert taken.letter["Message-ID"].endswith("@linking.example.org>")
    after = stored(made.pk)
    assert (after.state, after.attempts) == (Message.State.SENT, 1)
    assert after.sent is not None


@pytest.mark.django_db
def test_a_sent_letter_does_not_go_again(write: Write, mail_server: MailServer) -> None:
    made = write()
    assert deliver_now(made.pk)
    assert not deliver_now(made.pk)
    assert not deliver_now(made.pk + 1)
    assert len(mail_server.taken) == 1


@pytest.mark.django_db
def test_a_demonstration_sends_nothing(write: Write, mail_server: MailServer, settings: Any) -> None:
    settings.SENDS_MAIL = False
    made = write()
    assert deliver_now(made.pk)
    assert mail_server.taken == []
    assert stored(made.pk).state == Message.State.SENT


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter_once(write: Write, mail_server: MailServer) -> None:
    mail_server.silent = 0.3
    made = write()
    answers: list[bool] = []

    def work() -> None:
        try:
            answers.append(deliver_now(made.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert sorted(answers) == [False, False, True]
    assert len(mail_server.taken) == 1


# --- trouble ---------------------------------------------------------------------------------------------------------


def with_attempts(attempts: int) -> Any:
    return SimpleNamespace(job=SimpleNamespace(attempts=attempts))


@pytest.mark.django_db
def test_what_went_wrong_is_kept_and_the_last_try_fails(write: Write, mail_server: MailServer) -> None:
    mail_server.refuse = "450 box is full"
    made = write()
    with pytest.raises(OSError, match="box is full"):
        deliver.func(with_attempts(0), message_id=made.pk)
    after = stored(made.pk)
    assert (after.state, after.attempts) == (Message.State.WAITING, 1)
    assert "box is full" in after.trouble
    with pytest.raises(OSError, match="box is full"):
        deliver.func(with_attempts(TRIES - 1), message_id=made.pk)
    assert stored(made.pk).state == Message.State.FAILED


@pytest.mark.django_db
def test_a_server_that_takes_it_later_clears_the_trouble(write: Write, mail_server: MailServer) -> None:
    mail_server.refuse = "450 later"
    made = write()
    with pytest.raises(OSError, match="later"):
        deliver.func(with_attempts(0), message_id=made.pk)
    mail_server.refuse = "250 fine"
    deliver.func(with_attempts(1), message_id=made.pk)
    after = stored(made.pk)
    assert (after.state, after.attempts, after.trouble) == (Message.State.SENT, 2, "")


@pytest.mark.django_db
def test_no_server_at_all_is_trouble_as_well(write: Write, mail_server: MailServer, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    made = write()
    with pytest.raises(OSError):  # noqa: PT011
        deliver.func(with_attempts(0), message_id=made.pk)
    assert stored(made.pk).trouble


@pytest.mark.parametrize("attempts", range(TRIES))
def test_there_are_as_many_tries_as_promised(attempts: int) -> None:
    decision = deliver.retry_strategy.get_retry_decision(  # type: ignore[union-attr]
        exception=OSError(), job=SimpleNamespace(attempts=attempts)  # type: ignore[arg-type]
    )  # fmt: skip
    assert (decision is None) == (attempts == TRIES - 1)


# --- the worker itself -----------------------------------------------------------------------------------------------


@pytest.fixture
def work_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a worker do what waits, and leave no connection of its threads behind."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    return _work_once


def _work_once() -> None:
    call_command("procrastinate", "worker", "--one-shot", "--queues", "mail", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_waits(write: Write, mail_server: MailServer, work_once: Callable[[], None]) -> None:
    made = write()
    work_once()
    assert stored(made.pk).state == Message.State.SENT
    work_once()
    assert len(mail_server.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_tries_again_after_a_pause(
    write: Write, mail_server: MailServer, work_once: Callable[[], None]
) -> None:
    mail_server.refuse = "450 later"
    made = write()
    work_once()
    job = ProcrastinateJob.objects.get(args__message_id=made.pk)
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at is not None
    assert job.scheduled_at > timezone.now()
    assert stored(made.pk).state == Message.State.WAITING


SEND = """
import django
django.setup()
from django.conf import settings
settings.EMAIL_USE_TLS, settings.SENDS_MAIL = False, True
from footbridge.notify.outbox import deliver_now
print("begins", flush=True)
deliver_now({pk})
print("done", flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_noting_sends_the_same_letter_again(
    write: Write, mail_server: MailServer
) -> None:
    """kill -9 while the server has the letter and has not said so: nothing is lost, and receivers can tell it is the same."""
    mail_server.silent = 20
    made = write()
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/footbridge?", f"/{name}?"),
        "FOOTBRIDGE_MAIL_SERVER": f"smtp://127.0.0.1:{mail_server.port}",
        "FOOTBRIDGE_ADDRESS": "http://linking.example.org",
    }
    worker = subprocess.Popen([sys.executable, "-c", SEND.format(pk=made.pk)], env=environment, stdout=subprocess.PIPE)
    end = time.monotonic() + 20
    while not mail_server.taken and time.monotonic() < end:
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    assert b"done" not in worker.communicate()[0]
    assert stored(made.pk).state == Message.State.WAITING
    mail_server.silent = 0
    assert deliver_now(made.pk)
    first, second = mail_server.taken
    assert first.letter["Message-ID"] == second.letter["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_mail_that_a_dead_worker_held_is_taken_up(
    write: Write, mail_server: MailServer, work_once: Callable[[], None]
) -> None:
    made = write()
    with connection.cursor() as cursor:  # as a worker leaves it that was killed ten minutes ago
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    from footbridge.notify.tasks import take_up_what_stalled

    take_up_what_stalled.defer(timestamp=0)
    work_once()
    work_once()
    assert stored(made.pk).state == Message.State.SENT


@pytest.mark.django_db
def test_sent_mail_is_forgotten_after_thirty_days(write: Write, mail_server: MailServer) -> None:
    old, young, waiting = write("a"), write("b"), write("c")
    rows = Message.objects.unscoped("the test turns the clock")
    rows.filter(pk=old.pk).update(state="sent", sent=timezone.now() - timedelta(days=31))
    rows.filter(pk=young.pk).update(state="sent", sent=timezone.now() - timedelta(days=29))
    forget_sent_mail.func(0)
    assert set(rows.values_list("pk", flat=True)) == {young.pk, waiting.pk}
