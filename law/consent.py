"""Is a consent valid, under one law, for one category, on one day?"""

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import ConsentFact
from law.message import Message
from law.message import message as _
from law.register import lacking, permit, refuse
from law.signing import as_signed, signature_lacks, who_signs
from law.vocabulary import Category, ConsentLaw, Element, Purpose, RecipientKind

FERPA_ELEMENTS = frozenset(
    {Element.DESCRIPTION, Element.PURPOSE, Element.RECIPIENT, Element.SIGNATURE, Element.DATE}
)
HIPAA_ELEMENTS = FERPA_ELEMENTS | {
    Element.DISCLOSER,
    Element.EXPIRATION,
    Element.RIGHT_TO_REVOKE,
    Element.CONDITIONING_STATEMENT,
    Element.REDISCLOSURE_STATEMENT,
}
PART2_ELEMENTS = FERPA_ELEMENTS | {
    Element.PATIENT_NAME,
    Element.DISCLOSER,
    Element.EXPIRATION,
    Element.RIGHT_TO_REVOKE,
}
PART2_ALL_PURPOSES_ELEMENTS = PART2_ELEMENTS | {
    Element.REDISCLOSURE_STATEMENT,
    Element.CONSEQUENCES_OF_REFUSAL,
}
UNIFORM_FORM_ELEMENTS: frozenset[Element] = frozenset(Element)
"""What the portal's own consent form states: the union of the elements of all laws."""

_LACK: dict[Element, Missing] = {
    Element.PATIENT_NAME: Missing.CONSENT_PATIENT_NAME,
    Element.DISCLOSER: Missing.CONSENT_DISCLOSER,
    Element.DESCRIPTION: Missing.CONSENT_RECORDS,
    Element.RECIPIENT: Missing.CONSENT_RECIPIENT,
    Element.PURPOSE: Missing.PURPOSE,
    Element.EXPIRATION: Missing.EXPIRATION,
    Element.SIGNATURE: Missing.SIGNATURE,
    Element.DATE: Missing.DATE,
    Element.RIGHT_TO_REVOKE: Missing.RIGHT_TO_REVOKE,
    Element.CONDITIONING_STATEMENT: Missing.CONDITIONING_STATEMENT,
    Element.REDISCLOSURE_STATEMENT: Missing.REDISCLOSURE_STATEMENT,
    Element.CONSEQUENCES_OF_REFUSAL: Missing.CONSEQUENCES_OF_REFUSAL,
}
_ALL_PURPOSES = (
    Purpose.TREATMENT,
    Purpose.PAYMENT,
    Purpose.HEALTH_CARE_OPERATIONS,
    Purpose.CARE_COORDINATION,
)
_ALL_PURPOSES_RECIPIENTS = (
    RecipientKind.HEALTH_PROVIDER,
    RecipientKind.TREATMENT_AGENCY,
    RecipientKind.PAYER,
    RecipientKind.MEDICAID_AGENCY,
    RecipientKind.CONTRACTOR,
)
_PROCEEDINGS = (Purpose.PROCEEDING_AGAINST_YOUTH, Purpose.COURT_PROCEEDING, Purpose.INVESTIGATION)
_MONITORS = (
    RecipientKind.PROBATION_OFFICER,
    RecipientKind.COURT,
    RecipientKind.PROSECUTOR,
    RecipientKind.CORRECTIONAL,
)


def consent_route(case: Case, law: ConsentLaw, *conditions: Condition) -> Finding | None:
    """The best answer that any consent on file gives under this law, or None when there is none."""
    findings = [check(case, consent, law, *conditions) for consent in case.consents]
    return min(findings, key=lambda item: (item.outcome.rank, len(item.missing), item.missing), default=None)


def check(case: Case, consent: ConsentFact, law: ConsentLaw, *conditions: Condition) -> Finding:
    """Whether this consent lets this category go to this recipient. Every defect is named."""
    case = as_signed(case, consent)
    reason = _out_of_scope(case, consent, law)
    if reason is not None:
        return refuse(reason, *_instead(case, law), signers=who_signs(case, law))
    lacks = dict.fromkeys([*_form_lacks(case, consent, law), *signature_lacks(case, consent, law)])
    if lacks:
        return lacking(_incomplete(tuple(lacks)), *lacks, signers=who_signs(case, law))
    return permit(
        _("A valid written consent covers this record, this recipient and this purpose."),
        *conditions,
        relies_on=consent.reference,
    )


