"""Cases on child welfare and juvenile justice records, state law, and the portal's own condition."""

from law.facts import AgreementFact, OrderKind
from law.vocabulary import AgencyKind as Holds
from law.vocabulary import Category as What
from law.vocabulary import Purpose as Why
from law.vocabulary import RecipientKind as Asks
from tests.law.table import consent, danger, order, row

NO, LACK, YES, DUTIES = ("deny", "needs_more", "permit", "permit_with_conditions")
COVERED = frozenset({What.ATTENDANCE})
CARE = frozenset({Why.CARE_COORDINATION})
SIGNED = (consent(What.ATTENDANCE),)
# One case in a few lines, so that it reads as a table.
# fmt: off

CHILD_WELFARE = (
    row("Name of the person who reported", Holds.CHILD_WELFARE, Asks.PARENT, 9, What.CHILD_WELFARE,
        Why.OWN_REVIEW, NO, "child_welfare.reporter", missing=(), record__reporter_identity=True),
    row("Legislator", Holds.CHILD_WELFARE, Asks.LEGISLATOR, 9, What.CHILD_WELFARE,
        Why.AUDIT_OR_EVALUATION, NO, "child_welfare.legislature"),
    row("Court ordered it", Holds.CHILD_WELFARE, Asks.COURT, 9, What.CHILD_WELFARE, Why.COURT_PROCEEDING,
        DUTIES, "child_welfare.court", orders=(order(),)),
    row("Court without a finding", Holds.CHILD_WELFARE, Asks.COURT, 9, What.CHILD_WELFARE,
        Why.COURT_PROCEEDING, LACK, "child_welfare.court", missing=("court_order",)),
    row("Paper that no judge signed", Holds.CHILD_WELFARE, Asks.COURT, 9, What.CHILD_WELFARE,
        Why.COURT_PROCEEDING, NO, "child_welfare.court", orders=(order(signed_by_judge=False),)),
    row("Signature not shown", Holds.CHILD_WELFARE, Asks.COURT, 9, What.CHILD_WELFARE,
        Why.COURT_PROCEEDING, LACK, "child_welfare.court", orders=(order(signed_by_judge=None),)),
    row("Foster parent, placement not shown", Holds.CHILD_WELFARE, Asks.FOSTER_PARENT, 9, What.MEDICAL,
        Why.PLACEMENT, LACK, "child_welfare.placement", missing=("placement_authority",)),
    row("Youth leaves care", Holds.CHILD_WELFARE, Asks.STUDENT_SELF, 18, What.MEDICAL, Why.OWN_REVIEW,
        YES, "child_welfare.leaving_care", child_welfare__leaving_care=True),
    row("Audit, law not shown", Holds.CHILD_WELFARE, Asks.AUDITOR, 9, What.CHILD_WELFARE,
        Why.AUDIT_OR_EVALUATION, LACK, "child_welfare.audit"),
    row("State law opens it", Holds.CHILD_WELFARE, Asks.SCHOOL, 9, What.PLACEMENT,
        Why.EDUCATIONAL_SUPPORT, DUTIES, "child_welfare.state", state__authorizes=True,
        state__authorizes_citation="Example Code 1-2"),
    row("State law closes it", Holds.CHILD_WELFARE, Asks.SCHOOL, 9, What.PLACEMENT,
        Why.EDUCATIONAL_SUPPORT, NO, "child_welfare.state", state__authorizes=False),
    row("State law lets consent suffice, consent on file", Holds.CHILD_WELFARE, Asks.SCHOOL, 9,
        What.PLACEMENT, Why.EDUCATIONAL_SUPPORT, DUTIES, "child_welfare.state",
        state__consent_suffices=True, consents=(consent(What.PLACEMENT),)),
    row("State law lets consent suffice, none on file", Holds.CHILD_WELFARE, Asks.SCHOOL, 9,
        What.PLACEMENT, Why.EDUCATIONAL_SUPPORT, LACK, "child_welfare.state",
        state__consent_suffices=True),
    row("Press", Holds.CHILD_WELFARE, Asks.MEDIA, 9, What.CHILD_WELFARE, Why.NEWS_OR_PUBLICITY, NO,
        "child_welfare.none"),
)

