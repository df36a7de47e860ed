"""Labels: who reads them, how many there may be, and that they are gone when they are removed."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange.labels import counts_of, labels_for_groups, on_removal, own_labels, removal
from footbridge.exchange.labels.actions import CannotAdd, add_labels, remove_label, rename_label
from footbridge.exchange.models import Label
from footbridge.people.viewers import viewer_for
from footbridge.vault import walls
from footbridge.vault.actions import replay_deletions
from tests import factories
from tests.exchange.conftest import Pair, make_pair

WHY = "a test looks behind the wall"


def texts(viewer: Viewer, link_class: int) -> list[str]:
    return [label.text for label in own_labels(viewer, link_class)]


def row_of(pair: Pair, text: str) -> Label:
    found = next(one for one in own_labels(pair.here.viewer, pair.here.led.pk) if one.text == text)
    with walls.inside(pair.link.pk):
        return Label.objects.visible_to(pair.here.viewer).get(pk=found.id)


def test_only_the_own_class_s_teacher_reads_them(children: Pair) -> None:
    here, there = children.here, children.there
    assert texts(here.viewer, here.led.pk) == ["Amina", "Ben", "Chidi"]
    assert texts(there.viewer, here.led.pk) == []  # not the partner
    of = {"facilitator": children.link.linking_year.programme, "network_staff": None}
    for role in ("facilitator", "network_staff", "headteacher", "deputy", "school_office", "teacher"):
        other = viewer_for(factories.member(role, of=of.get(role, here.school)))
        assert texts(other, here.led.pk) == []
        assert labels_for_groups(other, children.link.pk) == {}


def test_groups_of_a_meeting_need_both_classes_for_both_teachers(children: Pair) -> None:
    for half in (children.here, children.there):
        found = labels_for_groups(half.viewer, children.link.pk)
        assert {key: [one.text for one in value] for key, value in found.items()} == {
            children.here.led.pk: ["Amina", "Ben", "Chidi"],
            children.there.led.pk: ["Dora", "Eesa", "Finn"],
        }
    assert labels_for_groups(make_pair(children.link.linking_year).here.viewer, children.link.pk) == {}


def test_a_teacher_who_left_or_whose_link_ended_reads_nothing(children: Pair) -> None:
    here = children.here
    here.led.led_by.unscoped(WHY).update(until=timezone.now())
    assert texts(here.viewer, here.led.pk) == []
    there = children.there
    with transaction.atomic():
        Link.objects.unscoped(WHY).filter(pk=children.link.pk).update(state="ended")
        LinkClass.objects.unscoped(WHY).filter(link=children.link).update(live=False)
    assert texts(there.viewer, there.led.pk) == []


def test_nothing_readable_lies_in_the_database(children: Pair) -> None:
    with walls.door("a test reads the bytes"), connection.cursor() as cursor:
        cursor.execute("SELECT l::text, encode(l.sealed, 'escape') FROM exchange_label l")
        stored = repr(cursor.fetchall())
    assert stored.count("label") + stored.count("\\\\") > 0
    assert not any(name in stored for name in ("Amina", "Ben", "Chidi", "Dora"))


def test_posted_twice_it_acts_once_and_forty_is_the_most(pair: Pair) -> None:
    here = pair.here
    names = [f"Child {n}" for n in range(40)]
    assert add_labels(by=here.viewer, link_class=here.led.pk, texts=names) == 40
    assert add_labels(by=here.viewer, link_class=here.led.pk, texts=[*names, "child 3"]) == 0
    with pytest.raises(CannotAdd, match="40"):
        add_labels(by=here.viewer, link_class=here.led.pk, texts=["One more"])
    for place in (0, 40, 41):
        with walls.inside(pair.link.pk), pytest.raises(IntegrityError), transaction.atomic():
            Label.objects.create(link=pair.link, link_class=here.led, position=place, sealed=b"")


def test_a_label_is_of_a_class_of_its_link(pair: Pair) -> None:
    other = make_pair(pair.link.linking_year)

    def plant() -> None:
        with walls.inside(pair.link.pk):
            Label.objects.create(link=pair.link, link_class=other.here.led, position=1, sealed=b"")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError):
        plant()


def test_the_partner_and_others_may_not_write(children: Pair) -> None:
    row = row_of(children, "Ben")
    for viewer in (children.there.viewer, viewer_for(factories.member("headteacher", of=children.here.school))):
        with pytest.raises(PermissionDenied):
            add_labels(by=viewer, link_class=children.here.led.pk, texts=["Zoe"])
        with pytest.raises(PermissionDenied):
            remove_label(by=viewer, label=row)
        with pytest.raises(PermissionDenied):
            rename_label(by=viewer, label=row, text="Zoe")


def test_a_name_changes_and_two_children_are_told_apart(children: Pair) -> None:
    here = children.here
    rename_label(by=here.viewer, label=row_of(children, "Ben"), text="Benny")
    assert texts(here.viewer, here.led.pk) == ["Amina", "Benny", "Chidi"]
    with pytest.raises(CannotAdd, match="tell them apart"):
        rename_label(by=here.viewer, label=row_of(children, "Benny"), text="amina")


def test_a_removed_child_stays_away_after_a_restore(children: Pair) -> None:
    here = children.here
    row, told = row_of(children, "Ben"), []
    on_removal(told.append)
    try:
        remove_label(by=here.viewer, label=Label(**{f.attname: getattr(row, f.attname) for f in Label._meta.fields}))
        assert told == [row.pk]
        assert texts(here.viewer, here.led.pk) == ["Amina", "Chidi"]
        with walls.inside(children.link.pk):
            row.save(force_insert=True)  # an older backup is restored
        assert "Ben" in texts(here.viewer, here.led.pk)  # the control: it would be back
        assert replay_deletions(by=Viewer.for_system("test"))["label"] == 1
    finally:
        removal.listeners.remove(told.append)
    assert texts(here.viewer, here.led.pk) == ["Amina", "Chidi"]
    assert counts_of([children.link.pk]) == {here.led.pk: 2, children.there.led.pk: 3}
