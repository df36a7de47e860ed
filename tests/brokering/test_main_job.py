"""The main job on real input: from the national register and a sign-up sheet to links that both heads have accepted.

The fast twin of tests/journeys/facilitator/test_main_job.py, which does the same in a real browser.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from footbridge.brokering.drafts.board import board_of
from footbridge.brokering.drafts.comparison import beside
from footbridge.brokering.drafts.queries import draft_for
from footbridge.brokering.models import Draft, Link, LinkSide
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.brokering.real import bring_the_sheet_in, derby, import_the_register

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]
WHY = "a test looks"
LONGEST_ANSWER = 3.0  # seconds a page may take on a busy machine; it takes a fraction of that on a quiet one
PAGE_QUERIES = 15


def test_from_the_register_to_links_that_stand(shared: Path, sign_in, django_assert_num_queries) -> None:
    import_the_register(shared)
    year, person = derby()
    bring_the_sheet_in(shared, year, person)
    viewer, client = viewer_for(person), sign_in(person)

    client.post(reverse("brokering:new_draft"), {"year": year.pk, "name": "First draft"})
    draft = Draft.objects.unscoped(WHY).get()
    board = board_of(viewer, draft_for(viewer, draft.pk))
    assert len(board.pool.classes) >= 55
    assert board.linked >= len(board.pool.classes) - len(board.pool.away) - 6
    assert all(row.reason for row in board.waiting), "who cannot be linked is named with the reason"
    assert not any(card.found.against for card in board.cards), "no link goes against a rule"
    nearest = beside(board, "nearest")
    assert nearest is not None
    contact = next(line for line in nearest.lines if "ethnic" in line.label)
    assert float(contact.first) > 1.5 * float(contact.second), "it brings more contact than the nearest school would"

    fixed, banned = board.cards[0], board.cards[1]
    client.post(reverse("brokering:change", args=[draft.pk, "fix"]), {"version": 1, "key": fixed.key})
    one, two = banned.schools[0].id, banned.schools[-1].id
    sent = {"version": 2, "one": one, "two": two, "reason": "The heads are sisters"}
    client.post(reverse("brokering:change", args=[draft.pk, "rule-out"]), sent)
    client.post(reverse("brokering:change", args=[draft.pk, "propose"]), {"version": 3})
    board = board_of(viewer, draft_for(viewer, draft.pk))
    assert fixed.group in board.state.fixed
    assert not any({one, two} <= {school.id for school in card.schools} for card in board.cards)

    for page in ("board", "map", "table"):
        began = time.monotonic()
        with django_assert_num_queries(PAGE_QUERIES):
            assert client.get(reverse(f"brokering:{page}", args=[draft.pk])).status_code == 200
        assert time.monotonic() - began < LONGEST_ANSWER

    preview = BeautifulSoup(client.get(reverse("brokering:offer", args=[draft.pk])).content, "html.parser")
    assert "nobody to write to at Harrington Junior School" in preview.get_text(), "the sheet gave no address"
    keys = [box["value"] for box in preview.select("input[name=keys]") if not box.has_attr("disabled")]
    assert len(keys) == len(board.cards) - 1
    client.post(reverse("brokering:offer", args=[draft.pk]), {"version": 4, "keys": keys})
    links = list(Link.objects.unscoped(WHY).order_by("pk"))
    assert len(links) == len(keys)
    sides = list(LinkSide.objects.unscoped(WHY).filter(link=links[0]).select_related("school"))
    for side in sides:
        head = factories.member("headteacher", of=side.school)
        page = sign_in(head).post(reverse("brokering:accept", args=[links[0].pk]), follow=True)
    assert "This link stands" in page.content.decode()
    assert Link.objects.unscoped(WHY).get(pk=links[0].pk).state == "standing"
