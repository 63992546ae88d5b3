"""A consent as a FHIR bundle for another system.

The bundle is a `collection`, not a `document`: what was signed is the sealed PDF, and this only says in a machine's
words what stands in it today. It names agencies and no person: youth and signer are local ids, and their names stand
on the PDF, which the attachment names by its hash.
"""

import base64
import hashlib
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle

from agencies.models import Agency
from consents.expiry import OWN_NAME
from consents.fhir import codes
from consents.fhir.codes import coding, concept
from consents.models import Consent, ConsentGrant
from consents.queries import seal_of, states_of
from consents.states import GrantState
from law.vocabulary import Category, Purpose, SignerCapacity
from sharing_portal.sealing.keeping import kept_bytes

Resource = dict[str, Any]
# Signs for herself or himself; everybody else signs as a person related to the youth.
PERMITS = frozenset({GrantState.IN_FORCE, GrantState.ENDS_SOON, GrantState.NOT_BEGUN})


def bundle(consent: Consent) -> Resource:
    """The consent with its signature and the agencies it names, valid by FHIR R4. Lines that ended are not in it.

    Raises `DamagedFile` when the sealed PDF is not the one that was sealed.
    """
    found = states_of(consent)
    permitted = [grant for grant, state in found if state in PERMITS]
    agencies = {consent.agency_id: consent.agency}
    for grant in permitted:
        agencies |= {grant.discloser_id: grant.discloser, grant.recipient_id: grant.recipient}
    signer = [] if capacity_of(consent) in OWN_NAME else [_related_person(consent)]
    resources = [
        _consent(consent, permitted, _status({state for _grant, state in found})),
        _provenance(consent),
        {
            "resourceType": "Patient",
            "id": str(consent.youth_id),
            "identifier": [_identifier(consent.youth_id)],
        },
        *signer,
        *(_organization(agency) for agency in agencies.values()),
    ]
    made = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": timezone.now().isoformat(),
        "meta": {"security": [_confidentiality("R")]},
        "entry": [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources],
    }
    Bundle.model_validate(made)
    return made


def capacity_of(consent: Consent) -> SignerCapacity:
    return SignerCapacity(consent.signer_capacity)


def _status(states: set[GrantState]) -> str:
    if states & PERMITS:
        return "active"
    return "proposed" if GrantState.UNCONFIRMED in states else "inactive"


def _consent(consent: Consent, grants: list[ConsentGrant], status: str) -> Resource:
    made: Resource = {
        "resourceType": "Consent",
        "id": str(consent.pk),
        "meta": {"security": [_confidentiality("R")]},
        "identifier": [_identifier(consent.pk)],
        "status": status,
        "scope": concept(coding(codes.SCOPE, "patient-privacy")),
        "category": [
            concept(coding(codes.LOINC, codes.PATIENT_CONSENT, "Patient Consent")),
            concept(coding(codes.FORMS, consent.form.kind)),
        ],
        "patient": _reference(consent.youth_id),
        "dateTime": consent.signed_at.isoformat(),
        "performer": [_reference(who) for who, _capacity in _signers(consent)],
        "organization": [_reference(consent.agency_id)],
        "policy": [{"authority": authority, "uri": uri} for authority, uri in codes.LAWS],
        "policyRule": concept(coding(codes.ACT, codes.OPT_IN, "opt-in")),
        "verification": [_verification(consent)],
    }
    if attached := _attachment(consent):
        made["sourceAttachment"] = attached
    if grants:
        made["provision"] = {"provision": [_permit(grant) for grant in grants]}
    return made


def _permit(grant: ConsentGrant) -> Resource:
    """One line: exactly this, and nothing that it does not say."""
    category = Category(grant.category)
    actions = [coding(codes.ACTION, "disclose")] if grant.may_send else []
    if grant.may_talk:
        actions.append(coding(codes.ACTIONS, "talk", "Talk with each other"))
    made: Resource = {
        "type": "permit",
        "period": {"start": grant.starts_on.isoformat(), "end": grant.expires_on.isoformat()},
        "actor": [
            {"role": concept(coding(codes.PART, role)), "reference": _reference(agency)}
            for role, agency in (
                (codes.DISCLOSER, grant.discloser_id),
                (codes.RECIPIENTS[0], grant.recipient_id),
            )
        ],
        "action": [concept(action) for action in actions],
        "securityLabel": [
            _confidentiality("R" if category in codes.RESTRICTED else "N"),
            *(coding(codes.ACT, label) for label in codes.SENSITIVITY.get(category, ())),
        ],
        "purpose": [code for purpose in grant.purposes for code in _purpose(Purpose(purpose))],
        "class": [codes.own(codes.RECORDS, category)],
    }
    if grant.ends_when:
        # Whoever does not understand this must not use the line: it ends sooner than its period says.
        made["modifierExtension"] = [{"url": codes.ENDS_WHEN, "valueCode": grant.ends_when}]
    return made


