"""A large programme's proposal is left to the worker; the board says so, and a change meanwhile is not overwritten."""

from __future__ import annotations

import pytest
from django.urls import reverse

from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Draft
from footbridge.brokering.tasks import propose_in_background
from tests.brokering.conftest import World

WHY = "a test looks"


@pytest.fixture
def draft(world: World, monkeypatch: pytest.MonkeyPatch) -> Draft:
    monkeypatch.setattr(actions, "DIRECT", 2)
    return actions.start_draft(by=world.viewer, year=world.year, name="First", propose=False)


def now(draft: Draft) -> Draft:
    return Draft.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=draft.pk)


def work(world: World, version: int, draft: Draft) -> None:
    standing = world.viewer.current
    assert standing is not None
    propose_in_background(draft_id=draft.pk, version=version, person_id=world.person.pk, standing_id=standing.id)


def test_the_worker_puts_the_proposal_in(world: World, draft: Draft, sign_in) -> None:
    client, search = sign_in(world.person), reverse("brokering:search", args=[draft.pk])
    page = client.post(reverse("brokering:change", args=[draft.pk, "propose"]), {"version": 1}, follow=True)
    assert "Looking for the best links" in page.content.decode()
    assert "HX-Refresh" not in client.get(search).headers
    assert now(draft).version == 1
    work(world, 1, draft)
    assert len(state_of(now(draft)).groups) == 3
    assert now(draft).searching is None
    assert client.get(search).headers["HX-Refresh"] == "true"


def test_a_change_meanwhile_is_kept_and_said(world: World, draft: Draft, sign_in) -> None:
    actions.ask_for_proposal(by=world.viewer, draft=draft, version=1)
    pair = [world.classes[0].pk, world.classes[1].pk]
    actions.link_classes(by=world.viewer, draft=draft, version=1, classes=pair)
    work(world, 1, draft)
    assert state_of(now(draft)).groups == (tuple(sorted(pair)),)
    page = sign_in(world.person).get(reverse("brokering:board", args=[draft.pk]))
    assert "changed while a proposal was being looked for" in page.content.decode()
