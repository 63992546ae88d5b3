"""The scenarios, answered and scored; and the same scenarios told in other words."""

import copy
import json
import random
from pathlib import Path

import pytest

from law.__main__ import answer, score
from law.decide import decide
from law.scenarios import read_scenario

GOLDEN = Path(__file__).with_name("golden.json")
SCENARIOS = json.loads(GOLDEN.read_text(encoding="utf-8"))
STRICT = [scenario for scenario in SCENARIOS if len(scenario["acceptable"]) == 1]
REWORDED = {
    "personal curiosity": "just curious about the child",
    "criminal investigation": "investigating a burglary",
    "coordinate counseling": "coordination of counseling",
    "treatment": "to treat the patient",
    "supervision": "supervising the youth at home",
    "school support plan": "plan to support the student at school",
    "parent's review": "mother's own review",
    "parent's own review": "father's review",
    "news": "news story",
    "investigation": "police investigate a theft",
    "education needs in care": "educational needs of the child in care",
    "employment check": "hiring decision",
    "enrollment": "transfer to the new school",
    "school entry": "registration at school",
    "research": "a study of depression",
    "abuse investigation": "neglect investigation",
    "monitor conditional release": "monitoring of the conditional release",
    "improve instruction, study for the district": "research for the district to improve teaching",
}
KEPT_AGES = {5, 17, 18, 19, 20, 21, 22}


@pytest.mark.parametrize("scenario", STRICT, ids=lambda scenario: scenario["id"])
def test_a_scenario_with_one_acceptable_answer_gets_it(scenario):
    assert answer(scenario)["outcome"] == scenario["expected"]


def test_every_scenario_gets_an_acceptable_answer_and_no_key_is_ignored():
    results = [answer(scenario) for scenario in SCENARIOS]
    assert score(SCENARIOS, results) == "score strict 107/107 acceptable 190/190"
    assert [(r["unknown"], r["unreadable"]) for r in results] == [([], [])] * len(SCENARIOS)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_an_answer_follows_the_conventions(scenario):
    found = decide(read_scenario(scenario).facts).categories[0]
    assert found.citations
    assert found.routes
    assert str(found.next_step)
    assert all(str(reason) for reason in found.reasons)
    assert bool(found.conditions) == (found.outcome == "permit_with_conditions")
    if found.outcome.allows:
        assert found.missing == ()
    if found.outcome == "needs_more":
        assert found.missing


def _retell(scenario, random_source):
    """The same facts in other words, another order, another age of the same standing, with idle extra facts."""
    told = copy.deepcopy(scenario)
    told["id"] = "X" + str(random_source.random())
    told["title"] = "Something else"
    told["purpose"] = REWORDED.get(told["purpose"], told["purpose"])
    told["recipient"]["role"] = (
        told["recipient"]["role"].replace("county ", "local ").replace("city ", "town ")
    )
    age = told["youth"].get("age")
    if age is not None and age not in KEPT_AGES and age + 1 not in KEPT_AGES:
        told["youth"]["age"] = age + 1
    told["evidence"]["weather"] = "rain"
    told["holder"]["telephone"] = "none"
    items = list(told.items())
    random_source.shuffle(items)
    evidence = list(told["evidence"].items())
    random_source.shuffle(evidence)
    return {**dict(items), "evidence": dict(evidence)}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_other_words_get_the_same_answer(scenario):
    told = answer(_retell(scenario, random.Random(scenario["id"])))
    plain = answer(scenario)
    assert told["outcome"] == plain["outcome"]
    assert set(told["conditions"]) == set(plain["conditions"])
    assert set(told["missing"]) == set(plain["missing"])
    assert told["unknown"] == ["evidence.weather", "holder.telephone"]


def test_comments_of_a_scenario_are_never_read():
    for scenario in SCENARIOS:
        bare = {
            key: scenario[key] for key in ("holder", "recipient", "youth", "category", "purpose", "evidence")
        }
        assert read_scenario(bare).facts == read_scenario(scenario).facts
