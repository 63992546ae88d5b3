"""Child welfare records: CAPTA and title IV-E, which leave most access to state law (42 USC 5106a, 671, 675)."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import OrderFact
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, bar, lacking, permit, refuse, rule
from law.rules.other import state_basis
from law.vocabulary import Purpose, RecipientKind

SINCE = date(2010, 12, 20)
GOVERNMENT = (
    RecipientKind.CASEWORKER,
    RecipientKind.POLICE,
    RecipientKind.PROSECUTOR,
    RecipientKind.AGENCY,
    RecipientKind.HEALTH_DEPARTMENT,
    RecipientKind.PROBATION_OFFICER,
    RecipientKind.COURT,
)
NEVER = (
    RecipientKind.MEDIA,
    RecipientKind.PUBLIC,
    RecipientKind.EMPLOYER,
    RecipientKind.LANDLORD,
    RecipientKind.MILITARY_RECRUITER,
)
COURT_KINDS = (RecipientKind.COURT, RecipientKind.CASA_GAL, RecipientKind.ATTORNEY, RecipientKind.PROSECUTOR)


@rule(
    "child_welfare.reporter",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(3)",
    _("Identity of the person who reported"),
    SINCE,
)
def reporter(case: Case) -> Finding | None:
    """Never released through the portal."""
    if case.facts.record.reporter_identity is not True:
        return None
    return bar(_("The identity of a person who reported abuse is never released."))


@rule(
    "child_welfare.legislature",
    Layer.CHILD_WELFARE,
    "42 USC 671(a)(8)",
    _("Committees and members of a legislature"),
    SINCE,
)
def legislature(case: Case) -> Finding | None:
    """No names and addresses for a legislative body, except an agency that audits."""
    if not case.asked_by(RecipientKind.LEGISLATOR):
        return None
    return bar(
        _("Information that names a child in care may not go to a legislative body."),
        Missing.DEIDENTIFICATION,
    )


@rule(
    "child_welfare.protection",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(viii)(II), (ix)",
    _("Government body that protects children"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented("child_welfare.protects_children"),
)
def protection(case: Case) -> Finding | None:
    """Federal, state and local bodies that need it for their legal duty to protect children."""
    facts = case.facts.child_welfare
    if not case.asked_by(*GOVERNMENT) or facts.protects_children is not True:
        return None
    return permit(
        _("This government body needs it for its legal duty to protect children."),
        Condition.MINIMUM_NECESSARY,
        Condition.REDISCLOSURE_NOTICE,
    )


@rule(
    "child_welfare.court",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(viii)(V)",
    _("Court that finds the information necessary"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented("orders"),
)
def court(case: Case) -> Finding | None:
    """On a finding that it is needed to decide an issue before the court."""
    findings = [_order(paper) for paper in case.production_orders]
    if findings:
        return min(findings, key=lambda item: item.outcome.rank)
    if not case.asked_by(*COURT_KINDS):
        return None
    return lacking(_("A court must find that it needs the information to decide."), Missing.COURT_ORDER)


def _order(paper: OrderFact) -> Finding:
    if paper.signed_by_judge is False or paper.covers is False:
        return refuse(_("No judge ordered the release of this record."), Missing.COURT_ORDER)
    if paper.signed_by_judge is None:
        return lacking(_("It is not shown that a judge signed the order."), Missing.COURT_ORDER)
    return permit(
        _("A court found that it needs the information."), Condition.LIMIT_TO_ORDER, relies_on=paper.reference
    )


@rule(
    "child_welfare.placement",
    Layer.CHILD_WELFARE,
    "42 USC 675(5)(D)",
    _("Health and education record at placement"),
    SINCE,
    demands=documented("child_welfare.at_placement"),
)
def placement(case: Case) -> Finding | None:
    """The foster parent receives the child's health and education record at placement."""
    if not case.asked_by(RecipientKind.FOSTER_PARENT):
        return None
    if case.facts.child_welfare.at_placement is True:
        return permit(
            _("The foster parent must be given the child's health and education record at placement.")
        )
    return lacking(
        _("It is not shown that the child is placed with this person."), Missing.PLACEMENT_AUTHORITY
    )


@rule(
    "child_welfare.leaving_care",
    Layer.CHILD_WELFARE,
    "42 USC 675(5)(D), (I)",
    _("Youth who leaves care on reaching majority"),
    SINCE,
    demands=documented("child_welfare.leaving_care"),
)
def leaving_care(case: Case) -> Finding | None:
    """A copy of the health and education record, without charge."""
    if not case.asked_by(RecipientKind.STUDENT_SELF) or case.facts.child_welfare.leaving_care is not True:
        return None
    return permit(_("A youth who leaves care at majority is given the own health and education record."))


