"""Scenarios told by somebody else get the same answer, and no rule knows a scenario.

`reworded.json` tells some of the scenarios again: the asker and the purpose in other words, another age of the same
standing, `beside` facts that the engine knows and that do not matter here, and `idle` ones that it does not know.
"""

import ast
import copy
import json
import re
from pathlib import Path

import pytest

import law
from law.__main__ import answer

HERE = Path(__file__).parent
GOLDEN = {
    scenario["id"]: scenario for scenario in json.loads((HERE / "golden.json").read_text(encoding="utf-8"))
}
REWORDED = json.loads((HERE / "reworded.json").read_text(encoding="utf-8"))


def retold(told):
    """The scenario in other words, every object with its keys in the opposite order."""
    scenario = copy.deepcopy(GOLDEN[told["of"]])
    scenario["id"], scenario["title"], scenario["purpose"] = (
        "R" + told["of"],
        "Something else",
        told["purpose"],
    )
    scenario["recipient"]["role"] = told["role"]
    if "age" in told:
        scenario["youth"]["age"] = told["age"]
    for key, value in {**told["beside"], **told["idle"]}.items():
        *groups, name = key.split(".")
        place = scenario
        for group in groups:
            place = place.setdefault(group, {})
        assert name not in place, f"{told['of']} says {key} already"
        place[name] = value
    return turned(scenario)


def turned(value):
    if isinstance(value, dict):
        return {key: turned(item) for key, item in reversed(value.items())}
    return value


def test_forty_scenarios_are_told_again_each_with_everything_changed():
    assert len({told["of"] for told in REWORDED}) == len(REWORDED) >= 40
    for told in REWORDED:
        before = GOLDEN[told["of"]]
        assert told["role"] != before["recipient"]["role"], told["of"]
        assert told["purpose"] != before["purpose"], told["of"]
        assert told.get("age") != before["youth"]["age"], told["of"]
        assert told["idle"], told["of"]
    assert sum(bool(told["beside"]) for told in REWORDED) >= 20


@pytest.mark.parametrize("told", REWORDED, ids=lambda told: told["of"])
def test_the_same_facts_in_other_words_get_the_same_answer(told):
    before, after = answer(GOLDEN[told["of"]]), answer(retold(told))
    for part in ("outcome", "conditions", "missing"):
        assert after[part] == before[part], part
    assert after["ground"]["rule"] == before["ground"]["rule"]
    assert after["unreadable"] == []


@pytest.mark.parametrize("told", REWORDED, ids=lambda told: told["of"])
def test_what_the_engine_does_not_know_is_reported_and_what_it_knows_is_not(told):
    assert answer(retold(told))["unknown"] == sorted(told["idle"])


def code_of_the_engine():
    """Every Python file of the engine."""
    return sorted(Path(law.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("file", code_of_the_engine(), ids=lambda file: file.name)
def test_no_rule_knows_a_scenario(file):
    """No id, no title, no purpose or role as the scenarios word it, no facts compared as a whole."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    wordings = {scenario["title"] for scenario in GOLDEN.values()}
    wordings |= {scenario["recipient"].get("role", "") for scenario in GOLDEN.values()}
    wordings |= {scenario["purpose"] for scenario in GOLDEN.values()}
    wordings = {text for text in wordings if len(text.split()) >= 5}
    assert not [text for text in texts if re.search(r"\bG\d{3}\b", text)]
    assert not {text for text in texts if any(wording in text for wording in wordings)}
    whole = ("facts", "case", "scenario", "evidence")
    compared = [
        side.id if isinstance(side, ast.Name) else side.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and any(isinstance(sign, ast.Eq | ast.In) for sign in node.ops)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Name | ast.Attribute)
    ]
    assert not set(compared) & set(whole)
