"""Command line: solve a problem file, explain it, or run the benchmarks.

python -m matching solve PROBLEM.json [--out PROPOSAL.json]
python -m matching explain PROBLEM.json [CLASS [CLASS]]
python -m matching warm
python -m matching bench [OPTION …]

A problem file is JSON: what `matching.Problem(…).to_json()` writes (see matching/model.py for every field and its unit). The exit
code is 0, or 2 with a sentence where something is wrong with the file or the question.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from matching import BadProblem, Problem, Proposal, solve, warm_up
from matching.explain import points


def main(argv: list[str]) -> int:
    """Run one command; the exit code is 0, or 2 with a sentence on the error output."""
    parser = argparse.ArgumentParser(
        prog="python -m matching", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("solve", help="propose links for a problem file and write them as JSON")
    one.add_argument("problem", type=Path, help="JSON file with classes, schools, weights, rules and decisions")
    one.add_argument("--out", type=Path, help="file for the proposal (default: standard output)")
    two = commands.add_parser("explain", help="say in words why links were proposed")
    two.add_argument("problem", type=Path, help="JSON file, as for solve")
    two.add_argument("classes", nargs="*", help="one class: its link and alternatives; two: why they are (not) linked")
    commands.add_parser("warm", help="compile the engine for this machine, once and at low priority")
    bench = commands.add_parser("bench", help="run the benchmark against other solvers", add_help=False)
    bench.add_argument("options", nargs=argparse.REMAINDER, help="options of the benchmark")
    wanted, rest = parser.parse_known_args(argv)
    if rest and wanted.command != "bench":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        if wanted.command == "bench":
            return _bench([*rest, *wanted.options])
        if wanted.command == "warm":
            if hasattr(os, "nice"):
                os.nice(10)
            warm_up()
            return 0
        proposal = solve(Problem.read(wanted.problem))
        if wanted.command == "solve":
            write(proposal, wanted.out)
        else:
            print("\n".join(explain(proposal, wanted.classes)))
        sys.stdout.flush()
    except BadProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    except BrokenPipeError:  # who read along has seen enough; what is left to write goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _bench(options: list[str]) -> int:
    """The benchmark, which stands beside this package in the project and needs what `./run bench` installs."""
    if importlib.util.find_spec("bench") is None:
        raise BadProblem(
            "The benchmark is part of the project and not of this package: run it in the project's folder."
        )
    return subprocess.call([sys.executable, "-m", "bench", "matching", *options])


def write(proposal: Proposal, out: Path | None) -> None:
    """The proposal as JSON in a file or on standard output."""
    text = json.dumps(proposal.to_json(), indent=2, ensure_ascii=False)
    if out is None:
        print(text)
    else:
        try:
            out.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise BadProblem(f"{out} cannot be written: {(error.strerror or str(error)).lower()}.") from None
        print(
            f"{_counted(proposal.totals.links, 'link')} written to {out}; {_waiting(proposal.totals.classes_waiting)}"
        )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"1 {one}" if number == 1 else f"{number} {many or one + 's'}"


def _waiting(number: int) -> str:
    return f"{_counted(number, 'class waits', 'classes wait')}."


def explain(proposal: Proposal, classes: list[str]) -> list[str]:
    """The proposal, one class or one pair in plain words."""
    if len(classes) > 2:
        raise BadProblem("Name no class, one class or two classes.")
    if len(classes) == 2:
        return [proposal.why_not(classes[0], classes[1]).sentence]
    if len(classes) == 1:
        return _about_class(proposal, classes[0])
    totals = proposal.totals
    lines = [
        f"{_counted(totals.links, 'link')} with {totals.classes_linked} classes, worth {points(totals.worth)} in all; "
        f"{_waiting(totals.classes_waiting)}"
    ]
    for link in proposal.links:
        lines += ["", f"{' + '.join(link.classes)} ({link.shape}, worth {points(link.worth)})"]
        lines += [f"  {reason}" for reason in (*link.reasons, *link.wishes_met)]
        lines += [f"  Not met: {wish}" for wish in link.wishes_unmet]
    for one in proposal.waiting:
        lines += ["", f"{one.class_id} waits. {one.reason}", *(f"  {change}" for change in one.would_help)]
    proven = (
        "Proven: nothing better exists."
        if proposal.proof.optimal
        else f"At most {proposal.proof.gap:.2%} better exists."
    )
    return [*lines, "", proven, *proposal.notes]


def _about_class(proposal: Proposal, class_id: str) -> list[str]:
    others = proposal.alternatives(class_id, exact=True)
    link = proposal.link_of(class_id)
    lines = [f"{class_id} waits." if link is None else f"{' + '.join(link.classes)}, worth {points(link.worth)}"]
    lines += [] if link is None else [f"  {reason}" for reason in link.reasons]
    lines += ["Other partners:"] if others else ["No other partner is possible."]
    return lines + [f"  {o.partner}: {o.sentence}" for o in others]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
