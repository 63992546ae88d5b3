"""Whose signature a consent needs, by law, age, kind of care and custody, and what its signer's right rests on."""

from collections.abc import Mapping
from dataclasses import replace

from law.case import MAJORITY, Case
from law.duties import Missing
from law.evidence import MinorConsentRule
from law.facts import ConsentFact
from law.vocabulary import Category, ConsentLaw, SignerCapacity, SignerGround

PARENTS = (SignerCapacity.PARENT, SignerCapacity.GUARDIAN)
STAND_INS = (
    SignerCapacity.CARETAKER,
    SignerCapacity.CHILD_WELFARE_AGENCY,
    SignerCapacity.COURT_APPOINTED,
)
ADULTS = (SignerCapacity.ADULT_YOUTH, SignerCapacity.ELIGIBLE_STUDENT)
OWN_HAND = frozenset({SignerCapacity.MINOR, *ADULTS})
"""The young person's own signature, in whatever capacity."""
REPRESENTATIVES = (SignerCapacity.COURT_APPOINTED, SignerCapacity.GUARDIAN)

_OF_AN_ORDER = (
    SignerGround.CUSTODY,
    SignerGround.EDUCATION_DECISIONS,
    SignerGround.MEDICAL_DECISIONS,
    SignerGround.AGREED_TO_CARE,
)
_OF_A_YOUTH = (SignerGround.COLLEGE, SignerGround.EMANCIPATED, SignerGround.CARE_ALONE)
GROUNDS: Mapping[SignerCapacity, tuple[SignerGround, ...]] = {
    SignerCapacity.PARENT: (SignerGround.AGREED_TO_CARE,),
    SignerCapacity.GUARDIAN: (SignerGround.AGREED_TO_CARE,),
    SignerCapacity.CARETAKER: (
        SignerGround.MEDICAL_DECISIONS,
        SignerGround.PLACED,
        SignerGround.AGREED_TO_CARE,
    ),
    SignerCapacity.CHILD_WELFARE_AGENCY: _OF_AN_ORDER,
    SignerCapacity.COURT_APPOINTED: _OF_AN_ORDER,
    SignerCapacity.MINOR: (SignerGround.CARE_ALONE,),
    SignerCapacity.ELIGIBLE_STUDENT: _OF_A_YOUTH,
    SignerCapacity.ADULT_YOUTH: _OF_A_YOUTH,
}
"""On what the right of each signer may rest, beyond the capacity."""


def as_signed(case: Case, consent: ConsentFact) -> Case:
    """The case with what the paper shows of its signer's right, where nothing else is known of it.

    College (34 CFR 99.5(a)), emancipation (45 CFR 164.502(g)(2)-(3)), and who agreed to the care (164.502(g)(3)(i)).
    """
    if not consent.grounds:
        return case
    youth, family = case.facts.youth, case.facts.family
    facts = replace(
        case.facts,
        youth=replace(
            youth,
            attends_postsecondary=_known(youth.attends_postsecondary, SignerGround.COLLEGE, consent),
            emancipated=_known(youth.emancipated, SignerGround.EMANCIPATED, consent),
        ),
        family=replace(
            family,
            parent_consented_to_care=_known(
                family.parent_consented_to_care, SignerGround.AGREED_TO_CARE, consent
            ),
        ),
    )
    if _old_enough_to_agree_alone(case):
        alone = _known(family.minor_consented_alone, SignerGround.CARE_ALONE, consent)
        facts = replace(facts, family=replace(facts.family, minor_consented_alone=alone))
    return Case(facts, case.category)


def _known(known: bool | None, ground: SignerGround, consent: ConsentFact) -> bool | None:
    return True if known is None and ground in consent.grounds else known


def _old_enough_to_agree_alone(case: Case) -> bool:
    """False where state law lets nobody so young agree to such care alone."""
    start, age = case.facts.state.minor_signs_from, case.youth.age
    return start is None or (age is not None and age >= start)


