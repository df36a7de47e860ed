"""The audit chain shows every tampering, and a failed action leaves neither change nor line."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from footbridge.access import Viewer
from footbridge.audit import chain, checking
from footbridge.audit.action import action, record
from footbridge.audit.chain import Entry, append, verify
from footbridge.audit.models import AuditLine
from footbridge.audit.tasks import forget_old_lines

pytestmark = pytest.mark.django_db
SYSTEM = Viewer.for_system("test")


@action
def note(*, by: Viewer, number: int, fail: bool = False) -> None:
    record("noted", f"number:{number}", by=by, number=number)
    if fail:
        raise ValueError("no")


def test_an_untouched_chain_is_whole() -> None:
    for number in range(5):
        note(by=SYSTEM, number=number)
    assert verify() == (5, [])


ODD_WORDS = 'a\\b\tc\nd"é\u2028\\n'  # all that a copy escapes and all that JSON escapes
TAMPERINGS = (
    "UPDATE audit_auditline SET by = by || 'x' WHERE id = {n}",
    "UPDATE audit_auditline SET role = 'x' || role WHERE id = {n}",
    "UPDATE audit_auditline SET verb = 'took' WHERE id = {n}",
    "UPDATE audit_auditline SET subject = 'number:99' WHERE id = {n}",
    "UPDATE audit_auditline SET programme = coalesce(programme, 0) + 1 WHERE id = {n}",
    "UPDATE audit_auditline SET facts = '{{\"number\": 99}}' WHERE id = {n}",
    "UPDATE audit_auditline SET at = at + interval '1 microsecond' WHERE id = {n}",
    "UPDATE audit_auditline SET seal = md5(seal) WHERE id = {n}",
    "UPDATE audit_auditline SET id = id + 1000 WHERE id = {n}",
    "DELETE FROM audit_auditline WHERE id = {n}",
    "DELETE FROM audit_auditline WHERE id >= {n}",  # cut off at the end
    "DELETE FROM audit_auditline WHERE id <= {n}",  # cut off at the beginning
    "DELETE FROM audit_auditline WHERE id >= {n};"  # cut off, and the head told so without the key
    " UPDATE audit_audithead SET count = {n} - 1, seal = coalesce((SELECT seal FROM audit_auditline WHERE id = {n} - 1), '')",
    "UPDATE audit_audithead SET first = {n} + 1, before = (SELECT seal FROM audit_auditline WHERE id = {n})",
    # two lines change places, with and without their seals
    "UPDATE audit_auditline a SET subject = b.subject, facts = b.facts FROM audit_auditline b"
    " WHERE (a.id, b.id) IN (({n}, {m}), ({m}, {n}))",
    "UPDATE audit_auditline a SET subject = b.subject, facts = b.facts, seal = b.seal FROM audit_auditline b"
    " WHERE (a.id, b.id) IN (({n}, {m}), ({m}, {n}))",
)


def a_chain() -> None:
    for number in range(38):
        note(by=SYSTEM, number=number)
    with transaction.atomic():
        append(
            [Entry(ODD_WORDS, "", ODD_WORDS, "a:1", 7, {ODD_WORDS: ODD_WORDS, "n": 1.5, "none": None}) for _ in "ab"]
        )


def found_of(tries: int, seed: int) -> int:
    """How many of that many random tamperings with the chain are found."""
    dice, found = random.Random(seed), 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditline DISABLE TRIGGER audit_line_is_kept")
        for turn in range(tries):
            n, m = dice.sample(range(1, 41), 2)
            with transaction.atomic():
                cursor.execute(TAMPERINGS[turn % len(TAMPERINGS)].format(n=n, m=m))
                found += bool(verify()[1])
                transaction.set_rollback(True)
        cursor.execute("ALTER TABLE audit_auditline ENABLE TRIGGER audit_line_is_kept")
    return found


def test_a_thousand_random_tamperings_are_all_found() -> None:
    a_chain()
    assert verify() == (40, [])
    assert found_of(1000, seed=7) == 1000
    assert verify() == (40, [])


def test_without_the_seals_tampering_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where a seal covers nothing, most edits stay unseen, so it is the seals that find them."""
    monkeypatch.setattr(chain, "_mac", lambda text: "")
    monkeypatch.setattr(checking, "_sealer", lambda key: lambda text: "")
    a_chain()
    assert found_of(len(TAMPERINGS), seed=7) < len(TAMPERINGS) / 2


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


@pytest.mark.django_db(transaction=True)
def test_a_chain_cut_into_parts_is_checked_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes find what one finds: at the seams, at both ends, and where there is nothing to find."""
    monkeypatch.setattr(chain, "WORTH_CUTTING", 10)
    a_chain()
    assert verify(processes=2) == verify() == (40, [])
    # the same work beside one another without the time it takes to begin processes
    monkeypatch.setattr(checking, "ProcessPoolExecutor", lambda many, mp_context: ThreadPoolExecutor(many))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM audit_auditline")
        cursor.execute("ALTER TABLE audit_auditline DISABLE TRIGGER audit_line_is_kept")
        for tampering in (TAMPERINGS[0], *TAMPERINGS[7:12]):
            for n in (1, 13, 14, 27, 40):  # a part ends with line 13
                cursor.execute(tampering.format(n=n))
                apart, whole = verify(processes=3), verify()
                cursor.execute("TRUNCATE audit_auditline")
                cursor.execute("INSERT INTO audit_auditline SELECT * FROM kept")
                assert whole[1], (tampering, n)
                assert apart == whole, (tampering, n)
        cursor.execute("DROP TABLE kept")
        cursor.execute("ALTER TABLE audit_auditline ENABLE TRIGGER audit_line_is_kept")


def test_parts_cover_every_number_once() -> None:
    for first, last, parts in ((1, 40, 3), (5, 6, 2), (1, 1_000_000, 8)):
        cut = checking.cuts(first, last, parts)
        assert (cut[0].start, cut[-1].end, len(cut)) == (None, None, parts)
        assert all(one.end == other.start for one, other in itertools.pairwise(cut))
