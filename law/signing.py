"""Whose signature a consent needs, by law, age, kind of care and custody."""

from law.case import MAJORITY, Case
from law.duties import Missing
from law.evidence import MinorConsentRule
from law.facts import ConsentFact
from law.vocabulary import ConsentLaw, SignerCapacity

PARENTS = (SignerCapacity.PARENT, SignerCapacity.GUARDIAN, SignerCapacity.CARETAKER)
APPOINTED = (SignerCapacity.CHILD_WELFARE_AGENCY, SignerCapacity.COURT_APPOINTED)
ADULTS = (SignerCapacity.ADULT_YOUTH, SignerCapacity.ELIGIBLE_STUDENT)
REPRESENTATIVES = (SignerCapacity.COURT_APPOINTED, SignerCapacity.GUARDIAN)


def who_signs(case: Case, law: ConsentLaw) -> tuple[SignerCapacity, ...]:
    """Whose signature makes a consent valid, as far as the facts tell."""
    if represented(case):
        return REPRESENTATIVES
    if law is ConsentLaw.FERPA:
        if case.eligible_student is None:
            return (SignerCapacity.PARENT, SignerCapacity.ELIGIBLE_STUDENT)
        return (SignerCapacity.ELIGIBLE_STUDENT,) if case.eligible_student else PARENTS[:2]
    if case.adult is None:
        return (SignerCapacity.PARENT, SignerCapacity.ADULT_YOUTH)
    if case.adult:
        return (SignerCapacity.ADULT_YOUTH,)
    if law is ConsentLaw.HIPAA:
        if minor_holds_rights(case):
            return (SignerCapacity.MINOR,)
        return (SignerCapacity.MINOR, *PARENTS[:2]) if state_asks_youth(case) else PARENTS[:2]
    alone = case.facts.state.minor_consent_substance_use is MinorConsentRule.MINOR_ALONE
    return (SignerCapacity.MINOR,) if alone else (SignerCapacity.MINOR, SignerCapacity.PARENT)


def minor_holds_rights(case: Case) -> bool:
    """True when the minor is the individual for this service (45 CFR 164.502(g)(3)(i))."""
    family = case.facts.family
    return family.minor_consented_alone is True or family.parent_agreed_to_confidentiality is True


def state_asks_youth(case: Case) -> bool:
    """True when state law lets a minor of this age consent to such care alone, and nobody knows who consented.

    The record may then be the minor's own: neither a parent nor a parent's signature is enough to open it.
    """
    family, age = case.facts.family, case.youth.age
    start = case.facts.state.minor_signs_from
    if start is None or age is None or age < start or case.adult is not False:
        return False
    known = family.parent_consented_to_care is True or family.minor_consented_alone is not None
    return not known and family.parent_agreed_to_confidentiality is not True


def represented(case: Case) -> bool:
    """True for an adult who cannot decide, and for one who died (45 CFR 164.502(g)(4), 42 CFR 2.15)."""
    return case.youth.deceased is True or (case.youth.lacks_capacity is True and case.adult is True)


def signature_lacks(case: Case, consent: ConsentFact, law: ConsentLaw) -> list[Missing]:
    """Whose signature is still needed."""
    if consent.signer_rights_revoked is True:
        return [Missing.SIGNER_AUTHORITY]
    if represented(case):
        return [] if consent.signers & {*REPRESENTATIVES} else [Missing.SIGNER_AUTHORITY]
    if law is ConsentLaw.FERPA:
        return _ferpa_signature(case, consent)
    if case.adult is None:
        return [Missing.YOUTH_AGE]
    if case.adult:
        return [] if consent.signers & {*ADULTS} else [Missing.STUDENT_SIGNATURE]
    return _hipaa_signature(case, consent) if law is ConsentLaw.HIPAA else _part2_signature(case, consent)


def _ferpa_signature(case: Case, consent: ConsentFact) -> list[Missing]:
    if case.eligible_student is None:
        return [Missing.YOUTH_AGE]
    if case.eligible_student:
        under_age = case.youth.age is None or case.youth.age < MAJORITY
        allowed = {*ADULTS, SignerCapacity.MINOR} if under_age else {*ADULTS}
        return [] if consent.signers & allowed else [Missing.STUDENT_SIGNATURE]
    return _parent_signature(case, consent, ConsentLaw.FERPA)


def _hipaa_signature(case: Case, consent: ConsentFact) -> list[Missing]:
    if minor_holds_rights(case):
        return [] if SignerCapacity.MINOR in consent.signers else [Missing.MINOR_SIGNATURE]
    lacks = _parent_signature(case, consent, ConsentLaw.HIPAA)
    if state_asks_youth(case) and SignerCapacity.MINOR not in consent.signers:
        lacks.append(Missing.MINOR_SIGNATURE)
    return lacks


def _part2_signature(case: Case, consent: ConsentFact) -> list[Missing]:
    """42 CFR 2.14: the minor alone, or minor and parent, as state law on treatment has it."""
    lacks: list[Missing] = []
    rule = case.facts.state.minor_consent_substance_use
    if SignerCapacity.MINOR not in consent.signers:
        lacks.append(Missing.MINOR_SIGNATURE)
    if rule is not MinorConsentRule.MINOR_ALONE:
        parent = _parent_signature(case, consent, ConsentLaw.PART2)
        lacks.extend(
            parent if rule is MinorConsentRule.PARENT_REQUIRED else [Missing.STATE_LAW] * bool(parent)
        )
    return lacks


def _parent_signature(case: Case, consent: ConsentFact, law: ConsentLaw) -> list[Missing]:
    """A parent; or an agency or person appointed, with custody for FERPA and the decision on care for health law."""
    if consent.signers & {*PARENTS}:
        return [Missing.SIGNER_AUTHORITY] if consent.authority_described is False else []
    if not consent.signers & {*APPOINTED}:
        return [Missing.PARENT_SIGNATURE]
    orders = case.facts.orders
    custody = any(order.custody_to_agency is True for order in orders)
    decides = any(order.medical_decision_authority is True for order in orders)
    responsible = custody or case.facts.child_welfare.legally_responsible is True
    proven = decides or (responsible and law is ConsentLaw.FERPA)
    return [] if proven else [Missing.SIGNER_AUTHORITY]