def who_signs(case: Case, law: ConsentLaw) -> tuple[SignerCapacity, ...]:
    """Whose signature makes a consent valid, as far as the facts tell."""
    if represented(case):
        return REPRESENTATIVES
    if law is ConsentLaw.FERPA:
        if case.eligible_student is None:
            return (SignerCapacity.PARENT, SignerCapacity.ELIGIBLE_STUDENT)
        return (SignerCapacity.ELIGIBLE_STUDENT,) if case.eligible_student else PARENTS
    if case.adult is None:
        return (SignerCapacity.PARENT, SignerCapacity.ADULT_YOUTH)
    if case.adult:
        return (SignerCapacity.ADULT_YOUTH,)
    if law is ConsentLaw.HIPAA:
        if minor_holds_rights(case):
            return (SignerCapacity.MINOR,)
        return (SignerCapacity.MINOR, *PARENTS) if state_asks_youth(case) else PARENTS
    alone = case.facts.state.minor_consent_substance_use is MinorConsentRule.MINOR_ALONE
    return (SignerCapacity.MINOR,) if alone else (SignerCapacity.MINOR, SignerCapacity.PARENT)


def minor_holds_rights(case: Case) -> bool:
    """True when the minor is the individual for this service (45 CFR 164.502(g)(3)(i))."""
    family = case.facts.family
    return family.minor_consented_alone is True or family.parent_agreed_to_confidentiality is True


def state_asks_youth(case: Case) -> bool:
    """True when state law lets a minor of this age consent to such care alone, and nobody knows who consented.

    The record may then be the minor's own: neither a parent nor a parent's signature is enough to open it. A record of
    HIV, sexual or reproductive care usually is, so where the state's age is not known the minor is asked at any age.
    """
    family, age = case.facts.family, case.youth.age
    start = case.facts.state.minor_signs_from
    if start is None and case.category is Category.SEXUAL_HEALTH:
        start = 0
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
    own = bool(consent.signers & OWN_HAND)
    if minor_holds_rights(case):
        return [] if own else [Missing.MINOR_SIGNATURE]
    lacks = _parent_signature(case, consent, ConsentLaw.HIPAA)
    if state_asks_youth(case) and not own:
        lacks.append(Missing.MINOR_SIGNATURE)
    return lacks


def _part2_signature(case: Case, consent: ConsentFact) -> list[Missing]:
    """42 CFR 2.14: the minor alone, or minor and parent, as state law on treatment has it."""
    lacks: list[Missing] = []
    rule = case.facts.state.minor_consent_substance_use
    if not consent.signers & OWN_HAND:
        lacks.append(Missing.MINOR_SIGNATURE)
    if rule is not MinorConsentRule.MINOR_ALONE:
        parent = _parent_signature(case, consent, ConsentLaw.PART2)
        lacks.extend(
            parent if rule is MinorConsentRule.PARENT_REQUIRED else [Missing.STATE_LAW] * bool(parent)
        )
    return lacks


def _parent_signature(case: Case, consent: ConsentFact, law: ConsentLaw) -> list[Missing]:
    """A parent or guardian; or who stands in for one, with the right that this law asks for."""
    if not consent.signers & {*PARENTS, *STAND_INS}:
        return [Missing.PARENT_SIGNATURE]
    if consent.authority_described is False:
        return [Missing.SIGNER_AUTHORITY]
    decides = _decides_on_school if law is ConsentLaw.FERPA else _decides_on_care
    proven = consent.signers & {*PARENTS} or decides(case, consent)
    return [] if proven else [Missing.SIGNER_AUTHORITY]


def _decides_on_school(case: Case, consent: ConsentFact) -> bool:
    """Who acts as a parent in the absence of one (34 CFR 99.3); an agency or person by custody, or by the order's words."""
    if SignerCapacity.CARETAKER in consent.signers or SignerGround.EDUCATION_DECISIONS in consent.grounds:
        return True
    return _has_custody(case, consent) or _ordered(case)


def _decides_on_care(case: Case, consent: ConsentFact) -> bool:
    """Only with authority over health decisions, by a paper or by state law (45 CFR 164.502(g)(3), 42 CFR 2.14)."""
    if SignerGround.MEDICAL_DECISIONS in consent.grounds or _ordered(case):
        return True
    if any(order.medical_decision_authority is False for order in case.facts.orders):
        return False
    state = case.facts.state
    if SignerCapacity.CHILD_WELFARE_AGENCY in consent.signers:
        return state.custody_decides_care is True and _has_custody(case, consent)
    placed = SignerCapacity.CARETAKER in consent.signers and SignerGround.PLACED in consent.grounds
    return placed and state.placement_decides_care is True


def _has_custody(case: Case, consent: ConsentFact) -> bool:
    shown = SignerGround.CUSTODY in consent.grounds or case.facts.child_welfare.legally_responsible is True
    return shown or any(order.custody_to_agency is True for order in case.facts.orders)


def _ordered(case: Case) -> bool:
    return any(order.medical_decision_authority is True for order in case.facts.orders)
