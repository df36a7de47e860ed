"""PDF pages: readable as text, tagged for screen readers, with data that stays data."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader

from footbridge.paper import NoSuchLayout, download, pdf
from footbridge.paper.printing import layouts

WHEN = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
LIST = {"title": "Register", "lines": ["Two classes"], "columns": ["Name", "Here"], "rows": [["Ana", ""]]}


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_page_says_what_its_data_says_and_is_tagged() -> None:
    made = pdf("paper/table", LIST, made=WHEN)
    reader = PdfReader(io.BytesIO(made))
    assert "Register" in text_of(made)
    assert "Ana" in text_of(made)
    assert reader.metadata is not None
    assert reader.metadata.title == "Register"
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"


def test_the_same_data_and_time_give_the_same_bytes() -> None:
    assert pdf("paper/table", LIST, made=WHEN) == pdf("paper/table", LIST, made=WHEN)


@pytest.mark.parametrize(
    "typed", ['#read("/etc/passwd")', "= heading", "$x$ *bold* _it_ @ref <label>", '"}; #panic()', "\\ // note", "$"]
)
def test_what_people_type_stays_text(typed: str) -> None:
    assert "".join(typed.split()) in "".join(text_of(pdf("paper/table", {**LIST, "rows": [[typed, ""]]})).split())


def test_letters_of_many_languages_of_europe_are_there() -> None:
    words = "Łódź Škoda Ţară Żaneta Siân Zażółć"
    assert words.split()[0] in text_of(pdf("paper/table", {**LIST, "rows": [[words, ""]]}))


def test_a_layout_that_is_not_there_is_said() -> None:
    with pytest.raises(NoSuchLayout):
        pdf("paper/nothing", {})


def test_every_layout_is_listed_and_a_download_is_kept_by_nobody() -> None:
    assert "paper/table" in set(layouts())
    answer = download(b"%PDF", "register")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="register.pdf"'
