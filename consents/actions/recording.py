"""Record a signed consent with its grants."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from consents.actions.acting import actor
from consents.actions.signers import put_on_file
from consents.drafting import Drafted
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm, ConsentGrant, FamilyLink
from consents.permissions import can_record
from consents.queued import queue_seal
from consents.refusals import check_lines, check_signer, known_grounds
from consents.text import Signing, particulars, text_hash
from law.vocabulary import SignerCapacity, SignerGround
from sharing_portal.errors import RefusedInput, require
from youth.models import Guardian, YouthRecord


@transaction.atomic
def record_consent(
    youth: YouthRecord,
    *,
    by: User | FamilyLink,
    form: ConsentForm,
    signer_name: str,
    capacity: SignerCapacity | str,
    lines: Sequence[GrantLine],
    authority_evidence: str = "",
    grounds: Iterable[SignerGround | str] = (),
    guardian: Guardian | None = None,
    minor_also_signed: bool = False,
    method: Consent.Method | str = Consent.Method.ON_SCREEN,
    interpreter: str = "",
    signed_at: datetime | None = None,
    drawing: str = "",
    evidence: dict[str, Any] | None = None,
) -> Consent:
    """Record a signed uniform form with its grants, or refuse with the reason and change nothing.

    `grounds` are what the signer's right rests on beside the capacity, `authority_evidence` how that is known.
    `signed_at` is now unless a paper was signed before. `evidence` says how the signer was known to be that person.
    The exact text shown is stored by what was filled in and by its hash (34 CFR 99.30, 45 CFR 164.508(c), 42 CFR 2.31).
    """
    require(can_record(by, youth))
    signed_at = _moment(signed_at, method)
    signing = Signing(
        youth_name=youth.full_name,
        born=youth.birth_date,
        signer_name=signer_name.strip(),
        capacity=_capacity(capacity),
        signed_on=youth.agency.day_of(signed_at),
        method=str(Consent.Method(method)),
        interpreter=interpreter.strip(),
        minor_also_signed=minor_also_signed,
        grounds=known_grounds(grounds),
    )
    check_signer(youth, signing, guardian, authority_evidence)
    check_lines(youth, signing, lines, today=youth.agency.today())
    consent = _as_signed(youth, form, signing, lines, by=by)
    consent.guardian = guardian or put_on_file(youth, signing, authority_evidence, by=by)
    consent.signer_authority_evidence = authority_evidence.strip() or getattr(
        guardian, "authority_evidence", ""
    )
    consent.signed_at, consent.drawing, consent.signature_evidence = signed_at, drawing, evidence or {}
    consent.save(force_insert=True)
    ConsentGrant.objects.bulk_create(_grant(consent, line) for line in lines)
    _record(consent, form, signing, len(lines), by=by)
    queue_seal(consent)
    return consent


def record_drafted(
    one: Drafted,
    *,
    by: User | FamilyLink,
    signed_at: datetime,
    drawing: str = "",
    evidence: dict[str, Any] | None = None,
) -> Consent:
    """Record what one young person's draft says, as it was signed; see `record_consent`."""
    return record_consent(
        one.youth,
        by=by,
        form=one.form,
        signer_name=one.signing.signer_name,
        capacity=one.signing.capacity,
        lines=one.lines,
        authority_evidence=one.answers["authority_evidence"],
        grounds=one.signing.grounds,
        guardian=one.who.guardian,
        minor_also_signed=one.signing.minor_also_signed,
        method=one.signing.method,
        interpreter=one.signing.interpreter,
        signed_at=signed_at,
        drawing=drawing,
        evidence=evidence,
    )


def _moment(signed_at: datetime | None, method: Consent.Method | str) -> datetime:
    """When it was signed: now, unless a paper says so. A consent without a date never becomes one."""
    if signed_at is None and method == Consent.Method.PAPER:
        raise RefusedInput(_("The paper names no day of signature. Have it dated by the person who signed."))
    if signed_at is not None and signed_at > timezone.now():
        raise RefusedInput(_("The day of the signature is in the future."))
    return signed_at or timezone.now()


def _record(
    consent: Consent, form: ConsentForm, signing: Signing, grants: int, *, by: User | FamilyLink
) -> None:
    record(
        "consent.recorded",
        **actor(by),
        on=consent,
        youth_id=consent.youth_id,
        form=f"{form.version} {form.language}",
        capacity=signing.capacity.value,
        grounds=[ground.value for ground in signing.grounds],
        method=signing.method,
        grants=grants,
        text_sha256=consent.text_sha256,
    )


def _as_signed(
    youth: YouthRecord,
    form: ConsentForm,
    signing: Signing,
    lines: Sequence[GrantLine],
    *,
    by: User | FamilyLink,
) -> Consent:
    """The consent with everything that stands on the form, the hash of its exact text, and who prepared it."""
    family = by if isinstance(by, FamilyLink) else None
    filled_in = particulars(form, signing, lines)
    return Consent(
        agency=youth.agency,
        youth=youth,
        form=form,
        youth_name=signing.youth_name,
        youth_birth_date=signing.born,
        signer_name=signing.signer_name,
        signer_capacity=signing.capacity.value,
        signer_grounds=[ground.value for ground in signing.grounds],
        minor_also_signed=signing.minor_also_signed,
        method=signing.method,
        interpreter=signing.interpreter,
        link=family,
        recorded_by_id=family.created_by_id if family else by.pk,
        particulars=filled_in,
        text_sha256=text_hash(form, filled_in),
    )


def _grant(consent: Consent, line: GrantLine) -> ConsentGrant:
    return ConsentGrant(
        consent=consent,
        agency_id=consent.agency_id,
        youth_id=consent.youth_id,
        discloser=line.discloser,
        recipient=line.recipient,
        category=line.category,
        purposes=list(line.purposes),
        may_send=line.may_send,
        may_talk=line.may_talk,
        initials=line.initials,
        starts_on=line.starts_on,
        expires_on=line.expires_on,
        ends_when=line.ends_when,
    )


def _capacity(capacity: SignerCapacity | str) -> SignerCapacity:
    try:
        return SignerCapacity(capacity)
    except ValueError as error:
        raise RefusedInput(_("Say in which capacity the person signs.")) from error
