"""Without a mail server a letter is written where Footbridge was started; in a demonstration it goes nowhere."""

import pytest
from django.db import transaction

from footbridge.notify.models import Message
from footbridge.notify.outbox import deliver_now

pytestmark = pytest.mark.django_db


def letter() -> Message:
    return Message.objects.create(
        to="a@test.example.org", subject="Your code", text="It is 123456.", html="", template="t", key="t:1"
    )


@pytest.mark.parametrize("demonstration", [False, True])
def test_a_letter_is_written_on_the_screen_of_a_trial_only(demonstration: bool, settings, capsys) -> None:
    settings.SENDS_MAIL, settings.DEMONSTRATION = False, demonstration
    with transaction.atomic():
        assert deliver_now(letter().pk)
    assert ("It is 123456." in capsys.readouterr().out) is not demonstration
