"""Whatever a state writes into a pack that the loader accepts, federal protection of substance use records stays."""

from dataclasses import replace
from datetime import date

from hypothesis import assume, event, given
from hypothesis import strategies as st

from law.decide import decide
from law.duties import Condition
from law.evidence import ParentAccessRule
from law.facts import Facts
from law.packs.loader import NEVER_OPENED, Refused, read
from law.packs.pack import Delegation, Effect
from law.packs.proofs import SUPPLIED
from law.packs.slots import CareDecider
from law.vocabulary import AgencyKind, Category, LegalStatus, Outcome, Purpose, RecipientKind
from tests.law.strategies import BASES, allowed, any_facts, drawn

OPENABLE = sorted(set(Category) - NEVER_OPENED)
TEXT = {"en": "A rule of the state", "es": "Una regla del estado"}
RECIPIENTS = st.lists(st.sampled_from(sorted(RecipientKind)), min_size=1, max_size=8, unique=True)
SLOTS = {
    "majority": st.fixed_dictionaries({"age": st.integers(18, 21)}),
    "minor_consent_outpatient_mental_health": st.fixed_dictionaries({"age": st.integers(0, 21)}),
    "parent_access": st.fixed_dictionaries({"rule": st.sampled_from(sorted(ParentAccessRule))}),
    "mental_health_records": st.fixed_dictionaries({"consent_days": st.integers(1, 400)}),
    "child_welfare_access": st.fixed_dictionaries({"recipients": RECIPIENTS}),
    "child_protection_consent": st.fixed_dictionaries({"suffices": st.booleans()}),
    "foster_decisions": st.fixed_dictionaries({"medical": st.sampled_from(sorted(CareDecider))}),
    "juvenile_records": st.fixed_dictionaries({"recipients": RECIPIENTS, "consent_suffices": st.booleans()}),
    "school_notification": st.fixed_dictionaries({"recipients": RECIPIENTS, "after_1974": st.booleans()}),
    "signature": st.fixed_dictionaries({"electronic": st.booleans()}),
    "consent_duration": st.fixed_dictionaries({"days": st.integers(1, 400)}),
}
"""Every slot that the engine reads, but for the age from which a minor consents alone to substance use treatment."""


@st.composite
def rules(draw, facts: Facts, number: int):
    """One rule of a pack, aimed at this request or at anything."""
    effect = draw(st.sampled_from(Effect))
    here = {
        "holders": [str(facts.holder.kind)],
        "recipients": [str(facts.recipient.kind)],
        "categories": [str(category) for category in facts.categories],
        "purposes": [str(facts.purpose)],
    }
    anywhere = {
        "holders": sorted(set(AgencyKind) - {AgencyKind.PART2_PROGRAM}),
        "recipients": sorted(RecipientKind),
        "categories": OPENABLE,
        "purposes": sorted(Purpose),
    }
    match = {name: draw(st.sampled_from([here[name], anywhere[name]])) for name in here}
    rule = {
        "id": f"rule_{number}", "title": TEXT, "reason": TEXT, "cite": "Code 1", "effect": str(effect),
        "effective_from": date(2020, 1, 1), "match": match,
    }  # fmt: skip
    if effect is Effect.CONDITIONS:
        rule["conditions"] = [str(draw(st.sampled_from(Condition)))]
    if effect is Effect.NEEDS_MORE:
        rule["missing"] = [str(draw(st.sampled_from(sorted(SUPPLIED))))]
    if effect is Effect.AUTHORIZE:
        rule |= {"delegated_to_state": True, "delegation": str(draw(st.sampled_from(Delegation)))}
    return rule


@st.composite
def packs(draw, facts: Facts):
    """A pack as the loader gives it; what the loader refuses is not drawn."""
    slots = draw(st.fixed_dictionaries({}, optional=SLOTS))
    written = {
        "schema": 1, "state": "XE", "name": "Drawn", "version": 1, "effective_from": date(2020, 1, 1),
        "effective_to": date(2030, 1, 1), "reviewed_by": "Nobody", "reviewed_on": date(2026, 1, 1), "cites": ["Code 1"],
        "slots": {name: {**values, "cite": "Code 1"} for name, values in slots.items()},
        "rule": [draw(rules(facts, number)) for number in range(draw(st.integers(0, 4)))],
    }  # fmt: skip
    try:
        return read(written)
    except Refused:
        assume(False)


def _protected(facts: Facts) -> bool:
    return any(
        route.layer.startswith("part2") for answer in decide(facts).categories for route in answer.routes
    )


PROTECTED = [facts for facts in BASES if _protected(facts)]


@st.composite
def substance_use_facts(draw):
    """A request for a record that 42 CFR Part 2 protects, near a lawful one or far from it."""
    facts = draw(st.one_of(st.sampled_from(PROTECTED), any_facts()))
    if not _protected(facts):
        holder = replace(
            facts.holder, kind=AgencyKind.PART2_PROGRAM, statuses=frozenset({LegalStatus.PART2_PROGRAM})
        )
        facts = replace(facts, holder=holder, categories=(Category.SUBSTANCE_USE,))
    return facts


@drawn
@given(st.data())
def test_no_pack_loosens_part_2(data):
    facts = data.draw(substance_use_facts())
    pack = data.draw(packs(facts))
    event(str(decide(facts, pack).outcome))
    assert allowed(facts, pack) >= allowed(facts)


@drawn
@given(st.data())
def test_no_pack_takes_a_notice_or_a_bar_away(data):
    facts = data.draw(any_facts())
    pack = data.draw(packs(facts))
    plain, under = decide(facts).categories[0], decide(facts, pack).categories[0]
    if any(route.bar and route.outcome is Outcome.DENY for route in plain.grounds):
        assert under.outcome is Outcome.DENY
    if plain.allows_release and under.allows_release and plain.ground.rule == under.ground.rule:
        assert set(plain.conditions) <= set(under.conditions)


@drawn
@given(st.data())
def test_a_pack_out_of_force_counts_as_none(data):
    facts = data.draw(any_facts())
    pack = replace(data.draw(packs(facts)), effective_to=date(2020, 1, 2))
    assert decide(facts, pack) == decide(facts)