def _purpose(purpose: Purpose) -> list[dict[str, str]]:
    found = [codes.own(codes.PURPOSES, purpose)]
    v3 = codes.V3_PURPOSES.get(purpose)
    return [*found, coding(codes.REASON, v3)] if v3 else found


def _provenance(consent: Consent) -> Resource:
    """Who signed, when, and the hash of the exact text; the signature itself lies in the sealed PDF."""
    when, signers = consent.signed_at.isoformat(), _signers(consent)
    text = {"system": codes.SHA256, "value": consent.text_sha256}
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(consent.pk, "signature")),
        "target": [_reference(consent.pk)],
        "occurredDateTime": when,
        "recorded": consent.created_at.isoformat(),
        "agent": [
            {"role": [concept(codes.own(codes.CAPACITIES, capacity))], "who": _reference(who)}
            for who, capacity in signers
        ],
        "entity": [
            {"role": "source", "what": {"identifier": text, "display": "SHA-256 of the exact text signed"}}
        ],
        "signature": [
            {
                "type": [codes.CONSENT_SIGNATURE],
                "when": when,
                "who": _reference(who),
                "targetFormat": "application/pdf",
            }
            for who, _capacity in signers
        ],
    }


def _signers(consent: Consent) -> list[tuple[UUID, SignerCapacity]]:
    """The signer, and the young person where both signed."""
    capacity = capacity_of(consent)
    if capacity in OWN_NAME:
        return [(consent.youth_id, capacity)]
    also = [(consent.youth_id, SignerCapacity.MINOR)] if consent.minor_also_signed else []
    return [(_signer_id(consent), capacity), *also]


def _signer_id(consent: Consent) -> UUID:
    """The id of the person on file; who is on no file has one that belongs to this consent alone."""
    return consent.guardian_id or uuid5(consent.pk, "signer")


def _related_person(consent: Consent) -> Resource:
    capacity, role = capacity_of(consent), codes.V3_ROLES.get(capacity_of(consent))
    relation = [codes.own(codes.CAPACITIES, capacity), *([coding(codes.ROLE, role)] if role else [])]
    return {
        "resourceType": "RelatedPerson",
        "id": str(_signer_id(consent)),
        "patient": _reference(consent.youth_id),
        "relationship": [concept(*relation)],
    }


def _organization(agency: Agency) -> Resource:
    return {
        "resourceType": "Organization",
        "id": str(agency.pk),
        "identifier": [_identifier(agency.pk)],
        "name": agency.name,
    }


def _verification(consent: Consent) -> Resource:
    """That the signer was known to be that person; a paper when a second person has held it against the record."""
    on_paper = consent.method == Consent.Method.PAPER
    when = consent.confirmed_at if on_paper else consent.signed_at
    signer, _capacity = _signers(consent)[0]
    made: Resource = {"verified": when is not None, "verifiedWith": _reference(signer)}
    return {**made, "verificationDate": when.isoformat()} if when else made


def _attachment(consent: Consent) -> Resource | None:
    """The sealed PDF by its hashes: none of its bytes, and an address that answers to who may see the consent."""
    seal = seal_of(consent)
    if seal is None:
        return None
    # FHIR R4 says that an attachment's hash is SHA-1; what proves anything is the SHA-256 beside it.
    digest = hashlib.sha1(kept_bytes(seal.file, seal.file_sha256), usedforsecurity=False).digest()
    return {
        "extension": [{"url": codes.SHA256, "valueString": seal.file_sha256}],
        "contentType": "application/pdf",
        "language": consent.form.language,
        "url": settings.PORTAL_URL + reverse("consents:pdf", args=[consent.pk]),
        "hash": base64.b64encode(digest).decode(),
        "title": f"Sealed form {consent.reference}",
        "creation": seal.sealed_at.isoformat(),
    }


def _identifier(pk: UUID) -> dict[str, str]:
    return {"system": codes.UUIDS, "value": f"urn:uuid:{pk}"}


def _reference(pk: UUID) -> dict[str, str]:
    return {"reference": f"urn:uuid:{pk}"}


def _confidentiality(code: str) -> dict[str, str]:
    return coding(codes.CONFIDENTIALITY, code)
