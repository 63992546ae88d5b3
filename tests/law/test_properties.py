"""What must hold for any facts: evidence taken away never helps, an adverse fact never helps, order is no matter."""

import json
import random
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from law.decide import decide, rules_on
from law.encoding import facts_from_json, facts_to_json
from law.facts import Facts, OrderFact, OrderKind
from law.layers import Layer
from law.scenarios import read_scenario
from law.scenarios.reading import put
from law.vocabulary import Category, Outcome, Provenance, Purpose, RecipientKind
from tests.law import cases_health, cases_justice, cases_school

SCENARIOS = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))
BASES = [row.read() for table in (cases_school, cases_health, cases_justice) for row in table.ROWS]
BASES += [read_scenario(scenario).facts for scenario in SCENARIOS]
GROUPS = (
    "record", "request", "school_official", "enrollment", "directory", "family", "child_welfare", "justice", "health",
    "research", "audit", "state", "youth", "recipient", "holder",
)  # fmt: skip
TRUTHS = sorted(
    f"{group}.{item.name}"
    for group in GROUPS
    for item in fields(type(getattr(BASES[0], group)))
    if item.type == bool | None
)
AMBIGUOUS = {
    "record.holder_acts_for_school", "record.kept_by_school", "record.several_students", "record.redaction_possible",
    "record.school_meals", "record.part2_content", "record.reporter_identity", "record.sealed",
    "family.minor_consented_alone", "family.parent_agreed_to_confidentiality", "family.parent_declined",
    "family.sanction_concerns_requester_child", "youth.attends_postsecondary", "youth.emancipated",
    "youth.adjudicated", "youth.mckinney_vento", "youth.directory_opt_out", "youth.recruiter_opt_out",
    "youth.capable_minor", "recipient.parent_of_youth", "holder.sends_standard_transactions",
    "holder.runs_covered_clinic", "holder.part2_program", "holder.youth_placed_by_district", "holder.federal_court",
    "health.patient_objects", "health.requester_may_be_abuser", "health.access_against_interest",
    "justice.statute_after_1974", "school_official.threat_team_member",
}  # fmt: skip
FAVOURABLE = [target for target in TRUTHS if target not in AMBIGUOUS]
ADVERSE = [
    ("youth.adjudicated", True),
    ("youth.directory_opt_out", True),
    ("youth.recruiter_opt_out", True),
    ("youth.mckinney_vento", True),
    ("youth.capable_minor", True),
    ("health.patient_objects", True),
    ("health.requester_may_be_abuser", True),
    ("health.furthers_health_care", False),
    ("health.need_to_know", False),
    ("family.parent_declined", True),
    ("family.tax_dependent", False),
    ("family.acting_as_parent", False),
    ("record.reporter_identity", True),
    ("record.sealed", True),
    ("justice.litigation_about_treatment", False),
    ("justice.lawful_custody", False),
    ("child_welfare.case_plan_access", False),
    ("child_welfare.legally_responsible", False),
    ("child_welfare.report_is_initial", False),
    ("school_official.legitimate_interest", False),
    ("school_official.use_limits", False),
    ("school_official.annual_notice_covers", False),
    ("research.for_school", False),
    ("audit.of_education_program", False),
    ("audit.regulates_or_funds", False),
    ("state.authorizes", False),
    ("state.allows_redisclosure", False),
]

noise = st.lists(st.tuples(st.sampled_from(TRUTHS), st.sampled_from([True, False, None])), max_size=6)


@st.composite
def any_facts(draw):
    """Facts of a known case, with some of its facts changed, another asker, age, purpose or category."""
    facts = draw(st.sampled_from(BASES))
    for target, value in draw(noise):
        facts = put(facts, target, value)
    if draw(st.booleans()):
        facts = put(facts, "recipient.kind", draw(st.sampled_from(list(RecipientKind))))
    if draw(st.booleans()):
        facts = put(facts, "youth.age", draw(st.sampled_from([None, 4, 11, 15, 17, 18, 20, 21])))
    if draw(st.booleans()):
        facts = replace(facts, purpose=draw(st.sampled_from(list(Purpose))))
    if draw(st.booleans()):
        facts = replace(facts, categories=(draw(st.sampled_from(list(Category))),))
    return facts


def rank(facts: Facts) -> int:
    """How restrictive the answer is."""
    return decide(facts).outcome.rank


def allowed(facts: Facts) -> int:
    """One for a permission and zero for anything else: the better of two ways to be lawful is no gain."""
    return max(rank(facts), Outcome.PERMIT_WITH_CONDITIONS.rank)


@settings(max_examples=80, deadline=None)
@given(any_facts(), st.sampled_from(FAVOURABLE))
def test_taking_away_a_favourable_fact_never_improves(facts, target):
    group, name = target.split(".")
    if getattr(getattr(facts, group), name) is True:
        assert allowed(put(facts, target, None)) >= allowed(facts)


