"""The audit chain shows every tampering, and a failed action leaves neither change nor line."""

import random

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.audit.chain import verify
from footbridge.audit.models import AuditLine
from footbridge.audit.tasks import forget_old_lines

pytestmark = pytest.mark.django_db
SYSTEM = Viewer.for_system("test")


@action
def note(*, by: Viewer, number: int, fail: bool = False) -> None:
    record("noted", f"number:{number}", by=by, number=number)
    if fail:
        raise ValueError("no")


def tamper(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditline DISABLE TRIGGER audit_line_is_kept")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE audit_auditline ENABLE TRIGGER audit_line_is_kept")


def test_an_untouched_chain_is_whole() -> None:
    for number in range(5):
        note(by=SYSTEM, number=number)
    assert verify() == (5, [])


def test_every_tampering_shows() -> None:
    for number in range(40):
        note(by=SYSTEM, number=number)
    dice = random.Random(7)
    for _ in range(60):
        n = dice.randint(1, 40)
        statement, values = dice.choice(
            [
                ("UPDATE audit_auditline SET by = by || 'x' WHERE id = %s", [n]),
                ("UPDATE audit_auditline SET facts = '{\"number\": 99}' WHERE id = %s", [n]),
                ("UPDATE audit_auditline SET at = at + interval '1 second' WHERE id = %s", [n]),
                ("DELETE FROM audit_auditline WHERE id = %s", [n]),
                ("DELETE FROM audit_auditline WHERE id >= %s", [n]),
                ("UPDATE audit_auditline SET seal = md5(seal) WHERE id = %s", [n]),
                (
                    "UPDATE audit_audithead SET count = count - 1, seal = (SELECT seal FROM audit_auditline WHERE id = 39)",
                    [],
                ),
            ]
        )
        with transaction.atomic():
            tamper(statement, *values)
            assert verify()[1], statement
            transaction.set_rollback(True)
    assert verify() == (40, [])


def test_a_line_cannot_be_changed_in_the_database() -> None:
    note(by=SYSTEM, number=1)
    for statement in ("UPDATE audit_auditline SET verb = 'x'", "DELETE FROM audit_auditline"):
        with (
            pytest.raises(ProgrammingError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_failed_action_leaves_no_line() -> None:
    with pytest.raises(ValueError, match="no"):
        note(by=SYSTEM, number=1, fail=True)
    assert not AuditLine.objects.exists()


def test_an_action_says_who_acts() -> None:
    with pytest.raises(TypeError, match="by="):
        note(number=1)  # type: ignore[call-arg]
    with pytest.raises(RuntimeError, match="outside"):
        record("noted", "number:1", by=SYSTEM)


def test_old_lines_are_forgotten_and_the_rest_still_verifies() -> None:
    with time_machine.travel("2024-01-10 12:00", tick=False):
        for number in range(3):
            note(by=SYSTEM, number=number)
    with time_machine.travel("2026-06-01 12:00", tick=False):
        note(by=SYSTEM, number=3)
        assert forget_old_lines(0) == 3
        assert verify() == (1, [])
        connection.cursor().execute("SELECT set_config('footbridge.retention', 'off', true)")
        with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
            AuditLine.objects.all().delete()
