"""The command line: a proposal as JSON, reasons in words, sentences for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
        ('{"schools": [], "classes": [], "classes": []}', "“classes” twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"schools": [], "classes": [], "time_limit": 1' + "0" * 400 + "}", "is too large"),
        ('{"schools": [], "classes": [], "time_limit": 1' + "0" * 9000 + "}", "number that is too long"),
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


def edit(problem: dict[str, Any], *changes: tuple[str, object]) -> dict[str, Any]:
    """A problem with some values changed; a place is written "classes.0.size"."""
    for place, value in changes:
        *path, last = (int(step) if step.isdigit() else step for step in place.split("."))
        at: Any = problem
        for step in path:
            at = at[step]
        at[last] = value
    return problem


TWICE = {"school_a": "s0", "school_b": "s1", "policy": "keep"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([("classes.0.school", "nowhere")], "belongs to the school nowhere, which is not in the problem"),
        ([("classes.1.id", "c0")], "The class c0 is in the problem 2 times"),
        ([("schools.1.id", "s0")], "The school s0 is in the problem 2 times"),
        ([("classes.0.size", -4)], "has -4 children"),
        ([("classes.0.size", 24.5)], "should be a whole number"),
        ([("classes.0.year_groups", [99])], "year group that does not exist"),
        ([("classes.0.wishes", {"three_schools": True, "never_three": True})], "both wishes for a link of three"),
        (
            [("classes.0.wishes", {"wanted_kinds": ["a"], "refused_kinds": ["a"]})],
            "both wants and refuses schools of the kind",
        ),
        ([("schools.0.easting", 10**400)], "too large"),
        ([("schools.0.easting", 1e308)], "not on the British National Grid"),
        ([("schools.0.northing", None)], "only one of easting and northing"),
        ([("schools.0.compositions", {"fsm": [float("nan"), 1.0]})], "is not a number"),
        ([("schools.0.compositions", {"fsm": [1.0, 1.0]})], "add up to 2.000"),
        ([("schools.0.compositions", {"fsm": [-0.5, 1.5]})], "negative"),
        ([("weights.characteristics", {"ethnicity": 1e300})], "weights go from 0 to 1000"),
        ([("weights.travel_per_km", float("inf"))], "is not a number"),
        ([("fixed", [["c0", "c5"], ["c0", "c6"]])], "in two links"),
        ([("fixed", [["c0", "c7"]]), ("standing", [["c0", "c6"]])], "in two links"),
        ([("fixed", [["c0", "c7"]]), ("forbidden", [["c7", "c0"]])], "both fixed and forbidden"),
        ([("fixed", [["c0", "c7"]]), ("held_back", ["c0"])], "held back"),
        ([("fixed", [["c0"]])], "only one class"),
        ([("fixed", [[]])], "names no class"),
        ([("fixed", [["c0", "c0"]])], "names a class twice"),
        ([("held_back", ["nobody"])], "is not in the problem"),
        ([("last_year", [TWICE, {**TWICE, "policy": "avoid"}])], "Choose one"),
        ([("last_year", [{**TWICE, "school_b": "s0"}])], "names the school s0 twice"),
        ([("refusals", [{"school_a": "s0", "school_b": "s0"}])], "names the school s0 twice"),
        ([("time_limit", 0)], "more than 0 seconds"),
        ([("rules.max_size_ratio", 0.5)], "must be 1 or more"),
    ],
)
def test_what_contradicts_itself_gets_a_sentence(
    problem_file: Path, capsys: pytest.CaptureFixture[str], changes: list[tuple[str, object]], sentence: str
) -> None:
    problem_file.write_text(json.dumps(edit(make_problem(15, 2).to_json(), *changes)), encoding="utf-8")
    assert main(["solve", str(problem_file)]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_an_empty_problem_is_answered(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem_file.write_text('{"schools": [], "classes": []}', encoding="utf-8")
    assert main(["solve", str(problem_file)]) == 0
    assert json.loads(capsys.readouterr().out)["links"] == []
    assert main(["explain", str(problem_file)]) == 0


@pytest.mark.parametrize("command", [["--help"], ["solve", "--help"], ["explain", "--help"], ["warm", "--help"]])
def test_help_is_there(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code == 0
    assert "usage: python -m matching" in capsys.readouterr().out


@pytest.mark.parametrize("command", [[], ["nonsense"], ["solve"], ["solve", "a", "b"], ["explain", "--colour"]])
def test_wrong_use_is_said_and_not_traced(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_places_that_are_no_files_get_a_sentence(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", str(problem_file.parent)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main(["solve", str(problem_file), "--out", str(problem_file.parent / "none" / "out.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_questions_about_classes_that_are_not_there(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for names, sentence in (
        (["x"], "is not in"),
        (["c0", "x"], "is not in"),
        (["x", "x"], "is not in"),
        (["a", "b", "c"], "one class"),
    ):
        assert main(["explain", str(problem_file), *names]) == 2
        assert sentence in capsys.readouterr().err
    assert main(["explain", str(problem_file), "c0", "c0"]) == 0
    assert "with itself" in capsys.readouterr().out


def test_bench_passes_its_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("subprocess.call", lambda command: called.append(command) or 0)
    assert main(["bench", "--sizes", "40", "--limit", "1"]) == 0
    assert called[0][-5:] == ["matching", "--sizes", "40", "--limit", "1"]
