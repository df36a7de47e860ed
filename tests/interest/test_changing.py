"""Changing an answer later: the link identifies, the code or the same browser acts."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from footbridge.interest.models import Interest
from tests import factories
from tests.interest.test_form import kept, letters
from tests.interest.walking import YES, begin, walk
from tests.pages import InspectingClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(client: Client, year, school) -> Interest:
    base = begin(client, school)
    walk(client, base, YES)
    client.post(f"{base}check/")
    return kept()[0]


def link_and_code(text: str) -> tuple[str, str]:
    link = re.search(r"https?://[^/]+(/interest/\S+)", text)
    code = re.search(r"Code: (\S+)", text)
    assert link
    assert code
    return link.group(1), code.group(1)


def test_the_link_alone_shows_nothing_of_the_answer_and_changes_nothing(answered) -> None:
    link, _ = link_and_code(letters()[0].text)
    stranger = InspectingClient()
    page = stranger.get(link).content.decode()
    assert "Larkfield" in page
    assert "Jo Field" not in page
    assert "Oak" not in page
    assert "interest_mine" not in stranger.session


def test_link_and_code_open_the_answer_and_change_it(answered) -> None:
    link, code = link_and_code(letters()[0].text)
    school = InspectingClient()
    check = school.post(link, {"code": code.lower().replace("-", " ")})["Location"]
    assert "Oak" in school.get(check).content.decode()
    base = check.removesuffix("check/")
    assert school.post(f"{base}answer/", {"answer": "maybe"})["Location"] == check
    school.post(check)
    (interest,) = kept()
    assert (interest.answer, interest.version, interest.changed_by) == ("maybe", 2, "school")
    assert len(letters()) == 2
    assert InspectingClient().get(link).status_code == 404  # the old link is gone
    newer, code = link_and_code(letters()[1].text)
    assert InspectingClient().post(newer, {"code": code}).status_code == 302


def test_a_wrong_code_is_counted_and_the_link_closes(answered) -> None:
    link, code = link_and_code(letters()[0].text)
    stranger = InspectingClient()
    assert "not the one in our e-mail" in stranger.post(link, {"code": "AAAA-AAAA"}).content.decode()
    for _ in range(7):
        stranger.post(link, {"code": "AAAA-AAAA"})
    assert "This link is closed" in stranger.post(link, {"code": code}).content.decode()
    assert kept()[0].change_tries == 8
    assert "on its way" in stranger.post(f"{link}new-code/").content.decode()
    assert "Please wait" in stranger.post(f"{link}new-code/").content.decode() or stranger.get(link).status_code == 404
    newer, code = link_and_code(letters()[1].text)
    assert InspectingClient().post(newer, {"code": code}).status_code == 302


def test_the_same_browser_needs_no_code(client: Client, answered) -> None:
    link, _ = link_and_code(letters()[0].text)
    assert client.post(link).status_code == 302


def test_tokens_and_codes_are_kept_as_hashes(answered) -> None:
    link, code = link_and_code(letters()[0].text)
    row = kept()[0]
    assert link.split("/")[3] not in (row.change_token, row.change_code)
    assert code not in (row.change_token, row.change_code)
    assert len(row.change_token) == len(row.change_code) == 64


def test_a_head_sees_and_changes_the_own_school_only(answered, sign_in, school, year) -> None:
    factories.interest(year, factories.school("Canary School"), contact_name="CANARY-CONTACT", wishes="CANARY-WISH")
    head = sign_in(factories.member("headteacher", of=school))
    page = head.get("/interest/ours/").content.decode()
    assert answered.reference in page
    assert "Oak" in page
    assert "CANARY" not in page.upper().replace("CANARY-SCHOOL", "")
    check = head.post(f"/interest/ours/{school.pk}/answer/")["Location"]
    base = check.removesuffix("check/")
    head.post(f"{base}days/", {"days_not": ["fri"]})
    head.post(check)
    assert kept()[0].days_not == ["fri"]
    other = kept()[1]
    assert head.post(f"/interest/ours/{other.school_id}/answer/").status_code == 404
    assert head.get(f"/interest/ours/{other.reference}/take-back/").status_code == 404
    assert head.get(f"/interest/inbox/{answered.reference}/").status_code == 404
    head.post(f"/interest/ours/{answered.reference}/take-back/")
    assert [one.state for one in kept()] == ["withdrawn", "received"]


def test_two_change_at_once_and_neither_is_lost(client: Client, answered) -> None:
    link, code = link_and_code(letters()[0].text)
    first, second = InspectingClient(), InspectingClient()
    checks = [one.post(link, {"code": code})["Location"] for one in (first, second)]
    for one, check, day in zip((first, second), checks, ("mon", "tue"), strict=True):
        one.post(check.removesuffix("check/") + "days/", {"days_not": [day]})
    assert first.post(checks[0]).status_code == 302
    page = second.post(checks[1]).content.decode()
    assert "Somebody else changed this answer" in page
    assert "Monday" in page
    assert "Tuesday" in page
    assert kept()[0].days_not == ["mon"]
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    second.post(checks[1], {"version": version.group(1)})
    assert kept()[0].days_not == ["tue"]
