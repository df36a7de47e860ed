"""The rig itself: it opens a page, sees a fault when there is one, and runs real tasks."""

import pytest
from django.db import transaction

from footbridge.notify.models import Message
from footbridge.notify.outbox import send
from tests.journeys.conftest import Visit


def test_a_page_opens_with_and_without_scripts(visit: Visit) -> None:
    assert "Footbridge" in visit.open("/").content()
    other = visit.without_javascript()
    assert other.open("/").locator("h1").count() == 1


def test_a_fault_is_seen(visit: Visit) -> None:
    visit.page.goto("about:blank")
    visit.page.set_content("<html><body><img src='x.png'><p>no heading, no language</p></body></html>")
    visit.errors.clear()
    with pytest.raises(AssertionError, match="html-has-lang"):
        visit.step("bad")


def test_the_worker_sends_what_is_waiting(visit: Visit, tmp_path, settings) -> None:
    (tmp_path / "hello_subject.txt").write_text("Hello")
    (tmp_path / "hello.txt").write_text("Hello there")
    (tmp_path / "hello.html").write_text("<p>Hello there</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with transaction.atomic():
        send("hello", to="a@test.example.org", key="hello:1", context={})
    visit.work()
    assert Message.objects.unscoped("a test looks").get().state == "sent"