def _instead(case: Case, law: ConsentLaw) -> tuple[Missing, ...]:
    """What a fresh request would need: under Part 2 the justice system has the order of subpart E as well."""
    justice = case.asked_by(RecipientKind.POLICE, RecipientKind.PROSECUTOR, RecipientKind.COURT)
    if law is ConsentLaw.PART2 and justice:
        return (Missing.PART2_COURT_ORDER, Missing.CONSENT)
    return (Missing.CONSENT,)


def _out_of_scope(case: Case, consent: ConsentFact, law: ConsentLaw) -> Message | None:
    """Why the consent does not speak to this request at all: ended, for someone or something else."""
    if _withdrawn(consent):
        return _("The consent was revoked. It supports no new disclosure.")
    if _outside_its_time(case, consent) is not None:
        return _outside_its_time(case, consent)
    if consent.known_false is True:
        return _("The consent is known to rest on false information.")
    if consent.conditioned_unlawfully is True and law is not ConsentLaw.FERPA:
        return _("A service was made to depend on this consent, which the law forbids.")
    if case.category not in consent.categories:
        return _("The consent does not cover this kind of record.")
    if names_recipient(case, consent) is False:
        return _("The consent names another recipient.")
    if _names_discloser(case, consent) is False:
        return _("The consent does not allow this agency to disclose.")
    if covers_purpose(case, consent) is False:
        return _("The consent was given for another purpose.")
    return _outside_part2(case, consent) if law is ConsentLaw.PART2 else None


def _outside_its_time(case: Case, consent: ConsentFact) -> Message | None:
    """Why the consent does not hold on this day: its own end, the longest that state law allows, or its date."""
    if consent.expires_on is not None and consent.expires_on < case.facts.on:
        return _("The consent ended on %(date)s.", date=consent.expires_on.isoformat())
    if consent.event_occurred is True:
        return _("The event on which the consent ends has occurred.")
    if consent.signed_on is None:
        return None
    if consent.signed_on > case.facts.on:
        return _("The consent is dated later than the day of the disclosure.")
    longest = case.facts.state.consent_max_days
    if longest is not None and (case.facts.on - consent.signed_on).days > longest:
        return _("State law ends a consent %(days)s days after it was signed.", days=str(longest))
    return None


def _withdrawn(consent: ConsentFact) -> bool:
    """Revoked, or an attempt to revoke that the form cannot refuse (42 CFR 2.35(c))."""
    irrevocable = consent.criminal_justice_referral is True and consent.revocable is False
    return consent.revoked is True or (consent.revocation_attempted is True and not irrevocable)


def _outside_part2(case: Case, consent: ConsentFact) -> Message | None:
    """Limits of the two special kinds of Part 2 consent."""
    if consent.all_treatment_payment_operations is True and not (
        case.wanted_for(*_ALL_PURPOSES) and case.asked_by(*_ALL_PURPOSES_RECIPIENTS)
    ):
        return _("A consent for treatment, payment and operations does not reach this recipient or purpose.")
    monitors = case.wanted_for(Purpose.SUPERVISION) or case.recipient.supervises_release is True
    if consent.criminal_justice_referral is True and not (monitors and case.asked_by(*_MONITORS)):
        return _("A justice referral consent serves only those who monitor the youth's release.")
    return None


def names_recipient(case: Case, consent: ConsentFact) -> bool | None:
    """Whether the asker is the named person or belongs to the named class; None when nobody compared."""
    if consent.names_recipient is not None:
        return consent.names_recipient
    if not consent.recipients or not case.recipient.reference:
        return None
    return case.recipient.reference in consent.recipients


def _names_discloser(case: Case, consent: ConsentFact) -> bool | None:
    if consent.names_discloser is not None:
        return consent.names_discloser
    if not consent.disclosers or not case.holder.reference:
        return None
    return case.holder.reference in consent.disclosers


