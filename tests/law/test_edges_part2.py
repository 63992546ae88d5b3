"""The edges of 42 CFR Part 2, from both sides: consent, exceptions, orders, records in other hands."""

import pytest

from law.consent import UNIFORM_FORM_ELEMENTS
from law.evidence import ContractFact, ReceivedUnder
from law.facts import EmergencyFact, Part2Section
from law.vocabulary import AgencyKind, Category, Element, Provenance, Purpose, RecipientKind, SignerCapacity
from tests.law.table import consent, order, row

C, H, P, R, S = Category, AgencyKind, Purpose, RecipientKind, SignerCapacity
U = ReceivedUnder
BOTH = (S.MINOR, S.PARENT)
WITHOUT_REVOKING = UNIFORM_FORM_ELEMENTS - {Element.RIGHT_TO_REVOKE}
FINDINGS = {"part2_findings": True, "notice_and_hearing": True, "extremely_serious_crime": True}
DIRECTOR = dict.fromkeys(
    ("health__lacks_rational_choice", "health__threat_to_life", "health__telling_parent_may_help"), True
)
REPORT = {"child_welfare__abuse_report": True}


def grant(**changes):
    """A consent to substance use records that youth and parent signed."""
    return consent(C.SUBSTANCE_USE, signers=BOTH, **changes)


def program(title, asks, purpose, outcome, rule, missing=None, **facts):
    """What a program with the record of a patient of 15 answers."""
    return row(title, H.PART2_PROGRAM, asks, 15, C.SUBSTANCE_USE, purpose, outcome, rule, missing, **facts)


def emergency(**changes):
    known = {
        "threat": "stopped breathing in class",
        "medical": True,
        "current": True,
        "consent_obtainable": False,
    }
    return EmergencyFact(**{**known, **changes})  # fmt: skip


ROWS = (
    program("A consent that calls itself final, and is no referral, can be revoked", R.HEALTH_PROVIDER, P.TREATMENT,
            "deny", "part2.consent", consents=(grant(revocable=False, revocation_attempted=True),)),
    program("A referral that can be revoked can be", R.PROBATION_OFFICER, P.SUPERVISION, "deny", "part2.consent",
            consents=(grant(criminal_justice_referral=True, revocable=True, revocation_attempted=True),)),
    program("A consent for all of care reaches those who treat", R.HEALTH_PROVIDER, P.TREATMENT,
            "permit_with_conditions", "part2.consent", consents=(grant(all_treatment_payment_operations=True),)),
    program("It does not reach a school", R.SCHOOL, P.TREATMENT, "deny", "part2.consent",
            consents=(grant(all_treatment_payment_operations=True),)),
    program("Nor does it serve those who treat for something else", R.HEALTH_PROVIDER, P.EDUCATIONAL_SUPPORT,
            "deny", "part2.consent", consents=(grant(all_treatment_payment_operations=True),)),
    program("A referral need not say that it can be revoked", R.PROBATION_OFFICER, P.SUPERVISION,
            "permit_with_conditions", "part2.consent",
            consents=(grant(criminal_justice_referral=True, elements=WITHOUT_REVOKING),)),
    program("Any other consent says so", R.SCHOOL, P.EDUCATIONAL_SUPPORT, "needs_more", "part2.consent",
            {"right_to_revoke"},
            consents=(grant(criminal_justice_referral=False, elements=WITHOUT_REVOKING),)),
    program("The director tells the patient's parent", R.PARENT, P.OWN_REVIEW, "permit_with_conditions",
            "part2.lacking_capacity", recipient__parent_of_youth=True, **DIRECTOR),
    program("Not the parent of somebody else", R.PARENT, P.OWN_REVIEW, "deny", "part2.none",
            recipient__parent_of_youth=False, **DIRECTOR),
    program("And not the school", R.SCHOOL, P.OWN_REVIEW, "deny", "part2.none", **DIRECTOR),
    program("A medical emergency", R.HEALTH_PROVIDER, P.TREATMENT, "permit_with_conditions",
            "part2.medical_emergency", emergency=emergency()),
    program("An emergency that is not medical", R.HEALTH_PROVIDER, P.TREATMENT, "deny", "part2.medical_emergency",
            emergency=emergency(medical=False)),
    program("A medical emergency that is over", R.HEALTH_PROVIDER, P.TREATMENT, "deny", "part2.medical_emergency",
            emergency=emergency(current=False)),
    program("The first report that the law requires", R.CASEWORKER, P.CHILD_PROTECTION, "permit_with_conditions",
            "part2.abuse_report", **REPORT, child_welfare__report_required_by_law=True,
            child_welfare__report_is_initial=True),
    program("A first report, the law not shown", R.CASEWORKER, P.CHILD_PROTECTION, "needs_more",
            "part2.abuse_report", **REPORT, child_welfare__report_is_initial=True),
    program("A report that the law requires, not shown to be the first", R.CASEWORKER, P.CHILD_PROTECTION,
            "needs_more", "part2.abuse_report", **REPORT, child_welfare__report_required_by_law=True),
    program("An agency that funds the program audits it", R.AGENCY, P.AUDIT_OR_EVALUATION,
            "permit_with_conditions", "part2.audit", audit__regulates_or_funds=True, audit__agreed_to_limits=True),
    program("One that does not fund it claims no audit", R.AGENCY, P.AUDIT_OR_EVALUATION, "deny", "part2.none",
            audit__regulates_or_funds=False, audit__agreed_to_limits=True),
    row("The program defends itself before the court with counseling notes", H.PART2_PROGRAM, R.COURT, 15,
        C.SUD_COUNSELING_NOTES, P.COURT_PROCEEDING, "permit", "part2.counselor_training", health__own_defense=True),
    row("Not before the school", H.PART2_PROGRAM, R.SCHOOL, 15, C.SUD_COUNSELING_NOTES, P.COURT_PROCEEDING, "deny",
        "part2.none", health__own_defense=True),
    row("A court in a case of somebody else", H.PART2_PROGRAM, R.COURT, 15, C.SUD_COUNSELING_NOTES,
        P.COURT_PROCEEDING, "deny", "part2.none", health__own_defense=False),
    program("An order of 2.65 serves police who investigate", R.POLICE, P.INVESTIGATION, "permit_with_conditions",
            "part2.criminal_order", orders=(order(**FINDINGS, part2_section=Part2Section.CRIMINAL),)),
    program("It does not serve police for something else", R.POLICE, P.TREATMENT, "deny", "part2.criminal_order",
            orders=(order(**FINDINGS, part2_section=Part2Section.CRIMINAL),)),
    program("It does not serve a school that investigates", R.SCHOOL, P.INVESTIGATION, "deny",
            "part2.criminal_order", orders=(order(**FINDINGS, part2_section=Part2Section.CRIMINAL),)),
    program("An order of 2.67 places an agent of the police", R.POLICE, P.INVESTIGATION, "permit_with_conditions",
            "part2.undercover_order", request__places_agent=True,
            orders=(order(**FINDINGS, part2_section=Part2Section.UNDERCOVER, provenance=Provenance.VERIFIED),)),
    program("Of nobody else", R.PROSECUTOR, P.INVESTIGATION, "deny", "part2.undercover_order",
            request__places_agent=True,
            orders=(order(**FINDINGS, part2_section=Part2Section.UNDERCOVER, provenance=Provenance.VERIFIED),)),
    program("And hands the police no records without an agent", R.POLICE, P.INVESTIGATION, "deny",
            "part2.undercover_order", request__places_agent=False,
            orders=(order(**FINDINGS, part2_section=Part2Section.UNDERCOVER, provenance=Provenance.VERIFIED),)),
)  # fmt: skip


