"""FERPA: consent and the exceptions that serve schooling itself (34 CFR 99.30, 99.31(a)(1)-(4), (6), (7))."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import lacking, permit, refuse, rule
from law.rules.ferpa_dates import ELECTRONIC_CONSENT, ENACTED, REGULATIONS_2008, REGULATIONS_2011
from law.signing import who_signs
from law.vocabulary import Category, ConsentLaw, Purpose, RecipientKind

LOGGED = (Condition.RECORD_IN_LOG, Condition.REDISCLOSURE_NOTICE)
INSIDERS = (RecipientKind.TEACHER, RecipientKind.SCHOOL_OFFICIAL, RecipientKind.SCHOOL_NURSE)
OUTSIDERS = (RecipientKind.CONTRACTOR, RecipientKind.VOLUNTEER, RecipientKind.SRO, RecipientKind.THREAT_TEAM)
FOREIGN_PURPOSES = (
    Purpose.PERSONAL,
    Purpose.MARKETING,
    Purpose.NEWS_OR_PUBLICITY,
    Purpose.INVESTIGATION,
    Purpose.IMMIGRATION_ENFORCEMENT,
    Purpose.PROCEEDING_AGAINST_YOUTH,
    Purpose.EMPLOYMENT,
    Purpose.RECRUITING,
)
TREATMENT_RECORDS = (
    Category.MENTAL_HEALTH,
    Category.MEDICAL,
    Category.SEXUAL_HEALTH,
    Category.SUBSTANCE_USE,
)
REPRESENTATIVES = (RecipientKind.AUDITOR, RecipientKind.CONTRACTOR, RecipientKind.RESEARCHER)
PROCESS_KINDS = (
    RecipientKind.POLICE,
    RecipientKind.PROSECUTOR,
    RecipientKind.ATTORNEY,
    RecipientKind.COURT,
    RecipientKind.SRO,
    RecipientKind.CASEWORKER,
)


@rule(
    "ferpa.consent",
    Layer.FERPA,
    "34 CFR 99.30; 99.33(d)",
    _("Written consent of the parent or eligible student"),
    ELECTRONIC_CONSENT,
    demands=documented("child_welfare.legally_responsible", "consents"),
)
def consent(case: Case) -> Finding | None:
    """The records, the purpose and the party are named, and the person with the rights has signed."""
    return consent_route(case, ConsentLaw.FERPA, Condition.REDISCLOSURE_NOTICE)


@rule("ferpa.none", Layer.FERPA, "34 CFR 99.30(a)", _("No exception applies"), ENACTED, fallback=True)
def no_exception(case: Case) -> Finding:
    """Without an exception, written consent is needed first."""
    missing = [Missing.CONSENT]
    if case.asked_by(*PROCESS_KINDS):
        missing.append(Missing.COURT_ORDER_OR_SUBPOENA)
    return refuse(
        _(
            "No exception of FERPA fits this recipient and purpose: a valid written consent (34 CFR 99.30) of the "
            "parent, or of the student who is 18 or attends college, is needed first."
        ),
        *missing,
        signers=who_signs(case, ConsentLaw.FERPA),
    )


@rule(
    "ferpa.school_official",
    Layer.FERPA,
    "34 CFR 99.31(a)(1)(i)(A), (ii)",
    _("School official with a legitimate educational interest"),
    ENACTED,
    demands=documented("school_official.annual_notice_covers", "school_official.legitimate_interest"),
)
def school_official(case: Case) -> Finding | None:
    """Inside the school, within the annual notice, for a need in that very record."""
    official = case.facts.school_official
    if not case.asked_by(*INSIDERS):
        return None
    if official.legitimate_interest is False or case.wanted_for(*FOREIGN_PURPOSES):
        return refuse(
            _("Working at the school is not enough: there is no legitimate educational interest."),
            Missing.LEGITIMATE_EDUCATIONAL_INTEREST,
        )
    lacks = _official_lacks(case)
    if lacks:
        return lacking(_("The tests for a school official are not all shown."), *lacks)
    return permit(_("A school official may see a record that the official needs for the work."))


def _official_lacks(case: Case) -> list[Missing]:
    official = case.facts.school_official
    lacks = []
    if official.annual_notice_covers is not True:
        lacks.append(Missing.ANNUAL_NOTICE_CRITERIA)
    if official.legitimate_interest is not True:
        lacks.append(Missing.LEGITIMATE_EDUCATIONAL_INTEREST)
    return lacks


@rule(
    "ferpa.outsourced_service",
    Layer.FERPA,
    "34 CFR 99.31(a)(1)(i)(B)",
    _("Outside party that works as a school official"),
    REGULATIONS_2008,
    demands=documented(
        "school_official.annual_notice_covers",
        "school_official.direct_control",
        "school_official.institutional_service",
        "school_official.legitimate_interest",
        "school_official.use_limits",
    ),
)
def outsourced_service(case: Case) -> Finding | None:
    """A service the school would use employees for, under its direct control, bound to the use limits."""
    official = case.facts.school_official
    claimed = official.institutional_service is True or official.direct_control is True
    fits = case.asked_by(*OUTSIDERS) and case.category is not Category.DIRECTORY
    if not fits and not claimed:
        return None
    if official.legitimate_interest is False:
        return refuse(
            _("There is no legitimate educational interest in this record."),
            Missing.LEGITIMATE_EDUCATIONAL_INTEREST,
        )
    if case.wanted_for(*FOREIGN_PURPOSES) or _health_records_for_other_suit(case):
        return refuse(
            _("A service for the school may use the records only for that service."), Missing.CONSENT
        )
    lacks = []
    if official.institutional_service is not True or official.direct_control is not True:
        lacks.append(Missing.DIRECT_CONTROL_AGREEMENT)
    if official.use_limits is not True:
        lacks.append(Missing.USE_LIMITS)
    lacks.extend(_official_lacks(case))
    if lacks:
        return lacking(_("The tests for an outside school official are not all shown."), *lacks)
    return permit(
        _("This party performs a service for the school under its direct control."),
        Condition.DIRECT_CONTROL,
        Condition.USE_ONLY_FOR_PURPOSE,
        Condition.REDISCLOSURE_NOTICE,
    )


def _health_records_for_other_suit(case: Case) -> bool:
    """Counsel of a school does not see treatment records for a suit that is not about the treatment."""
    return (
        case.asked_by(RecipientKind.ATTORNEY)
        and case.category in TREATMENT_RECORDS
        and case.facts.justice.litigation_about_treatment is False
    )


@rule(
    "ferpa.enrollment",
    Layer.FERPA,
    "34 CFR 99.31(a)(2); 99.34; 20 USC 7917",
    _("School where the student enrolls"),
    REGULATIONS_2008,
    demands=documented("enrollment.dual_enrolled", "enrollment.seeks_to_enroll"),
)
def enrollment(case: Case) -> Finding | None:
    """Another school where the student seeks to enroll or is enrolled, also through placement."""
    facts = case.facts.enrollment
    if not case.asked_by(RecipientKind.SCHOOL, RecipientKind.COLLEGE) or case.wanted_for(*FOREIGN_PURPOSES):
        return None
    if facts.seeks_to_enroll is True or facts.dual_enrolled is True:
        told = facts.initiated_by_family is True or facts.annual_notice_says_forwards is True
        notify = () if told else (Condition.NOTIFY_PARENT_OF_TRANSFER,)
        return permit(
            _("Records may follow the student to a school where the student enrolls."), *LOGGED, *notify
        )
    if facts.seeks_to_enroll is False or not case.wanted_for(Purpose.ENROLLMENT):
        return None
    return lacking(_("It is not shown that the student enrolls there."), Missing.ENROLLMENT_PROOF)


@rule(
    "ferpa.audit",
    Layer.FERPA,
    "34 CFR 99.31(a)(3); 99.35",
    _("Audit or evaluation of an education program"),
    REGULATIONS_2011,
    demands=documented("audit.of_education_program", "contract"),
)
def audit(case: Case) -> Finding | None:
    """An educational authority, or its authorized representative under a written agreement."""
    authority = case.asked_by(RecipientKind.STATE_EDUCATION_AGENCY)
    claimed = case.facts.audit.of_education_program is True
    if not authority and not (claimed and case.asked_by(*REPRESENTATIVES)):
        return None
    if case.facts.audit.of_education_program is False:
        return None
    if case.facts.audit.of_education_program is None:
        return lacking(
            _("It is not shown that an education program is audited or evaluated."), Missing.STATED_PURPOSE
        )
    employee = case.recipient.employee_of_authority is not False if authority else False
    if not employee and not study_terms(case):
        return lacking(
            _(
                "An authorized representative who is not an employee needs a written agreement (34 CFR 99.35(a)(3))."
            ),
            Missing.WRITTEN_AGREEMENT,
        )
    terms = () if employee else (Condition.WRITTEN_AGREEMENT_TERMS,)
    return permit(
        _("An educational authority may audit or evaluate an education program."),
        Condition.DESTROY_WHEN_DONE,
        Condition.USE_ONLY_FOR_PURPOSE,
        Condition.RECORD_IN_LOG,
        *terms,
    )


def study_terms(case: Case) -> bool:
    """True when the written agreement has the terms of 99.31(a)(6)(iii)(C), with a date of destruction."""
    paper = case.facts.contract
    return paper is not None and all(
        (
            paper.purpose_scope_duration is True,
            paper.use_limited_to_purpose is True,
            paper.no_identification is True,
            paper.destroy_by is not None,
        )
    )


@rule(
    "ferpa.study",
    Layer.FERPA,
    "34 CFR 99.31(a)(6)",
    _("Study for or on behalf of the school"),
    REGULATIONS_2011,
    demands=documented("contract"),
)
def study(case: Case) -> Finding | None:
    """To develop tests, administer student aid or improve instruction, under a written agreement."""
    if not case.asked_by(RecipientKind.RESEARCHER, RecipientKind.CONTRACTOR, RecipientKind.AGENCY):
        return None
    own = case.facts.research.for_school
    if not case.wanted_for(Purpose.STUDY_FOR_SCHOOL) and own is not True:
        return None
    if own is False:
        return refuse(_("The study is not made for or on behalf of the school."), Missing.CONSENT)
    if not study_terms(case):
        return lacking(
            _(
                "A study needs a written agreement with purpose, use limits, no identification and a date to destroy."
            ),
            Missing.WRITTEN_AGREEMENT,
        )
    return permit(
        _("A study for the school to improve instruction, under a written agreement, needs no consent."),
        Condition.WRITTEN_AGREEMENT_TERMS,
        Condition.DESTROY_WHEN_DONE,
        Condition.RECORD_IN_LOG,
    )


@rule(
    "ferpa.financial_aid",
    Layer.FERPA,
    "34 CFR 99.31(a)(4)",
    _("Financial aid"),
    ENACTED,
    demands=documented("enrollment.aid_applied_for"),
)
def financial_aid(case: Case) -> Finding | None:
    """Aid the student applied for or received: eligibility, amount, conditions, enforcement."""
    if not case.asked_by(RecipientKind.FINANCIAL_AID):
        return None
    facts = case.facts.enrollment
    if facts.aid_applied_for is False:
        return refuse(_("The student has not applied for this aid."), Missing.CONSENT)
    if facts.aid_applied_for is None:
        return lacking(_("It is not shown that the student applied for this aid."), Missing.AID_APPLICATION)
    if facts.necessary_for_aid is not True and not case.wanted_for(Purpose.FINANCIAL_AID):
        return lacking(_("It is not shown what the aid needs the record for."), Missing.STATED_PURPOSE)
    return permit(_("The student applied for this aid, and the record is needed to decide on it."), *LOGGED)


@rule(
    "ferpa.public_insurance",
    Layer.FERPA,
    "34 CFR 99.30; 300.154(d)(2)(iv)",
    _("Billing public insurance"),
    date(2013, 3, 18),
)
def public_insurance(case: Case) -> Finding | None:
    """Billing for services in the IEP is open, with consent only."""
    billed = case.category is Category.SPECIAL_EDUCATION and case.wanted_for(Purpose.PAYMENT)
    if not billed or not case.asked_by(RecipientKind.MEDICAID_AGENCY, RecipientKind.PAYER):
        return None
    if any(case.category in given.categories for given in case.consents):
        return None
    return lacking(
        _("Services in the IEP may be billed after a written consent of the parent."),
        Missing.CONSENT,
        signers=who_signs(case, ConsentLaw.FERPA),
    )


@rule("ferpa.accreditation", Layer.FERPA, "34 CFR 99.31(a)(7)", _("Accrediting organization"), ENACTED)
def accreditation(case: Case) -> Finding | None:
    """An accreditor may receive what it needs to accredit."""
    kinds = (RecipientKind.AUDITOR, RecipientKind.AGENCY, RecipientKind.CONTRACTOR)
    if not case.asked_by(*kinds) or not case.wanted_for(Purpose.ACCREDITATION):
        return None
    return permit(_("An accrediting organization may have what it needs to accredit."), *LOGGED)
