"""42 CFR Part 2: court orders (subpart E), and records in the hands of those who received them."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route, who_signs
from law.duties import Condition, Missing
from law.evidence import ReceivedUnder
from law.facts import OrderFact
from law.layers import Layer
from law.message import message as _
from law.register import Status, lacking, permit, refuse, rule
from law.rules.part2 import WITH_CONSENT, medical_emergency
from law.vocabulary import ConsentLaw, Provenance, Purpose, RecipientKind

SINCE = date(2024, 4, 16)
BEFORE = date(1987, 6, 9)
AGAINST = (Purpose.INVESTIGATION, Purpose.PROCEEDING_AGAINST_YOUTH)
OFFICERS = (
    RecipientKind.PROBATION_OFFICER,
    RecipientKind.COURT,
    RecipientKind.PROSECUTOR,
    RecipientKind.CORRECTIONAL,
)
CARE = (Purpose.TREATMENT, Purpose.PAYMENT, Purpose.HEALTH_CARE_OPERATIONS, Purpose.CARE_COORDINATION)


def subpart_e(case: Case) -> Finding | None:
    """An order with the findings of 2.64 or 2.65, after notice. A subpoena or an ordinary order is not enough."""
    findings = [_order(paper) for paper in case.production_orders]
    if case.subpoenas and not findings:
        findings.append(
            refuse(_("A subpoena alone does not permit any answer (42 CFR 2.61)."), Missing.PART2_COURT_ORDER)
        )
    return min(findings, key=lambda item: item.outcome.rank, default=None)


def _order(paper: OrderFact) -> Finding:
    if paper.part2_findings is not True or paper.signed_by_judge is False or paper.covers is False:
        return refuse(
            _("An ordinary order or warrant is not an order with the findings of 42 CFR 2.64 or 2.65."),
            Missing.PART2_COURT_ORDER,
        )
    if paper.signed_by_judge is None or paper.notice_and_hearing is not True:
        return lacking(
            _("It is not shown that the order was made by a judge after notice and a chance to be heard."),
            Missing.PART2_COURT_ORDER,
        )
    return permit(
        _("A court made the findings of subpart E. The order permits, within its limits."),
        Condition.LIMIT_TO_ORDER,
        relies_on=paper.reference,
    )


@rule(
    "part2.court_order",
    Layer.PART2,
    "42 CFR 2.61-2.67",
    _("Order under subpart E"),
    BEFORE,
    demands=Provenance.DOCUMENTED,
)
def court_order(case: Case) -> Finding | None:
    """The order permits; only a subpoena beside it compels."""
    return subpart_e(case)


@rule(
    "part2_onward.court_order",
    Layer.PART2_ONWARD,
    "42 CFR 2.12(d); 2.61-2.67",
    _("Order under subpart E"),
    BEFORE,
    demands=Provenance.DOCUMENTED,
)
def onward_court_order(case: Case) -> Finding | None:
    """The same order is needed from those who received the record."""
    return subpart_e(case)


@rule(
    "part2_onward.source_unknown",
    Layer.PART2_ONWARD,
    "42 CFR 2.12(d)(2)",
    _("Source of the record not known"),
    BEFORE,
)
def source_unknown(case: Case) -> Finding | None:
    """Not knowing whether a record came from a program is not the same as knowing that it did not."""
    received = case.facts.record.received_under
    if not case.part2_source_unknown or (received is not None and received.part2):
        return None
    return lacking(
        _("Find out first whether this record came from a substance use program (42 CFR Part 2)."),
        Missing.RECORD_STATUS,
    )


@rule(
    "part2_onward.consent",
    Layer.PART2_ONWARD,
    "42 CFR 2.31; 2.32; 2.33(b)",
    _("New written consent of the patient"),
    SINCE,
    demands=Provenance.DOCUMENTED,
)
def onward_consent(case: Case) -> Finding | None:
    """A consent that names the further recipient."""
    return consent_route(case, ConsentLaw.PART2, *WITH_CONSENT, Condition.MINIMUM_NECESSARY)


@rule(
    "part2_onward.patient",
    Layer.PART2_ONWARD,
    "42 CFR 2.23",
    _("The patient"),
    BEFORE,
)
def onward_patient(case: Case) -> Finding | None:
    """The limit does not run against the patient."""
    if not case.asked_by(RecipientKind.STUDENT_SELF):
        return None
    return permit(_("The limit on further disclosure does not run against the patient."))


@rule(
    "part2_onward.emergency",
    Layer.PART2_ONWARD,
    "42 CFR 2.51",
    _("Medical emergency"),
    SINCE,
)
def onward_emergency(case: Case) -> Finding | None:
    """To medical personnel only."""
    return medical_emergency(case)


@rule(
    "part2_onward.covered_entity",
    Layer.PART2_ONWARD,
    "42 CFR 2.33(b)(1); 2.12(d)(2)",
    _("Received for treatment, payment and operations"),
    SINCE,
    status=Status.CHECKED,
)
def covered_entity(case: Case) -> Finding | None:
    """A covered entity may pass it on as HIPAA allows, never for a proceeding against the patient."""
    if case.facts.record.received_under is not ReceivedUnder.PART2_TPO_CONSENT or not case.hipaa_covered:
        return None
    if case.wanted_for(*AGAINST, Purpose.COURT_PROCEEDING, Purpose.UNKNOWN):
        return None
    return permit(
        _(
            "A covered entity that received it for treatment, payment and operations follows HIPAA from there."
        ),
        Condition.NO_USE_IN_PROCEEDINGS,
    )


@rule(
    "part2_onward.official_duty",
    Layer.PART2_ONWARD,
    "42 CFR 2.35(d)",
    _("Official duties on the youth's release"),
    BEFORE,
)
def official_duty(case: Case) -> Finding | None:
    """Only for duties on that release or action, among those who monitor it."""
    if case.facts.record.received_under is not ReceivedUnder.PART2_JUSTICE_CONSENT or not case.asked_by(
        *OFFICERS
    ):
        return None
    duty = case.recipient.supervises_release is True or case.recipient.same_case is True
    if case.wanted_for(*AGAINST) or not (duty or case.wanted_for(Purpose.SUPERVISION)):
        return None
    return permit(
        _("Those who monitor the youth's release may use it for their duties on that release."),
        Condition.PART2_NOTICE,
        Condition.MINIMUM_NECESSARY,
        Condition.USE_ONLY_FOR_PURPOSE,
    )


@rule(
    "part2_onward.school_parent",
    Layer.PART2_ONWARD,
    "42 CFR 2.14; 2.33(b); 34 CFR 99.10",
    _("Parent and a program's record that a school keeps"),
    SINCE,
)
def school_parent(case: Case) -> Finding | None:
    """The parent's right to inspect and the youth's confidentiality collide; nobody has settled it."""
    if not case.asked_by(RecipientKind.PARENT) or not case.ferpa_bound or case.eligible_student is not False:
        return None
    return lacking(
        _(
            "FERPA lets the parent inspect, Part 2 protects the youth. Counsel decides, or the youth consents."
        ),
        Missing.MINOR_SIGNATURE,
        Missing.STATE_LAW,
    )


@rule(
    "part2_onward.none",
    Layer.PART2_ONWARD,
    "42 CFR 2.12(d); 2.32; 2.33(b); 2.35(d)",
    _("Received records stay protected"),
    BEFORE,
    fallback=True,
)
def onward_none(case: Case) -> Finding:
    """A recipient may use the record only as the consent says."""
    if case.wanted_for(*AGAINST):
        return refuse(
            _(
                "The record may not be used to investigate or charge the patient without an order under subpart E."
            ),
            Missing.PART2_COURT_ORDER,
        )
    return refuse(
        _("A substance use record may be passed on only with a new consent that names the recipient."),
        Missing.CONSENT,
        signers=who_signs(case, ConsentLaw.PART2),
    )


@rule(
    "part2_onward.unshown_consent",
    Layer.PART2_ONWARD,
    "42 CFR 2.33(b)",
    _("Contents from a program, terms of receipt not known"),
    SINCE,
)
def unshown_terms(case: Case) -> Finding | None:
    """A covered entity that does not know how it received the contents must find out."""
    record = case.facts.record
    if record.part2_content is not True or record.received_under is not None or not case.hipaa_covered:
        return None
    if not case.wanted_for(*CARE):
        return None
    return lacking(
        _("The chart holds contents from a substance use program. On which consent they came decides."),
        Missing.CONSENT,
        signers=who_signs(case, ConsentLaw.PART2),
    )
