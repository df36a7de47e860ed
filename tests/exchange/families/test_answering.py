"""A family answers by its code: a no at once, a yes when the school confirms, and two adults who disagree mean no."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.exchange.families import codes, opening
from footbridge.exchange.families.actions import answering, making, slips
from footbridge.exchange.families.forms import slip_of
from footbridge.exchange.families.queries import end_of, families_of, tally_of
from footbridge.exchange.families.uses import USES
from footbridge.exchange.labels import own_labels
from footbridge.exchange.labels.actions import remove_label
from footbridge.exchange.models import FamilyAnswer, FamilyCode, Label
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.people.models import Person
from footbridge.vault import walls
from tests.exchange.conftest import Pair

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
NOBODY = Viewer.nobody()


def made(pair: Pair) -> dict[UUID | None, str]:
    children = [one.id for one in own_labels(pair.here.viewer, pair.here.led.pk)]
    return dict(making.make_codes(by=pair.here.viewer, link_class=pair.here.led.pk, children=children))


def behind(code: str) -> opening.Opened:
    session: dict[str, Any] = {}
    row = opening.row_behind(code)
    assert row is not None
    opening.remember(session, row)
    found = opening.opened(session)
    assert found is not None
    return found


def say(code: str, relation: str, **answers: bool) -> UUID:
    batch = uuid4()
    answering.answer(by=NOBODY, opened=behind(code), answers=answers, relation=relation, batch=batch)
    return batch


def confirm(pair: Pair, *batches: UUID) -> tuple[int, int, int]:
    return answering.settle(by=pair.here.viewer, link_class=pair.here.led.pk, confirmed=set(batches), aside=set())


def held(pair: Pair, child: UUID, use: str = "face") -> str:
    return ledger_of(pair.here.viewer, pair.here.led.pk)[0].get((child, use), "unknown")


def test_codes_are_found_by_hash_and_can_be_remade(children: Pair) -> None:
    amina = own_labels(children.here.viewer, children.here.led.pk)[0]
    first = made(children)
    assert made(children) == first  # printed again they are the same
    assert len(set(first.values())) == 4  # three children and the class
    assert all(re.fullmatch(r"[2-9A-HJ-NP-TV-Z]{10}", code) for code in first.values())
    typed = codes.shown(first[amina.id]).lower().replace("-", " - ")
    assert behind(typed).child == "Amina"
    arabic = "".join(chr(0x660 + int(one)) if one.isdigit() else one for one in first[amina.id])
    assert behind(arabic).label == amina.id  # figures as an Arabic keyboard types them
    with walls.inside(children.link.pk):
        kept = FamilyCode.objects.unscoped(WHY).get(label=amina.id)
        assert first[amina.id].encode() not in bytes(kept.sealed)
        assert first[amina.id] not in kept.hashed
    new = making.make_codes(by=children.here.viewer, link_class=children.here.led.pk, children=[amina.id], again=True)
    assert new[amina.id] != first[amina.id]
    assert new[None] == first[None]
    assert opening.row_behind(first[amina.id]) is None
    assert opening.row_behind(new[amina.id]) is not None
    with time_machine.travel(end_of(children.link.pk) + timedelta(minutes=1), tick=False):
        assert opening.row_behind(new[amina.id]) is None
    assert opening.row_behind("") is None
    assert opening.row_behind("AAAAA-AAAAA") is None


def test_a_no_holds_at_once_and_a_yes_waits_for_the_school(children: Pair) -> None:
    amina, ben, _ = (one.id for one in own_labels(children.here.viewer, children.here.led.pk))
    code = made(children)
    batch = say(code[amina], "mother", face=True, name=False)
    assert (held(children, amina), held(children, amina, "name")) == ("unknown", "refused")
    assert (
        answering.answer(by=NOBODY, opened=behind(code[amina]), answers={"face": True}, relation="mother", batch=batch)
        == 0
    )
    tally = tally_of(children.here.viewer, children.here.led.pk)
    assert (tally.silent, tally.waiting, tally.incomplete) == (2, 1, 1)
    assert confirm(children, batch) == (1, 0, 0)
    assert held(children, amina) == "permitted"
    assert confirm(children, batch) == (0, 0, 0)  # pressed twice
    say(code[amina], "mother", face=False)
    assert held(children, amina) == "withdrawn"
    again = say(code[amina], "mother", face=True)  # the same adult may change her mind
    assert confirm(children, again) == (1, 0, 0)
    assert held(children, amina) == "permitted"
    # a yes that did not come from the family opens nothing
    stranger = say(code[ben], "other", face=True)
    found = answering.settle(
        by=children.here.viewer, link_class=children.here.led.pk, confirmed=set(), aside={stranger}
    )
    assert found == (0, 1, 0)
    assert held(children, ben) == "unknown"


def test_two_adults_who_disagree_mean_no_until_the_school_changes_it(children: Pair) -> None:
    amina, ben, _ = (one.id for one in own_labels(children.here.viewer, children.here.led.pk))
    code = made(children)
    say(code[amina], "father", face=False)
    assert confirm(children, say(code[amina], "mother", face=True, work=True)) == (1, 0, 1)
    assert (held(children, amina), held(children, amina, "work")) == ("refused", "permitted")
    say_yes = say(code[amina], "father", face=True)  # now both agree
    assert confirm(children, say_yes) == (1, 0, 0)
    assert held(children, amina) == "permitted"
    # a no that comes after a yes that still waits is a no; a yes that nobody has confirmed takes no no back
    say(code[amina], "mother", face=False)
    waits = say(code[amina], "mother", face=True)
    say(code[amina], "father", face=False)
    unconfirmed = say(code[amina], "father", face=True)
    assert confirm(children, waits) == (1, 0, 1)
    assert held(children, amina) in ("refused", "withdrawn")
    assert confirm(children, unconfirmed) == (1, 0, 0)
    assert held(children, amina) == "permitted"
    # a no on paper is somebody's no as well, and a slip does not overrule a no by code
    note = {(ben, "face"): False, (ben, "work"): True}
    slips.note_slips(by=children.here.viewer, link_class=children.here.led.pk, said=note, seen=0)
    assert confirm(children, say(code[ben], "mother", face=True)) == (1, 0, 1)
    _, seen = ledger_of(children.here.viewer, children.here.led.pk)
    yes = {(ben, "face"): True}
    added = slips.note_slips(by=children.here.viewer, link_class=children.here.led.pk, said=yes, seen=seen)
    assert added == (0, {(ben, "face")})
    assert held(children, ben) == "refused"


def test_what_slips_say_is_read_and_what_cannot_be_read_is_said() -> None:
    every = dict.fromkeys(USES, True)
    assert slip_of("y") == (every, "")
    assert slip_of(" Y" * len(USES)) == (every, "")
    said, trouble = slip_of("yn-" + "n" * (len(USES) - 3))
    assert (said["work"], said["name"], "face" in said, trouble) == (True, False, False, "")
    assert "You typed 2" in slip_of("yn")[1]
    assert "y for yes" in slip_of("perhaps")[1]
    assert slip_of("") == ({}, "")


def test_the_database_keeps_answers_to_their_child_and_state(children: Pair) -> None:
    here, there = children.here, children.there
    amina = own_labels(here.viewer, here.led.pk)[0].id
    row = {"link": children.link, "link_class": here.led, "label_id": amina, "relation": "mother", "use": "face"}

    def check(**fields: Any) -> None:
        with walls.inside(children.link.pk):
            FamilyAnswer.objects.create(**{**row, "batch": uuid4(), "yes": True, "state": "waits", **fields})
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    check()
    for wrong in ({"link_class": there.led}, {"state": "counts"}, {"yes": False}, {"state": "confirmed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            check(**wrong)
    codes_of = {
        "link": children.link,
        "link_class": here.led,
        "label_id": amina,
        "sealed": b"x",
        "expires": timezone.now() + timedelta(1),
    }
    with walls.inside(children.link.pk):
        FamilyCode.objects.create(**codes_of, hashed="a")
        with pytest.raises(IntegrityError), transaction.atomic():
            FamilyCode.objects.create(**codes_of, hashed="b")
    assert not FamilyCode.objects.unscoped(WHY).exists()  # outside the wall there is nothing
    with walls.inside(children.link.pk):
        remove_label(by=here.viewer, label=Label.objects.unscoped(WHY).get(pk=amina))
        assert not FamilyAnswer.objects.unscoped(WHY).exists()


def test_pages_of_a_class_ask_the_same_number_of_questions(
    sign_in: SignIn, children: Pair, django_assert_num_queries: Any
) -> None:
    here = children.here
    amina, ben, chidi = own_labels(here.viewer, here.led.pk)
    code = made(children)
    client = sign_in(here.teacher)
    address = reverse("exchange:families", args=[here.led.pk])
    say(code[amina.id], "mother", face=True)
    client.get(address)
    with django_assert_num_queries(24):
        assert "Mother" in client.get(address).content.decode()
    say(code[ben.id], "father", face=True)
    say(code[chidi.id], "carer", face=True)
    with django_assert_num_queries(24):
        page = client.get(address).content.decode()
    assert page.count(">waits</td>") == 3
    home = client.get(reverse("today")).content.decode()
    assert "3 families have answered by code" in home
    assert "3 families of" in home
    page = client.post(address, {"every": "yes"}, follow=True).content.decode()
    assert "3 families are confirmed" in page
    assert all(not row.waiting for row in families_of(here.viewer, _own(children)))
    assert sign_in(children.there.teacher).get(address).status_code == 404


def _own(pair: Pair) -> Any:
    from footbridge.exchange.classes import own_class

    return own_class(pair.here.viewer, pair.here.led.pk)