def received(title, holder, asks, purpose, basis, outcome, rule, missing=None, age=15, **facts):
    """What a holder answers who received the record on this basis."""
    return row(title, holder, asks, age, C.SUBSTANCE_USE, purpose, outcome, rule, missing,
               record__received_under=basis, **facts)  # fmt: skip


ONWARD = (
    received("Officers who monitor the release pass it among themselves", H.PROBATION, R.COURT, P.SUPERVISION,
             U.PART2_JUSTICE_CONSENT, "permit_with_conditions", "part2_onward.official_duty"),
    received("Not what they received on another consent", H.PROBATION, R.COURT, P.SUPERVISION, U.PART2_CONSENT,
             "deny", "part2_onward.none"),
    received("Not to a school that supervises", H.PROBATION, R.SCHOOL, P.SUPERVISION, U.PART2_JUSTICE_CONSENT,
             "deny", "part2_onward.none"),
    received("A school and the parent of a minor patient", H.SCHOOL, R.PARENT, P.OWN_REVIEW, U.PART2_CONSENT,
             "needs_more", "part2_onward.school_parent", {"minor_signature", "state law"}),
    received("A school and somebody else", H.SCHOOL, R.EMPLOYER, P.EMPLOYMENT, U.PART2_CONSENT, "deny",
             "part2_onward.none", {"consent"}),
    received("A school and the parent of an adult", H.SCHOOL, R.PARENT, P.OWN_REVIEW, U.PART2_CONSENT, "deny",
             "part2_onward.none", age=18, family__tax_dependent=True),
    received("A parent and a holder that is no school", H.COMMUNITY_ORGANIZATION, R.PARENT, P.OWN_REVIEW,
             U.PART2_CONSENT, "deny", "part2_onward.none"),
    received("A contractor bills for a holder that is no covered entity", H.COMMUNITY_ORGANIZATION, R.CONTRACTOR,
             P.PAYMENT, U.PART2_PAYMENT_CONSENT, "permit_with_conditions", "part2_onward.payment_contractor",
             contract=ContractFact()),
    received("Not with what came on a consent for something else", H.COMMUNITY_ORGANIZATION, R.CONTRACTOR, P.PAYMENT,
             U.PART2_CONSENT, "deny", "part2_onward.none", contract=ContractFact()),
    received("Not for something else", H.COMMUNITY_ORGANIZATION, R.CONTRACTOR, P.RESEARCH, U.PART2_PAYMENT_CONSENT,
             "deny", "part2_onward.none", contract=ContractFact()),
    received("Not for a covered entity, which has a rule of its own", H.HIPAA_PROVIDER, R.CONTRACTOR, P.PAYMENT,
             U.PART2_PAYMENT_CONSENT, "deny", "part2_onward.none", contract=ContractFact()),
)  # fmt: skip


@pytest.mark.parametrize("case", [*ROWS, *ONWARD], ids=lambda case: case.title)
def test_edge(case):
    case.check()
