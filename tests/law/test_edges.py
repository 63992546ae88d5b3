"""The edge of a rule, from both sides: what one fact more or less does to the answer."""

from datetime import date

import pytest

from law.__main__ import main
from law.consent import UNIFORM_FORM_ELEMENTS
from law.decide import decide
from law.duties import Missing
from law.evidence import ContractFact, DataFact, MinorConsentRule, ReceivedUnder
from law.facts import OrderKind
from law.layers import Layer
from law.vocabulary import AgencyKind, Category, Element, Purpose, RecipientKind, SignerCapacity
from tests.law.table import consent, order, row

C, H, K, P, R, S = Category, AgencyKind, OrderKind, Purpose, RecipientKind, SignerCapacity
U = ReceivedUnder
BOTH = (S.MINOR, S.PARENT)
REFERRAL = consent(
    C.SUBSTANCE_USE, signers=BOTH, criminal_justice_referral=True, revocable=False, combined=False
)
TRANSITION = {"idea.transition_agency", "idea.participating_agency"}
AGREEMENT = ContractFact(
    purpose_scope_duration=True,
    use_limited_to_purpose=True,
    no_identification=True,
    destroy_by=date(2027, 6, 30),
)
SERVICE = dict.fromkeys(
    (
        "school_official__institutional_service",
        "school_official__direct_control",
        "school_official__use_limits",
        "school_official__annual_notice_covers",
        "school_official__legitimate_interest",
    ),
    True,
)

