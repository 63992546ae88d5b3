"""HIPAA: disclosures for public policy (45 CFR 164.512), and psychotherapy notes (164.508(a)(2))."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import OrderFact, OrderKind
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import lacking, permit, refuse, rule
from law.rules.ferpa_safety import NOT_PROTECTORS
from law.vocabulary import Category, Purpose, RecipientKind

SINCE = date(2003, 4, 14)
OMNIBUS = date(2013, 9, 23)
ACCOUNTED = (Condition.MINIMUM_NECESSARY, Condition.ACCOUNT_FOR_DISCLOSURE)
ORDERED = (Condition.LIMIT_TO_ORDER, Condition.ACCOUNT_FOR_DISCLOSURE)
SCHOOL_KINDS = (
    RecipientKind.SCHOOL,
    RecipientKind.SCHOOL_OFFICIAL,
    RecipientKind.SCHOOL_NURSE,
    RecipientKind.COLLEGE,
)
LOCATE_FIELDS = frozenset(
    {
        "name",
        "address",
        "date_of_birth",
        "place_of_birth",
        "ssn",
        "blood_type",
        "type_of_injury",
        "date_of_treatment",
        "date_of_death",
        "description",
    }
)
GRAND_JURIES = (OrderKind.GRAND_JURY_SUBPOENA, OrderKind.FEDERAL_GRAND_JURY_SUBPOENA)


@rule(
    "hipaa.public_health",
    Layer.HIPAA,
    "45 CFR 164.512(b)(1)(i)",
    _("Public health authority"),
    SINCE,
    demands=documented("health.public_health_authorized"),
)
def public_health(case: Case) -> Finding | None:
    """An authority that a law authorizes to collect the data."""
    if not case.asked_by(RecipientKind.HEALTH_DEPARTMENT):
        return None
    if case.facts.health.public_health_authorized is True:
        return permit(_("The law authorizes the public health authority to collect this."), *ACCOUNTED)
    if case.facts.health.public_health_authorized is False:
        return refuse(_("No law authorizes this authority to collect it."), Missing.CONSENT)
    return lacking(_("The law that lets the authority collect this is not shown."), Missing.STATE_LAW)


@rule(
    "hipaa.required_by_law",
    Layer.HIPAA,
    "45 CFR 164.512(a); 164.103",
    _("Required by law"),
    SINCE,
    demands=documented("state.requires"),
)
def required_by_law(case: Case) -> Finding | None:
    """A mandate that compels, and only what it compels."""
    if case.facts.state.requires is not True:
        return None
    return permit(
        _("A law requires this disclosure."), Condition.LIMITED_INFORMATION, Condition.ACCOUNT_FOR_DISCLOSURE
    )


@rule(
    "hipaa.abuse_report",
    Layer.HIPAA,
    "45 CFR 164.512(b)(1)(ii)",
    _("Report of child abuse or neglect"),
    SINCE,
    demands=documented("child_welfare.abuse_report"),
)
def abuse_report(case: Case) -> Finding | None:
    """The report itself. What the agency wants afterwards needs a basis of its own."""
    facts = case.facts.child_welfare
    if not case.asked_by(RecipientKind.CASEWORKER, RecipientKind.POLICE):
        return None
    reported = facts.abuse_report is True or case.wanted_for(Purpose.REPORTING_ABUSE)
    if not reported:
        return None
    if facts.report_is_initial is False:
        return lacking(
            _("Records asked for after the report need a basis of their own in state law, or an order."),
            Missing.STATE_LAW,
        )
    if case.asked_by(RecipientKind.POLICE) and facts.report_required_by_law is not True:
        return lacking(_("It is not shown that police may receive this report."), Missing.STATE_LAW)
    return permit(
        _("A report of suspected abuse may go to the authority that receives such reports."), *ACCOUNTED
    )


@rule(
    "hipaa.immunization",
    Layer.HIPAA,
    "45 CFR 164.512(b)(1)(vi)",
    _("Proof of immunization to a school"),
    OMNIBUS,
    demands=documented("family.immunization_agreement", "health.immunization_required"),
)
def immunization(case: Case) -> Finding | None:
    """Only proof of immunization, which state law requires for entry, with documented agreement."""
    if case.category is not Category.IMMUNIZATION or not case.asked_by(*SCHOOL_KINDS):
        return None
    if case.facts.health.immunization_required is False:
        return refuse(_("No law requires this school to have proof of immunization."), Missing.CONSENT)
    lacks = []
    if case.facts.health.immunization_required is None:
        lacks.append(Missing.STATE_LAW)
    if case.facts.family.immunization_agreement is not True:
        lacks.append(Missing.PARENT_AGREEMENT)
    if lacks:
        return lacking(
            _("A parent, or the adult student, must agree, and the law must require the proof."), *lacks
        )
    return permit(
        _("The law requires proof of immunization, and the agreement is documented."),
        Condition.DOCUMENT_ORAL_AGREEMENT,
        *ACCOUNTED,
    )


@rule(
    "hipaa.oversight",
    Layer.HIPAA,
    "45 CFR 164.512(d)",
    _("Health oversight"),
    SINCE,
    demands=documented("audit.authorized_by_law", "audit.regulates_or_funds"),
)
def oversight(case: Case) -> Finding | None:
    """An oversight agency that the law authorizes."""
    if not case.asked_by(RecipientKind.AUDITOR, RecipientKind.LICENSING_BOARD):
        return None
    if case.facts.audit.authorized_by_law is True or case.facts.audit.regulates_or_funds is True:
        return permit(_("The law authorizes this oversight."), *ACCOUNTED)
    return lacking(_("The law that authorizes this oversight is not shown."), Missing.STATE_LAW)


@rule(
    "hipaa.court_order",
    Layer.HIPAA,
    "45 CFR 164.512(e)(1)(i); 164.512(f)(1)(ii)(A)",
    _("Order of a court"),
    SINCE,
    demands=documented("orders"),
)
def court_order(case: Case) -> Finding | None:
    """Only what the order expressly covers."""
    findings = [_court_order(paper) for paper in case.production_orders]
    return min(findings, key=lambda item: item.outcome.rank, default=None)


def _court_order(paper: OrderFact) -> Finding:
    if paper.covers is False:
        return refuse(_("The order does not name this record."), Missing.COURT_ORDER)
    if paper.signed_by_judge is False:
        return refuse(_("No judge signed this paper."), Missing.COURT_ORDER)
    if paper.signed_by_judge is None:
        return lacking(_("It is not shown that a judge signed the order."), Missing.COURT_ORDER)
    return permit(_("A court ordered the disclosure."), *ORDERED, relies_on=paper.reference)


@rule(
    "hipaa.subpoena",
    Layer.HIPAA,
    "45 CFR 164.512(e)(1)(ii); 164.512(f)(1)(ii)(B)",
    _("Subpoena"),
    SINCE,
    demands=documented("orders"),
)
def subpoena(case: Case) -> Finding | None:
    """A grand jury's subpoena, or one with satisfactory assurances."""
    findings = [_subpoena(paper) for paper in case.subpoenas]
    return min(findings, key=lambda item: item.outcome.rank, default=None)


