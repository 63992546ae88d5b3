"""Every `needs_more` gets better by supplying what it lists, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from law.decide import decide
from law.duties import Missing
from law.evidence import ContractFact, ContractKind, DataFact, MinorConsentRule, ParentAccessRule
from law.facts import AgreementFact, EmergencyFact, Facts, OrderFact, OrderKind
from law.scenarios import read_scenario
from law.scenarios.reading import put
from law.vocabulary import Outcome, Provenance, Purpose, RecipientKind, SignerCapacity
from tests.law.table import consent, order
from tests.law.test_cases import ROWS
from tests.law.test_golden import SCENARIOS

BASES = [row.read() for row in ROWS] + [read_scenario(scenario).facts for scenario in SCENARIOS]
LACKING = [facts for facts in BASES if decide(facts).outcome is Outcome.NEEDS_MORE]
Supply = Callable[[Facts], Facts]


def _facts(**values) -> Supply:
    def supply(facts: Facts) -> Facts:
        for name, value in values.items():
            facts = put(facts, name.replace("__", ".", 1), value)
        return facts

    return supply


def _consent(facts: Facts) -> Facts:
    adult = (facts.youth.age or 0) >= 18 or facts.youth.emancipated is True
    both = {SignerCapacity.MINOR, SignerCapacity.PARENT}
    signers = {SignerCapacity.ADULT_YOUTH} if adult else both
    if facts.youth.deceased or facts.youth.lacks_capacity:
        signers = {*signers, SignerCapacity.COURT_APPOINTED}
    referral = any(given.criminal_justice_referral for given in facts.consents)
    complete = consent(
        *facts.categories,
        signers=signers,
        combined=False,
        criminal_justice_referral=referral,
        signed_on=facts.on,
    )
    family = put(facts, "family.immunization_agreement", True)
    return put(replace(family, consents=(complete,)), "health.patient_objects", False)


def _order(facts: Facts) -> Facts:
    paper = order(
        covers=True,
        part2_findings=True,
        notice_and_hearing=True,
        extremely_serious_crime=True,
        opens_confidential=True,
        provenance=Provenance.VERIFIED,
    )
    return replace(facts, orders=(paper,))


def _contract(kind: ContractKind) -> Supply:
    paper = ContractFact(
        kind,
        purpose_scope_duration=True,
        use_limited_to_purpose=True,
        no_identification=True,
        destroy_by=date(2027, 6, 30),
    )
    agreed = _facts(
        audit__regulates_or_funds=True, audit__agreed_to_limits=True, child_welfare__authorized_by_agency=True
    )
    return lambda facts: agreed(replace(facts, contract=paper))


def _assured(facts: Facts) -> Facts:
    told = {"assurance_notice_given": True, "assurance_time_over": True, "assurance_no_objections": True}
    return replace(facts, orders=tuple(replace(paper, **told) for paper in facts.orders))


def _written_agreement(facts: Facts) -> Facts:
    kind = ContractKind.DATA_USE if facts.research.limited_data_set else ContractKind.OTHER
    return _contract(kind)(facts)


def _danger(**values) -> Supply:
    return lambda facts: replace(facts, emergency=replace(facts.emergency or EmergencyFact(), **values))


def _agreement(facts: Facts) -> Facts:
    return replace(
        facts, agreement=AgreementFact("t", True, frozenset(facts.categories), frozenset({facts.purpose}))
    )


def _purpose(facts: Facts) -> Facts:
    if facts.recipient.kind is RecipientKind.FINANCIAL_AID:
        return replace(facts, purpose=Purpose.FINANCIAL_AID)
    if facts.recipient.kind is RecipientKind.HEALTH_PROVIDER:
        return replace(facts, purpose=Purpose.TREATMENT)
    known = put(facts, "request.fields", frozenset({"name"}))
    return put(known, "audit.of_education_program", True)


def _deidentified(facts: Facts) -> Facts:
    clean = DataFact(
        identifiers_removed=True,
        disclosure_review=True,
        smallest_cell=20,
        safe_harbor=True,
        actual_knowledge=False,
    )
    return replace(facts, data=clean)


def _authority(facts: Facts) -> Facts:
    letter = put(put(facts, "child_welfare.placement_letter", True), "child_welfare.at_placement", True)
    custody = OrderFact(OrderKind.CUSTODY_ORDER, custody_to_agency=True, medical_decision_authority=True)
    return replace(letter, orders=(*facts.orders, custody))


def _proven(facts: Facts) -> Facts:
    """Everything stated so far is checked by a second person."""
    proof = Provenance.VERIFIED
    orders = tuple(replace(paper, provenance=proof) for paper in facts.orders)
    checked = frozenset({"audit.federal_enforcement"}) | facts.asserted
    return replace(facts, orders=orders, asserted=frozenset(), verified=checked)


CONSENT_CODES = (
    Missing.CONSENT, Missing.WRITTEN_CONSENT, Missing.SEPARATE_CONSENT, Missing.SIGNATURE, Missing.DATE,
    Missing.PURPOSE, Missing.EXPIRATION, Missing.RIGHT_TO_REVOKE, Missing.REDISCLOSURE_STATEMENT,
    Missing.CONSEQUENCES_OF_REFUSAL, Missing.CONDITIONING_STATEMENT, Missing.MINOR_SIGNATURE,
    Missing.PARENT_SIGNATURE, Missing.STUDENT_SIGNATURE, Missing.CONSENT_RECIPIENT, Missing.CONSENT_DISCLOSER,
    Missing.CONSENT_RECORDS, Missing.CONSENT_PATIENT_NAME, Missing.SIGNER_AUTHORITY, Missing.CONSENT_PARTICIPANTS,
)  # fmt: skip
SUPPLY: dict[Missing, Supply] = {
    **dict.fromkeys(CONSENT_CODES, _consent),
    Missing.AGREEMENT_IN_FORCE: _agreement,
    Missing.AID_APPLICATION: _facts(enrollment__aid_applied_for=True),
    Missing.ANNUAL_NOTICE_CRITERIA: _facts(school_official__annual_notice_covers=True),
    Missing.ARTICULABLE_THREAT: _danger(articulable=True, significant=True),
    Missing.BUSINESS_ASSOCIATE_AGREEMENT: _contract(ContractKind.BUSINESS_ASSOCIATE),
    Missing.CASE_PLAN_ACCESS: _facts(child_welfare__case_plan_access=True),
    Missing.CASE_STAGE: _facts(youth__adjudicated=False),
    Missing.COURT_ORDER: _order,
    Missing.COURT_ORDER_OR_SUBPOENA: _order,
    Missing.CURRENT_EMERGENCY: _danger(current=True, medical=True, consent_obtainable=False),
    Missing.DEIDENTIFICATION: _deidentified,
    Missing.DIRECTORY_NOTICE: _facts(
        directory__notice_given=True,
        directory__recruiter_notice_given=True,
        directory__items=frozenset({"name"}),
    ),
    Missing.DIRECT_CONTROL_AGREEMENT: _facts(
        school_official__direct_control=True, school_official__institutional_service=True
    ),
    Missing.DISCLOSURE_REVIEW: _deidentified,
    Missing.CHANCE_TO_DECLINE: _facts(family__parent_notified=True, family__parent_declined=False),
    Missing.WRITTEN_NOTICE: _facts(family__written_notice_given=True),
    Missing.ENROLLMENT_PROOF: _facts(enrollment__seeks_to_enroll=True),
    Missing.EVIDENCE_ACTING_AS_PARENT: _facts(family__acting_as_parent=True),
    Missing.IRB_WAIVER_OR_CONSENT: _facts(research__board_waiver=True),
    Missing.IDENTITY: _facts(recipient__identity_verified=True, recipient__emergency_medical=True),
    Missing.LAWFUL_CUSTODY: _facts(justice__lawful_custody=True),
    Missing.LEGAL_RESPONSIBILITY: _facts(
        child_welfare__legally_responsible=True,
        child_welfare__case_plan_access=True,
        child_welfare__authorized_by_agency=True,
    ),
    Missing.LEGITIMATE_EDUCATIONAL_INTEREST: _facts(school_official__legitimate_interest=True),
    Missing.NEED_SHOWN: _facts(
        justice__need_represented=True,
        health__need_to_know=True,
        justice__relevant_to_litigation=True,
        request__investigates_crime=True,
    ),
    Missing.OPT_OUT_CHECK: _facts(youth__directory_opt_out=False, youth__recruiter_opt_out=False),
    Missing.PARENT_AGREEMENT: _facts(family__immunization_agreement=True),
    Missing.PART2_COURT_ORDER: _order,
    Missing.PLACEMENT_AUTHORITY: _authority,
    Missing.PROOF: _proven,
    Missing.PROVIDER_DISCRETION: _facts(
        health__prevents_serious_harm=True,
        health__licensed_professional_allows=True,
        health__access_against_interest=False,
        health__furthers_health_care=True,
    ),
    Missing.QSOA: _contract(ContractKind.QSOA),
    Missing.RECORD_STATUS: _facts(
        record__created_by_unit=True,
        record__for_law_enforcement_purpose=True,
        record__maintained_by_unit=True,
        record__part2_content=False,
        enrollment__crime_of_violence=True,
        enrollment__final_results_only=True,
    ),
    Missing.SATISFACTORY_ASSURANCES: _assured,
    Missing.SERIOUS_IMMINENT_THREAT: _danger(serious=True, imminent=True),
    Missing.STATED_PURPOSE: _purpose,
    Missing.STATE_LAW: _facts(
        health__benefit_law=True,
        state__authorizes=True,
        state__requires=True,
        state__parent_access=ParentAccessRule.PERMIT,
        state__allows_redisclosure=True,
        state__minor_consent_substance_use=MinorConsentRule.MINOR_ALONE,
        justice__statute_cited=True,
        justice__statute_after_1974=True,
        health__immunization_required=True,
        health__public_health_authorized=True,
        audit__authorized_by_law=True,
        child_welfare__report_required_by_law=True,
        child_welfare__report_is_initial=True,
    ),
    Missing.SURVEY_CONSENT: _facts(family__survey_consent=True),
    Missing.TAX_DEPENDENCY_PROOF: _facts(family__tax_dependent=True),
    Missing.THREAT_DESCRIPTION: _danger(
        threat="says that he will set fire to the gym tonight", articulable=True
    ),
    Missing.USE_LIMITS: _facts(school_official__use_limits=True),
    Missing.WRITTEN_AGREEMENT: _written_agreement,
    Missing.WRITTEN_CERTIFICATION: lambda facts: _proven(
        _facts(justice__certified_in_writing=True, justice__certified_no_redisclosure=True)(facts)
    ),
    Missing.WRITTEN_REQUEST_FROM_DIRECTOR: _facts(
        request__written=True, request__by_director=True, request__committed_there=True
    ),
    Missing.YOUTH_AGE: _facts(youth__age=12),
}


def test_there_is_a_way_to_supply_whatever_can_be_missing():
    assert set(Missing) - set(SUPPLY) == {Missing.EXPLICIT_RULE}


@pytest.mark.parametrize("facts", LACKING, ids=range(len(LACKING)))
def test_supplying_what_is_missing_makes_it_lawful(facts):
    answer = decide(facts).categories[0]
    for code in answer.missing:
        facts = SUPPLY[code](facts)
    after = decide(facts).categories[0]
    assert after.outcome.rank < answer.outcome.rank, (answer.missing, after.missing, after.reasons)
