"""Drafts: proposed, fixed, ruled out, undone; nobody overwrites a change unseen."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from footbridge.audit.models import AuditLine
from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.state import DraftState, group_of
from footbridge.brokering.drafts.steps import CannotDo, DraftMoved, revisions, state_of
from footbridge.brokering.models import Draft
from footbridge.brokering.problem import solving
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.brokering.conftest import MOSTLY_ASIAN, MOSTLY_WHITE, World


def begin(world: World, **more: object) -> Draft:
    return actions.start_draft(by=world.viewer, year=world.year, name="First", **more)  # type: ignore[arg-type]


def schools_in(world: World, draft: Draft) -> set[frozenset[str]]:
    names = {one.pk: one.school.name.split()[0] for one in world.classes}
    return {frozenset(names[one] for one in group) for group in state_of(draft).groups}


def test_a_first_proposal_links_unlike_schools(world: World) -> None:
    draft = begin(world)
    pairs = schools_in(world, draft)
    white, asian = {"Ash", "Birch", "Cedar"}, {"Oak", "Pine", "Rowan"}
    assert len(pairs) == 3
    assert all(len(pair & white) == 1 and len(pair & asian) == 1 for pair in pairs)
    assert draft.version == 1
    assert AuditLine.objects.filter(verb="began draft", subject=f"brokering.draft:{draft.pk}").count() == 1


def test_fixing_ruling_out_and_proposing_again(world: World) -> None:
    draft = begin(world)
    ash, birch, oak, pine = (world.classes[n] for n in (0, 1, 3, 4))
    draft = actions.link_classes(by=world.viewer, draft=draft, version=1, classes=[ash.pk, birch.pk])
    assert state_of(draft).fixed == {group_of([ash.pk, birch.pk])}
    draft = actions.rule_out(
        by=world.viewer, draft=draft, version=2, one=oak.school_id, two=pine.school_id, reason="neighbours"
    )
    draft = actions.propose_links(by=world.viewer, draft=draft, version=3)
    pairs = schools_in(world, draft)
    assert frozenset({"Ash", "Birch"}) in pairs
    assert frozenset({"Oak", "Pine"}) not in pairs
    words = list(revisions(draft).values_list("words", flat=True))
    assert words[0].startswith("Proposed")
    assert words[1] == "Ruled out Oak Primary with Pine Primary"


def test_ruling_two_schools_out_parts_their_link_and_linking_them_lifts_it(world: World) -> None:
    draft = begin(world)
    group = state_of(draft).groups[0]
    one, two = (next(c.school_id for c in world.classes if c.pk == n) for n in group)
    draft = actions.rule_out(by=world.viewer, draft=draft, version=1, one=one, two=two, reason="")
    assert group not in state_of(draft).groups
    draft = actions.link_classes(by=world.viewer, draft=draft, version=2, classes=group)
    assert state_of(draft).bans == ()


def test_holding_back_and_releasing(world: World) -> None:
    draft = begin(world)
    ash = world.classes[0].pk
    draft = actions.hold_back(by=world.viewer, draft=draft, version=1, class_id=ash, reason="new head")
    draft = actions.propose_links(by=world.viewer, draft=draft, version=2)
    assert ash not in state_of(draft).classes
    draft = actions.release(by=world.viewer, draft=draft, version=3, class_id=ash)
    draft = actions.propose_links(by=world.viewer, draft=draft, version=4)
    assert ash in state_of(draft).classes


def test_undo_and_redo_walk_the_history_and_lose_nothing(world: World) -> None:
    by, draft = world.viewer, begin(world)
    first = state_of(draft)
    draft = actions.part_link(by=by, draft=draft, version=1, group=first.groups[0])
    second = state_of(draft)
    draft = actions.part_link(by=by, draft=draft, version=2, group=first.groups[1])
    third = state_of(draft)
    for version, expected in ((3, second), (4, first)):
        draft = actions.undo(by=by, draft=draft, version=version)
        assert state_of(draft) == expected
    with pytest.raises(CannotDo, match="nothing to undo"):
        actions.undo(by=by, draft=draft, version=5)
    for version, expected in ((5, second), (6, third)):
        draft = actions.redo(by=by, draft=draft, version=version)
        assert state_of(draft) == expected
    with pytest.raises(CannotDo, match="nothing to do again"):
        actions.redo(by=by, draft=draft, version=7)
    draft = actions.undo(by=by, draft=draft, version=7)
    draft = actions.fix_link(by=by, draft=draft, version=8, group=second.groups[0])
    draft = actions.undo(by=by, draft=draft, version=9)
    assert state_of(draft) == second
    draft = actions.redo(by=by, draft=draft, version=10)
    assert state_of(draft).fixed == {second.groups[0]}, "a new change takes the place of what was undone"
    draft = actions.go_back_to(by=by, draft=draft, version=11, number=3)
    assert state_of(draft) == third, "and what was undone is still in the history"


def test_who_knows_an_older_version_is_told_and_overwrites_nothing(world: World) -> None:
    draft = begin(world)
    other = factories.member("facilitator", of=world.programme, name="Olu Other")
    groups = state_of(draft).groups
    draft = actions.fix_link(by=world.viewer, draft=draft, version=1, group=groups[0])
    with pytest.raises(DraftMoved) as moved:
        actions.part_link(by=viewer_for(other), draft=draft, version=1, group=groups[0])
    assert moved.value.wanted.startswith("Parted")
    assert state_of(draft).fixed == {groups[0]}
    assert draft.revisions.unscoped("test").count() == 2


def test_a_button_pressed_twice_acts_once(world: World) -> None:
    draft = begin(world)
    group = state_of(draft).groups[0]
    for _ in range(2):
        draft = actions.fix_link(by=world.viewer, draft=draft, version=1, group=group)
    assert draft.version == 2


@pytest.mark.django_db(transaction=True)
def test_racing_changes_one_wins_and_the_others_are_told() -> None:
    solving.forget()
    programme = factories.programme("Derby")
    world = World(programme, factories.linking_year(programme), factories.member("facilitator", of=programme))
    for n in range(8):
        world.add(f"School {n}", MOSTLY_WHITE if n % 2 else MOSTLY_ASIAN)
    draft = begin(world)
    groups, start, told = state_of(draft).groups, threading.Barrier(4), []
    viewers = [viewer_for(factories.member("facilitator", of=programme)) for _ in groups]

    def change(number: int) -> None:
        start.wait(10)
        try:
            actions.fix_link(by=viewers[number], draft=draft, version=1, group=groups[number])
        except DraftMoved as moved:
            told.append(moved)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    draft.refresh_from_db()
    assert len(told) == 3
    assert draft.version == 2
    assert len(state_of(draft).fixed) == 1


def test_another_programmes_facilitator_may_not(world: World) -> None:
    draft = begin(world)
    stranger = viewer_for(factories.member("facilitator", of=factories.programme("Kent")))
    assert not Draft.objects.visible_to(stranger).exists()
    with pytest.raises(PermissionDenied):
        actions.propose_links(by=stranger, draft=draft, version=1)
    head = viewer_for(factories.member("headteacher", of=world.schools[0]))
    assert not Draft.objects.visible_to(head).exists()


def test_links_of_classes_that_do_not_fit_are_refused(world: World) -> None:
    draft = begin(world)
    twin = world.add("Twin Primary", MOSTLY_WHITE, classes=2)
    of_twin = [one.pk for one in world.classes if one.school_id == twin.pk]
    for classes in (of_twin, [*of_twin, world.classes[0].pk], [world.classes[0].pk]):
        with pytest.raises(CannotDo, match="as many classes"):
            actions.link_classes(by=world.viewer, draft=draft, version=1, classes=classes)
    taken = world.classes[0]
    factories.link(taken, world.classes[1])
    with pytest.raises(CannotDo, match="not free"):
        actions.link_classes(by=world.viewer, draft=draft, version=1, classes=[taken.pk, world.classes[3].pk])


def test_a_copy_goes_its_own_way(world: World) -> None:
    draft = begin(world)
    copy = actions.copy_draft(by=world.viewer, draft=draft, name="Second")
    actions.part_link(by=world.viewer, draft=copy, version=1, group=state_of(copy).groups[0])
    assert len(state_of(draft).groups) == 3


def test_a_state_holds_no_class_twice() -> None:
    with pytest.raises(ValueError, match="two links"):
        DraftState(groups=((1, 2), (2, 3)))
    with pytest.raises(ValueError, match="not in the draft"):
        DraftState(fixed=frozenset({(1, 2)}))
