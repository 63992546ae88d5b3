"""Answer scenarios from a file: `python -m law FILE.json [--score]`.

Prints one JSON line for each scenario. With `--score` the last line compares the answers with `expected` and
`acceptable`: `score strict A/B acceptable C/D`, where strict counts the scenarios with one acceptable answer.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, TextIO

from law.decide import decide
from law.scenarios import read_scenario


def main(arguments: list[str] | None = None, out: TextIO | None = None) -> int:
    """Exit code 0 when every scenario could be read, 2 when the file or a scenario could not."""
    parser = argparse.ArgumentParser(prog="law", description="Answer sharing scenarios from a JSON file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--score", action="store_true", help="compare with the expected answers")
    options = parser.parse_args(arguments)
    stream = out or sys.stdout
    try:
        scenarios = load(options.file)
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"{options.file}: {problem}\n")
        return 2
    results = [answer(scenario) for scenario in scenarios]
    for result in results:
        stream.write(json.dumps(result, ensure_ascii=False) + "\n")
    if options.score:
        stream.write(score(scenarios, results) + "\n")
    return 2 if any("error" in result for result in results) else 0


def load(file: Path) -> list[dict[str, Any]]:
    """The scenarios of a file that holds a list of them, or one."""
    data = json.loads(file.read_text(encoding="utf-8"))
    scenarios = data if isinstance(data, list) else [data]
    if not all(isinstance(item, dict) for item in scenarios):
        raise ValueError("expected a scenario, or a list of scenarios")
    return scenarios


def answer(scenario: dict[str, Any]) -> dict[str, Any]:
    """One line of output: the answer for the scenario's category, and the keys that could not be used."""
    identifier = scenario.get("id")
    try:
        reading = read_scenario(scenario)
    except ValueError as problem:
        return {"id": identifier, "error": str(problem)}
    found = decide(reading.facts).categories[0]
    return {
        "id": identifier,
        "outcome": str(found.outcome),
        "conditions": [str(condition) for condition in found.conditions],
        "missing": [str(code) for code in found.missing],
        "ground": {"rule": found.ground.rule, "title": found.ground.title, "citation": found.ground.citation},
        "reasons": [str(reason) for reason in found.reasons],
        "citations": list(found.citations),
        "next_step": str(found.next_step),
        "unknown": list(reading.unknown),
        "unreadable": list(reading.unreadable),
    }


def score(scenarios: list[dict[str, Any]], results: list[dict[str, Any]]) -> str:
    """How many answers are right where only one is acceptable, and how many are acceptable of all."""
    strict = accepted = strict_total = total = 0
    for scenario, result in zip(scenarios, results, strict=True):
        if "expected" not in scenario:
            continue
        acceptable = set(scenario.get("acceptable") or [scenario["expected"]])
        right = result.get("outcome") in acceptable
        total, accepted = total + 1, accepted + right
        if len(acceptable) == 1:
            strict_total, strict = strict_total + 1, strict + right
    return f"score strict {strict}/{strict_total} acceptable {accepted}/{total}"


if __name__ == "__main__":
    sys.exit(main())
