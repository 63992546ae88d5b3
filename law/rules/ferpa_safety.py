"""FERPA: emergencies, juvenile justice, orders, child welfare (34 CFR 99.31(a)(5), (9), (10); 1232g(b)(1)(L))."""

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import OrderFact, OrderKind
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, lacking, permit, refuse, rule
from law.rules.ferpa_dates import REGULATIONS_2008, SCHOOLS_ACT, UNINTERRUPTED_SCHOLARS
from law.rules.ferpa_school import FOREIGN_PURPOSES, LOGGED
from law.signing import who_signs
from law.vocabulary import ConsentLaw, RecipientKind

NOT_PROTECTORS = (
    RecipientKind.MEDIA,
    RecipientKind.PUBLIC,
    RecipientKind.EMPLOYER,
    RecipientKind.LANDLORD,
    RecipientKind.MILITARY_RECRUITER,
    RecipientKind.RESEARCHER,
    RecipientKind.FINANCIAL_AID,
    RecipientKind.LICENSING_BOARD,
    RecipientKind.LEGISLATOR,
    RecipientKind.AUDITOR,
)
LAW_ENFORCEMENT = (RecipientKind.POLICE, RecipientKind.PROSECUTOR)
SECRET_SUBPOENAS = (
    OrderKind.FEDERAL_GRAND_JURY_SUBPOENA,
    OrderKind.GRAND_JURY_SUBPOENA,
    OrderKind.LAW_ENFORCEMENT_SUBPOENA,
)


@rule(
    "ferpa.emergency",
    Layer.FERPA,
    "34 CFR 99.31(a)(10); 99.36; 99.32(a)(5)",
    _("Health or safety emergency"),
    REGULATIONS_2008,
    demands=documented("emergency.articulable", "emergency.current"),
)
def emergency(case: Case) -> Finding | None:
    """An articulable and significant threat, now, to persons who need the facts in order to protect."""
    if case.emergency is None:
        return None
    if case.asked_by(*NOT_PROTECTORS):
        return refuse(
            _("This recipient does not need the facts in order to protect anybody."), Missing.CONSENT
        )
    finding = threat_test(case)
    if finding is not None:
        return finding
    return permit(
        _("There is an articulable and significant threat now, and the recipient can protect against it."),
        Condition.RECORD_IN_LOG,
        Condition.RECORD_THREAT_BASIS,
        Condition.REDISCLOSURE_NOTICE,
    )


def threat_test(case: Case) -> Finding | None:
    """None when the emergency meets 34 CFR 99.36; otherwise what speaks against it or is lacking."""
    emergency = case.emergency
    if emergency is None or emergency.current is False:
        return refuse(
            _("The emergency is over or lies ahead. The exception lasts only for its period."),
            Missing.CURRENT_EMERGENCY,
            Missing.CONSENT,
        )
    if emergency.articulable is False or emergency.significant is False:
        return refuse(_("There is no articulable and significant threat."), Missing.ARTICULABLE_THREAT)
    lacks = []
    if not case.threat_described:
        lacks.append(Missing.THREAT_DESCRIPTION)
    elif emergency.articulable is None or "emergency.significant" in case.facts.not_shown:
        lacks.append(Missing.ARTICULABLE_THREAT)
    if emergency.current is None:
        lacks.append(Missing.CURRENT_EMERGENCY)
    if lacks:
        return lacking(
            _("The school must be able to say what the threat is, and that it exists now."), *lacks
        )
    return None


@rule(
    "ferpa.juvenile_justice",
    Layer.FERPA,
    "34 CFR 99.31(a)(5); 99.38",
    _("Juvenile justice system, before adjudication"),
    SCHOOLS_ACT,
    demands=documented(
        "justice.certified_in_writing",
        "justice.certified_no_redisclosure",
        "justice.statute_after_1974",
        "justice.statute_cited",
        "youth.adjudicated",
    ),
)
def juvenile_justice(case: Case) -> Finding | None:
    """A state statute; for one adopted after 1974 also a case not yet adjudicated and a written certification."""
    facts = case.facts.justice
    claimed = facts.statute_cited is True or facts.certified_in_writing is True
    others = (RecipientKind.COURT, RecipientKind.PROSECUTOR, RecipientKind.POLICE, RecipientKind.AGENCY)
    if not case.asked_by(RecipientKind.PROBATION_OFFICER) and not (claimed and case.asked_by(*others)):
        return None
    if case.wanted_for(*FOREIGN_PURPOSES):
        return None
    if facts.statute_cited is True and facts.statute_after_1974 is False:
        return permit(_("A state statute adopted before 19 November 1974 allows this report."), *LOGGED)
    if case.youth.adjudicated is True:
        return refuse(
            _("The case has been adjudicated: this exception serves the youth before adjudication only."),
            Missing.CONSENT,
            Missing.COURT_ORDER,
        )
    lacks = _juvenile_lacks(case)
    if lacks:
        return lacking(_("This exception rests on a state statute and a written certification."), *lacks)
    return permit(
        _("A state statute allows it, the case is not adjudicated, and the officials certified."), *LOGGED
    )


def _juvenile_lacks(case: Case) -> list[Missing]:
    facts = case.facts.justice
    lacks = []
    if facts.statute_cited is not True:
        lacks.append(Missing.STATE_LAW)
    certified = facts.certified_in_writing is True and facts.certified_no_redisclosure is True
    if not certified:
        lacks.append(Missing.WRITTEN_CERTIFICATION)
    if case.youth.adjudicated is None:
        lacks.append(Missing.CASE_STAGE)
    return lacks


