"""Cases in which each statement matters, and the facts of the engine that the guide does not ask: neither may drift."""

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qsl

import pytest

from guide.answers import Answers
from guide.facts import ORDERS, SECTIONS
from guide.questions import QUESTIONS, by_code
from guide.tree import offers
from law.facts import ConsentFact, OrderFact

TODAY = date(2026, 11, 21)
NOT_ASKED = {
    "holder.reference recipient.reference contract.reference order.reference": "who they are does not matter here",
    "recipient.directory_parties recipient.identity_verified": "asked the other way round",
    "record.redaction_possible order.part2_section": "the engine takes the usual one",
    "justice.litigation_about_treatment": "the answer is the same without it",
    "state.authorizes_citation": "a text",
    "state.majority_age state.consent_max_days state.minor_signs_from": "state packs set it",
    "state.electronic_signature state.custody_decides_care state.placement_decides_care": "state packs set it",
    "consent.grounds": "the guide asks for the same of the young person and of orders",
    "agreement.reference agreement.in_force agreement.categories agreement.purposes": "the portal asks, not the law",
    "consent.reference consent.provenance contract.provenance order.provenance": "as the portal sets them",
    "consent.purposes consent.recipients consent.disclosers": "the person compares them with the paper",
    "consent.signed_on consent.expires_on": "no dates are asked",
    "consent.authenticated consent.indicates_approval": "asked as one statement on electronic signatures",
}
CASES = [
    (
        "against/access_against_interest",
        "holder=hipaa_provider&records=mental_health&age=15&asker=parent&purpose=own_review",
    ),
    (
        "against/adjudicated",
        "holder=school&records=education&age=15&asker=probation_officer&purpose=juvenile_services",
    ),
    (
        "against/capable_minor",
        "holder=part2_program&records=substance_use&age=15&asker=parent&purpose=own_review&have=care&care=lacks_rational_choice+threat_to_life+telling_parent_may_help",
    ),
    (
        "against/declined",
        "holder=school&records=education&record=school_meals&asker=medicaid_agency&purpose=benefits&have=contract&contract=other",
    ),
    ("against/identity_unknown", "holder=school&records=education&age=15&asker=parent&purpose=own_review"),
    (
        "against/later_report",
        "holder=hipaa_provider&records=mental_health&age=15&asker=caseworker&purpose=reporting_abuse&have=custody&custody=abuse_report",
    ),
    (
        "against/no_service_to_care",
        "holder=hipaa_provider&records=mental_health&age=15&asker=school_official&purpose=care_coordination",
    ),
    (
        "against/paid_in_full",
        "holder=hipaa_provider&records=mental_health&age=15&asker=payer&purpose=payment",
    ),
    (
        "against/patient_objects",
        "holder=hipaa_provider&records=mental_health&age=19&asker=parent&purpose=care_coordination",
    ),
    (
        "against/recruiter_opt_out",
        "holder=school&records=directory&age=17&have=directory&asker=military_recruiter&purpose=recruiting&directory=recruiter_notice_given+no_recruiter_opt_out",
    ),
    (
        "asker_is/hipaa_covered",
        "holder=hipaa_provider&records=mental_health&age=15&asker=payer&purpose=health_care_operations",
    ),
    (
        "asker_is/review_panel",
        "holder=child_welfare&records=child_welfare&asker=auditor&purpose=child_protection",
    ),
    (
        "asker_is/same_case",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=attorney&purpose=court_proceeding",
    ),
    (
        "asker_is/supervises_release",
        "holder=hipaa_provider&records=substance_use&age=15&asker=probation_officer&purpose=treatment&origin=program_justice",
    ),
    (
        "care/best_interest_judgment",
        "holder=hipaa_provider&records=mental_health&age=19&asker=parent&purpose=care_coordination&have=care",
    ),
    (
        "care/furthers_health_care",
        "holder=hipaa_provider&records=mental_health&age=15&asker=school_official&purpose=care_coordination&have=care",
    ),
    (
        "care/immunization_agreement",
        "holder=hipaa_provider&records=immunization&asker=school&purpose=enrollment&age=15&have=care",
    ),
    (
        "care/immunization_required",
        "holder=hipaa_provider&records=immunization&asker=school&purpose=enrollment&age=15&have=care",
    ),
    (
        "care/lacks_rational_choice",
        "holder=part2_program&records=substance_use&age=15&asker=parent&purpose=own_review&have=care",
    ),
    (
        "care/licensed_professional_allows",
        "holder=hipaa_provider&records=psychotherapy_notes&age=15&asker=parent&purpose=own_review&have=care+state",
    ),
    (
        "care/no_objection",
        "holder=hipaa_provider&records=mental_health&age=19&asker=parent&purpose=care_coordination&have=care",
    ),
    (
        "care/originator",
        "holder=hipaa_provider&records=psychotherapy_notes&age=15&asker=program_staff&purpose=treatment&have=care",
    ),
    (
        "care/patient_incapacitated",
        "holder=hipaa_provider&records=mental_health&age=19&asker=parent&purpose=care_coordination&have=care",
    ),
    (
        "care/public_health_authorized",
        "holder=hipaa_provider&records=mental_health&age=15&asker=health_department&purpose=public_health&have=care",
    ),
    (
        "care/telling_parent_may_help",
        "holder=part2_program&records=substance_use&age=15&asker=parent&purpose=own_review&have=care",
    ),
    (
        "care/threat_to_life",
        "holder=part2_program&records=substance_use&age=15&asker=parent&purpose=own_review&have=care",
    ),
    (
        "care/victim_of_abuse",
        "holder=hipaa_provider&records=mental_health&age=19&asker=police&purpose=child_protection&have=care",
    ),
    (
        "consent/alone",
        "holder=part2_program&records=substance_use&age=15&asker=court&purpose=court_proceeding&have=consent",
    ),
    (
        "consent/consequences_of_refusal",
        "holder=part2_program&records=substance_use&age=15&asker=health_provider&purpose=treatment&have=consent&consent_kind=all_treatment_payment_operations",
    ),
    (
        "contract_says/agreed_to_limits",
        "holder=part2_program&records=substance_use&age=15&asker=auditor&purpose=audit_or_evaluation&have=contract&contract=other",
    ),
    (
        "contract_says/board_waiver",
        "holder=hipaa_provider&records=mental_health&age=15&asker=researcher&purpose=research&have=contract&contract=other",
    ),
    (
        "contract_says/could_decline",
        "holder=school&records=education&record=school_meals&asker=medicaid_agency&purpose=benefits&have=contract&contract=other",
    ),
    (
        "contract_says/limited_data_set",
        "holder=hipaa_provider&records=mental_health&age=15&asker=researcher&purpose=research&have=contract&contract=data_use",
    ),
    (
        "contract_says/of_author",
        "holder=hipaa_provider&records=psychotherapy_notes&age=15&asker=licensing_board&purpose=audit_or_evaluation&have=contract&contract=none",
    ),
    (
        "custody/at_placement",
        "holder=child_welfare&records=education&asker=foster_parent&purpose=placement&age=15&have=custody",
    ),
    (
        "custody/leaving_care",
        "holder=child_welfare&records=education&asker=student_self&purpose=own_review&age=19&have=custody",
    ),
    (
        "danger/significant",
        "holder=school&records=education&age=15&asker=police&purpose=health_or_safety_emergency&have=danger",
    ),
    (
        "data/coded",
        "holder=school&records=deidentified&age=15&asker=researcher&purpose=research&have=data",
    ),
    (
        "directory/no_recruiter_opt_out",
        "holder=school&records=directory&age=17&have=directory&asker=military_recruiter&purpose=recruiting",
    ),
    (
        "directory/recruiter_notice_given",
        "holder=school&records=directory&age=17&have=directory&asker=military_recruiter&purpose=recruiting",
    ),
    (
        "enrollment/alcohol_or_drug_violation",
        "holder=university&records=discipline&asker=parent&purpose=own_review&age=19&have=enrollment",
    ),
    (
        "enrollment/violation_found",
        "holder=university&records=discipline&asker=public&purpose=news_or_publicity&age=19&have=enrollment",
    ),
    (
        "family/acting_as_parent",
        "holder=school&records=education&age=15&asker=stepparent&purpose=own_review&have=family",
    ),
    (
        "family/lives_with_child",
        "holder=school&records=education&age=15&asker=stepparent&purpose=own_review&have=family",
    ),
    (
        "family/other_parent_absent",
        "holder=school&records=education&age=15&asker=stepparent&purpose=own_review&have=family",
    ),
    (
        "family/sanction_concerns_requester_child",
        "holder=school&records=discipline&age=15&asker=parent&asker_is=other_parent&purpose=personal&have=family",
    ),
    (
        "family/written_notice_given",
        "holder=school&records=special_education&age=15&asker=medicaid_agency&purpose=payment&have=family+consent",
    ),
    (
        "holder_is/runaway_program",
        "holder=community_organization&records=housing&asker=police&purpose=investigation",
    ),
    (
        "justice/by_director",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=correctional&purpose=supervision&have=justice",
    ),
    (
        "justice/committed_there",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=correctional&purpose=supervision&have=justice",
    ),
    (
        "justice/final_disposition",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=victim&purpose=personal&have=justice",
    ),
    (
        "justice/investigates_crime",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=police&purpose=locate_person&have=justice",
    ),
    (
        "justice/national_security_position",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=employer&purpose=national_security&have=justice",
    ),
    (
        "justice/position_in_agency",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=police&purpose=employment&have=justice",
    ),
    (
        "justice/prosecuted_as_adult",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=media&purpose=news_or_publicity&have=justice",
    ),
    (
        "justice/written",
        "holder=juvenile_court&holder_is=federal_court&records=juvenile_justice&age=15&asker=correctional&purpose=supervision&have=justice",
    ),
    (
        "paper_says/extremely_serious_crime",
        "holder=part2_program&records=substance_use&age=15&asker=prosecutor&purpose=proceeding_against_youth&have=process&paper=court_order",
    ),
    (
        "paper_says/opens_confidential",
        "holder=part2_program&records=substance_use&age=15&record=confidential_communications&asker=court&purpose=court_proceeding&have=process&paper=court_order",
    ),
    (
        "record/peer_graded",
        "holder=school&records=education&age=15&asker=parent&purpose=personal&asker_is=other_parent",
    ),
    (
        "record/treatment_record",
        "holder=university&records=mental_health&age=19&asker=health_provider&purpose=treatment",
    ),
    (
        "state/access_permit",
        "holder=hipaa_provider&records=mental_health&age=15&youth=minor_consented_alone&asker=parent&purpose=own_review&have=state",
    ),
    (
        "state/access_prohibit",
        "holder=hipaa_provider&records=mental_health&age=15&youth=minor_consented_alone&asker=parent&purpose=own_review&have=state",
    ),
    (
        "state/access_require",
        "holder=hipaa_provider&records=mental_health&age=15&youth=minor_consented_alone&asker=parent&purpose=own_review&have=state",
    ),
    (
        "state/access_silent",
        "holder=hipaa_provider&records=mental_health&age=15&youth=minor_consented_alone&asker=parent&purpose=own_review&have=state",
    ),
    (
        "state/parent_required",
        "holder=part2_program&records=substance_use&age=15&asker=school_official&purpose=educational_support&have=consent+state&signed=minor",
    ),
]


def read(address: str) -> Answers:
    return Answers({name: tuple(codes.split()) for name, codes in parse_qsl(address)})


@pytest.mark.parametrize(("statement", "address"), CASES, ids=[case[0] for case in CASES])
def test_the_statement_is_offered_where_it_matters(statement, address):
    question, code = statement.split("/")
    assert code in {choice.code for choice in offers(by_code(question), read(address), TODAY)}


def test_every_fact_the_engine_knows_is_asked_or_left_out_for_a_reason():
    asked = {name for question in QUESTIONS for choice in question.choices for name in choice.facts}
    asked = {
        name.replace(f"{paper}.", "order.", 1) if name.startswith(paper) else name
        for name in asked
        for paper in ORDERS
    }
    left_out = {name for names in NOT_ASKED for name in names.split()}
    kinds = {**SECTIONS, "consent": ConsentFact, "order": OrderFact}
    known = {f"{group}.{field.name}" for group, kind in kinds.items() for field in fields(kind)}
    assert known - asked - left_out == set()
    assert left_out <= known


def test_codes_are_told_apart():
    for question in QUESTIONS:
        codes = [choice.code for choice in question.choices]
        assert len(codes) == len(set(codes)), question.code
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)