@rule(
    "child_welfare.audit",
    Layer.CHILD_WELFARE,
    "42 USC 671(a)(8)(D)",
    _("Audit authorized by law"),
    SINCE,
    demands=documented("audit.authorized_by_law"),
)
def audit(case: Case) -> Finding | None:
    """An audit of the program by a body that the law authorizes."""
    if not case.asked_by(RecipientKind.AUDITOR):
        return None
    if case.facts.audit.authorized_by_law is True:
        return permit(_("The law authorizes this audit of the program."))
    return lacking(_("The law that authorizes the audit is not shown."), Missing.STATE_LAW)


@rule(
    "child_welfare.subject",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(viii)(I)",
    _("Person whom the report is about"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented("child_welfare.subject_of_report"),
)
def subject(case: Case) -> Finding | None:
    """The child, and the parent who is the subject of the report; never the name of the one who reported."""
    if not case.asked_by(RecipientKind.STUDENT_SELF, RecipientKind.PARENT):
        return None
    if case.facts.child_welfare.subject_of_report is not True or case.rights_revoked:
        return None
    return permit(
        _("A person whom the report is about may receive it, without the name of the one who reported."),
        Condition.LIMITED_INFORMATION,
    )


@rule(
    "child_welfare.review_panel",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(viii)(III)-(IV)",
    _("Citizen review panel or child fatality review panel"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented("child_welfare.review_panel"),
)
def review_panel(case: Case) -> Finding | None:
    """Panels set up by law to review how children are protected."""
    if case.facts.child_welfare.review_panel is not True:
        return None
    return permit(
        _("A review panel set up by law may have what it needs for its review."),
        Condition.MINIMUM_NECESSARY,
        Condition.REDISCLOSURE_NOTICE,
    )


@rule(
    "child_welfare.fatality",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(x)",
    _("Findings on a death or near death from abuse"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented("child_welfare.fatality_findings"),
)
def fatality(case: Case) -> Finding | None:
    """The state makes the findings public; nothing else of the file."""
    if case.facts.child_welfare.fatality_findings is not True:
        return None
    return permit(
        _("The findings on a death or near death from abuse are made public, as state law sets out."),
        Condition.LIMITED_INFORMATION,
    )


@rule(
    "child_welfare.related_program",
    Layer.CHILD_WELFARE,
    "42 USC 671(a)(8)(A)-(C); 45 CFR 1355.21(a); 205.50",
    _("Administration of foster care and related programs"),
    SINCE,
    demands=documented("child_welfare.administers_related_program"),
)
def related_program(case: Case) -> Finding | None:
    """Title IV, Medicaid, SSI, child support and programs based on need; equal safeguards on the other side."""
    kinds = (RecipientKind.AGENCY, RecipientKind.MEDICAID_AGENCY, RecipientKind.CASEWORKER)
    purposes = (Purpose.BENEFITS, Purpose.PAYMENT, Purpose.PLACEMENT, Purpose.AUDIT_OR_EVALUATION)
    if not case.asked_by(*kinds) or not case.wanted_for(*purposes):
        return None
    if case.facts.child_welfare.administers_related_program is not True:
        return None
    return permit(
        _("The recipient administers foster care or a related federal program and needs it for that."),
        Condition.MINIMUM_NECESSARY,
        Condition.USE_ONLY_FOR_PURPOSE,
    )


@rule(
    "child_welfare.abuse_report",
    Layer.CHILD_WELFARE,
    "42 USC 671(a)(8)(E), (9)",
    _("Report of known or suspected abuse"),
    SINCE,
    demands=documented("child_welfare.abuse_report"),
)
def abuse_report(case: Case) -> Finding | None:
    """To the authority that receives reports of abuse or neglect."""
    if case.facts.child_welfare.abuse_report is not True:
        return None
    if not case.asked_by(RecipientKind.CASEWORKER, RecipientKind.POLICE, RecipientKind.PROSECUTOR):
        return None
    if case.facts.child_welfare.report_is_initial is False:
        return None
    return permit(
        _("Known or suspected abuse of a child in care may be reported to the authority that acts on it."),
        Condition.LIMITED_INFORMATION,
    )


@rule(
    "child_welfare.state",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(viii)(VI); state law",
    _("Person authorized by state law"),
    SINCE,
    demands=documented("consents", "state.authorizes", "state.consent_suffices"),
)
def state(case: Case) -> Finding | None:
    """States may authorize others for a legitimate state purpose."""
    return state_basis(case, Condition.MINIMUM_NECESSARY, Condition.REDISCLOSURE_NOTICE)


@rule(
    "child_welfare.none",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(viii)",
    _("Not on the list of recipients"),
    SINCE,
    fallback=True,
)
def none(case: Case) -> Finding:
    """Press, public and commerce never; for others the state's law decides."""
    closed = (Purpose.NEWS_OR_PUBLICITY, Purpose.MARKETING, Purpose.PERSONAL, Purpose.EMPLOYMENT)
    if case.asked_by(*NEVER) or case.wanted_for(*closed):
        return refuse(
            _("Child welfare records are not open to this recipient or for this purpose."), Missing.CONSENT
        )
    return lacking(
        _("Federal law does not list this recipient. Whether it may receive is a matter of state law."),
        Missing.STATE_LAW,
    )
