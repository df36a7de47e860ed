"""A test client that reads every page: one h1, a title, a language, unique ids, named fields, no inline code."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from tests.templates import MARK

NEEDS_NAME = (
    "text",
    "email",
    "password",
    "number",
    "search",
    "tel",
    "url",
    "date",
    "checkbox",
    "radio",
    "file",
    "range",
)


class BadPage(AssertionError):
    """A page that is not well made."""


def faults_of(html: str) -> list[str]:
    """What is wrong with a page, in words; empty when nothing is."""
    page = BeautifulSoup(html, "html.parser")
    if page.html is None:
        return []  # part of a page
    faults = []
    if not page.html.get("lang"):
        faults.append("the page does not say its language")
    if page.title is None or not page.title.get_text(strip=True):
        faults.append("the page has no title")
    if len(page.find_all("h1")) != 1:
        faults.append(f"the page has {len(page.find_all('h1'))} main headings")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    faults += [
        f"the id “{name}” stands {ids.count(name)} times" for name in sorted({i for i in ids if ids.count(i) > 1})
    ]
    labelled = {label.get("for") for label in page.find_all("label")}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.name == "input" and field.get("type", "text") not in NEEDS_NAME:
            continue
        named = (
            field.get("id") in labelled
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or field.find_parent("label")
        )
        if not named:
            faults.append(f"the field “{field.get('name')}” has no label")
    for image in page.find_all("img"):
        if image.get("alt") is None:
            faults.append(f"the picture {image.get('src')} has no text for those who cannot see it")
    faults += ["there is an inline style" for _ in page.find_all(style=True)]
    faults += ["there is an inline style sheet" for _ in page.find_all("style")]
    faults += [
        "there is an inline script"
        for script in page.find_all("script")
        if not script.get("src") and script.get("type") != "application/json"
    ]
    faults += [
        f"“{tag.name}” has an inline handler"
        for tag in page.find_all(True)
        if any(k.startswith("on") for k in tag.attrs)
    ]
    for form in page.find_all("form", method=lambda value: value and value.lower() == "post"):
        if not form.find("input", attrs={"name": "csrfmiddlewaretoken"}):
            faults.append(f"the form to {form.get('action') or 'itself'} has no token against forged posts")
    faults += [
        f"the variable {name} was not filled in" for name in sorted(set(re.findall(rf"{MARK}\(([^)]*)\)", html)))
    ]
    if "{{" in page.get_text() or "{%" in page.get_text():
        faults.append("a piece of template was not rendered")
    return faults


class InspectingClient(Client):
    """Fails on a page with faults, whoever fetched it and whatever for."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not getattr(response, "streaming", False):
            faults = faults_of(response.content.decode())
            if faults:
                raise BadPage(f"{request.get('PATH_INFO')}: " + "; ".join(faults))
        return response
