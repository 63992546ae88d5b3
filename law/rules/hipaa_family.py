"""HIPAA: the individual, personal representatives and family (45 CFR 164.502(g), 164.510(b), 164.524)."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.evidence import ParentAccessRule
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import bar, hold, lacking, permit, refuse, rule
from law.signing import minor_holds_rights, state_asks_youth, who_signs
from law.vocabulary import ConsentLaw, RecipientKind

SINCE = date(2003, 4, 14)
OMNIBUS = date(2013, 9, 23)
FAMILY = (
    RecipientKind.PARENT,
    RecipientKind.STEPPARENT,
    RecipientKind.CAREGIVER,
    RecipientKind.FOSTER_PARENT,
    RecipientKind.SPOUSE,
)
SUBSTITUTES = (RecipientKind.STEPPARENT, RecipientKind.CAREGIVER, RecipientKind.FOSTER_PARENT)
ORDER_KINDS = (
    RecipientKind.POLICE,
    RecipientKind.PROSECUTOR,
    RecipientKind.PROBATION_OFFICER,
    RecipientKind.COURT,
    RecipientKind.CASEWORKER,
    RecipientKind.CASA_GAL,
    RecipientKind.ATTORNEY,
)


@rule(
    "hipaa.authorization",
    Layer.HIPAA,
    "45 CFR 164.508(b)-(c)",
    _("Valid authorization"),
    OMNIBUS,
    demands=documented("child_welfare.legally_responsible", "consents", "family.minor_consented_alone"),
)
def authorization(case: Case) -> Finding | None:
    """All core elements and statements, signed by the individual or the personal representative."""
    return consent_route(case, ConsentLaw.HIPAA)


@rule(
    "hipaa.none",
    Layer.HIPAA,
    "45 CFR 164.502(a); 164.508(a)(1)",
    _("No permission applies"),
    SINCE,
    fallback=True,
)
def no_permission(case: Case) -> Finding:
    """What is neither required nor permitted needs an authorization."""
    missing = [Missing.CONSENT]
    if case.asked_by(RecipientKind.POLICE, RecipientKind.PROSECUTOR):
        missing.append(Missing.COURT_ORDER_OR_SUBPOENA)
    elif case.asked_by(*ORDER_KINDS):
        missing.append(Missing.COURT_ORDER)
    return refuse(
        _(
            "No permission of the Privacy Rule fits this recipient and purpose: an authorization is needed first."
        ),
        *missing,
        signers=who_signs(case, ConsentLaw.HIPAA),
    )


@rule("hipaa.individual", Layer.HIPAA, "45 CFR 164.502(a)(1)(i); 164.524", _("The patient"), SINCE)
def individual(case: Case) -> Finding | None:
    """The patient may always receive the own record."""
    if not case.asked_by(RecipientKind.STUDENT_SELF):
        return None
    return permit(_("A provider may give patients their own information."))


@rule(
    "hipaa.endangerment",
    Layer.HIPAA,
    "45 CFR 164.502(g)(5)",
    _("Representative who may do harm"),
    SINCE,
    demands=documented("health.access_against_interest"),
)
def endangerment(case: Case) -> Finding | None:
    """The provider may refuse to treat an abuser as representative, by professional judgment."""
    health = case.facts.health
    if not case.asked_by(*FAMILY) or health.requester_may_be_abuser is not True:
        return None
    if health.access_against_interest is True:
        return bar(
            _(
                "The provider believes that this person harms the patient and that access is not in her interest."
            )
        )
    if health.access_against_interest is False:
        return None
    return hold(
        _(
            "This person may harm the patient. The provider decides whether access is in the patient's interest."
        ),
        Missing.PROVIDER_DISCRETION,
    )


@rule(
    "hipaa.rights_ended",
    Layer.HIPAA,
    "45 CFR 164.502(g)(3)",
    _("Parent whose authority a court ended"),
    SINCE,
)
def rights_ended(case: Case) -> Finding | None:
    """A parent without authority over health decisions is no representative."""
    if not case.asked_by(*FAMILY) or not case.rights_revoked:
        return None
    return bar(_("An order specifically ends this person's right to the records."))


@rule(
    "hipaa.parent",
    Layer.HIPAA,
    "45 CFR 164.502(g)(3); 164.524",
    _("Parent as personal representative"),
    SINCE,
    demands=documented("health.licensed_professional_allows", "state.parent_access"),
)
def parent(case: Case) -> Finding | None:
    """Normally the parent represents the minor; where the minor consented alone, state law decides."""
    if not case.asked_by(RecipientKind.PARENT) or case.recipient.parent_of_youth is False:
        return None
    if case.adult is None:
        return lacking(_("Whether the parent represents the patient depends on age."), Missing.YOUTH_AGE)
    if case.adult:
        return None
    if state_asks_youth(case):
        return lacking(
            _(
                "State law lets a youth of this age consent to such care alone. It is not shown who consented."
            ),
            Missing.RECORD_STATUS,
        )
    if not minor_holds_rights(case):
        return permit(_("A parent is normally the personal representative of a minor."))
    return _by_state_law(case)


def _by_state_law(case: Case) -> Finding:
    access = case.facts.state.parent_access
    if access in (ParentAccessRule.REQUIRE, ParentAccessRule.PERMIT):
        return permit(_("State law lets a parent see the record of care to which the minor consented."))
    if access is ParentAccessRule.PROHIBIT:
        return refuse(
            _("State law keeps the record of care to which the minor consented from the parent."),
            Missing.CONSENT,
            Missing.MINOR_SIGNATURE,
        )
    if access is ParentAccessRule.SILENT:
        return _by_professional(case)
    return lacking(
        _("The minor holds the rights for this care. State law decides on the parent's access."),
        Missing.STATE_LAW,
    )


def _by_professional(case: Case) -> Finding:
    """Where state law is silent, a licensed professional decides (164.502(g)(3)(ii)(C))."""
    allows = case.facts.health.licensed_professional_allows
    if allows is True:
        return permit(
            _("State law is silent, and a licensed professional decided to give the parent access.")
        )
    if allows is False:
        return refuse(
            _("State law is silent, and a licensed professional decided against it."), Missing.CONSENT
        )
    return lacking(_("State law is silent: a licensed professional decides."), Missing.PROVIDER_DISCRETION)


@rule(
    "hipaa.substitute_parent",
    Layer.HIPAA,
    "45 CFR 164.502(g)(3); 164.510(b)",
    _("Foster parent, relative or stepparent"),
    SINCE,
    demands=documented("child_welfare.placement_letter", "orders"),
)
def substitute_parent(case: Case) -> Finding | None:
    """Authority over health decisions comes from state law or the placement order."""
    if not case.asked_by(*SUBSTITUTES) or case.adult is True:
        return None
    if _medical_authority(case) is True:
        return permit(_("An order or letter gives this person authority over the child's care."))
    if _medical_authority(case) is False:
        return refuse(
            _("The order does not give this person authority over the child's care."), Missing.CONSENT
        )
    return lacking(
        _("Who decides on the child's care comes from state law or the placement order."),
        Missing.STATE_LAW,
        Missing.PLACEMENT_AUTHORITY,
    )


def _medical_authority(case: Case) -> bool | None:
    known = [order.medical_decision_authority for order in case.facts.orders]
    if True in known or case.facts.child_welfare.placement_letter is True:
        return True
    return False if False in known else None


@rule(
    "hipaa.custodial_agency",
    Layer.HIPAA,
    "45 CFR 164.502(g)(3); 164.514(h)",
    _("Agency with custody and authority over care"),
    SINCE,
    demands=documented("orders"),
)
def custodial_agency(case: Case) -> Finding | None:
    """Custody is not enough: law or court must give the agency the decision on care."""
    if not case.asked_by(RecipientKind.CASEWORKER):
        return None
    custody = any(order.custody_to_agency is True for order in case.facts.orders)
    if not custody and case.facts.child_welfare.legally_responsible is not True:
        return None
    if any(order.medical_decision_authority is True for order in case.facts.orders):
        return permit(_("The court gave the agency custody and the decision on the child's care."))
    if any(order.medical_decision_authority is False for order in case.facts.orders):
        return refuse(
            _("The parents kept the decision on the child's care."), Missing.CONSENT, Missing.COURT_ORDER
        )
    if case.facts.state.custody_decides_care is True:
        return permit(_("State law gives the agency with custody the decision on the child's care."))
    return lacking(
        _("The agency has custody, but it is not shown that it decides on the child's care."),
        Missing.PLACEMENT_AUTHORITY,
        Missing.STATE_LAW,
    )


@rule(
    "hipaa.involved_in_care",
    Layer.HIPAA,
    "45 CFR 164.510(b)",
    _("Family involved in the care of an adult patient"),
    OMNIBUS,
    demands=documented(
        "health.best_interest_judgment", "health.patient_incapacitated", "health.patient_objects"
    ),
)
def involved_in_care(case: Case) -> Finding | None:
    """What is relevant to the involvement, unless the patient objects."""
    health = case.facts.health
    if not case.asked_by(*FAMILY) or case.adult is not True:
        return None
    if health.patient_objects is True:
        return refuse(
            _("The patient is an adult and objects."),
            Missing.CONSENT,
            signers=who_signs(case, ConsentLaw.HIPAA),
        )
    judged = health.patient_incapacitated is True and health.best_interest_judgment is True
    if health.patient_objects is False or judged:
        return permit(
            _(
                "The patient did not object, or the provider judged it best while the patient could not decide."
            ),
            Condition.LIMITED_INFORMATION,
            Condition.MINIMUM_NECESSARY,
        )
    return lacking(
        _("An adult patient must agree, or have the chance to object."),
        Missing.CONSENT,
        signers=who_signs(case, ConsentLaw.HIPAA),
    )
