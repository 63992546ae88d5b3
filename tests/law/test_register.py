"""The register: every rule is cited, dated and titled; the engine is pure and complete."""

import ast
import re
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

import law
from law.case import Case
from law.decide import rules_on
from law.duties import Condition, Missing
from law.layers import LAYER_LABELS, OVERLAYS, Layer
from law.message import message
from law.register import RULES, Status, rule
from law.vocabulary import AgencyKind, Category, Outcome, Provenance, Purpose, RecipientKind
from tests.law import cases_school
from tests.law.table import DAY
from tests.law.test_cases import ROWS

ROOT = Path(law.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
CITATION = re.compile(r"\d+ (CFR|USC) [\d(]|[Ss]tate|Agreement")


@pytest.mark.parametrize("entry", RULES.values(), ids=lambda entry: entry.id)
def test_a_rule_is_cited_dated_titled_and_described(entry):
    assert CITATION.search(entry.citation)
    assert date(1974, 1, 1) <= entry.effective_from <= DAY
    assert entry.effective_to is None or entry.effective_to >= entry.effective_from
    assert entry.title
    assert entry.read.__doc__
    assert entry.version >= 1
    assert entry.status is (Status.CHECKED if entry.source_checked_on else Status.COUNSEL)
    assert entry.source_checked_on is None or entry.source_checked_on <= DAY
    assert set(entry.demands.values()) <= set(Provenance)
    assert (
        entry.id == f"{entry.layer}.{entry.id.split('.')[1]}"
        or entry.layer is Layer.JUVENILE_JUSTICE
        or (entry.layer is Layer.VICTIM_SERVICE)
    )


def test_every_layer_has_a_label_and_an_answer_for_what_its_routes_leave_open():
    assert set(LAYER_LABELS) == set(Layer)
    always = {Layer.DEIDENTIFIED, Layer.VICTIM_SERVICE, Layer.STATE_PACK}
    with_fallback = {entry.layer for entry in RULES.values() if entry.fallback}
    assert with_fallback == set(Layer) - OVERLAYS - always


def test_a_rule_is_in_force_from_its_first_to_its_last_day():
    entry = RULES["ferpa.child_welfare"]
    assert not entry.in_force(date(2013, 1, 13))
    assert entry.in_force(date(2013, 1, 14))
    assert entry not in rules_on(date(2013, 1, 13))[Layer.FERPA]


def test_a_rule_that_was_replaced_answers_for_its_own_days():
    """The day before the amendment the earlier rule is asked, and only that one."""
    for old, new in (
        ("part2.consent_before_2024", "part2.consent"),
        ("part2.medical_emergency_before_2024", "part2.medical_emergency"),
    ):
        assert RULES[old].effective_to == RULES[new].effective_from - timedelta(days=1)
        before = rules_on(date(2024, 4, 15))[Layer.PART2]
        assert RULES[old] in before
        assert RULES[new] not in before


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("ferpa.consent", None),
        ("ferpa.order", None),
        ("part2.medical_emergency", DAY),
        ("part2.civil_order", None),
    ],
)
def test_a_rule_from_knowledge_is_marked_for_counsel(rule, day):
    entry = RULES[rule]
    assert entry.source_checked_on == day
    assert (entry.status is Status.COUNSEL) == (day is None)


def test_two_rules_cannot_share_a_name():
    with pytest.raises(ValueError, match=r"ferpa\.consent"):
        rule("ferpa.consent", Layer.FERPA, "34 CFR 99.30", message("again"), DAY)(lambda case: None)


def test_every_rule_is_the_ground_of_some_case():
    told = {row.rule for row in ROWS}
    seen = told | _tried_in_tables()
    assert {entry.id for entry in RULES.values() if entry.in_force(DAY)} - seen == set()


def _tried_in_tables():
    from law.__main__ import load
    from law.decide import decide
    from law.scenarios import read_scenario

    facts = [read_scenario(scenario).facts for scenario in load(Path(__file__).with_name("golden.json"))]
    facts += [row.read() for row in ROWS]
    return {route.rule for known in facts for answer in decide(known).categories for route in answer.routes}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_engine_imports_only_itself_and_the_standard_library(source):
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            assert top == "law" or top in sys.stdlib_module_names


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_in_the_engine_names_a_scenario_or_reads_a_clock(source):
    text = source.read_text(encoding="utf-8")
    assert not re.search(r"\bG\d{3}\b", text)
    assert not re.search(r"\.today\(|\.now\(|time\.time|os\.environ", text)


@pytest.mark.parametrize(
    "codes",
    [AgencyKind, RecipientKind, Category, Purpose, Outcome, Condition, Missing],
    ids=lambda codes: codes.__name__,
)
def test_every_code_has_a_label(codes):
    assert all(member.label for member in codes)
    assert len({member.label for member in codes}) == len(codes)


def test_a_case_reads_no_more_than_its_facts():
    row = cases_school.ROWS[0]
    assert Case(row.read(), row.category).consents == ()
