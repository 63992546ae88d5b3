"""FERPA: education records in the hands of those who received them (34 CFR 99.33, 99.38(b); 1232g(b)(1)(L))."""

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.evidence import ReceivedUnder
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, bar, lacking, permit, refuse, rule
from law.rules.ferpa_dates import (
    ELECTRONIC_CONSENT,
    ENACTED,
    REGULATIONS_2008,
    SCHOOLS_ACT,
    UNINTERRUPTED_SCHOLARS,
)
from law.rules.ferpa_safety import NOT_PROTECTORS, emergency, order
from law.rules.ferpa_safety import child_welfare as school_custodian
from law.rules.ferpa_school import enrollment, financial_aid
from law.signing import who_signs
from law.vocabulary import ConsentLaw, RecipientKind


@rule(
    "ferpa_onward.consent",
    Layer.FERPA_ONWARD,
    "34 CFR 99.33(a)(1)(i); 99.30",
    _("New written consent of the parent or eligible student"),
    ELECTRONIC_CONSENT,
    demands=documented("child_welfare.legally_responsible", "consents"),
)
def consent(case: Case) -> Finding | None:
    """A new consent that names the further recipient."""
    return consent_route(case, ConsentLaw.FERPA, Condition.REDISCLOSURE_NOTICE)


@rule(
    "ferpa_onward.none",
    Layer.FERPA_ONWARD,
    "34 CFR 99.33(a)",
    _("Received records stay with the recipient"),
    ENACTED,
    fallback=True,
)
def none(case: Case) -> Finding:
    """A recipient may use education records only for the purpose for which it received them."""
    return refuse(
        _("Education records received from a school may be used only for the purpose of that disclosure."),
        Missing.CONSENT,
        signers=who_signs(case, ConsentLaw.FERPA),
    )


@rule(
    "ferpa_onward.rights_revoked",
    Layer.FERPA_ONWARD,
    "34 CFR 99.4",
    _("Parent whose rights a court ended"),
    ENACTED,
)
def rights_revoked(case: Case) -> Finding | None:
    """An order that specifically ends record rights follows the record."""
    if not case.asked_by(RecipientKind.PARENT) or not case.rights_revoked:
        return None
    return bar(_("An order specifically ends this person's right to the records."))


@rule(
    "ferpa_onward.family",
    Layer.FERPA_ONWARD,
    "34 CFR 99.4; 99.31(a)(12); 99.33(c)",
    _("Parent of a student under 18, or the student"),
    ENACTED,
)
def family(case: Case) -> Finding | None:
    """The redisclosure limit does not run against those who hold the rights."""
    if case.asked_by(RecipientKind.STUDENT_SELF):
        return permit(_("The limit on further disclosure does not run against the student."))
    if not case.asked_by(RecipientKind.PARENT) or case.recipient.parent_of_youth is False:
        return None
    if case.eligible_student is None:
        return lacking(
            _("Whether the parent holds the rights depends on the student's age."), Missing.YOUTH_AGE
        )
    if case.eligible_student:
        return None
    return permit(_("The limit on further disclosure does not run against the parent who holds the rights."))


@rule(
    "ferpa_onward.order",
    Layer.FERPA_ONWARD,
    "34 CFR 99.33(b)(2); 99.31(a)(9)",
    _("Order or subpoena served on the recipient"),
    REGULATIONS_2008,
    demands=documented("orders"),
)
def served_order(case: Case) -> Finding | None:
    """A recipient that is served gives the same notice to the family as the school would."""
    return order(case)


@rule(
    "ferpa_onward.for_school",
    Layer.FERPA_ONWARD,
    "34 CFR 99.33(b)(1); 99.32(b)",
    _("On behalf of the school, under an exception of its own"),
    REGULATIONS_2008,
    demands=documented(
        "justice.on_behalf_of_school",
        "emergency.articulable",
        "emergency.current",
        "enrollment.seeks_to_enroll",
        "enrollment.dual_enrolled",
        "enrollment.aid_applied_for",
        "child_welfare.legally_responsible",
        "child_welfare.case_plan_access",
    ),
)
def for_school(case: Case) -> Finding | None:
    """The school has it passed on, and the further recipient could have had it from the school; the school logs it."""
    if case.facts.justice.on_behalf_of_school is not True:
        return None
    tried = [read(case) for read in (emergency, enrollment, financial_aid, school_custodian)]
    findings = [finding for finding in tried if finding is not None]
    return min(findings, key=lambda finding: finding.outcome.rank, default=None)


@rule(
    "ferpa_onward.unlimited",
    Layer.FERPA_ONWARD,
    "34 CFR 99.33(c)",
    _("Received under a provision without limits on passing on"),
    REGULATIONS_2008,
    demands=documented("record.received_under"),
)
def unlimited(case: Case) -> Finding | None:
    """Orders, directory information, parents of dependents, results of proceedings, offender notices."""
    if case.facts.record.received_under is not ReceivedUnder.FERPA_UNLIMITED:
        return None
    return permit(_("FERPA does not limit what a recipient does with records received under this provision."))


@rule(
    "ferpa_onward.child_welfare",
    Layer.FERPA_ONWARD,
    "20 USC 1232g(b)(1)(L)",
    _("Those who address the student's education needs"),
    UNINTERRUPTED_SCHOLARS,
    source_checked_on=COMPARED,
    demands=documented("child_welfare.addresses_education", "child_welfare.authorized_by_agency"),
)
def child_welfare(case: Case) -> Finding | None:
    """The agency may pass records on to those it authorized who address education needs."""
    facts = case.facts.child_welfare
    if case.facts.record.received_under is not ReceivedUnder.FERPA_CHILD_WELFARE:
        return None
    if facts.addresses_education is not True:
        return None
    if facts.authorized_by_agency is not True:
        return lacking(_("The agency has not authorized this recipient."), Missing.LEGAL_RESPONSIBILITY)
    return permit(
        _("The agency authorized this recipient, who addresses the student's education needs."),
        Condition.USE_ONLY_FOR_PURPOSE,
    )


@rule(
    "ferpa_onward.juvenile_justice",
    Layer.FERPA_ONWARD,
    "34 CFR 99.38(b)",
    _("As state law allows juvenile justice officials"),
    SCHOOLS_ACT,
    demands=documented("state.allows_redisclosure"),
)
def juvenile_justice(case: Case) -> Finding | None:
    """Officials who certified may pass records on only as state law provides."""
    if case.facts.record.received_under is not ReceivedUnder.FERPA_JUVENILE_JUSTICE:
        return None
    if case.asked_by(*NOT_PROTECTORS):
        return None
    allowed = case.facts.state.allows_redisclosure
    if allowed is True:
        return permit(_("State law allows this further disclosure."), Condition.USE_ONLY_FOR_PURPOSE)
    if allowed is False:
        return refuse(_("State law does not allow this further disclosure."), Missing.CONSENT)
    return lacking(_("Whether the officials may pass the record on depends on state law."), Missing.STATE_LAW)
