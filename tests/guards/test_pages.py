"""The inspecting client catches each fault it promises to catch."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import path

from footbridge.access import public
from tests.guards.test_rails import planted
from tests.pages import BadPage, InspectingClient, faults_of

GOOD = '<html lang="en"><head><title>T</title></head><body><h1>H</h1>{}</body></html>'


def test_a_good_page_has_no_faults() -> None:
    assert faults_of(GOOD.format("<p>text</p>")) == []


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        ("<h1>Two</h1>", "main headings"),
        ('<p id="a"></p><p id="a"></p>', "stands 2 times"),
        ('<input name="x">', "has no label"),
        ('<img src="x.png">', "no text for those"),
        ('<p style="color:red">x</p>', "inline style"),
        ("<script>alert(1)</script>", "inline script"),
        ('<b onclick="x()">x</b>', "inline handler"),
        ('<form method="post"></form>', "forged posts"),
        ("{{ forgotten }}", "not rendered"),
    ],
)
def test_each_fault_is_seen(piece: str, words: str) -> None:
    assert words in "; ".join(faults_of(GOOD.format(piece)))


def test_a_page_without_language_or_title_is_seen() -> None:
    assert len(faults_of("<html><body><h1>H</h1></body></html>")) == 2


@public
def forgetful(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Template(GOOD.format("{{ never_given }}")).render(Context()))


@pytest.mark.django_db
def test_a_variable_that_nobody_filled_in_fails_the_page() -> None:
    with (
        override_settings(ROOT_URLCONF=planted(path("forgetful/", forgetful))),
        pytest.raises(BadPage, match="never_given"),
    ):
        InspectingClient().get("/forgetful/")
