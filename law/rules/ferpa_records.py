"""FERPA: records and requests with a rule of their own (34 CFR 99.3, 99.21, 99.31(c), 99.36(b); PPRA; visas)."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import OrderKind
from law.layers import Layer
from law.message import message as _
from law.proof import documented, verified
from law.register import hold, lacking, oblige, permit, refuse, rule
from law.rules.ferpa_dates import ENACTED, REGULATIONS_2008, SCHOOLS_ACT
from law.rules.ferpa_family import PARENTAL
from law.rules.ferpa_school import INSIDERS, LOGGED
from law.vocabulary import Category, Purpose, RecipientKind

GOVERNMENT = (
    RecipientKind.AGENCY,
    RecipientKind.POLICE,
    RecipientKind.PROSECUTOR,
    RecipientKind.STATE_EDUCATION_AGENCY,
)


@rule(
    "ferpa.employment",
    Layer.FERPA,
    "34 CFR 99.3 'education records' (b)(3)",
    _("Record of an employee who is a student"),
    ENACTED,
    demands=documented("record.employment_record"),
)
def employment(case: Case) -> Finding | None:
    """Made in the normal course of business and about the job alone; a job held as a student is not meant."""
    if case.facts.record.employment_record is not True:
        return None
    return permit(_("A record that concerns a person only as an employee is not an education record."))


@rule(
    "ferpa.after_attendance",
    Layer.FERPA,
    "34 CFR 99.3 'education records' (b)(5)",
    _("Record made after the student left"),
    REGULATIONS_2008,
    demands=documented("record.made_after_attendance"),
)
def after_attendance(case: Case) -> Finding | None:
    """Made or received after attendance, and not about the time as a student."""
    if case.facts.record.made_after_attendance is not True:
        return None
    return permit(
        _("A record made after the student left, on matters after that time, is not an education record.")
    )


@rule(
    "ferpa.peer_graded",
    Layer.FERPA,
    "34 CFR 99.3 'education records' (b)(6)",
    _("Paper that another student graded"),
    REGULATIONS_2008,
    demands=documented("record.peer_graded"),
)
def peer_graded(case: Case) -> Finding | None:
    """Until a teacher collects and records the grade."""
    if case.facts.record.peer_graded is not True:
        return None
    return permit(_("A grade that another student gave is no education record until a teacher records it."))


@rule(
    "ferpa.protected_survey",
    Layer.FERPA,
    "20 USC 1232h(b)-(c); 34 CFR 98.4",
    _("Answers to a survey on protected subjects"),
    date(2002, 1, 8),
    demands=documented("family.survey_consent"),
)
def protected_survey(case: Case) -> Finding | None:
    """Answers on health, drugs, sex, crime, income or belief may not be used unless the parent agreed to the survey."""
    if case.facts.record.protected_survey is not True or case.asked_by(*PARENTAL, RecipientKind.STUDENT_SELF):
        return None
    if case.facts.family.survey_consent is True:
        return None
    return hold(
        _(
            "These are answers to a survey on protected subjects. It is not shown that the parent agreed to the survey."
        ),
        Missing.SURVEY_CONSENT,
    )


@rule(
    "ferpa.statement_of_disagreement",
    Layer.FERPA,
    "34 CFR 99.21(b)(2), (c)",
    _("Statement that the family put on record"),
    ENACTED,
)
def statement_of_disagreement(case: Case) -> Finding | None:
    """What the family lost at a hearing it may contest in writing; the statement goes wherever that part goes."""
    if case.facts.record.statement_of_disagreement is not True:
        return None
    return oblige(
        _("The family put a statement on record that disagrees with this part."), Condition.ATTACH_STATEMENT
    )


@rule("ferpa.identity", Layer.FERPA, "34 CFR 99.31(c)", _("Identity of the one who asks"), REGULATIONS_2008)
def identity(case: Case) -> Finding | None:
    """Reasonable methods to identify and authenticate whoever receives."""
    known = case.recipient.identity_verified
    if known is True or (known is None and "recipient.identity_verified" not in case.facts.not_shown):
        return None
    return hold(_("It is not shown who asks. The school must make sure of that first."), Missing.IDENTITY)


@rule(
    "ferpa.risk_conduct",
    Layer.FERPA,
    "34 CFR 99.36(b); 20 USC 1232g(h)",
    _("Discipline for conduct that put others at risk"),
    SCHOOLS_ACT,
    demands=documented("school_official.legitimate_interest"),
)
def risk_conduct(case: Case) -> Finding | None:
    """To teachers and officials, also of other schools, with a legitimate interest in the student's conduct."""
    if case.category is not Category.DISCIPLINE or not case.asked_by(*INSIDERS, RecipientKind.SCHOOL):
        return None
    safety = case.wanted_for(Purpose.THREAT_ASSESSMENT, Purpose.HEALTH_OR_SAFETY_EMERGENCY)
    if not safety or case.facts.school_official.legitimate_interest is not True:
        return None
    return permit(
        _(
            "School staff with a legitimate interest in the student's conduct may learn of discipline for a risk to others."
        ),
        *LOGGED,
    )


