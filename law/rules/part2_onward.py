"""42 CFR Part 2: records in the hands of those who received them (2.12(d), 2.33(b)-(c), 2.35(d), 2.62)."""

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.evidence import ReceivedUnder
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, bar, lacking, permit, refuse, rule
from law.rules.part2 import BEFORE, SINCE, WITH_CONSENT, kept_by_no_school
from law.rules.part2_orders import AGAINST
from law.rules.part2_safety import medical_emergency
from law.signing import who_signs
from law.vocabulary import ConsentLaw, Purpose, RecipientKind

OFFICERS = (
    RecipientKind.PROBATION_OFFICER,
    RecipientKind.COURT,
    RecipientKind.PROSECUTOR,
    RecipientKind.CORRECTIONAL,
)
CARE = (Purpose.TREATMENT, Purpose.PAYMENT, Purpose.HEALTH_CARE_OPERATIONS, Purpose.CARE_COORDINATION)
PAYMENT_CONSENTS = (ReceivedUnder.PART2_TPO_CONSENT, ReceivedUnder.PART2_PAYMENT_CONSENT)
STUDIED = (ReceivedUnder.PART2_RESEARCH, ReceivedUnder.PART2_AUDIT)


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
    demands=documented("consents", "state.minor_consent_substance_use"),
)
def onward_consent(case: Case) -> Finding | None:
    """A consent that names the further recipient."""
    duties = (*WITH_CONSENT, Condition.MINIMUM_NECESSARY, *kept_by_no_school(case))
    return consent_route(case, ConsentLaw.PART2, *duties)


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
    source_checked_on=COMPARED,
    demands=documented(
        "emergency.consent_obtainable",
        "emergency.current",
        "emergency.medical",
        "emergency.program_closed_by_disaster",
    ),
)
def onward_emergency(case: Case) -> Finding | None:
    """To medical personnel only."""
    return medical_emergency(case)


@rule(
    "part2_onward.covered_entity",
    Layer.PART2_ONWARD,
    "42 CFR 2.33(b)(1)",
    _("Received for treatment, payment and operations"),
    SINCE,
    source_checked_on=COMPARED,
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
    demands=documented("recipient.same_case"),
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


@rule(
    "part2_onward.payment_contractor",
    Layer.PART2_ONWARD,
    "42 CFR 2.33(b)(3), (c)",
    _("Contractor for payment and operations"),
    SINCE,
    demands=documented("contract"),
)
def payment_contractor(case: Case) -> Finding | None:
    """A holder that is no covered entity may pass it to those who carry out payment or operations for it."""
    work = case.wanted_for(Purpose.PAYMENT, Purpose.HEALTH_CARE_OPERATIONS)
    if case.facts.record.received_under not in PAYMENT_CONSENTS or case.hipaa_covered or not work:
        return None
    if not case.asked_by(RecipientKind.CONTRACTOR, RecipientKind.ATTORNEY):
        return None
    if case.facts.contract is None:
        return lacking(
            _("The contractor has to be bound to Part 2 by a written contract."), Missing.WRITTEN_AGREEMENT
        )
    return permit(
        _("A contractor bound to Part 2 in writing may carry out payment or operations with it."),
        Condition.WRITTEN_AGREEMENT_TERMS,
        Condition.PART2_NOTICE,
        Condition.MINIMUM_NECESSARY,
        relies_on=case.facts.contract.reference,
    )


@rule(
    "part2_onward.proceeding",
    Layer.PART2_ONWARD,
    "42 CFR 2.31(d); 2.33(b)",
    _("Received for one proceeding"),
    SINCE,
    demands=documented("recipient.same_case"),
)
def proceeding(case: Case) -> Finding | None:
    """A consent for a proceeding serves that proceeding and no other."""
    if case.facts.record.received_under is not ReceivedUnder.PART2_PROCEEDING_CONSENT:
        return None
    if not case.asked_by(RecipientKind.COURT, RecipientKind.ATTORNEY) or case.recipient.same_case is not True:
        return None
    return permit(
        _("The patient consented to the use in this very proceeding."),
        Condition.PART2_NOTICE,
        Condition.USE_ONLY_FOR_PURPOSE,
    )


@rule(
    "part2_onward.studied",
    Layer.PART2_ONWARD,
    "42 CFR 2.62; 2.52(b); 2.53(d)",
    _("Received for research or audit"),
    BEFORE,
    source_checked_on=COMPARED,
)
def studied(case: Case) -> Finding | None:
    """No order reaches those who hold it for research or audit in order to use it against a patient."""
    if case.facts.record.received_under not in STUDIED or not case.wanted_for(*AGAINST):
        return None
    return bar(
        _("What was received for research or audit can never be used against the patient, not even by order.")
    )


@rule(
    "part2_onward.back_to_program",
    Layer.PART2_ONWARD,
    "42 CFR 2.52(b)(3); 2.53(d), (e)",
    _("Back to the program it came from"),
    BEFORE,
)
def back_to_program(case: Case) -> Finding | None:
    """Researchers and auditors may give identified records back to their source, and to nobody else."""
    if case.facts.record.received_under not in STUDIED or not case.asked_by(RecipientKind.PROGRAM_STAFF):
        return None
    return permit(_("Researchers and auditors may return records to the program that gave them."))
