"""The command line: a proposal as JSON, reasons in words, sentences for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matching import Proposal, solve
from matching.__main__ import main
from tests.matching.world import make_problem


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(make_problem(15, 2).to_json()), encoding="utf-8")
    return path


def test_solve_writes_the_proposal(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = problem_file.parent / "proposal.json"
    assert main(["solve", str(problem_file), "--out", str(out)]) == 0
    written = Proposal.from_json(json.loads(out.read_text("utf-8")))
    assert [link.classes for link in written.links] == [link.classes for link in solve(make_problem(15, 2)).links]
    assert "links written" in capsys.readouterr().out
    assert main(["solve", str(problem_file)]) == 0
    assert json.loads(capsys.readouterr().out)["links"]


def test_explain_speaks_of_all_of_one_and_of_two(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(problem_file)]) == 0
    assert "Proven: nothing better exists." in capsys.readouterr().out
    assert main(["explain", str(problem_file), "c0"]) == 0
    assert "Other partners" in capsys.readouterr().out
    assert main(["explain", str(problem_file), "c0", "c1"]) == 0
    assert capsys.readouterr().out.strip().endswith(".")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "not a JSON file"),
        ("[]", "problem should be an object"),
        ('{"schools": []}', "lacks the field “classes”"),
        ('{"schools": [], "classes": [], "colour": 1}', "“colour” that is not known"),
        ('{"schools": [{"id": "s", "name": 3.5}], "classes": []}', "name should be text"),
        ('{"schools": [{"id": "s", "name": "S", "easting": NaN}], "classes": []}', "is not a number"),
        ('{"schools": [], "classes": [{"id": "c", "school": "s"}]}', "which is not in the problem"),
        ('{"schools": [{"id":"s","name":"S"}], "classes": [{"id":"c","school":"s","size":-3}]}', "has -3 children"),
        ('{"schools": [], "classes": [], "shapes": ["ring"]}', "should be one of"),
        ('{"schools": [], "classes": [], "forbidden": [["a"]]}', "should hold 2 values"),
    ],
)
def test_what_is_wrong_in_a_file_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    assert main(["solve", str(path)]) == 2
    assert sentence in capsys.readouterr().err


def test_a_missing_file_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", str(tmp_path / "none.json")]) == 2
    assert "There is no file" in capsys.readouterr().err