@rule(
    "ferpa.meals_evaluation",
    Layer.FERPA,
    "20 USC 1232g(b)(1)(K)",
    _("Evaluation of school meal programs by the Department of Agriculture"),
    date(2010, 12, 13),
    demands=documented("audit.of_school_meals"),
)
def meals_evaluation(case: Case) -> Finding | None:
    """Its food service and those acting for it; results that name nobody; destroyed afterwards."""
    if case.facts.audit.of_school_meals is not True or not case.asked_by(
        RecipientKind.AGENCY, RecipientKind.AUDITOR
    ):
        return None
    return permit(
        _("The Department of Agriculture may use records to monitor and evaluate school meal programs."),
        Condition.DESTROY_WHEN_DONE,
        Condition.USE_ONLY_FOR_PURPOSE,
        *LOGGED,
    )


@rule(
    "ferpa.ex_parte_order",
    Layer.FERPA,
    "34 CFR 99.31(a)(9)(ii)(C); 20 USC 1232g(j)",
    _("Secret order in a terrorism investigation"),
    date(2001, 10, 26),
    demands=verified("orders"),
)
def ex_parte_order(case: Case) -> Finding | None:
    """Obtained by the Attorney General from a court; the family is not told and no entry is made."""
    papers = case.orders(OrderKind.EX_PARTE_TERRORISM_ORDER)
    signed = [paper for paper in papers if paper.signed_by_judge is True and paper.covers is not False]
    if not papers:
        return None
    if not signed:
        return refuse(_("No judge signed this order."), Missing.COURT_ORDER)
    return permit(
        _("A court ordered this at the request of the Attorney General in a terrorism investigation."),
        Condition.DO_NOT_NOTIFY_PARENT,
        Condition.LIMIT_TO_ORDER,
        relies_on=signed[0].reference,
    )


@rule(
    "ferpa.administrative_warrant",
    Layer.FERPA,
    "34 CFR 99.31(a)(9)(i); 99.30",
    _("Warrant or request that no judge signed"),
    ENACTED,
)
def administrative_warrant(case: Case) -> Finding | None:
    """An officer's own warrant, in immigration matters above all, is not an order. Counsel should see it."""
    papers = case.orders(OrderKind.ADMINISTRATIVE_WARRANT, OrderKind.ADMINISTRATIVE_REQUEST, OrderKind.LETTER)
    if not papers:
        return None
    return refuse(
        _("A warrant or letter of an agency is not the order of a judge. FERPA has no exception for it."),
        Missing.COURT_ORDER_OR_SUBPOENA,
        Missing.CONSENT,
    )


@rule(
    "ferpa.student_visa",
    Layer.FERPA,
    "8 CFR 214.3(g), (h)",
    _("Report on a student with a visa"),
    date(2003, 1, 1),
    demands=documented("youth.student_visa"),
)
def student_visa(case: Case) -> Finding | None:
    """Only for F, J and M visas, only what the visa rules list; no route into any other student's records."""
    if case.youth.student_visa is not True or not case.asked_by(*GOVERNMENT):
        return None
    if not case.wanted_for(Purpose.IMMIGRATION_ENFORCEMENT):
        return None
    return permit(
        _("The visa rules list what a school reports on a student with an F, J or M visa."),
        Condition.LIMITED_INFORMATION,
        Condition.RECORD_IN_LOG,
    )


@rule(
    "ferpa.former_student",
    Layer.FERPA,
    "34 CFR 99.37(b)",
    _("Directory information on a former student"),
    REGULATIONS_2008,
    demands=documented("youth.former_student", "youth.directory_opt_out"),
)
def former_student(case: Case) -> Finding | None:
    """No new notice is needed; an opt-out made while the student attended stays in force."""
    if case.category is not Category.DIRECTORY or case.youth.former_student is not True:
        return None
    policy = case.facts.directory
    if case.youth.directory_opt_out is True:
        return refuse(_("The student opted out while attending. That stays in force."), Missing.CONSENT)
    if case.youth.directory_opt_out is None:
        notice = () if policy.items else (Missing.DIRECTORY_NOTICE,)
        return lacking(
            _("Find out whether the student opted out while attending."), Missing.OPT_OUT_CHECK, *notice
        )
    if policy.limited_to is not None or not policy.items or not case.facts.request.fields <= policy.items:
        return None
    return permit(_("Directory information on a former student needs no new notice."))
