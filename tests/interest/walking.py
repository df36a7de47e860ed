"""Walking through the form as a school does, page by page, with the plain client."""

from __future__ import annotations

from typing import Any

from django.test import Client

YES: list[tuple[str, dict[str, Any]]] = [
    ("answer", {"answer": "yes"}),
    ("classes", {"rows": "1", "class-0-years": ["4", "5"], "class-0-name": "Oak", "class-0-size": "30 pupils"}),
    ("partner", {"linked_before": "yes", "partner_wish": "another"}),
    ("three-schools", {"three_schools": "no"}),
    ("wanted", {"wanted_kinds": ["rural"]}),
    ("refused", {"refused_kinds": ["independent"]}),
    ("schools", {}),
    ("distance", {"far": "other", "miles": "12"}),
    ("access", {"needs_step_free": "yes"}),
    ("days", {"days_not": ["wed"]}),
    ("words", {"wishes": "A friendly school", "red_lines": "No dogs"}),
    ("contact", {"contact_name": "Jo Field", "contact_role": "Head", "contact_email": "Office@Larkfield.example.org"}),
]
NO: list[tuple[str, dict[str, Any]]] = [
    ("answer", {"answer": "no"}),
    ("reason", {"reason": "New head in September"}),
    ("again", {"ask_next_year": "yes"}),
    ("contact", {"contact_name": "Jo Field", "contact_email": "office@larkfield.example.org"}),
]


def begin(client: Client, school: Any) -> str:
    """Open the school's door; the address of the form without its question."""
    response = client.post(f"/interest/school/{school.pk}/")
    assert response.status_code == 302, response.content[:300]
    return response["Location"].removesuffix("answer/")


def walk(client: Client, base: str, pages: list[tuple[str, dict[str, Any]]]) -> str:
    """Answer every page in order; each must lead to the next. Returns where the last one leads."""
    where = ""
    for slug, data in pages:
        assert client.get(f"{base}{slug}/").status_code == 200
        response = client.post(f"{base}{slug}/", data)
        assert response.status_code == 302, (slug, response.content.decode()[-2500:])
        where = response["Location"]
    return where