ROWS = (
    row("Police with an ended HIPAA authorization need a new one, and no order of Part 2", H.HIPAA_PROVIDER, R.POLICE,
        15, C.MEDICAL, P.TREATMENT, "deny", "hipaa.authorization", {"consent"},
        consents=(consent(C.MEDICAL, revoked=True),)),
    row("Police with an ended consent of Part 2 have the order as well", H.PART2_PROGRAM, R.POLICE, 15,
        C.SUBSTANCE_USE, P.TREATMENT, "deny", "part2.consent", {"consent", "part2_court_order"},
        consents=(consent(C.SUBSTANCE_USE, revoked=True),)),
    row("A justice referral reaches the officer who supervises the release, whatever she calls the purpose",
        H.PART2_PROGRAM, R.PROBATION_OFFICER, 17, C.SUBSTANCE_USE, P.CARE_COORDINATION, "permit_with_conditions",
        "part2.consent", consents=(REFERRAL,), recipient__supervises_release=True),
    row("A justice referral does not reach an officer who does not supervise the release", H.PART2_PROGRAM,
        R.PROBATION_OFFICER, 17, C.SUBSTANCE_USE, P.CARE_COORDINATION, "deny", "part2.consent",
        consents=(REFERRAL,), recipient__supervises_release=False),
    row("An attempt to revoke a referral that cannot be revoked changes nothing", H.PART2_PROGRAM,
        R.PROBATION_OFFICER, 17, C.SUBSTANCE_USE, P.SUPERVISION, "permit_with_conditions", "part2.consent",
        consents=(consent(C.SUBSTANCE_USE, signers=BOTH, criminal_justice_referral=True, revocable=False,
                          revocation_attempted=True, combined=False),)),
    row("An attempt to revoke any other consent ends it", H.PART2_PROGRAM, R.HEALTH_PROVIDER, 17, C.SUBSTANCE_USE,
        P.TREATMENT, "deny", "part2.consent",
        consents=(consent(C.SUBSTANCE_USE, signers=BOTH, revocation_attempted=True),)),
    row("A court's order is followed after the family is told", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION,
        P.COURT_PROCEEDING, "permit_with_conditions", "ferpa.order",
        conditions={"notify_parent_first", "record_in_log", "limit_to_order"}, orders=(order(),)),
    row("In the child protection case of a party the family knows already", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION,
        P.COURT_PROCEEDING, "permit_with_conditions", "ferpa.order", conditions={"record_in_log", "limit_to_order"},
        orders=(order(child_protection_case=True, parent_is_party=True),)),
    row("A subpoena in that case is no order of the court", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION,
        P.COURT_PROCEEDING, "permit_with_conditions", "ferpa.order",
        conditions={"notify_parent_first", "record_in_log", "limit_to_order"},
        orders=(order(K.SUBPOENA, lawfully_issued=True, child_protection_case=True, parent_is_party=True),)),
    row("A court may order silence", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION, P.COURT_PROCEEDING,
        "permit_with_conditions", "ferpa.order", conditions={"do_not_notify_parent", "limit_to_order"},
        orders=(order(nondisclosure_ordered=True),)),
    row("So may a grand jury", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION, P.COURT_PROCEEDING,
        "permit_with_conditions", "ferpa.order", conditions={"do_not_notify_parent", "limit_to_order"},
        orders=(order(K.GRAND_JURY_SUBPOENA, lawfully_issued=True, nondisclosure_ordered=True),)),
    row("A lawyer's subpoena may not", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION, P.COURT_PROCEEDING,
        "permit_with_conditions", "ferpa.order",
        conditions={"notify_parent_first", "record_in_log", "limit_to_order"},
        orders=(order(K.SUBPOENA, lawfully_issued=True, nondisclosure_ordered=True),)),
    row("A court that certified lacks the statute", H.SCHOOL, R.COURT, 14, C.EDUCATION, P.JUVENILE_SERVICES,
        "needs_more", "ferpa.juvenile_justice", justice__certified_in_writing=True),
    row("A court that did not certify claims nothing", H.SCHOOL, R.COURT, 14, C.EDUCATION, P.JUVENILE_SERVICES,
        "deny", "ferpa.none", justice__certified_in_writing=False),
    row("Who represents the responsible agency is its caseworker", H.SCHOOL, R.COMMUNITY_ORG, 10, C.EDUCATION,
        P.EDUCATIONAL_SUPPORT, "permit_with_conditions", "ferpa.child_welfare",
        child_welfare__represents_agency=True, child_welfare__legally_responsible=True,
        child_welfare__case_plan_access=True),
    row("Who does not represent it is not", H.SCHOOL, R.COMMUNITY_ORG, 10, C.EDUCATION, P.EDUCATIONAL_SUPPORT, "deny",
        "ferpa.none", child_welfare__represents_agency=False, child_welfare__legally_responsible=True,
        child_welfare__case_plan_access=True),
    row("The state's own evaluator needs no agreement", H.SCHOOL, R.STATE_EDUCATION_AGENCY, 10, C.EDUCATION,
        P.AUDIT_OR_EVALUATION, "permit_with_conditions", "ferpa.audit",
        conditions={"destroy_when_done", "use_only_for_purpose", "record_in_log"}, audit__of_education_program=True),
    row("An outside evaluator keeps to the terms of one", H.SCHOOL, R.AUDITOR, 10, C.EDUCATION,
        P.AUDIT_OR_EVALUATION, "permit_with_conditions", "ferpa.audit",
        conditions={"destroy_when_done", "use_only_for_purpose", "record_in_log", "written_agreement_terms"},
        audit__of_education_program=True, contract=AGREEMENT),
    row("A service without direct control", H.SCHOOL, R.CONTRACTOR, 10, C.EDUCATION, P.INSTITUTIONAL_SERVICE,
        "needs_more", "ferpa.outsourced_service", {"direct_control_agreement"},
        **{**SERVICE, "school_official__direct_control": None}),
    row("Direct control without a service of the school", H.SCHOOL, R.CONTRACTOR, 10, C.EDUCATION,
        P.INSTITUTIONAL_SERVICE, "needs_more", "ferpa.outsourced_service", {"direct_control_agreement"},
        **{**SERVICE, "school_official__institutional_service": None}),
    row("A lawyer who works for the school claims to be an outside official", H.SCHOOL, R.ATTORNEY, 10, C.EDUCATION,
        P.INSTITUTIONAL_SERVICE, "needs_more", "ferpa.outsourced_service",
        school_official__institutional_service=True),
    row("A lawyer who does not claims nothing", H.SCHOOL, R.ATTORNEY, 10, C.EDUCATION, P.INSTITUTIONAL_SERVICE,
        "deny", "ferpa.none", school_official__institutional_service=False),
    row("A health plan that does not bill needs more than a consent to billing", H.SCHOOL, R.PAYER, 10,
        C.SPECIAL_EDUCATION, P.MARKETING, "deny", "ferpa.none"),
    row("An agency that is no insurance does not bill", H.SCHOOL, R.AGENCY, 10, C.SPECIAL_EDUCATION, P.PAYMENT,
        "deny", "ferpa.none"),
    row("A victim of a crime who cannot agree, without a judgment of what is best", H.HIPAA_PROVIDER, R.POLICE, 15,
        C.MEDICAL, P.INVESTIGATION, "needs_more", "hipaa.crime_victim", {"consent"}, health__crime_victim=True,
        health__patient_incapacitated=True),
    row("A judgment of what is best for a victim who can agree", H.HIPAA_PROVIDER, R.POLICE, 15, C.MEDICAL,
        P.INVESTIGATION, "needs_more", "hipaa.crime_victim", {"consent"}, health__crime_victim=True,
        health__best_interest_judgment=True),
    row("Both", H.HIPAA_PROVIDER, R.POLICE, 15, C.MEDICAL, P.INVESTIGATION, "permit_with_conditions",
        "hipaa.crime_victim", health__crime_victim=True, health__patient_incapacitated=True,
        health__best_interest_judgment=True),
    row("Research on a patient who died", H.HIPAA_PROVIDER, R.RESEARCHER, 15, C.MEDICAL, P.RESEARCH,
        "permit_with_conditions", "hipaa.research_preparation", youth__deceased=True),
    row("Research on a patient who lives", H.HIPAA_PROVIDER, R.RESEARCHER, 15, C.MEDICAL, P.RESEARCH, "needs_more",
        "hipaa.research", {"irb_waiver_or_consent"}, youth__deceased=False),
    row("A grand jury's subpoena for this record", H.HIPAA_PROVIDER, R.PROSECUTOR, 15, C.MEDICAL, P.INVESTIGATION,
        "permit_with_conditions", "hipaa.subpoena",
        orders=(order(K.GRAND_JURY_SUBPOENA, lawfully_issued=True, covers=True),)),
    row("A grand jury's subpoena for another record", H.HIPAA_PROVIDER, R.PROSECUTOR, 15, C.MEDICAL, P.INVESTIGATION,
        "deny", "hipaa.subpoena", orders=(order(K.GRAND_JURY_SUBPOENA, lawfully_issued=True, covers=False),)),
    row("An auditor that regulates the provider", H.HIPAA_PROVIDER, R.AUDITOR, 15, C.MEDICAL, P.AUDIT_OR_EVALUATION,
        "permit_with_conditions", "hipaa.oversight", audit__regulates_or_funds=True),
    row("An auditor that does not", H.HIPAA_PROVIDER, R.AUDITOR, 15, C.MEDICAL, P.AUDIT_OR_EVALUATION, "needs_more",
        "hipaa.oversight", {"state law"}, audit__regulates_or_funds=False),
    row("Research data and a researcher who wants them for a proceeding", H.PROBATION, R.RESEARCHER, 15,
        C.JUVENILE_JUSTICE, P.COURT_PROCEEDING, "deny", "justice.research_only", record__research_only=True),
    row("Research data and a court that calls it research", H.PROBATION, R.COURT, 15, C.JUVENILE_JUSTICE, P.RESEARCH,
        "deny", "justice.research_only", record__research_only=True),
    row("School data that were reviewed and still name students", H.SCHOOL, R.RESEARCHER, 15, C.DEIDENTIFIED,
        P.RESEARCH, "needs_more", "deidentified.data", {"deidentification"}, data=DataFact(disclosure_review=True)),
    row("The parent of a minor patient needs the patient's signature", H.PART2_PROGRAM, R.PARENT, 15,
        C.SUBSTANCE_USE, P.OWN_REVIEW, "deny", "part2.none", {"minor_signature"}),
    row("A school needs a consent", H.PART2_PROGRAM, R.SCHOOL, 15, C.SUBSTANCE_USE, P.EDUCATIONAL_SUPPORT, "deny",
        "part2.none", {"consent"}),
    row("The parent of an adult patient needs a consent, whatever the director finds", H.PART2_PROGRAM, R.PARENT, 19,
        C.SUBSTANCE_USE, P.OWN_REVIEW, "deny", "part2.none", {"consent"}, health__lacks_rational_choice=True,
        health__threat_to_life=True, health__telling_parent_may_help=True),
    row("A funder that does not audit is no auditor", H.PART2_PROGRAM, R.AGENCY, 15, C.SUBSTANCE_USE,
        P.INVESTIGATION, "deny", "part2.none", audit__regulates_or_funds=True, audit__agreed_to_limits=True),
    row("An agency that neither funds nor regulates is none", H.PART2_PROGRAM, R.AGENCY, 15, C.SUBSTANCE_USE,
        P.AUDIT_OR_EVALUATION, "deny", "part2.none", audit__agreed_to_limits=True),
    row("A dangerous product is told to the agency that warns of it", H.PART2_PROGRAM, R.AGENCY, 15,
        C.SUBSTANCE_USE, P.PUBLIC_HEALTH, "permit_with_conditions", "part2.product_error",
        conditions={"use_only_for_purpose", "document_in_record"}, health__product_error=True),
    row("And to nobody else", H.PART2_PROGRAM, R.MEDIA, 15, C.SUBSTANCE_USE, P.PUBLIC_HEALTH, "deny", "part2.none",
        health__product_error=True),
    row("An agency without such an error", H.PART2_PROGRAM, R.AGENCY, 15, C.SUBSTANCE_USE, P.PUBLIC_HEALTH, "deny",
        "part2.none"),
    row("Counseling notes train the program's own staff", H.PART2_PROGRAM, R.PROGRAM_STAFF, 15,
        C.SUD_COUNSELING_NOTES, P.HEALTH_CARE_OPERATIONS, "permit", "part2.counselor_training",
        health__supervised_training=True),
    row("Counseling notes and staff who are not trained with them", H.PART2_PROGRAM, R.PROGRAM_STAFF, 15,
        C.SUD_COUNSELING_NOTES, P.HEALTH_CARE_OPERATIONS, "deny", "part2.none", health__supervised_training=False),
    row("Contents of a program in a chart, terms not known", H.HIPAA_PROVIDER, R.HEALTH_PROVIDER, 15, C.MEDICAL,
        P.TREATMENT, "needs_more", "part2_onward.unshown_consent", {"consent"}, record__part2_content=True),
    row("Contents of a program received on a consent for one recipient", H.HIPAA_PROVIDER, R.HEALTH_PROVIDER, 15,
        C.MEDICAL, P.TREATMENT, "deny", "part2_onward.none", record__part2_content=True,
        record__received_under=U.PART2_CONSENT),
    row("What an auditor holds goes back to the program", H.COMMUNITY_ORGANIZATION, R.PROGRAM_STAFF, 15,
        C.SUBSTANCE_USE, P.AUDIT_OR_EVALUATION, "permit", "part2_onward.back_to_program",
        record__received_under=U.PART2_AUDIT),
    row("And to nobody else", H.COMMUNITY_ORGANIZATION, R.SCHOOL, 15, C.SUBSTANCE_USE, P.AUDIT_OR_EVALUATION,
        "deny", "part2_onward.none", record__received_under=U.PART2_AUDIT),
    row("A revoked consent is not helped by standing alone", H.HIPAA_PROVIDER, R.HEALTH_PROVIDER, 15,
        C.PSYCHOTHERAPY_NOTES, P.TREATMENT, "deny", "psychotherapy.authorization", {"consent"},
        consents=(consent(C.PSYCHOTHERAPY_NOTES, C.MEDICAL, revoked=True),)),
    row("Told, and not asked whether it declines", H.SCHOOL, R.MEDICAID_AGENCY, 8, C.EDUCATION, P.BENEFITS,
        "needs_more", "meals.health_insurance", {"chance_to_decline"}, record__school_meals=True,
        family__parent_notified=True, contract=AGREEMENT),
    row("Did not decline, and was not told", H.SCHOOL, R.MEDICAID_AGENCY, 8, C.EDUCATION, P.BENEFITS,
        "needs_more", "meals.health_insurance", {"chance_to_decline"}, record__school_meals=True,
        family__parent_declined=False, contract=AGREEMENT),
    row("From the birthday on which the state lets minors consent to care, a parent alone does not sign",
        H.HIPAA_PROVIDER, R.SCHOOL, 14, C.MENTAL_HEALTH, P.EDUCATIONAL_SUPPORT, "needs_more", "hipaa.authorization",
        {"minor_signature"}, state__minor_signs_from=14, consents=(consent(C.MENTAL_HEALTH),)),
    row("A year before, the parent signs", H.HIPAA_PROVIDER, R.SCHOOL, 13, C.MENTAL_HEALTH, P.EDUCATIONAL_SUPPORT,
        "permit", "hipaa.authorization", state__minor_signs_from=14, consents=(consent(C.MENTAL_HEALTH),)),
    row("A youth who leaves care is given the own record", H.CHILD_WELFARE, R.STUDENT_SELF, 18, C.EDUCATION,
        P.OWN_REVIEW, "permit", "child_welfare.leaving_care", child_welfare__leaving_care=True),
    row("A youth who stays in care has no such right yet", H.CHILD_WELFARE, R.STUDENT_SELF, 16, C.EDUCATION,
        P.OWN_REVIEW, "needs_more", "child_welfare.none", child_welfare__leaving_care=False),
    row("That a youth leaves care opens nothing to others", H.CHILD_WELFARE, R.SCHOOL, 18, C.EDUCATION,
        P.OWN_REVIEW, "needs_more", "child_welfare.none", child_welfare__leaving_care=True),
    row("A restriction that the provider agreed to", H.HIPAA_PROVIDER, R.HEALTH_PROVIDER, 15, C.MEDICAL, P.TREATMENT,
        "deny", "hipaa.restriction", health__restriction_agreed=True, audit__federal_enforcement=False),
    row("It does not bind against the federal government's own enforcement", H.HIPAA_PROVIDER, R.HEALTH_PROVIDER, 15,
        C.MEDICAL, P.TREATMENT, "permit", "hipaa.treatment", health__restriction_agreed=True,
        audit__federal_enforcement=True, verified=frozenset({"audit.federal_enforcement"})),
    row("The family of an adult who cannot decide, without a judgment of what is best", H.HIPAA_PROVIDER, R.SPOUSE,
        19, C.MEDICAL, P.OWN_REVIEW, "needs_more", "hipaa.involved_in_care", {"consent"},
        health__patient_incapacitated=True),
    row("With that judgment", H.HIPAA_PROVIDER, R.SPOUSE, 19, C.MEDICAL, P.OWN_REVIEW, "permit_with_conditions",
        "hipaa.involved_in_care", health__patient_incapacitated=True, health__best_interest_judgment=True),
    row("An agency's lawful request that asks for too much", H.HIPAA_PROVIDER, R.AGENCY, 15, C.MEDICAL,
        P.INVESTIGATION, "deny", "hipaa.administrative_request",
        orders=(order(K.ADMINISTRATIVE_REQUEST, lawfully_issued=True, relevant_and_limited=False),)),
    row("An agency's lawful and limited request", H.HIPAA_PROVIDER, R.AGENCY, 15, C.MEDICAL, P.INVESTIGATION,
        "permit_with_conditions", "hipaa.administrative_request",
        orders=(order(K.ADMINISTRATIVE_REQUEST, lawfully_issued=True, relevant_and_limited=True),)),
    row("Psychotherapy notes train the provider's own students", H.HIPAA_PROVIDER, R.PROGRAM_STAFF, 15,
        C.PSYCHOTHERAPY_NOTES, P.HEALTH_CARE_OPERATIONS, "permit", "psychotherapy.training",
        health__supervised_training=True),
    row("And nobody else", H.HIPAA_PROVIDER, R.SCHOOL, 15, C.PSYCHOTHERAPY_NOTES, P.EDUCATIONAL_SUPPORT, "deny",
        "psychotherapy.none", health__supervised_training=True),
    row("Coded records go to education research", H.SCHOOL, R.RESEARCHER, 15, C.DEIDENTIFIED, P.RESEARCH,
        "permit_with_conditions", "deidentified.data", data=DataFact(coded=True)),
    row("Coded records and a researcher with another purpose", H.SCHOOL, R.RESEARCHER, 15, C.DEIDENTIFIED,
        P.MARKETING, "needs_more", "deidentified.data", {"deidentification"}, data=DataFact(coded=True)),
    row("Coded records and an agency's research", H.SCHOOL, R.AGENCY, 15, C.DEIDENTIFIED, P.RESEARCH, "needs_more",
        "deidentified.data", {"deidentification"}, data=DataFact(coded=True)),
    row("A court that supervises the release receives what its officers hold", H.PROBATION, R.COURT, 17,
        C.SUBSTANCE_USE, P.CARE_COORDINATION, "permit_with_conditions", "part2_onward.official_duty",
        record__received_under=U.PART2_JUSTICE_CONSENT, recipient__supervises_release=True),
    row("A court that does not receives nothing", H.PROBATION, R.COURT, 17, C.SUBSTANCE_USE, P.CARE_COORDINATION,
        "deny", "part2_onward.none", record__received_under=U.PART2_JUSTICE_CONSENT,
        recipient__supervises_release=False),
)  # fmt: skip


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.title)
def test_edge(case):
    case.check()