def covers_purpose(case: Case, consent: ConsentFact) -> bool | None:
    """Whether the stated purposes include this one; None when nobody compared."""
    if consent.covers_purpose is not None:
        return consent.covers_purpose
    return case.facts.purpose in consent.purposes if consent.purposes else None


def _form_lacks(case: Case, consent: ConsentFact, law: ConsentLaw) -> list[Missing]:
    """What the paper itself lacks."""
    lacks: list[Missing] = []
    if consent.written is not True:
        lacks.append(Missing.WRITTEN_CONSENT)
    lacks.extend(
        _LACK[element] for element in Element if element in required_elements(consent, law) - consent.elements
    )
    if consent.electronic is True and not (
        consent.authenticated is True and consent.indicates_approval is True
    ):
        lacks.append(Missing.SIGNATURE)
    lacks.extend(_state_form_lacks(case, consent))
    if names_recipient(case, consent) is None:
        lacks.append(Missing.CONSENT_RECIPIENT)
    if covers_purpose(case, consent) is None:
        lacks.append(Missing.PURPOSE)
    if _endless(case, consent, law):
        lacks.append(Missing.EXPIRATION)
    return [*lacks, *_part2_form_lacks(case, consent)] if law is ConsentLaw.PART2 else lacks


def _part2_form_lacks(case: Case, consent: ConsentFact) -> list[Missing]:
    """A paper of its own for proceedings (2.31(d)), who is behind an intermediary (2.31(a)(4)(ii)), and what may happen
    afterwards where a covered entity receives it for treatment, payment or operations (2.31(a)(4)(iii))."""
    lacks: list[Missing] = []
    covered = case.recipient.hipaa_covered is True and case.wanted_for(*_ALL_PURPOSES)
    # Counseling notes have a paper of their own, by 2.31(b).
    covered = covered and case.category is not Category.SUD_COUNSELING_NOTES
    stated = consent.elements | required_elements(consent, ConsentLaw.PART2)
    if covered and Element.REDISCLOSURE_STATEMENT not in stated:
        lacks.append(_LACK[Element.REDISCLOSURE_STATEMENT])
    if case.wanted_for(*_PROCEEDINGS) and consent.combined is not False:
        lacks.append(Missing.SEPARATE_CONSENT)
    if consent.intermediary is True and consent.names_participants is not True:
        lacks.append(Missing.CONSENT_PARTICIPANTS)
    return lacks


def _state_form_lacks(case: Case, consent: ConsentFact) -> list[Missing]:
    """What state law asks of the paper: ink where it allows no electronic signature, a day to count from."""
    lacks: list[Missing] = []
    if consent.electronic is True and case.facts.state.electronic_signature is False:
        lacks.append(Missing.SIGNATURE)
    if consent.signed_on is None and case.facts.state.consent_max_days is not None:
        lacks.append(Missing.DATE)
    return lacks


def required_elements(consent: ConsentFact, law: ConsentLaw) -> frozenset[Element]:
    """The elements that this law asks of this kind of consent."""
    if law is ConsentLaw.FERPA:
        return FERPA_ELEMENTS
    if law is ConsentLaw.HIPAA:
        return HIPAA_ELEMENTS
    if consent.criminal_justice_referral is True:
        return PART2_ELEMENTS - {Element.RIGHT_TO_REVOKE}
    return PART2_ALL_PURPOSES_ELEMENTS if consent.all_treatment_payment_operations is True else PART2_ELEMENTS


def _endless(case: Case, consent: ConsentFact, law: ConsentLaw) -> bool:
    """True when the form says that it never ends and the law does not allow that."""
    if law is ConsentLaw.FERPA or consent.expires_on is not None or consent.expires_event != "none":
        return False
    if case.wanted_for(Purpose.RESEARCH):
        return False
    return not (law is ConsentLaw.PART2 and consent.all_treatment_payment_operations is True)


def _incomplete(lacks: tuple[Missing, ...]) -> Message:
    if Missing.STATE_LAW in lacks:
        return _("Whose signature is needed depends on state law, which is not on record.")
    if {Missing.STUDENT_SIGNATURE, Missing.PARENT_SIGNATURE, Missing.MINOR_SIGNATURE} & set(lacks):
        return _("The consent is not signed by the person, or all the persons, whom the law asks.")
    return _("There is a consent, but it lacks something that the law requires.")
