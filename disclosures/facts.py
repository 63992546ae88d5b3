"""The bridge from the rows of a request to the facts of the law engine; an agency's own are `agencies/facts.py`."""

from datetime import date

from django.db.models import QuerySet

from agencies.facts import holder_fact, recipient_fact
from consents import queries as consent_queries
from consents.elements import elements_of
from consents.expiry import age_on
from consents.models import Consent, ConsentGrant
from disclosures.evidence import WITHOUT_AGREEMENT, with_evidence
from disclosures.models import DisclosureRequest, YouthMatch
from disclosures.queries import match_of
from law.facts import AgreementFact, ConsentFact, Facts, YouthFact
from law.vocabulary import Category, Purpose, SignerCapacity
from mous import queries as mou_queries
from mous.models import MouTerm
from youth.names import name_parts


def facts_for(request: DisclosureRequest, *, lock: bool = False) -> Facts:
    """Everything the holder knows about the request today, as the engine's input.

    With `lock`, the consent grants and agreements relied on are locked until the transaction ends, so that a
    revocation waits for the decision or the decision sees the revocation.
    """
    holder, asker = request.holding_agency, request.asking_agency
    today = holder.today()
    match = match_of(request)
    born = match.youth.birth_date if match else request.birth_date
    grants = list(grants_for(request, match, lock=lock))
    barred = consent_queries.without_right_among(grants)
    facts = Facts(
        holder=holder_fact(holder),
        recipient=recipient_fact(asker),
        youth=YouthFact(age=age_on(born, today) if born else None),
        categories=tuple(Category(row.category) for row in request.categories.all()),
        purpose=Purpose(request.purpose),
        on=today,
        # The one that lasts longest first: of two that cover the same, the engine relies on the first.
        consents=tuple(
            consent_fact(grant, grant.pk in barred or None)
            for grant in sorted(grants, key=lambda grant: grant.expires_on, reverse=True)
        ),
        agreement_required=request.basis not in WITHOUT_AGREEMENT,
        agreement=_agreement(terms_for(request, today, lock=lock)),
    )
    return with_evidence(facts, request, set(match.confirmed) if match else set())


def grants_for(
    request: DisclosureRequest, match: YouthMatch | None, *, lock: bool = False
) -> QuerySet[ConsentGrant]:
    """The consent grants the holder may rely on: its own for the matched youth, and those the asker attached.

    A consent the asker attached counts only for the youth her request describes, whom the custodian has found among
    her own: one signed for another child opens nothing, and how each agency spells a name does not matter.
    """
    youth = match.youth if match else None
    born = request.birth_date or (youth.birth_date if youth else None)
    attached = [
        row.consent_id
        for row in request.attached_consents.select_related("consent")
        if born in (None, row.consent.youth_birth_date) and _names(row.consent, request)
    ]
    grants = consent_queries.for_decision(request.holding_agency, youth, attached, lock=lock)
    return grants.filter(starts_on__lte=request.holding_agency.today())


def _names(consent: Consent, request: DisclosureRequest) -> bool:
    """Whether the consent's own words name the youth described: a part of the first and a part of the last name."""
    written = set(name_parts(consent.youth_name))
    return all(written & set(name_parts(name)) for name in (request.first_name, request.last_name))


def terms_for(request: DisclosureRequest, on: date, *, lock: bool = False) -> list[MouTerm]:
    """The terms in force under which the asker may ask this holder for any of the categories, for the purpose."""
    terms = mou_queries.terms_in_force(asking=request.asking_agency, holding=request.holding_agency, on=on)
    if lock:
        # Held first and then asked anew: a party that withdraws changes no row that this could wait for and read again.
        list(terms.select_for_update(no_key=True, of=("mou",)))
    return [term for term in terms if request.purpose in term.purposes]


def consent_fact(grant: ConsentGrant, rights_revoked: bool | None) -> ConsentFact:
    """One grant as the engine's input, its consent with form and agency loaded; `rights_revoked` are its signer's."""
    consent = grant.consent
    signers = {SignerCapacity(consent.signer_capacity)}
    if consent.minor_also_signed:
        signers.add(SignerCapacity.MINOR)
    signed_on = consent.agency.day_of(consent.signed_at)
    return ConsentFact(
        reference=str(grant.pk),
        elements=elements_of(consent, grant),
        categories=frozenset({Category(grant.category)}),
        purposes=frozenset(Purpose(purpose) for purpose in grant.purposes),
        recipients=frozenset({str(grant.recipient_id)}),
        disclosers=frozenset({str(grant.discloser_id)}),
        signers=frozenset(signers),
        grounds=frozenset(consent.grounds),
        signed_on=signed_on,
        expires_on=grant.expires_on,
        written=True,
        revoked=grant.revoked_at is not None,
        event_occurred=grant.ended_at is not None,
        electronic=consent.method != Consent.Method.PAPER,
        # A member of staff saw the signer sign, or the link's check was passed (34 CFR 99.30(d)).
        authenticated=True,
        indicates_approval=True,
        signer_rights_revoked=rights_revoked,
    )


def _agreement(terms: list[MouTerm]) -> AgreementFact | None:
    if not terms:
        return None
    return AgreementFact(
        reference=", ".join(sorted({term.mou.title for term in terms})),
        in_force=True,
        categories=frozenset(Category(category) for term in terms for category in term.categories),
        purposes=frozenset(Purpose(purpose) for term in terms for purpose in term.purposes),
    )