@pytest.mark.parametrize(
    ("state_rule", "signers"),
    [
        (MinorConsentRule.MINOR_ALONE, (S.MINOR,)),
        (MinorConsentRule.PARENT_REQUIRED, (S.MINOR, S.PARENT)),
        (None, (S.MINOR, S.PARENT)),
    ],
)
def test_who_is_named_as_signer_of_a_consent_to_substance_use_records(state_rule, signers):
    facts = row("", H.PART2_PROGRAM, R.SCHOOL, 15, C.SUBSTANCE_USE, P.EDUCATIONAL_SUPPORT, "", "",
                state__minor_consent_substance_use=state_rule)  # fmt: skip
    assert decide(facts.read()).categories[0].signers == signers


@pytest.mark.parametrize(
    ("asks", "purpose", "participates", "tried"),
    [
        (R.AGENCY, P.CARE_COORDINATION, None, {"idea.transition_agency"}),
        (R.AGENCY, P.INVESTIGATION, None, set()),
        (R.COMMUNITY_ORG, P.CARE_COORDINATION, None, set()),
        (R.COMMUNITY_ORG, P.CARE_COORDINATION, True, {"idea.participating_agency"}),
        (R.COMMUNITY_ORG, P.PAYMENT, True, set()),
    ],
)
def test_which_rules_of_idea_are_tried(asks, purpose, participates, tried):
    facts = row(
        "",
        H.SCHOOL,
        asks,
        15,
        C.SPECIAL_EDUCATION,
        purpose,
        "",
        "",
        recipient__participating_agency=participates,
    )
    routes = decide(facts.read()).categories[0].routes
    assert {route.rule for route in routes if route.rule in TRANSITION} == tried


