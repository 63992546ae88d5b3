"""Child welfare records: CAPTA and title IV-E, which leave most access to state law (42 USC 5106a, 671, 675)."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import OrderFact
from law.layers import Layer
from law.message import message as _
from law.register import Status, bar, lacking, permit, refuse, rule
from law.rules.other import state_basis
from law.vocabulary import Provenance, Purpose, RecipientKind

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
    status=Status.CHECKED,
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
    demands=Provenance.DOCUMENTED,
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
)
def audit(case: Case) -> Finding | None:
    """An audit of the program by a body that the law authorizes."""
    if not case.asked_by(RecipientKind.AUDITOR):
        return None
    if case.facts.audit.authorized_by_law is True:
        return permit(_("The law authorizes this audit of the program."))
    return lacking(_("The law that authorizes the audit is not shown."), Missing.STATE_LAW)


@rule(
    "child_welfare.state",
    Layer.CHILD_WELFARE,
    "42 USC 5106a(b)(2)(B)(viii)(VI); state law",
    _("Person authorized by state law"),
    SINCE,
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
