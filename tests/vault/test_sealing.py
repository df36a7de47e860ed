"""What is sealed opens for its own row under its own key, and for nothing else."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footbridge.access import Viewer
from footbridge.vault import actions, keys, ledger, sealing
from footbridge.vault.keys import KeyGone
from footbridge.vault.locks import Lock
from footbridge.vault.models import SealKey
from footbridge.vault.sealing import Tampered

pytestmark = pytest.mark.django_db
SYSTEM = Viewer.for_system("test")
HERE = Lock(link=7, year=2026)


@given(text=st.binary(max_size=300), row=st.uuids())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_sealed_opens_again_and_hides_the_text(text: bytes, row: object) -> None:
    sealed = sealing.seal(text, lock=HERE, kind="label", row=row)
    assert sealing.open_(sealed, lock=HERE, kind="label", row=row) == text
    assert len(text) < 4 or text not in sealed
    assert sealing.seal(text, lock=HERE, kind="label", row=row) != sealed


@pytest.mark.parametrize("wrong", [{"kind": "piece"}, {"row": 2}, {"lock": Lock(link=8, year=2026)}])
def test_a_sealed_text_cannot_be_put_in_another_place(wrong: dict[str, object]) -> None:
    sealing.seal(b"x", lock=Lock(link=8, year=2026), kind="label", row=1)  # the other key exists too
    sealed = sealing.seal(b"Amina", lock=HERE, kind="label", row=1)
    place = {"lock": HERE, "kind": "label", "row": 1, **wrong}
    with pytest.raises(Tampered):
        sealing.open_(sealed, **place)  # type: ignore[arg-type]


def test_every_changed_byte_is_noticed() -> None:
    sealed = sealing.seal(b"Amina", lock=HERE, kind="label", row=1)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(Tampered):
            sealing.open_(bytes(changed), lock=HERE, kind="label", row=1)
    with pytest.raises(Tampered):
        sealing.open_(sealed[:-1], lock=HERE, kind="label", row=1)


def test_a_key_is_a_file_that_only_the_server_reads(vault: Path) -> None:
    sealing.seal(b"x", lock=HERE, kind="label", row=1)
    path = vault / "keys" / "2026" / "7.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(path.read_bytes()) == keys.LENGTH
    assert list(path.parent.iterdir()) == [path]  # nothing half written is left


def test_of_makers_at_the_same_moment_all_get_one_key() -> None:
    found: list[bytes] = []
    start = threading.Barrier(8)

    def make() -> None:
        start.wait()
        found.append(keys.make(HERE))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_missing_or_foreign_key_stops_the_sealing_instead_of_making_a_new_one(vault: Path) -> None:
    sealing.seal(b"x", lock=HERE, kind="label", row=1)
    path = vault / "keys" / "2026" / "7.key"
    path.write_bytes(b"0" * keys.LENGTH)
    with pytest.raises(KeyGone):
        sealing.seal(b"x", lock=HERE, kind="label", row=1)
    path.unlink()
    with pytest.raises(KeyGone):
        sealing.seal(b"x", lock=HERE, kind="label", row=1)
    assert not path.exists()


def test_destroying_a_key_closes_everything_it_sealed_for_good(vault: Path) -> None:
    sealed = sealing.seal(b"Amina", lock=HERE, kind="label", row=1)
    assert actions.destroy(by=SYSTEM, lock=HERE, because="the year is over")
    assert not (vault / "keys" / "2026" / "7.key").exists()
    with pytest.raises(KeyGone):
        sealing.open_(sealed, lock=HERE, kind="label", row=1)
    with pytest.raises(KeyGone):
        sealing.seal(b"again", lock=HERE, kind="label", row=1)
    assert not actions.destroy(by=SYSTEM, lock=HERE, because="the year is over")  # said twice, done once
    assert [entry["id"] for entry in ledger.entries()] == ["2026-7"]


def test_a_restore_brings_no_key_back(vault: Path) -> None:
    sealed = sealing.seal(b"Amina", lock=HERE, kind="label", row=1)
    path = vault / "keys" / "2026" / "7.key"
    backup = path.read_bytes()
    actions.destroy(by=SYSTEM, lock=HERE, because="the year is over")
    # the backup is older than the deletion: the key's file comes back, and the database does not know that it was destroyed
    path.write_bytes(backup)
    SealKey.objects.update(destroyed=None, because="")
    assert sealing.open_(sealed, lock=HERE, kind="label", row=1) == b"Amina"  # the control: it would be readable
    assert actions.replay_deletions(by=SYSTEM)["keys"] == 1
    with pytest.raises(KeyGone):
        sealing.open_(sealed, lock=HERE, kind="label", row=1)
    assert SealKey.objects.get(lock="2026-7").destroyed
    assert actions.replay_deletions(by=SYSTEM)["keys"] == 0


def test_a_ledger_cut_by_a_power_failure_is_read_and_carried_on(vault: Path) -> None:
    ledger.note_key(HERE, "one")
    path = vault / "ledger" / "deletions.jsonl"
    with path.open("a") as handle:
        handle.write('{"what": "key", "id": "20')
    ledger.note_key(Lock(link=8, year=2026), "two")
    assert [lock.link for lock, _ in ledger.destroyed_locks()] == [7, 8]


def test_only_rows_that_can_be_deleted_again_are_noted() -> None:
    with pytest.raises(LookupError):
        ledger.note_rows("a kind nobody knows", ["1"])
