"""What is only stated opens nothing: a fact counts as far as the rule that relies on it demands proof."""

from dataclasses import fields, is_dataclass, replace

import pytest

from law.decide import decide
from law.duties import Missing
from law.evidence import DataFact
from law.facts import AgreementFact, EmergencyFact, Facts, HolderFact, RecipientFact, YouthFact
from law.proof import PAPERS, all_documented, shortfall, verified
from law.register import RULES
from law.scenarios import read_scenario
from law.scenarios.reading import put
from law.vocabulary import AgencyKind, Category, Outcome, Provenance, Purpose, RecipientKind
from tests.law.table import DAY, consent, order
from tests.law.test_cases import ROWS
from tests.law.test_golden import SCENARIOS

BASES = [row.read() for row in ROWS] + [read_scenario(scenario).facts for scenario in SCENARIOS]
OPEN = [facts for facts in BASES if decide(facts).allows_release]
ENOUGH_IF_STATED = {
    "justice.need_represented",  # the facility's own representation is what 164.512(k)(5) asks for
    "request.by_director",
    "request.committed_there",
    "request.investigates_crime",
    "request.investigates_holder",  # the order, which has to be verified, says so
    "request.locate_person",
    "request.places_agent",
    "request.written",
}
LAYERING = {
    "record.holder_acts_for_school",
    "record.school_meals",
    "holder.federal_court",
    "holder.part2_program",
    "holder.runaway_program",
    "holder.runs_covered_clinic",
    "holder.sends_standard_transactions",
    "holder.youth_placed_by_district",
}
"""What decides which law applies is the holder's own knowledge, not evidence for a rule."""
CLINIC_ASKS_SCHOOL = Facts(
    HolderFact(AgencyKind.SCHOOL),
    RecipientFact(RecipientKind.HEALTH_PROVIDER),
    YouthFact(14),
    (Category.ATTENDANCE,),
    Purpose.CARE_COORDINATION,
    DAY,
)


def stated_facts(facts: Facts):
    """Every fact of a case that is known, by name."""
    for group in fields(facts):
        known = getattr(facts, group.name)
        if not is_dataclass(known) or group.name in PAPERS:
            continue
        for item in fields(known):
            name = f"{group.name}.{item.name}"
            if isinstance(getattr(known, item.name), bool) and name not in LAYERING | ENOUGH_IF_STATED:
                yield name


@pytest.mark.parametrize("facts", OPEN, ids=range(len(OPEN)))
def test_a_fact_that_opens_a_record_does_not_when_it_is_only_stated(facts):
    for name in stated_facts(facts):
        stated = replace(facts, asserted=frozenset({name}), verified=facts.verified - {name})
        answer = decide(stated).categories[0]
        assert answer.allows_release == decide(put(facts, name, None)).allows_release, name
        if answer.outcome is Outcome.NEEDS_MORE:
            assert answer.missing, name


@pytest.mark.parametrize("facts", OPEN, ids=range(len(OPEN)))
def test_a_paper_that_opens_a_record_does_not_when_it_is_only_spoken_of(facts):
    stated = replace(
        facts,
        consents=tuple(replace(paper, provenance=Provenance.ASSERTED) for paper in facts.consents),
        orders=tuple(replace(paper, provenance=Provenance.ASSERTED) for paper in facts.orders),
        contract=facts.contract and replace(facts.contract, provenance=Provenance.ASSERTED),
    )
    bare = replace(facts, consents=(), orders=(), contract=None)
    assert decide(stated).allows_release == decide(bare).allows_release


@pytest.mark.parametrize("facts", BASES, ids=range(len(BASES)))
def test_more_proof_than_demanded_changes_nothing(facts):
    names = frozenset(stated_facts(facts))
    better = decide(replace(facts, verified=names | facts.verified))
    if facts.audit.federal_enforcement is not True:
        assert better.outcome is decide(facts).outcome


def test_what_is_only_stated_is_answered_with_what_has_to_be_shown():
    facts = put(
        replace(CLINIC_ASKS_SCHOOL, recipient=RecipientFact(RecipientKind.PARENT), youth=YouthFact(20)),
        "family.tax_dependent",
        True,
    )
    stated = decide(replace(facts, asserted=frozenset({"family.tax_dependent"}))).categories[0]
    assert stated.outcome is Outcome.NEEDS_MORE
    assert stated.missing == (Missing.TAX_DEPENDENCY_PROOF,)
    assert "only stated" in str(stated.reasons[0])
    assert decide(facts).allows_release


def test_of_two_consents_the_one_on_file_counts():
    spoken = consent(Category.ATTENDANCE, reference="spoken of", provenance=Provenance.ASSERTED)
    on_file = consent(Category.ATTENDANCE, reference="on file")
    answer = decide(replace(CLINIC_ASKS_SCHOOL, consents=(spoken, on_file))).categories[0]
    assert answer.relies_on == ("on file",)
    alone = decide(replace(CLINIC_ASKS_SCHOOL, consents=(spoken,))).categories[0]
    assert (alone.outcome, alone.missing) == (Outcome.NEEDS_MORE, (Missing.CONSENT,))


def test_an_order_only_spoken_of_does_not_stand_in_for_an_agreement():
    consented = replace(CLINIC_ASKS_SCHOOL, consents=(consent(Category.ATTENDANCE),), agreement_required=True)
    spoken = replace(consented, orders=(order(provenance=Provenance.ASSERTED),))
    assert Missing.AGREEMENT_IN_FORCE in decide(spoken).categories[0].missing
    assert decide(replace(consented, orders=(order(),))).allows_release


def test_papers_carry_their_own_proof_and_facts_count_as_documented():
    facts = put(CLINIC_ASKS_SCHOOL, "family.tax_dependent", True)
    demands = verified("family.tax_dependent", "orders", "contract")
    assert shortfall(facts, demands) == {"family.tax_dependent"}
    assert shortfall(replace(facts, verified=frozenset({"family.tax_dependent"})), demands) == frozenset()
    assert shortfall(replace(facts, orders=(order(),)), demands) == {"family.tax_dependent", "orders"}
    assert all_documented(facts)
    assert not all_documented(replace(facts, asserted=frozenset({"family.tax_dependent"})))


def test_every_demand_names_a_fact_or_a_kind_of_paper():
    names = {f"{group.name}.{item.name}" for group in fields(Facts) for item in _fields_of(group.name)}
    for entry in RULES.values():
        assert set(entry.demands) <= names | set(PAPERS), entry.id


def _fields_of(group: str):
    """The fields of a group of facts, also of one that a request may lack."""
    lacking = {"emergency": EmergencyFact, "data": DataFact, "agreement": AgreementFact}
    kind = lacking.get(group, type(getattr(CLINIC_ASKS_SCHOOL, group)))
    return fields(kind) if is_dataclass(kind) else ()


def test_a_fact_stated_of_what_nobody_spoke_of_opens_nothing():
    stated = replace(CLINIC_ASKS_SCHOOL, asserted=frozenset({"emergency.current"}))
    assert decide(stated).categories[0].outcome is decide(CLINIC_ASKS_SCHOOL).categories[0].outcome
