"""The letters of a demonstration can be read by those who run it, and nothing in them can act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from footbridge.notify.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
Write = Callable[..., Message]


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.DEMONSTRATION = True


@pytest.fixture
def staff(demonstration: None, sign_in: Callable[..., Client]) -> Client:
    return sign_in(factories.member("network_staff"))


@pytest.mark.parametrize("letters_there", [1, 3])
def test_letters_are_listed_in_the_same_number_of_queries(
    staff: Client, write: Write, letters_there: int, django_assert_num_queries: Any
) -> None:
    derby = factories.programme("Derby")
    for n in range(letters_there):
        write(f"letter:{n}", programme=derby.pk)
    staff.get("/letters/")
    with django_assert_num_queries(6):  # session, person, roles, programmes, count, letters
        page = staff.get("/letters/")
    assert page.content.decode().count("Hello Zoë, a letter") == letters_there
    assert "Derby" in page.content.decode()


def test_letters_can_be_narrowed_to_a_programme_and_a_state(staff: Client, write: Write) -> None:
    derby, kent = factories.programme("Derby"), factories.programme("Kent")
    write("a", programme=derby.pk, to="derby@alder.example.org")
    write("b", programme=kent.pk, to="kent@alder.example.org")
    text = staff.get("/letters/", {"programme": kent.pk}).content.decode()
    assert "kent@alder.example.org" in text
    assert "derby@alder.example.org" not in text
    assert "Nothing found" in staff.get("/letters/", {"state": "failed"}).content.decode()


def test_there_is_something_to_read_before_the_first_letter(staff: Client) -> None:
    assert "No letters yet" in staff.get("/letters/").content.decode()


def test_a_letter_is_shown_as_text_and_as_page(staff: Client, write: Write) -> None:
    made = write()
    page = staff.get(f"/letters/{made.pk}/")
    text = page.content.decode()
    assert "Dear Zoë" in text
    assert 'href="http://localhost:8000/here"' in text
    assert f'sandbox src="/letters/{made.pk}/as-sent/"' in text
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_the_page_of_a_letter_is_shut_in(staff: Client, write: Write) -> None:
    made = write()
    plain = Client()
    plain.cookies = staff.cookies
    page = plain.get(f"/letters/{made.pk}/as-sent/")
    assert page.content.decode() == made.html
    policy = dict(part.strip().partition(" ")[::2] for part in page["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == ""
    assert "script-src" not in policy
    assert policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_a_text_with_tags_stays_text(staff: Client, write: Write) -> None:
    made = write(context={"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in staff.get(f"/letters/{made.pk}/").content.decode()


def test_a_facilitator_reads_the_letters_of_her_programme_only(
    demonstration: None, sign_in: Callable[..., Client], write: Write
) -> None:
    derby, kent = factories.programme("Derby"), factories.programme("Kent")
    own = write("own", programme=derby.pk, to="own@alder.example.org")
    other = write("other", programme=kent.pk, to="other@alder.example.org")
    nobodys = write("network", to="network@alder.example.org")
    client = sign_in(factories.member("facilitator", of=derby))
    text = client.get("/letters/").content.decode()
    assert "own@alder.example.org" in text
    assert "other@alder.example.org" not in text
    assert "Kent" not in text
    assert client.get(f"/letters/{own.pk}/").status_code == 200
    for hidden in (other, nobodys):
        for end in ("", "as-sent/"):
            assert client.get(f"/letters/{hidden.pk}/{end}").status_code == 404


@pytest.mark.parametrize("role", ["headteacher", "school_office", "deputy", "teacher"])
def test_schools_do_not_read_letters(
    demonstration: None, sign_in: Callable[..., Client], write: Write, role: str
) -> None:
    made = write()
    client = sign_in(factories.member(role, of=factories.school()))
    assert client.get("/letters/").status_code == 404
    assert client.get(f"/letters/{made.pk}/as-sent/").status_code == 404


def test_outside_a_demonstration_nobody_reads_letters(staff: Client, write: Write, settings: Any) -> None:
    made = write()
    assert 'href="/letters/"' in staff.get("/").content.decode()
    settings.DEMONSTRATION = False
    for end in ("", f"{made.pk}/", f"{made.pk}/as-sent/"):
        assert staff.get(f"/letters/{end}").status_code == 404
    assert 'href="/letters/"' not in staff.get("/").content.decode()