def _subpoena(paper: OrderFact) -> Finding:
    if paper.covers is False or paper.lawfully_issued is False:
        return refuse(_("The paper is not a lawful demand for this record."), Missing.COURT_ORDER)
    if paper.kind in GRAND_JURIES or paper.signed_by_judge is True:
        if paper.lawfully_issued is None and paper.signed_by_judge is not True:
            return lacking(_("It is not shown that it was lawfully issued."), Missing.COURT_ORDER_OR_SUBPOENA)
        return permit(_("A grand jury, or a judge, demands the record."), *ORDERED, relies_on=paper.reference)
    told = (paper.assurance_notice_given, paper.assurance_time_over, paper.assurance_no_objections)
    if paper.protective_order is True or all(fact is True for fact in told):
        return permit(
            _("The patient was told and did not object in time, or a protective order is in place."),
            *ORDERED,
            relies_on=paper.reference,
        )
    return lacking(
        _("A subpoena without an order needs satisfactory assurances first."),
        Missing.SATISFACTORY_ASSURANCES,
    )


@rule(
    "hipaa.locate",
    Layer.HIPAA,
    "45 CFR 164.512(f)(2)",
    _("Identifying or finding a person"),
    SINCE,
)
def locate(case: Case) -> Finding | None:
    """Listed items only; never DNA, dental records or body fluids."""
    if not case.asked_by(RecipientKind.POLICE) or case.facts.request.locate_person is not True:
        return None
    if not case.facts.request.fields <= LOCATE_FIELDS:
        return refuse(
            _("To find a person, police may have the listed items only, never samples or their analysis."),
            Missing.CONSENT,
            Missing.COURT_ORDER_OR_SUBPOENA,
        )
    return permit(
        _("Police who look for a person may have a short list of items."),
        Condition.LIMITED_INFORMATION,
        Condition.ACCOUNT_FOR_DISCLOSURE,
    )


