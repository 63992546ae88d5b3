"""Could this line ever be valid? The law engine is asked with the facts most favorable to the family's choice."""

from dataclasses import replace
from datetime import date

from agencies.facts import state_pack
from consents.elements import elements_ahead
from consents.expiry import is_adult
from consents.lines import GrantLine
from consents.text import Signing
from law.case import Case
from law.consent import check
from law.duties import Missing
from law.evidence import ChildWelfareFact, FamilyFact, MinorConsentRule, RecordFact, StateLawFact
from law.facts import ConsentFact, Facts, HolderFact, RecipientFact, YouthFact
from law.layers import Layer, layers_for
from law.packs.overlay import filled
from law.signing import who_signs
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
        tries = [
            _lacks(line, _case(youth, signing, line, Purpose(purpose), today, own)) for own in (None, False)
        ]
        if all(tries):
            return tries[0]
    return ()


def young_person_signs(
    youth: YouthRecord, signing: Signing, line: GrantLine, today: date
) -> ConsentLaw | None:
    """The law by which a minor signs for this line, too or alone; None where the signature of a parent is enough.

    What is not known counts as not known: where state law lets a minor of this age agree to such care, the record may be
    the minor's own.
    """
    case = _filled(line, _case(youth, signing, line, Purpose(line.purposes[0]), today, None, known=True))
    found = [law for law in _laws(case) if SignerCapacity.MINOR in who_signs(case, law)]
    return found[0] if found and not is_adult(youth.birth_date, today) else None


def _lacks(line: GrantLine, case: Case) -> tuple[Missing, ...]:
    """What the consent lacks under any of the consent laws that apply to the holder's record, and its state's rules."""
    found: dict[Missing, None] = {}
    case = _filled(line, case)
    start, age = case.facts.state.minor_signs_from, case.youth.age
    if start is not None and age is not None and age < start:
        # Nobody so young could have agreed to such care alone.
        case = Case(replace(case.facts, family=FamilyFact()), case.category)
    for law in _laws(case):
        found |= dict.fromkeys(check(case, case.consents[0], law).missing)
    return tuple(found)


def _laws(case: Case) -> list[ConsentLaw]:
    return [LAW_OF_LAYER[layer] for layer in layers_for(case) if layer in LAW_OF_LAYER]


def _filled(line: GrantLine, case: Case) -> Case:
    """The case with the rules of the state whose record it is; without them, with those most favorable."""
    pack = state_pack(line.discloser)
    if pack is not None:
        return filled(pack, case)
    alone = SignerCapacity.PARENT not in case.consents[0].signers and case.facts.family.minor_consented_alone
    rule = MinorConsentRule.MINOR_ALONE if alone else MinorConsentRule.PARENT_REQUIRED
    return Case(replace(case.facts, state=StateLawFact(minor_consent_substance_use=rule)), case.category)


def _case(
    youth: YouthRecord,
    signing: Signing,
    line: GrantLine,
    purpose: Purpose,
    today: date,
    acts_for_school: bool | None,
    *,
    known: bool = False,
) -> Case:
    """`acts_for_school` is False for the try in which a school's clinic keeps its own health record.

    With `known`, nothing is supposed about who agreed to the care.
    """
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
        family=FamilyFact() if known else _family(alone),
        child_welfare=ChildWelfareFact(legally_responsible=True),
    )
    return Case(facts, category)


def _family(alone: bool) -> FamilyFact:
    """Whoever signs agreed to the care, too."""
    return FamilyFact(minor_consented_alone=True) if alone else FamilyFact(parent_consented_to_care=True)


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
        elements=elements_ahead(signing, line),
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
