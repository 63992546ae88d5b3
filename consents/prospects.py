"""Could this line ever be valid? The law engine is asked with the facts most favorable to the family's choice."""

from datetime import date

from consents.lines import GrantLine
from consents.text import Signing
from law.case import Case
from law.consent import UNIFORM_FORM_ELEMENTS, check
from law.duties import Missing
from law.evidence import ChildWelfareFact, FamilyFact, MinorConsentRule, RecordFact, StateLawFact
from law.facts import ConsentFact, Facts, HolderFact, RecipientFact, YouthFact
from law.layers import Layer, layers_for
from law.vocabulary import (
    RECIPIENT_OF_AGENCY,
    AgencyKind,
    Category,
    ConsentLaw,
    LegalStatus,
    Purpose,
    SignerCapacity,
)
from youth.models import YouthRecord

LAW_OF_LAYER: dict[Layer, ConsentLaw] = {
    Layer.FERPA: ConsentLaw.FERPA,
    Layer.HIPAA: ConsentLaw.HIPAA,
    Layer.PART2: ConsentLaw.PART2,
}


def never_valid(youth: YouthRecord, signing: Signing, line: GrantLine, today: date) -> tuple[Missing, ...]:
    """What would still be missing under the facts most favorable to this line; empty when it can be valid."""
    for purpose in line.purposes:
        tries = [_lacks(_case(youth, signing, line, Purpose(purpose), today, own)) for own in (None, False)]
        if all(tries):
            return tries[0]
    return ()


def _lacks(case: Case) -> tuple[Missing, ...]:
    """What the consent lacks under any of the consent laws that apply to the holder's record."""
    found: dict[Missing, None] = {}
    for layer in layers_for(case):
        law = LAW_OF_LAYER.get(layer)
        if law is not None:
            found |= dict.fromkeys(check(case, case.consents[0], law).missing)
    return tuple(found)


def _case(
    youth: YouthRecord,
    signing: Signing,
    line: GrantLine,
    purpose: Purpose,
    today: date,
    acts_for_school: bool | None,
) -> Case:
    """`acts_for_school` is False for the try in which a school's clinic keeps its own health record."""
    category, alone = Category(line.category), signing.capacity is SignerCapacity.MINOR
    facts = Facts(
        holder=HolderFact(
            AgencyKind(line.discloser.kind),
            statuses=frozenset(LegalStatus(status) for status in line.discloser.legal_statuses),
            reference=str(line.discloser.pk),
        ),
        recipient=RecipientFact(
            RECIPIENT_OF_AGENCY[AgencyKind(line.recipient.kind)], reference=str(line.recipient.pk)
        ),
        youth=_youth(youth, signing, today),
        categories=(category,),
        purpose=purpose,
        on=line.starts_on,
        consents=(_consent(signing, line),),
        record=RecordFact(holder_acts_for_school=acts_for_school),
        family=FamilyFact(minor_consented_alone=True if alone else None),
        child_welfare=ChildWelfareFact(legally_responsible=True),
        state=StateLawFact(
            minor_consent_substance_use=MinorConsentRule.MINOR_ALONE
            if alone
            else MinorConsentRule.PARENT_REQUIRED
        ),
    )
    return Case(facts, category)


def _youth(youth: YouthRecord, signing: Signing, today: date) -> YouthFact:
    born = youth.birth_date
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return YouthFact(
        age=age,
        attends_postsecondary=True if signing.capacity is SignerCapacity.ELIGIBLE_STUDENT else None,
        emancipated=True if signing.capacity is SignerCapacity.ADULT_YOUTH else None,
    )


def _consent(signing: Signing, line: GrantLine) -> ConsentFact:
    also = {SignerCapacity.MINOR} if signing.minor_also_signed else set()
    return ConsentFact(
        elements=UNIFORM_FORM_ELEMENTS,
        categories=frozenset({Category(line.category)}),
        purposes=frozenset(Purpose(purpose) for purpose in line.purposes),
        recipients=frozenset({str(line.recipient.pk)}),
        disclosers=frozenset({str(line.discloser.pk)}),
        signers=frozenset({signing.capacity, *also}),
        signed_on=signing.signed_on,
        expires_on=line.expires_on,
        written=True,
        electronic=True,
        authenticated=True,
        indicates_approval=True,
    )
