"""Answer scenarios from a file: `python -m law FILE.json [--pack PACK.toml] [--score]`.

Prints one JSON line for each scenario. With `--score` the last line compares the answers with `expected` and
`acceptable`: `score strict A/B acceptable C/D`, where strict counts the scenarios with one acceptable answer. With
`--pack` a state pack that is in force on the day of the scenario is put over the federal rules.

`python -m law --check-pack PACK.toml` says whether a state pack can be read and keeps within what federal law leaves
to the state.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, TextIO

from law.decide import decide
from law.packs import Pack, PackError
from law.packs import load as load_pack
from law.packs.limits import prove
from law.scenarios import read_scenario


def main(arguments: list[str] | None = None, out: TextIO | None = None) -> int:
    """Exit code 0 when every scenario, or the pack, could be read and is right; 2 otherwise."""
    options = _options(arguments)
    stream = out or sys.stdout
    try:
        if options.check_pack:
            stream.write(check_pack(options.check_pack) + "\n")
            return 0
        pack = load_pack(options.pack) if options.pack else None
        scenarios = load(options.file)
    except PackError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"{options.file}: {problem}\n")
        return 2
    results = [answer(scenario, pack) for scenario in scenarios]
    for result in results:
        stream.write(json.dumps(result, ensure_ascii=False) + "\n")
    if options.score:
        stream.write(score(scenarios, results) + "\n")
    return 2 if any("error" in result for result in results) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="law", description="Answer sharing scenarios from a JSON file.")
    subject = parser.add_mutually_exclusive_group(required=True)
    subject.add_argument("file", type=Path, nargs="?", help="one scenario, or a list of them")
    subject.add_argument(
        "--check-pack", type=Path, metavar="PACK", help="check a state pack and answer nothing"
    )
    parser.add_argument("--pack", type=Path, help="a state pack to put over the federal rules")
    parser.add_argument("--score", action="store_true", help="compare with the expected answers")
    return parser.parse_args(arguments)


def check_pack(file: Path) -> str:
    """One line on a pack that may be used; PackError says why another may not."""
    pack = load_pack(file)
    compared = prove(pack, str(file))
    return f"{pack.id}@{pack.version} may be used: {compared} answers compared with federal law"


def load(file: Path) -> list[dict[str, Any]]:
    """The scenarios of a file that holds a list of them, or one."""
    data = json.loads(file.read_text(encoding="utf-8"))
    scenarios = data if isinstance(data, list) else [data]
    if not all(isinstance(item, dict) for item in scenarios):
        raise ValueError("expected a scenario, or a list of scenarios")
    return scenarios


def answer(scenario: dict[str, Any], pack: Pack | None = None) -> dict[str, Any]:
    """One line of output: the answer for the scenario's category, and the keys that could not be used."""
    identifier = scenario.get("id")
    try:
        reading = read_scenario(scenario)
    except ValueError as problem:
        return {"id": identifier, "error": str(problem)}
    found = decide(reading.facts, pack).categories[0]
    return {
        "id": identifier,
        "outcome": str(found.outcome),
        "conditions": [str(condition) for condition in found.conditions],
        "missing": [str(code) for code in found.missing],
        "ground": {"rule": found.ground.rule, "title": found.ground.title, "citation": found.ground.citation},
        "reasons": [str(reason) for reason in found.reasons],
        "citations": list(found.citations),
        "nearest": [[str(way) for way in ways] for ways in found.nearest],
        "next_step": str(found.next_step),
        "routes": [route.to_json() for route in found.routes],
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
