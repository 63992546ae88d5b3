"""Facts, findings and answers never change once they are made, and take no attribute that nobody declared."""

import importlib
import pkgutil
from dataclasses import is_dataclass

import pytest

import law
from law import answers, evidence, facts, message
from law.packs import pack

MODULES = [importlib.import_module(found.name) for found in pkgutil.walk_packages(law.__path__, "law.")]
RECORDS = sorted(
    {
        kind
        for module in MODULES
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__.startswith("law.")
    },
    key=lambda kind: kind.__qualname__,
)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__qualname__)
def test_a_record_cannot_be_changed(kind):
    assert kind.__dataclass_params__.frozen


@pytest.mark.parametrize(
    "module", [answers, evidence, facts, message, pack], ids=lambda module: module.__name__
)
def test_what_is_made_in_numbers_has_slots(module):
    made = [kind for kind in RECORDS if kind.__module__ == module.__name__]
    assert made
    assert all("__slots__" in vars(kind) for kind in made)


def test_facts_and_answers_are_among_the_records():
    names = {kind.__name__ for kind in RECORDS}
    assert {
        "Facts",
        "ConsentFact",
        "Finding",
        "Route",
        "CategoryDecision",
        "Decision",
        "Rule",
        "Pack",
    } <= names
