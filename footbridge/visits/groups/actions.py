"""The verbs of mixed groups: mix, move one child, forget. Both teachers of the link; the meeting is locked first."""

from __future__ import annotations

from collections.abc import Sequence

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules as exchange
from footbridge.exchange.labels import labels_for_groups
from footbridge.visits import rules
from footbridge.visits.groups import keeping, wishing
from footbridge.visits.groups.mixing import CannotMix, Wishes, mix
from footbridge.visits.meetings.steps import CannotDo, insist_ahead, lock
from footbridge.visits.models import Meeting

MOST_ADULTS = 30


@action
def mix_groups(
    *,
    by: Viewer,
    meeting: Meeting,
    count: int,
    together: wishing.Ids,
    apart: wishing.Ids,
    adults: Sequence[str],
    again: bool,
) -> keeping.Kept:
    """Put all children of the link's classes into `count` groups. The own school's adults are dealt over them.

    Asked for the same again, nothing is mixed anew unless `again` is said. Raises CannotDo with the reason.
    """
    locked = _begin(by, meeting)
    before = keeping.read(locked)
    classes = labels_for_groups(by, locked.link_id)
    children = [label for labels in classes.values() for label in labels]
    if len(classes) < 2:
        raise CannotDo("Children of two classes are needed. Ask your partner teacher to type theirs.")
    own = str(rules.own_side(by, locked.link_id))
    kept = keeping.Kept(count, before.turn, together, apart, [], _named(before, own, adults), before.pins)
    ids = [str(label.id) for label in children]
    same = (count, together, apart) == (before.count, before.together, before.apart)
    if same and not again and sorted(ids) == sorted(one for group in before.groups for one in group):
        kept.groups = before.groups
    else:
        kept.turn = before.turn + 1 if same else 0
        place = {one: n for n, one in enumerate(ids)}
        wishes = Wishes(wishing.pairs(together, place), wishing.pairs(apart, place))
        try:
            of = [label.link_class for label in children]
            placed = mix(of, count, wishes, kept.turn, _schools(by, locked))
        except CannotMix as reason:
            raise CannotDo(str(reason)) from None
        kept.groups = [[one for one, group in zip(ids, placed, strict=True) if group == n] for n in range(count)]
    if kept != before:
        keeping.write(locked, kept)
        _note(by, "groups mixed", locked, groups=count)
    return kept


def _schools(by: Viewer, meeting: Meeting) -> dict[int, int]:
    """The school of each class of the link."""
    return dict(LinkClass.objects.visible_to(by).filter(link=meeting.link_id).values_list("pk", "school_id"))


@action
def move_child(*, by: Viewer, meeting: Meeting, child: str, group: int) -> None:
    """Put one child into another group by hand. Sent twice, it acts once."""
    locked = _begin(by, meeting)
    kept = keeping.read(locked)
    here = next((n for n, ids in enumerate(kept.groups) if child in ids), None)
    if here is None or not 0 <= group < len(kept.groups):
        raise CannotDo("This child or group is not there any more. Look at the groups as they are now.")
    if here != group:
        kept.groups[here].remove(child)
        kept.groups[group].append(child)
        keeping.write(locked, kept)
        _note(by, "child moved to another group", locked)


@action
def pin_adult(*, by: Viewer, meeting: Meeting, side: str, adult: str, group: int | None) -> None:
    """Keep one adult in a group, or with None let the adult be dealt again. Either teacher; sent twice, it acts once."""
    locked = _begin(by, meeting)
    kept = keeping.read(locked)
    if adult not in kept.adults.get(side, ()) or not (group is None or 0 <= group < len(kept.groups)):
        raise CannotDo("This adult or group is not there any more. Look at the groups as they are now.")
    pins = {one: dict(of) for one, of in kept.pins.items()}
    own = pins.setdefault(side, {})
    own.pop(adult, None)
    if group is not None:
        own[adult] = group
    if pins != kept.pins:
        kept.pins = pins
        keeping.write(locked, kept)
        _note(by, "adult put into a group", locked)


@action
def forget_groups(*, by: Viewer, meeting: Meeting) -> bool:
    """Delete the groups of a meeting: its teachers at any time, the platform the night after the day."""
    locked = lock(meeting)
    rules.insist(by.system or exchange.may_run(by, locked.link_id))
    there = keeping.forget(locked)
    if there:
        _note(by, "groups forgotten", locked)
    return there


def _named(before: keeping.Kept, own: str, adults: Sequence[str]) -> dict[str, list[str]]:
    return {**before.adults, own: list(adults)[:MOST_ADULTS]}


def _begin(by: Viewer, meeting: Meeting) -> Meeting:
    locked = lock(meeting)
    rules.insist(rules.may_plan(by, locked.link_id) and exchange.may_run(by, locked.link_id))
    insist_ahead(locked)
    return locked


def _note(by: Viewer, verb: str, meeting: Meeting, **facts: int) -> None:
    """An audit line without a child, a day or a place."""
    programme = meeting.link.linking_year.programme_id
    record(f"meeting {verb}", meeting, by=by, programme=programme, link=meeting.link_id, **facts)