@rule(
    "ferpa.order",
    Layer.FERPA,
    "34 CFR 99.31(a)(9)(i)-(ii); 99.32; 20 USC 1232g(b)(2)(B)",
    _("Court order or lawfully issued subpoena"),
    UNINTERRUPTED_SCHOLARS,
    demands=documented("orders"),
)
def order(case: Case) -> Finding | None:
    """Only what is named; the family is told first unless the law excuses or a nondisclosure order forbids it."""
    findings = [_order(case, paper) for paper in (*case.production_orders, *case.subpoenas)]
    return min(
        findings, key=lambda item: (item.outcome.rank, len(item.conditions), item.conditions), default=None
    )


def _order(case: Case, paper: OrderFact) -> Finding:
    if paper.covers is False:
        return refuse(_("The order does not name this record."), Missing.COURT_ORDER_OR_SUBPOENA)
    issued = paper.lawfully_issued if paper in case.subpoenas else paper.signed_by_judge
    if issued is False:
        return refuse(
            _("The paper is not a lawfully issued order or subpoena."), Missing.COURT_ORDER_OR_SUBPOENA
        )
    if issued is None:
        return lacking(
            _("It is not shown that the paper was lawfully issued."), Missing.COURT_ORDER_OR_SUBPOENA
        )
    secret = (
        paper.kind in SECRET_SUBPOENAS or paper in case.production_orders or case.asked_by(*LAW_ENFORCEMENT)
    )
    if paper.nondisclosure_ordered is True and secret:
        return permit(
            _("The paper orders that the family not be told."),
            Condition.DO_NOT_NOTIFY_PARENT,
            Condition.LIMIT_TO_ORDER,
            relies_on=paper.reference,
        )
    in_protection_case = paper.child_protection_case is True and paper.parent_is_party is True
    if in_protection_case and paper in case.production_orders:
        return permit(
            _("The order was issued in the child protection case to which a parent is a party."),
            Condition.RECORD_IN_LOG,
            Condition.LIMIT_TO_ORDER,
            relies_on=paper.reference,
        )
    return permit(
        _("An order or subpoena may be followed after a reasonable effort to tell the family."),
        Condition.NOTIFY_PARENT_FIRST,
        Condition.RECORD_IN_LOG,
        Condition.LIMIT_TO_ORDER,
        relies_on=paper.reference,
    )


@rule(
    "ferpa.litigation",
    Layer.FERPA,
    "34 CFR 99.31(a)(9)(iii)",
    _("Lawsuit between family and school"),
    REGULATIONS_2008,
    demands=documented("justice.litigation_with_school", "justice.relevant_to_litigation"),
)
def litigation(case: Case) -> Finding | None:
    """The school may give the court what it needs to sue or defend."""
    facts = case.facts.justice
    if facts.litigation_with_school is not True or not case.asked_by(
        RecipientKind.COURT, RecipientKind.ATTORNEY
    ):
        return None
    if facts.litigation_about_treatment is False or facts.relevant_to_litigation is False:
        return None
    if facts.relevant_to_litigation is None:
        return lacking(_("It is not shown that the records matter to the lawsuit."), Missing.NEED_SHOWN)
    return permit(
        _("The records matter to a lawsuit between the family and the school."), Condition.RECORD_IN_LOG
    )


@rule(
    "ferpa.child_welfare",
    Layer.FERPA,
    "20 USC 1232g(b)(1)(L)",
    _("Child welfare agency responsible for the student (Uninterrupted Scholars Act)"),
    UNINTERRUPTED_SCHOLARS,
    source_checked_on=COMPARED,
    demands=documented("child_welfare.case_plan_access", "child_welfare.legally_responsible"),
)
def child_welfare(case: Case) -> Finding | None:
    """The agency is legally responsible for care and protection, and the person may see the case plan."""
    facts = case.facts.child_welfare
    representative = facts.represents_agency is True and facts.legally_responsible is not None
    if not case.asked_by(RecipientKind.CASEWORKER) and not representative:
        return None
    if facts.case_plan_access is False:
        return refuse(_("This person has no right to see the student's case plan."), Missing.CONSENT)
    if facts.legally_responsible is True and facts.case_plan_access is True:
        return permit(_("The agency is legally responsible for the student's care and protection."), *LOGGED)
    if facts.legally_responsible is True:
        return lacking(_("The right to see the case plan is not shown."), Missing.CASE_PLAN_ACCESS)
    return lacking(
        _(
            "The agency is not shown to be legally responsible for the student: it needs that, consent or an order."
        ),
        Missing.LEGAL_RESPONSIBILITY,
        Missing.CONSENT,
        signers=who_signs(case, ConsentLaw.FERPA),
    )


@rule(
    "ferpa.advocate",
    Layer.FERPA,
    "20 USC 1232g(b)(1)(L); 34 CFR 99.31(a)(9)",
    _("Court appointed advocate"),
    UNINTERRUPTED_SCHOLARS,
)
def advocate(case: Case) -> Finding | None:
    """An advocate is not the child welfare agency: an order or consent is needed."""
    if not case.asked_by(RecipientKind.CASA_GAL):
        return None
    return lacking(
        _("An advocate is not the child welfare agency: a court order or a consent is needed."),
        Missing.COURT_ORDER,
        Missing.CONSENT,
        signers=who_signs(case, ConsentLaw.FERPA),
    )
