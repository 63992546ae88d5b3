"""What must hold for any facts: evidence taken away never helps, an adverse fact never helps, order is no matter."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from law.decide import decide, rules_on
from law.encoding import facts_from_json, facts_to_json
from law.facts import Facts, OrderFact, OrderKind
from law.layers import Layer
from law.scenarios.reading import put
from law.vocabulary import Outcome, Provenance
from tests.law.strategies import (
    BASES,
    DEEP,
    DEPENDS,
    HARMS,
    HELPS,
    TRUTHS,
    allowed,
    any_facts,
    drawn,
    known,
    lawful_facts,
)
from tests.law.test_supply import SUPPLY

DEFECTS_OF_CONSENT = [
    {"revoked": True},
    {"revocation_attempted": True, "revocable": None},
    {"event_occurred": True},
    {"known_false": True},
    {"conditioned_unlawfully": True},
    {"expires_on": min(facts.on for facts in BASES) - timedelta(days=1)},
    {"signed_on": max(facts.on for facts in BASES) + timedelta(days=1)},
    {"signer_rights_revoked": True},
    {"names_recipient": False},
    {"names_discloser": False},
    {"covers_purpose": False},
    {"written": False},
    {"elements": frozenset()},
    {"categories": frozenset()},
    {"signers": frozenset()},
    {"provenance": Provenance.ASSERTED},
]
DEFECTS_OF_ORDERS = [
    {"signed_by_judge": False, "lawfully_issued": False},
    {"covers": False},
    {"part2_findings": False},
    {"notice_and_hearing": False},
    {"provenance": Provenance.ASSERTED},
]


def test_every_truth_is_said_to_help_to_harm_or_to_depend():
    assert set(TRUTHS) >= DEPENDS | HARMS
    assert not DEPENDS & HARMS


def test_the_drawn_facts_reach_every_answer_and_half_are_lawful():
    """The shares that the properties below are tested with."""
    reached: Counter[Outcome] = Counter()

    @settings(drawn, max_examples=400)
    @given(any_facts())
    def look(facts):
        reached[decide(facts).outcome] += 1

    look()
    share = {outcome: count / reached.total() for outcome, count in reached.items()}
    assert share[Outcome.PERMIT] + share[Outcome.PERMIT_WITH_CONDITIONS] > 0.35, share
    assert min(share[outcome] for outcome in Outcome) > 0.08, share


def never_better_without(facts: Facts, target: str) -> None:
    """What helps is worth most when it is so and least when it is known not to be so; what harms, the other way."""
    ranks = [allowed(put(facts, target, value)) for value in (True, None, False)]
    assert ranks == sorted(ranks, reverse=target in HARMS), (target, ranks, facts)


def test_on_no_known_case_does_a_fact_count_against_its_nature():
    lawful, denied = Outcome.PERMIT_WITH_CONDITIONS.rank, Outcome.DENY.rank
    targets = sorted({*HELPS, *HARMS})
    for number, facts in enumerate(BASES):
        now = allowed(facts)
        for target in targets if DEEP else targets[number % 3 :: 3]:
            value, better = known(facts, target), target not in HARMS
            if value is better and now < denied:
                assert allowed(put(facts, target, None)) >= now, (target, facts)
            if value is None and now < denied:
                assert allowed(put(facts, target, better)) <= now, (target, facts)
            if value is None and now > lawful:
                assert allowed(put(facts, target, not better)) >= now, (target, facts)


@drawn
@given(lawful_facts(), st.data())
def test_taking_away_what_helps_never_improves(facts, data):
    shown = [target for target in HELPS if known(facts, target) is True]
    for target in data.draw(st.lists(st.sampled_from(shown or HELPS), min_size=1, max_size=3)):
        never_better_without(facts, target)


@drawn
@given(any_facts(), st.sampled_from([*HELPS, *sorted(HARMS)]))
def test_no_fact_counts_against_its_nature(facts, target):
    never_better_without(facts, target)


@drawn
@given(any_facts(), st.sampled_from(["contract", "agreement", "data", "emergency"]))
def test_a_paper_or_a_danger_taken_away_never_improves(facts, name):
    assert allowed(replace(facts, **{name: None})) >= allowed(facts)


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


@drawn
@given(lawful_facts(), st.sampled_from(DEFECTS_OF_CONSENT))
def test_a_defect_of_the_consents_never_improves(facts, defect):
    worse = replace(facts, consents=tuple(replace(consent, **defect) for consent in facts.consents))
    assert allowed(worse) >= allowed(facts)


@drawn
@given(any_facts(), st.sampled_from(DEFECTS_OF_ORDERS))
def test_a_defect_of_the_orders_never_makes_a_release_lawful(facts, defect):
    worse = replace(facts, orders=tuple(replace(paper, **defect) for paper in facts.orders))
    assert decide(facts).allows_release or not decide(worse).allows_release


@drawn
@given(any_facts())
def test_an_order_that_ends_the_asker_s_rights_never_improves(facts):
    ended = OrderFact(OrderKind.CUSTODY_ORDER, revokes_record_rights=True)
    assert allowed(replace(facts, orders=(*facts.orders, ended))) >= allowed(facts)


@drawn
@given(lawful_facts(), st.lists(st.sampled_from(HELPS), max_size=8))
def test_what_is_only_stated_is_worth_no_more_than_what_is_documented(facts, names):
    stated = replace(facts, asserted=facts.asserted | set(names), verified=facts.verified - set(names))
    checked = replace(facts, verified=facts.verified | set(names), asserted=facts.asserted - set(names))
    documented = replace(facts, verified=facts.verified - set(names), asserted=facts.asserted - set(names))
    ranks = [allowed(checked), allowed(documented), allowed(stated)]
    assert ranks == sorted(ranks)


@drawn
@given(any_facts())
def test_the_portal_s_condition_only_tightens(facts):
    free = replace(facts, agreement_required=False)
    assert allowed(replace(facts, agreement_required=True)) >= allowed(free)


@drawn
@given(any_facts(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_papers_does_not_matter(facts, source: random.Random):
    shuffled = {}
    for layer, rules in rules_on(facts.on).items():
        mixed = list(rules)
        source.shuffle(mixed)
        shuffled[layer] = tuple(mixed)
    turned = replace(facts, consents=facts.consents[::-1], orders=facts.orders[::-1])
    one, other = decide(facts).categories[0], decide(turned, rules=shuffled).categories[0]
    assert one.outcome is other.outcome
    assert set(one.conditions) == set(other.conditions)
    assert set(one.missing) == set(other.missing)
    assert {route.rule for route in one.routes} == {route.rule for route in other.routes}


@drawn
@given(any_facts(), any_facts())
def test_each_category_is_decided_on_its_own(facts, other):
    together = replace(facts, categories=(*facts.categories, *other.categories))
    for category in facts.categories:
        assert decide(together).answer(category) == decide(facts).answer(category)


@drawn
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


@drawn
@given(any_facts())
def test_supplying_what_a_needs_more_lists_makes_it_better(facts):
    answer = after = decide(facts).categories[0]
    if answer.outcome is not Outcome.NEEDS_MORE:
        return
    for _step in range(2):  # what was hidden behind the first lack may have to be supplied as well
        for code in after.missing:
            facts = SUPPLY[code](facts)
        after = decide(facts).categories[0]
    assert after.outcome.rank < answer.outcome.rank, (answer.missing, after.missing, facts)


@drawn
@given(any_facts())
def test_a_substance_use_record_leaves_a_program_only_on_a_ground_of_part_2(facts):
    for answer in decide(facts).categories:
        laws = {route.layer for route in answer.routes}
        if answer.allows_release and {Layer.PART2, Layer.PART2_ONWARD} & laws:
            assert any(route.layer in (Layer.PART2, Layer.PART2_ONWARD) for route in answer.grounds)


@drawn
@given(any_facts())
def test_facts_survive_storage(facts):
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