def test_on_no_known_case_does_a_favourable_fact_taken_away_or_an_adverse_one_added_improve():
    for facts in BASES:
        now = allowed(facts)
        for target in FAVOURABLE:
            group, name = target.split(".")
            if getattr(getattr(facts, group), name) is True:
                assert allowed(put(facts, target, None)) >= now, (target, facts)
        for target, value in ADVERSE:
            assert allowed(put(facts, target, value)) >= now, (target, facts)


def test_on_no_known_case_does_a_paper_taken_away_improve():
    for facts in BASES:
        bare = [{"contract": None}, {"agreement": None}, {"data": None}, {"emergency": None}]
        if all(consent.revoked is not True for consent in facts.consents):
            bare.append({"consents": ()})
        if all(paper.revokes_record_rights is not True and _stands(paper) for paper in facts.orders):
            bare.append({"orders": ()})
        for change in bare:
            assert allowed(replace(facts, **change)) >= allowed(facts), (change, facts)


def _stands(paper: OrderFact) -> bool:
    """True when nothing is known against the paper."""
    return False not in (
        paper.signed_by_judge,
        paper.lawfully_issued,
        paper.covers,
        paper.medical_decision_authority,
    )


@settings(max_examples=80, deadline=None)
@given(any_facts(), st.sampled_from(ADVERSE))
def test_an_adverse_fact_never_improves(facts, adverse):
    target, value = adverse
    group, name = target.split(".")
    if getattr(getattr(facts, group), name) is None:
        assert allowed(put(facts, target, value)) >= allowed(facts)


@settings(max_examples=80, deadline=None)
@given(
    any_facts(),
    st.sampled_from(
        [
            {"revoked": True},
            {"revocation_attempted": True},
            {"event_occurred": True},
            {"known_false": True},
            {"expires_on": date(2000, 1, 1)},
            {"signer_rights_revoked": True},
            {"names_recipient": False},
            {"covers_purpose": False},
            {"written": False},
            {"elements": frozenset()},
            {"signers": frozenset()},
            {"provenance": Provenance.ASSERTED},
        ]
    ),
)
def test_a_defect_of_the_consents_never_improves(facts, defect):
    worse = replace(facts, consents=tuple(replace(consent, **defect) for consent in facts.consents))
    assert allowed(worse) >= allowed(facts)


@settings(max_examples=80, deadline=None)
@given(
    any_facts(),
    st.sampled_from(
        [
            {"signed_by_judge": False, "lawfully_issued": False},
            {"covers": False},
            {"nondisclosure_ordered": True},
            {"part2_findings": False},
            {"notice_and_hearing": False},
            {"provenance": Provenance.ASSERTED},
        ]
    ),
)
def test_a_defect_of_the_orders_never_makes_a_release_lawful(facts, defect):
    worse = replace(facts, orders=tuple(replace(paper, **defect) for paper in facts.orders))
    assert decide(facts).allows_release or not decide(worse).allows_release


@settings(max_examples=80, deadline=None)
@given(any_facts())
def test_an_order_that_ends_the_asker_s_rights_never_improves(facts):
    ended = OrderFact(OrderKind.CUSTODY_ORDER, revokes_record_rights=True)
    assert allowed(replace(facts, orders=(*facts.orders, ended))) >= allowed(facts)


@settings(max_examples=80, deadline=None)
@given(any_facts())
def test_the_portal_s_condition_only_tightens(facts):
    free = replace(facts, agreement_required=False)
    assert allowed(replace(facts, agreement_required=True)) >= allowed(free)


@settings(max_examples=80, deadline=None)
@given(any_facts(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_papers_does_not_matter(facts, source: random.Random):
    shuffled = {}
    for layer, rules in rules_on(facts.on).items():
        mixed = list(rules)
        source.shuffle(mixed)
        shuffled[layer] = tuple(mixed)
    turned = replace(facts, consents=facts.consents[::-1], orders=facts.orders[::-1])
    one, other = decide(facts).categories[0], decide(turned, rules=shuffled).categories[0]
    assert (one.outcome, set(one.conditions), set(one.missing)) == (
        other.outcome,
        set(other.conditions),
        set(other.missing),
    )
    assert {route.rule for route in one.routes} == {route.rule for route in other.routes}


@settings(max_examples=80, deadline=None)
@given(any_facts())
def test_every_decision_is_explained(facts):
    for answer in decide(facts).categories:
        assert answer.citations
        assert all(answer.citations)
        assert answer.routes
        assert str(answer.next_step)
        assert bool(answer.conditions) == (answer.outcome is Outcome.PERMIT_WITH_CONDITIONS)
        if answer.outcome is Outcome.NEEDS_MORE:
            assert answer.missing
        if answer.allows_release:
            assert not answer.missing


@settings(max_examples=80, deadline=None)
@given(any_facts())
def test_a_substance_use_record_leaves_a_program_only_on_a_ground_of_part_2(facts):
    for answer in decide(facts).categories:
        laws = {route.layer for route in answer.routes}
        if answer.allows_release and {Layer.PART2, Layer.PART2_ONWARD} & laws:
            assert any(route.layer in (Layer.PART2, Layer.PART2_ONWARD) for route in answer.grounds)


@settings(max_examples=80, deadline=None)
@given(any_facts())
def test_facts_survive_storage(facts):
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
