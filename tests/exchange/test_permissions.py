"""The list of children and the ledger of permissions, on pages and below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from footbridge.exchange.labels import own_labels
from footbridge.exchange.labels.names import like_a_full_name, lines_of, unfit
from footbridge.exchange.models import Decision
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import ledger_of, not_permitted, unknown_of
from footbridge.people.models import Person
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Pair

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"


def post(client: Client, name: str, pk: Any, **data: Any) -> Any:
    return client.post(reverse(f"exchange:{name}", args=[pk]), data, follow=True)


def test_lists_are_read_as_people_paste_them() -> None:
    assert lines_of("1. Amina\n2) Ben\n • Chidi \n\nAmina\nDora, Eesa; Finn") == [
        "Amina", "Ben", "Chidi", "Dora", "Eesa", "Finn"
    ]  # fmt: skip
    assert [like_a_full_name(one) for one in ("Amina", "Amina K", "Amina K.", "Amina Khan", "Anne-Marie")] == [
        False, False, False, True, False
    ]  # fmt: skip
    assert all(unfit(one) for one in ("a@b.org", "Ben 12/03/2017", "x" * 31, "http://x"))
    assert not unfit("Zoë-Mae O’K")


def test_a_teacher_types_the_list_and_is_warned_of_full_names(sign_in: SignIn, pair: Pair) -> None:
    here, client = pair.here, sign_in(pair.here.teacher)
    page = post(client, "children", here.led.pk, children="Amina Khan\nBen").content.decode()
    assert "looks like a full name" in page
    assert "Amina Khan\nBen" in page.replace("\r", "")  # nothing typed is lost
    assert own_labels(here.viewer, here.led.pk) == []
    page = post(client, "children", here.led.pk, children="Amina\nBen\nMary Ann", sure="on").content.decode()
    assert "3 children are on the list" in page
    assert "They were all there already" in post(client, "children", here.led.pk, children="ben").content.decode()
    child = own_labels(here.viewer, here.led.pk)[2]
    assert "name is changed" in post(client, "child", child.id, text="Mary").content.decode()
    assert "cannot" not in post(client, "child", child.id, text="Ben").content.decode()
    post(client, "remove_child", child.id)
    assert [one.text for one in own_labels(here.viewer, here.led.pk)] == ["Amina", "Ben"]
    assert client.get(reverse("exchange:child", args=[child.id])).status_code == 404
    partner = sign_in(pair.there.teacher)
    for name, value in (("children", here.led.pk), ("permissions", here.led.pk), ("child", child.id)):
        assert partner.get(reverse(f"exchange:{name}", args=[value])).status_code == 404


def test_slips_are_typed_into_one_table(sign_in: SignIn, children: Pair) -> None:
    here, client = children.here, sign_in(children.here.teacher)
    amina, ben, chidi = own_labels(here.viewer, here.led.pk)
    assert unknown_of(here.viewer, here.led.pk) == 18
    page = post(
        client, "permissions", here.led.pk,
        **{"seen": "0", f"{amina.id.hex}-all": "permitted", f"{ben.id.hex}-work": "permitted", f"{ben.id.hex}-face": "refused",
           f"{chidi.id.hex}-work": "permitted", f"{chidi.id.hex}-name": "nonsense"},
    ).content.decode()  # fmt: skip
    assert "9 answers are noted" in page
    held, last = ledger_of(here.viewer, here.led.pk)
    assert {held[amina.id, use] for use in ("work", "name", "face", "voice", "film", "call")} == {"permitted"}
    assert (held[ben.id, "face"], held.get((chidi.id, "name"))) == ("refused", None)
    with walls.inside(children.link.pk):
        assert not_permitted(here.led.pk, ["work"]) == 0
        assert not_permitted(here.led.pk, ["work", "face"]) == 2  # Ben refused, Chidi unknown
        assert not_permitted(here.led.pk, ["face"], [amina.id]) == 0
    again = post(client, "permissions", here.led.pk, **{"seen": str(last), f"{amina.id.hex}-face": "permitted"})
    assert "Nothing had changed" in again.content.decode()


def test_an_old_page_takes_no_withdrawal_back(children: Pair) -> None:
    """Two teachers of a class have the table open: one notes a withdrawal, the other saves a page that shows “permitted”."""
    here = children.here
    amina, ben, _ = own_labels(here.viewer, here.led.pk)

    def note(said: str, seen: int, who: Any = ben) -> tuple[int, int]:
        cells = {(who.id, "face"): said}
        return note_decisions(by=here.viewer, link_class=here.led.pk, cells=cells, seen=seen)

    assert note("permitted", 0) == (1, 0)
    _, shown = ledger_of(here.viewer, here.led.pk)
    assert note("withdrawn", shown) == (1, 0)
    assert note("permitted", shown) == (0, 0)  # not touched on the old page: it showed “permitted”
    assert note("refused", shown) == (0, 1)  # touched on the old page: the other's word stands, and it is said
    held, _ = ledger_of(here.viewer, here.led.pk)
    assert held[ben.id, "face"] == "withdrawn"
    assert note("permitted", shown, amina) == (1, 0)


def test_a_line_is_never_changed_and_is_about_a_child_of_its_class(children: Pair) -> None:
    here, there = children.here, children.there
    child = own_labels(here.viewer, here.led.pk)[0]
    row = {"link": children.link, "label_id": child.id, "use": "face", "said": "refused"}

    def check(**fields: Any) -> None:
        with walls.inside(children.link.pk):
            Decision.objects.create(**{**row, "link_class": here.led, **fields})
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    check()
    for wrong in ({"link_class": there.led}, {"use": "shoe"}, {"said": "perhaps"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            check(**wrong)
    with walls.inside(children.link.pk), pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.unscoped(WHY).update(said="permitted")
    assert not Decision.objects.unscoped(WHY).exists()  # outside the wall there is nothing


def test_only_the_own_teacher_sees_who(sign_in: SignIn, children: Pair, django_assert_num_queries: Any) -> None:
    address = reverse("exchange:permissions", args=[children.here.led.pk])
    client = sign_in(children.here.teacher)
    client.get(address)
    with django_assert_num_queries(18):
        assert "Amina" in client.get(address).content.decode()
    others = [factories.member(role, of=children.here.school) for role in ("headteacher", "school_office", "teacher")]
    for other in [
        children.there.teacher,
        factories.member("facilitator", of=children.link.linking_year.programme),
        *others,
    ]:
        assert sign_in(other).get(address).status_code == 404
