"""HIPAA: treatment, payment, operations and research (45 CFR 164.502(e), 164.506, 164.512(i), 164.514(e))."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.evidence import ContractKind
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import lacking, permit, refuse, rule
from law.vocabulary import Purpose, RecipientKind

SINCE = date(2003, 4, 14)
OMNIBUS = date(2013, 9, 23)
CARERS = (RecipientKind.HEALTH_PROVIDER, RecipientKind.TREATMENT_AGENCY)
SERVICES = (RecipientKind.AGENCY, RecipientKind.COMMUNITY_ORG)
ATTESTED = (
    RecipientKind.SCHOOL,
    RecipientKind.SCHOOL_OFFICIAL,
    RecipientKind.TEACHER,
    RecipientKind.SCHOOL_NURSE,
    RecipientKind.CASEWORKER,
    RecipientKind.PROBATION_OFFICER,
)
ACCOUNTED = (Condition.MINIMUM_NECESSARY, Condition.ACCOUNT_FOR_DISCLOSURE)


@rule("hipaa.treatment", Layer.HIPAA, "45 CFR 164.506(c)(1)-(2)", _("Treatment"), SINCE)
def treatment(case: Case) -> Finding | None:
    """To any provider who treats the patient, covered or not, and to a school nurse who treats the student."""
    nurse = case.asked_by(RecipientKind.SCHOOL_NURSE) and case.wanted_for(Purpose.TREATMENT)
    if not case.asked_by(*CARERS) and not nurse:
        return None
    if case.wanted_for(Purpose.UNKNOWN):
        return lacking(_("It is not shown that the provider asks for treatment."), Missing.STATED_PURPOSE)
    if not case.wanted_for(Purpose.TREATMENT, Purpose.CARE_COORDINATION):
        return None
    return permit(_("A provider may share with those who treat the same patient."))


@rule(
    "hipaa.care_coordination",
    Layer.HIPAA,
    "45 CFR 164.501 'treatment'; 164.506(c)(1); 164.502(b)",
    _("Coordination of care with a social service"),
    SINCE,
    demands=documented("health.furthers_health_care"),
)
def care_coordination(case: Case) -> Finding | None:
    """Where it helps that patient's own health care. A school or probation as such is not care."""
    if not case.asked_by(*SERVICES, *ATTESTED) or not case.wanted_for(Purpose.CARE_COORDINATION):
        return None
    furthers = case.facts.health.furthers_health_care
    if furthers is False:
        return refuse(
            _("The provider does not find that it helps the patient's health care."), Missing.CONSENT
        )
    if furthers is True or case.asked_by(*SERVICES):
        return permit(
            _("Coordination with a service that helps the patient's health care can be part of treatment."),
            Condition.MINIMUM_NECESSARY,
        )
    return lacking(
        _("It counts as treatment only if the provider finds that it helps this patient's health care."),
        Missing.PROVIDER_DISCRETION,
    )


@rule("hipaa.payment", Layer.HIPAA, "45 CFR 164.506(c)(1), (3); 164.502(b)", _("Payment"), SINCE)
def payment(case: Case) -> Finding | None:
    """What a plan needs in order to pay."""
    kinds = (RecipientKind.PAYER, RecipientKind.MEDICAID_AGENCY, *CARERS)
    if not case.asked_by(*kinds) or not case.wanted_for(Purpose.PAYMENT):
        return None
    return permit(_("A provider may share what is needed for payment."), Condition.MINIMUM_NECESSARY)


@rule(
    "hipaa.operations",
    Layer.HIPAA,
    "45 CFR 164.506(c)(1), (4); 164.502(b)",
    _("Health care operations"),
    SINCE,
    demands=documented("recipient.hipaa_covered"),
)
def operations(case: Case) -> Finding | None:
    """The provider's own staff, or another covered entity with a relation to the patient."""
    inside = case.asked_by(RecipientKind.PROGRAM_STAFF)
    other = case.asked_by(RecipientKind.PAYER, *CARERS) and case.recipient.hipaa_covered is True
    own = inside and case.wanted_for(Purpose.TREATMENT, Purpose.PAYMENT, Purpose.HEALTH_CARE_OPERATIONS)
    if not own and not (other and case.wanted_for(Purpose.HEALTH_CARE_OPERATIONS)):
        return None
    return permit(
        _("Staff of the provider, and another covered entity with a relation to the patient, may use it."),
        Condition.MINIMUM_NECESSARY,
    )


@rule(
    "hipaa.business_associate",
    Layer.HIPAA,
    "45 CFR 164.502(e); 164.504(e)",
    _("Contractor under a business associate agreement"),
    OMNIBUS,
    demands=documented("contract"),
)
def business_associate(case: Case) -> Finding | None:
    """The contract comes first."""
    if not case.asked_by(RecipientKind.CONTRACTOR):
        return None
    paper = case.facts.contract
    if paper is None or paper.kind is not ContractKind.BUSINESS_ASSOCIATE:
        return lacking(
            _("A contractor that works with health information needs a business associate agreement."),
            Missing.BUSINESS_ASSOCIATE_AGREEMENT,
        )
    return permit(
        _("A business associate agreement is on file."),
        Condition.WRITTEN_AGREEMENT_TERMS,
        Condition.MINIMUM_NECESSARY,
        relies_on=paper.reference,
    )


@rule(
    "hipaa.research",
    Layer.HIPAA,
    "45 CFR 164.512(i); 164.514(e)",
    _("Research with a waiver or a limited data set"),
    SINCE,
    demands=documented("contract", "research.board_waiver", "research.limited_data_set"),
)
def research(case: Case) -> Finding | None:
    """A waiver of the review board, or a limited data set under a data use agreement."""
    if not case.asked_by(RecipientKind.RESEARCHER):
        return None
    if case.facts.research.board_waiver is True:
        return permit(_("A review board waived the authorization."), *ACCOUNTED)
    paper = case.facts.contract
    agreed = paper is not None and paper.kind is ContractKind.DATA_USE
    if case.facts.research.limited_data_set is True and agreed:
        return permit(
            _("A limited data set may go out under a data use agreement."),
            Condition.WRITTEN_AGREEMENT_TERMS,
            Condition.MINIMUM_NECESSARY,
        )
    if case.facts.research.limited_data_set is True:
        return lacking(_("A limited data set needs a data use agreement."), Missing.WRITTEN_AGREEMENT)
    return lacking(_("No research route is shown."), Missing.IRB_WAIVER_OR_CONSENT)
