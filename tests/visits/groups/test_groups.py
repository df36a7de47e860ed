"""Mixed groups of a meeting: for the link's teachers alone, sealed, gone the night after; what is printed names no day or place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from footbridge.audit.models import AuditLine
from footbridge.brokering.models import LinkClass
from footbridge.exchange.labels import ChildLabel
from footbridge.exchange.labels.actions import add_labels, remove_label
from footbridge.exchange.models import Label
from footbridge.people.models import Person
from footbridge.vault import walls
from footbridge.visits.groups import actions, keeping, papers, wishing
from footbridge.visits.groups.page import groups_of
from footbridge.visits.meetings.queries import meeting_for
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import MixedGroups
from footbridge.visits.tasks import look_after_on
from tests import factories
from tests.visits.conftest import DAY, TEN, TWO, World, make_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
OWN = [f"Hill{letter}" for letter in "ABCDEFGH"]
THEIRS = ["Sam", *(f"Vale{letter}" for letter in "ABCDEFG")]


@pytest.fixture
def typed(world: World) -> World:
    """Both classes are typed; Sam is in both."""
    world.meeting().give_date(DAY, TEN, TWO)
    _type(world)
    return world


def _type(world: World) -> None:
    classes = LinkClass.objects.unscoped("a test types children").filter(link=world.link).order_by("side")
    for by, one, names in zip((world.first, world.second), classes, (["Sam", *OWN], THEIRS), strict=True):
        add_labels(by=by, link_class=one.pk, texts=names)


def mixed(world: World, count: int = 3, **given: object) -> keeping.Kept:
    wanted = {"together": [], "apart": [], "adults": ["Ms Hill"], "again": False, **given}
    return actions.mix_groups(by=world.first, meeting=world.meeting(), count=count, **wanted)  # type: ignore[arg-type]


def test_both_teachers_mix_one_set_of_groups(typed: World) -> None:
    found = groups_of(typed.second, meeting_for(typed.second, typed.meeting().pk))
    with pytest.raises(wishing.Unknown, match="Both classes have Sam"):
        wishing.read("Sam, HillA", found.names)
    with pytest.raises(wishing.Unknown, match="Nobody here is called Zed"):
        wishing.read("Zed, HillA", found.names)
    together = wishing.read("sam (derby vale school), HillA; HillB", found.names)
    first = mixed(typed, together=together)
    assert mixed(typed, together=together) == first  # posted twice
    assert mixed(typed, together=together, again=True).groups != first.groups
    actions.mix_groups(
        by=typed.second, meeting=typed.meeting(), count=3, together=together, apart=[], adults=["Mr Vale"], again=False
    )
    found = groups_of(typed.second, meeting_for(typed.second, typed.meeting().pk))
    assert sorted(len(one.children) for one in found.groups) == [5, 6, 6]
    assert sorted(adult for one in found.groups for adult in one.adults) == ["Mr Vale", "Ms Hill"]
    assert not found.unkept
    assert wishing.write(found.kept.together, found.said) == "Sam (Derby Vale School), HillA, HillB"
    mixed(typed, together=together, apart=wishing.read("HillA, HillB", found.names))
    found = groups_of(typed.second, meeting_for(typed.second, typed.meeting().pk))
    assert found.reason == "Some children are to be both together and apart, by way of others."
    child = found.groups[0].children[0]
    for _ in range(2):
        actions.move_child(by=typed.second, meeting=typed.meeting(), child=child.id, group=2)
    found = groups_of(typed.second, meeting_for(typed.second, typed.meeting().pk))
    assert child in found.groups[2].children
    assert "Hill" not in str(list(AuditLine.objects.values_list("facts", "verb")))


def test_nobody_else_and_nothing_readable(typed: World) -> None:
    mixed(typed)
    other = make_world("Kent")
    office = typed.viewer(factories.member("school_office", of=typed.schools[0]))
    for who in (other.first, typed.runs, office):
        with pytest.raises(PermissionDenied):
            actions.mix_groups(by=who, meeting=typed.meeting(), count=3, together=[], apart=[], adults=[], again=False)
        assert not MixedGroups.objects.visible_to(who).exists()
    assert not MixedGroups.objects.unscoped("outside the wall there are no rows").exists()
    with connection.cursor() as cursor, walls.door("a test reads the bytes of the table"):
        cursor.execute("SELECT string_agg(encode(sealed, 'escape'), '') FROM visits_mixedgroups")
        assert "Ms Hill" not in cursor.fetchone()[0]
    with pytest.raises(CannotDo, match="cannot be put into"):
        mixed(typed, count=40)


def test_a_child_who_is_removed_leaves_the_groups(typed: World) -> None:
    before = mixed(typed, together=[])
    gone = before.groups[0][0]
    with walls.inside(typed.link.pk):
        label = Label.objects.unscoped("a test removes a child").get(pk=gone)
    own = typed.schools[0].pk == label.link_class.school_id
    remove_label(by=typed.first if own else typed.second, label=label)
    assert gone not in str(keeping.read(typed.meeting()))


def test_groups_are_gone_the_night_after(typed: World) -> None:
    mixed(typed)
    look_after_on(DAY)
    assert keeping.read(typed.meeting()).groups
    look_after_on(date(2027, 3, 11))
    assert not keeping.read(typed.meeting()).groups
    mixed(typed)
    typed.meeting().call_off("Snow")
    look_after_on(DAY)
    assert not keeping.read(typed.meeting()).groups


def test_pages_and_prints(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    world.meeting().give_date(DAY, TEN, TWO)
    pk = world.meeting().pk

    def at(name: str, *more: object) -> str:
        return reverse(f"visits:{name}", args=[pk, *more])

    client = sign_in(world.teachers[0])
    assert "Nobody has typed the children" in client.get(at("groups")).content.decode()
    _type(world)
    assert client.get(at("stickers")).status_code == 404
    wish = {"count": "3", "together": "HillA, Nobody", "adults": "Ms Hill\nMr Hill"}
    page = client.post(at("groups"), wish).content.decode()
    assert "Nobody here is called Nobody" in page
    page = client.post(at("groups"), {**wish, "together": "HillA, ValeA"}, follow=True).content.decode()
    assert "Sam (Derby Vale School)" in page
    found = groups_of(world.first, meeting_for(world.first, pk))
    seen: list[str] = []
    monkeypatch.setattr(papers, "pdf", lambda layout, data: seen.append(str(data)) or b"%PDF")
    papers.stickers(found, "21")
    papers.group_sheets(found)
    assert "School" not in seen[0], (
        "a sticker that is lost says nothing to a stranger, also where both classes have a Sam"
    )
    assert "Sam (" not in seen[1], "under the name of the school a first name is enough"
    monkeypatch.undo()
    assert "Ms Hill" in page
    child = re.search(r'<option value="([0-9a-f-]{36})">HillA', page)
    assert child
    client.post(at("move_child"), {"child": child[1], "group": "2"})
    adult = re.search(r'<option value="(\d+:Mr Hill)">Mr Hill \(Derby Hill School\)', page)
    assert adult
    for _ in range(2):
        kept = client.post(at("pin_adult"), {"pin-adult": adult[1], "pin-group": "2"}, follow=True).content.decode()
        assert "Mr Hill stays in Cedar" in kept
    again = client.post(at("pin_adult"), {"pin-adult": adult[1], "pin-group": ""}, follow=True).content.decode()
    assert "stays in" not in again
    assert "Choose an adult" in client.post(at("pin_adult"), {"pin-adult": "1:Eve"}, follow=True).content.decode()
    for name in ("group_sheets", "register", "stickers"):
        answer = client.get(at(name) + "?sheet=10")
        assert answer.content.startswith(b"%PDF")
        assert "10 March" not in str(answer.headers)
    client.post(at("forget_groups"))
    assert client.get(at("stickers")).status_code == 404
    facilitator = sign_in(world.facilitator)
    assert facilitator.get(at("groups")).status_code == 404


def test_two_of_one_name_in_one_school_are_told_apart_by_their_class() -> None:
    sams = {n: [ChildLabel(uuid4(), "Sam", n, 1)] for n in (1, 2, 3)}
    schools, named = {1: "Hill", 2: "Hill", 3: "Vale"}, {1: "4A", 2: "4B", 3: "Owls"}
    assert list(wishing.called(sams, schools, named).values()) == ["Sam (Hill, 4A)", "Sam (Hill, 4B)", "Sam (Vale)"]
    assert list(wishing.called_at_school(sams, schools, named).values()) == ["Sam (4A)", "Sam (4B)", "Sam"]