JUSTICE = (
    row("Sealed record", Holds.JUVENILE_COURT, Asks.POLICE, 17, What.JUVENILE_JUSTICE, Why.INVESTIGATION,
        NO, "justice.sealed", missing=(), record__sealed=True),
    row("Court ordered it", Holds.JUVENILE_COURT, Asks.SCHOOL, 17, What.JUVENILE_JUSTICE,
        Why.THREAT_ASSESSMENT, DUTIES, "justice.court_order", orders=(order(),)),
    row("Paper that no judge signed", Holds.JUVENILE_COURT, Asks.SCHOOL, 17, What.JUVENILE_JUSTICE,
        Why.THREAT_ASSESSMENT, NO, "justice.court_order", orders=(order(signed_by_judge=False),)),
    row("Signature not shown", Holds.JUVENILE_COURT, Asks.SCHOOL, 17, What.JUVENILE_JUSTICE,
        Why.THREAT_ASSESSMENT, LACK, "justice.court_order", orders=(order(signed_by_judge=None),)),
    row("State code opens it", Holds.PROBATION, Asks.SCHOOL, 17, What.JUVENILE_JUSTICE,
        Why.THREAT_ASSESSMENT, DUTIES, "justice.state", state__authorizes=True),
    row("Federal case, presentence report", Holds.JUVENILE_COURT, Asks.AGENCY, 17, What.JUVENILE_JUSTICE,
        Why.COURT_PROCEEDING, DUTIES, "federal_juvenile.court", holder__federal_court=True),
    row("Federal case, police investigate a crime", Holds.JUVENILE_COURT, Asks.POLICE, 17,
        What.JUVENILE_JUSTICE, Why.INVESTIGATION, DUTIES, "federal_juvenile.law_enforcement",
        holder__federal_court=True),
    row("Federal case, post in the police", Holds.JUVENILE_COURT, Asks.POLICE, 21, What.JUVENILE_JUSTICE,
        Why.EMPLOYMENT, DUTIES, "federal_juvenile.law_enforcement", holder__federal_court=True,
        justice__position_in_agency=True),
    row("Federal case, police without a crime", Holds.JUVENILE_COURT, Asks.POLICE, 17,
        What.JUVENILE_JUSTICE, Why.UNKNOWN, NO, "federal_juvenile.law_enforcement",
        holder__federal_court=True, request__investigates_crime=False),
    row("Federal case, police, purpose unknown", Holds.JUVENILE_COURT, Asks.POLICE, 17,
        What.JUVENILE_JUSTICE, Why.UNKNOWN, LACK, "federal_juvenile.law_enforcement",
        holder__federal_court=True),
    row("Federal case, facility without the youth", Holds.JUVENILE_COURT, Asks.TREATMENT_AGENCY, 16,
        What.JUVENILE_JUSTICE, Why.TREATMENT, NO, "federal_juvenile.facility", holder__federal_court=True,
        request__committed_there=False),
    row("Federal case, defense counsel", Holds.JUVENILE_COURT, Asks.ATTORNEY, 16, What.JUVENILE_JUSTICE,
        Why.COURT_PROCEEDING, DUTIES, "federal_juvenile.counsel", holder__federal_court=True,
        recipient__same_case=True),
    row("Federal case, national security but not an employer", Holds.JUVENILE_COURT, Asks.COMMUNITY_ORG,
        16, What.JUVENILE_JUSTICE, Why.UNKNOWN, NO, "federal_juvenile.none", holder__federal_court=True,
        justice__national_security_position=True),
    row("Federal case, victim asks for the outcome", Holds.JUVENILE_COURT, Asks.VICTIM, 16,
        What.JUVENILE_JUSTICE, Why.UNKNOWN, DUTIES, "federal_juvenile.victim", holder__federal_court=True,
        request__about="final_disposition"),
    row("Federal case, tried as an adult", Holds.JUVENILE_COURT, Asks.MEDIA, 17, What.JUVENILE_JUSTICE,
        Why.NEWS_OR_PUBLICITY, YES, "federal_juvenile.publicity", holder__federal_court=True,
        justice__prosecuted_as_adult=True),
)