def test_what_no_rule_covers_is_told_with_a_version():
    facts = ROWS[0].read()
    answer = decide(facts, rules=dict.fromkeys(Layer, ()))
    assert answer.rule_versions == (("law.uncovered", 1),)
    assert answer.categories[0].missing == (Missing.EXPLICIT_RULE,)


def test_the_parent_of_the_student_is_not_told_of_the_rule_on_other_parents():
    own = row("", H.SCHOOL, R.PARENT, 12, C.EDUCATION, P.OWN_REVIEW, "permit", "ferpa.parent").read()
    assert {route.rule for route in decide(own).categories[0].routes} == {"ferpa.parent"}


@pytest.mark.parametrize("arguments", [[], ["none.json", "--check-pack", "none.toml"]])
def test_the_command_takes_one_subject(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: law" in capsys.readouterr().err


def test_a_pack_that_cannot_be_used_ends_the_command_with_two(tmp_path, capsys):
    broken = tmp_path / "broken.toml"
    broken.write_text("state = ", encoding="utf-8")
    assert main(["--check-pack", str(broken)]) == 2
    assert "broken.toml" in capsys.readouterr().err


def test_of_two_consents_that_lack_as_much_the_answer_does_not_depend_on_which_comes_first():
    unsigned = consent(C.EDUCATION, elements=UNIFORM_FORM_ELEMENTS - {Element.SIGNATURE})
    undescribed = consent(C.EDUCATION, elements=UNIFORM_FORM_ELEMENTS - {Element.DESCRIPTION})
    both = [
        row(
            "", H.SCHOOL, R.COMMUNITY_ORG, 12, C.EDUCATION, P.EDUCATIONAL_SUPPORT, "", "", consents=papers
        ).read()
        for papers in ((unsigned, undescribed), (undescribed, unsigned))
    ]
    assert decide(both[0]) == decide(both[1])
