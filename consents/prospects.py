"""Could the law engine rely on this line? It is asked what it will be asked when the line is used, of the same facts."""

from datetime import date

from agencies.facts import holder_fact, recipient_fact, state_pack
from consents.elements import elements_ahead
from consents.expiry import age_on, is_adult
from consents.lines import GrantLine
from consents.models import Consent
from consents.text import Signing
from law.case import Case
from law.consent import check
from law.duties import Missing
from law.facts import ConsentFact, Facts, YouthFact
from law.layers import Layer, layers_for
from law.packs.overlay import filled
from law.signing import as_signed, signature_lacks, who_signs
from law.vocabulary import Category, ConsentLaw, Purpose, SignerCapacity
from youth.models import YouthRecord

LAW_OF_LAYER: dict[Layer, ConsentLaw] = {
    Layer.FERPA: ConsentLaw.FERPA,
    Layer.HIPAA: ConsentLaw.HIPAA,
    Layer.PART2: ConsentLaw.PART2,
}


def never_valid(youth: YouthRecord, signing: Signing, line: GrantLine) -> tuple[Missing, ...]:
    """What the law engine would miss in this line on its first day or, of signatures, on its last; empty when it can rely on it.

    What is not known counts as not known: who signs, and by what right, must stand on the consent (34 CFR 99.30,
    45 CFR 164.508(c), 42 CFR 2.31).
    """
    for purpose in line.purposes:
        lacks = _lacks_at_first(youth, signing, line, Purpose(purpose)) or _lacks_at_last(
            youth, signing, line, Purpose(purpose)
        )
        if lacks:
            return lacks
    return ()


def young_person_signs(youth: YouthRecord, signing: Signing, line: GrantLine) -> ConsentLaw | None:
    """The law by which a minor signs for this line, too or alone; None where the signature of a parent is enough."""
    case = _case(youth, signing, line, Purpose(line.purposes[0]), line.starts_on)
    case = as_signed(case, case.consents[0])
    found = [law for law in _laws(case) if SignerCapacity.MINOR in who_signs(case, law)]
    return found[0] if found and not is_adult(youth.birth_date, line.starts_on) else None


def _lacks_at_first(
    youth: YouthRecord, signing: Signing, line: GrantLine, purpose: Purpose
) -> tuple[Missing, ...]:
    case = _case(youth, signing, line, purpose, line.starts_on)
    lacks = [missing for law in _laws(case) for missing in check(case, case.consents[0], law).missing]
    return tuple(dict.fromkeys(lacks))


def _lacks_at_last(
    youth: YouthRecord, signing: Signing, line: GrantLine, purpose: Purpose
) -> tuple[Missing, ...]:
    """The young person grows older while the line lasts, and other people sign then."""
    case = _case(youth, signing, line, purpose, line.expires_on)
    consent = case.consents[0]
    grown = as_signed(case, consent)
    lacks = [missing for law in _laws(case) for missing in signature_lacks(grown, consent, law)]
    return tuple(dict.fromkeys(lacks))


def _laws(case: Case) -> list[ConsentLaw]:
    """The consent laws of the holder's record; where none is, who signs for the state's is who signs for a school's."""
    return [LAW_OF_LAYER[layer] for layer in layers_for(case) if layer in LAW_OF_LAYER] or [ConsentLaw.FERPA]


def _case(youth: YouthRecord, signing: Signing, line: GrantLine, purpose: Purpose, on: date) -> Case:
    """What is known of the line when it is used on this day, with the rules of the state whose record it is."""
    category = Category(line.category)
    facts = Facts(
        holder=holder_fact(line.discloser),
        recipient=recipient_fact(line.recipient),
        youth=YouthFact(age=age_on(youth.birth_date, on)),
        categories=(category,),
        purpose=purpose,
        on=on,
        consents=(_consent(signing, line),),
    )
    return filled(state_pack(line.discloser), Case(facts, category))


def _consent(signing: Signing, line: GrantLine) -> ConsentFact:
    also = {SignerCapacity.MINOR} if signing.minor_also_signed else set()
    return ConsentFact(
        elements=elements_ahead(signing, line),
        categories=frozenset({Category(line.category)}),
        purposes=frozenset(Purpose(purpose) for purpose in line.purposes),
        recipients=frozenset({str(line.recipient.pk)}),
        disclosers=frozenset({str(line.discloser.pk)}),
        signers=frozenset({signing.capacity, *also}),
        grounds=frozenset(signing.grounds),
        signed_on=signing.signed_on,
        expires_on=line.expires_on,
        written=True,
        electronic=signing.method != Consent.Method.PAPER,
        authenticated=True,
        indicates_approval=True,
    )
