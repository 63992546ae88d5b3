"""Every fact that can be stated is read by something that decides: a fact that changes no answer misleads people."""

import ast
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import law
from law.facts import Facts

FOLDER = Path(law.__file__).parent
WRITERS = {"facts.py", "evidence.py", "terms.py"}
"""They declare facts or make them up; so do the scenarios. What only they name is read by nobody."""


def groups() -> dict[str, type]:
    """The kinds of facts, by the name of the field of `Facts` that holds them."""
    found: dict[str, type] = {}
    for name, hint in get_type_hints(Facts).items():
        for kind in (hint, *get_args(hint)):
            if is_dataclass(kind):
                found[name] = kind
    return found


def attributes_read() -> set[str]:
    """The names after a dot wherever the engine decides."""
    trees = (
        ast.parse(path.read_text(encoding="utf-8"))
        for path in FOLDER.rglob("*.py")
        if path.name not in WRITERS and path.parent.name != "scenarios"
    )
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_no_fact_is_dead():
    read = attributes_read()
    known = {f"{group}.{item.name}" for group, kind in groups().items() for item in fields(kind)}
    assert len(known) > 200
    assert {name for name in known if name.split(".")[1] not in read} == set()


def test_a_fact_that_nobody_reads_would_be_found():
    read = attributes_read()
    assert {"part2_order", "threat_team_member", "outside_counsel_of_holder"} & read == set()
    assert {"part2_findings", "emergency_medical", "lacks_capacity", "parent_consented_to_care"} <= read