@rule(
    "hipaa.crime_on_premises",
    Layer.HIPAA,
    "45 CFR 164.512(f)(5)",
    _("Crime on the premises"),
    SINCE,
    demands=documented("justice.crime_on_premises"),
)
def crime_on_premises(case: Case) -> Finding | None:
    """What the provider believes is evidence of a crime on its premises."""
    if not case.asked_by(RecipientKind.POLICE) or case.facts.justice.crime_on_premises is not True:
        return None
    return permit(
        _("The provider may report to police a crime on its premises."),
        Condition.LIMITED_INFORMATION,
        Condition.ACCOUNT_FOR_DISCLOSURE,
    )


def threat_finding(case: Case) -> Finding | None:
    """The test of 164.512(j)(1)(i): serious and imminent, to someone able to lessen it."""
    emergency = case.emergency
    if emergency is None:
        return None
    if case.asked_by(*NOT_PROTECTORS):
        return refuse(_("This recipient cannot prevent or lessen the threat."), Missing.CONSENT)
    if emergency.current is False:
        return refuse(_("The threat has passed."), Missing.CONSENT)
    if False in (emergency.serious, emergency.imminent):
        return refuse(
            _("The threat is not serious and imminent."), Missing.SERIOUS_IMMINENT_THREAT, Missing.CONSENT
        )
    if not case.threat_described:
        return lacking(_("The threat is not put into words."), Missing.THREAT_DESCRIPTION)
    if emergency.serious is not True or emergency.imminent is not True:
        return lacking(
            _("It is not shown that the threat is serious and imminent."), Missing.SERIOUS_IMMINENT_THREAT
        )
    return permit(_("There is a serious and imminent threat, and the recipient can lessen it."), *ACCOUNTED)


@rule(
    "hipaa.threat",
    Layer.HIPAA,
    "45 CFR 164.512(j)(1)(i)",
    _("Serious and imminent threat"),
    SINCE,
    demands=documented("emergency.imminent", "emergency.serious"),
)
def threat(case: Case) -> Finding | None:
    """In good faith, to a person able to prevent or lessen it."""
    return threat_finding(case)


@rule(
    "hipaa.custody",
    Layer.HIPAA,
    "45 CFR 164.512(k)(5)",
    _("Facility with lawful custody"),
    SINCE,
    demands=documented("justice.lawful_custody"),
)
def custody(case: Case) -> Finding | None:
    """Care, health and safety in custody. Probation in the community is not custody."""
    facts = case.facts.justice
    if not case.asked_by(RecipientKind.CORRECTIONAL, RecipientKind.POLICE, RecipientKind.PROBATION_OFFICER):
        return None
    if facts.lawful_custody is not True and not case.asked_by(RecipientKind.CORRECTIONAL):
        return None
    if facts.lawful_custody is False:
        return refuse(
            _("The youth is not in the facility's lawful custody."), Missing.CONSENT, Missing.COURT_ORDER
        )
    lacks = []
    if facts.lawful_custody is None:
        lacks.append(Missing.LAWFUL_CUSTODY)
    if facts.need_represented is not True:
        lacks.append(Missing.NEED_SHOWN)
    if lacks:
        return lacking(_("The facility must show custody and say what it needs the information for."), *lacks)
    return permit(
        _("A facility with custody may have what it needs for care and safety."), Condition.MINIMUM_NECESSARY
    )