OTHER = (
    row("Victim service record", Holds.COMMUNITY_ORGANIZATION, Asks.CASEWORKER, 15, What.VICTIM_SERVICE,
        Why.CARE_COORDINATION, NO, "victim.refused", missing=()),
    row("After-school provider", Holds.AFTER_SCHOOL_PROVIDER, Asks.SCHOOL, 12, What.ATTENDANCE,
        Why.EDUCATIONAL_SUPPORT, LACK, "state.unknown"),
    row("After-school provider, state law opens it", Holds.AFTER_SCHOOL_PROVIDER, Asks.SCHOOL, 12,
        What.ATTENDANCE, Why.EDUCATIONAL_SUPPORT, DUTIES, "state.basis", state__authorizes=True),
)

AGREEMENT = (
    row("Agreement and consent", Holds.SCHOOL_DISTRICT, Asks.HEALTH_PROVIDER, 14, What.ATTENDANCE,
        Why.CARE_COORDINATION, DUTIES, "ferpa.consent", agreement_required=True, consents=SIGNED,
        agreement=AgreementFact("term", True, COVERED, CARE)),
    row("Agreement alone", Holds.SCHOOL_DISTRICT, Asks.HEALTH_PROVIDER, 14, What.ATTENDANCE,
        Why.CARE_COORDINATION, NO, "ferpa.none", agreement_required=True, missing=("consent",),
        agreement=AgreementFact("term", True, COVERED, CARE)),
    row("Consent without agreement", Holds.SCHOOL_DISTRICT, Asks.HEALTH_PROVIDER, 14, What.ATTENDANCE,
        Why.CARE_COORDINATION, LACK, "portal.agreement", agreement_required=True,
        missing=("agreement_in_force",), consents=SIGNED),
    row("Agreement not in force", Holds.SCHOOL_DISTRICT, Asks.HEALTH_PROVIDER, 14, What.ATTENDANCE,
        Why.CARE_COORDINATION, LACK, "portal.agreement", agreement_required=True, consents=SIGNED,
        agreement=AgreementFact("term", None, COVERED, CARE)),
    row("Agreement on other records", Holds.SCHOOL_DISTRICT, Asks.HEALTH_PROVIDER, 14, What.ATTENDANCE,
        Why.CARE_COORDINATION, LACK, "portal.agreement", agreement_required=True, consents=SIGNED,
        agreement=AgreementFact("term", True, frozenset({What.DISCIPLINE}), CARE)),
    row("Agreement for other purposes", Holds.SCHOOL_DISTRICT, Asks.HEALTH_PROVIDER, 14, What.ATTENDANCE,
        Why.CARE_COORDINATION, LACK, "portal.agreement", agreement_required=True, consents=SIGNED,
        agreement=AgreementFact("term", True, COVERED, frozenset({Why.RESEARCH}))),
    row("An emergency does not wait for an agreement", Holds.SCHOOL_DISTRICT, Asks.POLICE, 14,
        What.DISCIPLINE, Why.HEALTH_OR_SAFETY_EMERGENCY, DUTIES, "ferpa.emergency",
        agreement_required=True, emergency=danger()),
    row("A past emergency does", Holds.SCHOOL_DISTRICT, Asks.HEALTH_PROVIDER, 14, What.ATTENDANCE,
        Why.CARE_COORDINATION, LACK, "portal.agreement", agreement_required=True, consents=SIGNED,
        emergency=danger(current=False)),
    row("A subpoena does not wait for an agreement", Holds.SCHOOL_DISTRICT, Asks.ATTORNEY, 14,
        What.DISCIPLINE, Why.COURT_PROCEEDING, DUTIES, "ferpa.order", agreement_required=True,
        orders=(order(OrderKind.SUBPOENA, lawfully_issued=True),)),
)

ROWS = (*CHILD_WELFARE, *JUSTICE, *OTHER, *AGREEMENT)
