"""The only bridge from database rows to the facts of the law engine."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from agencies.models import Agency
from consents import queries as consent_queries
from consents.models import Consent, ConsentGrant
from disclosures.evidence import WITHOUT_AGREEMENT, with_evidence
from disclosures.models import DisclosureRequest, YouthMatch
from law import RECIPIENT_OF_AGENCY, UNIFORM_FORM_ELEMENTS
from law.facts import AgreementFact, ConsentFact, Facts, HolderFact, RecipientFact, YouthFact
from law.vocabulary import AgencyKind, Category, LegalStatus, Purpose, SignerCapacity
from mous import queries as mou_queries
from mous.models import MouTerm
from youth.models import Guardian
from youth.names import name_parts


def facts_for(request: DisclosureRequest, *, lock: bool = False) -> Facts:
    """Everything the holder knows about the request today, as the engine's input.

    With `lock`, the consent grants and agreements relied on are locked until the transaction ends, so that a
    revocation waits for the decision or the decision sees the revocation.
    """
    holder, asker = request.holding_agency, request.asking_agency
    today = today_at(holder)
    match = YouthMatch.objects.filter(request=request).select_related("youth").first()
    born = match.youth.birth_date if match else request.birth_date
    facts = Facts(
        holder=_holder(holder),
        recipient=RecipientFact(
            RECIPIENT_OF_AGENCY[AgencyKind(asker.kind)],
            reference=str(asker.pk),
            hipaa_covered=bool(
                {LegalStatus.HIPAA_COVERED, LegalStatus.HIPAA_HYBRID_COMPONENT} & _statuses(asker)
            ),
        ),
        youth=YouthFact(age=age_on(born, today) if born else None),
        categories=tuple(Category(row.category) for row in request.categories.all()),
        purpose=Purpose(request.purpose),
        on=today,
        consents=tuple(_consent(grant) for grant in grants_for(request, match, lock=lock)),
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
    return grants.filter(starts_on__lte=today_at(request.holding_agency))


def _names(consent: Consent, request: DisclosureRequest) -> bool:
    """Whether the consent's own words name the youth described: a part of the first and a part of the last name."""
    written = set(name_parts(consent.youth_name))
    return all(written & set(name_parts(name)) for name in (request.first_name, request.last_name))


def terms_for(request: DisclosureRequest, on: date, *, lock: bool = False) -> list[MouTerm]:
    """The terms in force under which the asker may ask this holder for any of the categories, for the purpose."""
    terms = mou_queries.terms_in_force(asking=request.asking_agency, holding=request.holding_agency, on=on)
    if lock:
        terms = terms.select_for_update(no_key=True, of=("mou",))
    return [term for term in terms if request.purpose in term.purposes]


def today_at(agency: Agency) -> date:
    """The calendar day where the agency is."""
    return timezone.now().astimezone(ZoneInfo(agency.time_zone)).date()


def age_on(born: date, on: date) -> int:
    """Age in completed years; a person born on February 29 ages on March 1."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _statuses(agency: Agency) -> frozenset[LegalStatus]:
    return frozenset(LegalStatus(status) for status in agency.legal_statuses)


def _holder(agency: Agency) -> HolderFact:
    statuses = _statuses(agency)
    return HolderFact(
        AgencyKind(agency.kind),
        statuses=statuses,
        reference=str(agency.pk),
        sends_standard_transactions=True if LegalStatus.HIPAA_COVERED in statuses else None,
        part2_program=LegalStatus.PART2_PROGRAM in statuses,
    )


def _consent(grant: ConsentGrant) -> ConsentFact:
    consent = grant.consent
    signers = {SignerCapacity(consent.signer_capacity)}
    if consent.minor_also_signed:
        signers.add(SignerCapacity.MINOR)
    signed_on = _local_day(consent.signed_at, consent)
    return ConsentFact(
        reference=str(grant.pk),
        elements=UNIFORM_FORM_ELEMENTS,
        categories=frozenset({Category(grant.category)}),
        purposes=frozenset(Purpose(purpose) for purpose in grant.purposes),
        recipients=frozenset({str(grant.recipient_id)}),
        disclosers=frozenset({str(grant.discloser_id)}),
        signers=frozenset(signers),
        signed_on=signed_on,
        expires_on=grant.expires_on,
        youth_age_at_signing=age_on(consent.youth_birth_date, signed_on),
        written=True,
        revoked=grant.revoked_at is not None,
        electronic=consent.method == Consent.Method.ON_SCREEN,
        # A member of staff saw the signer sign, whichever way (34 CFR 99.30(d)).
        authenticated=True,
        indicates_approval=True,
        signer_rights_revoked=_rights_revoked(consent),
    )


def _rights_revoked(consent: Consent) -> bool | None:
    """Whether a document revoked the signer's rights; unknown to an agency that cannot see the guardian's record."""
    if consent.guardian_id is None:
        return None
    return Guardian.objects.filter(pk=consent.guardian_id).values_list("rights_revoked", flat=True).first()


def _local_day(moment: datetime, consent: Consent) -> date:
    return moment.astimezone(ZoneInfo(consent.agency.time_zone)).date()


def _agreement(terms: list[MouTerm]) -> AgreementFact | None:
    if not terms:
        return None
    return AgreementFact(
        reference=", ".join(sorted({term.mou.title for term in terms})),
        in_force=True,
        categories=frozenset(Category(category) for term in terms for category in term.categories),
        purposes=frozenset(Purpose(purpose) for term in terms for purpose in term.purposes),
    )
