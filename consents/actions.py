"""Record a consent, revoke it, and keep what is being filled in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from audit.record import record
from consents.lines import GrantLine
from consents.models import Consent, ConsentDraft, ConsentForm, ConsentGrant, FamilyLink
from consents.permissions import can_record, can_revoke
from consents.queued import queue_seal
from consents.refusals import check_lines, check_signer
from consents.text import Signing, particulars, text_hash
from law.vocabulary import SignerCapacity
from sharing_portal.errors import InvalidTransition, RefusedInput, require
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
    guardian: Guardian | None = None,
    minor_also_signed: bool = False,
    method: Consent.Method | str = Consent.Method.ON_SCREEN,
    interpreter: str = "",
    signed_at: datetime | None = None,
    drawing: str = "",
    evidence: dict[str, Any] | None = None,
) -> Consent:
    """Record a signed uniform form with its grants, or refuse with the reason and change nothing.

    `signed_at` is now unless a paper was signed before. `evidence` says how the signer was known to be that person. The exact text shown is stored by what was filled in and by
    the hash of the whole (34 CFR 99.30, 45 CFR 164.508(c), 42 CFR 2.31).
    """
    require(can_record(by, youth))
    signed_at = signed_at or timezone.now()
    if signed_at > timezone.now():
        raise RefusedInput(_("The day of the signature is in the future."))
    signing = Signing(
        youth_name=youth.full_name,
        born=youth.birth_date,
        signer_name=signer_name.strip(),
        capacity=_capacity(capacity),
        signed_on=youth.agency.day_of(signed_at),
        method=str(Consent.Method(method)),
        interpreter=interpreter.strip(),
        minor_also_signed=minor_also_signed,
    )
    check_signer(youth, signing, guardian, authority_evidence)
    check_lines(youth, signing, lines, today=youth.agency.today())
    consent = _as_signed(youth, form, signing, lines)
    consent.guardian = guardian
    consent.signer_authority_evidence = authority_evidence.strip() or (
        guardian.authority_evidence if guardian else ""
    )
    consent.signed_at, consent.drawing, consent.signature_evidence = signed_at, drawing, evidence or {}
    if isinstance(by, FamilyLink):
        consent.link, consent.recorded_by_id = by, by.created_by_id
    else:
        consent.recorded_by = by
    consent.save(force_insert=True)
    ConsentGrant.objects.bulk_create(_grant(consent, line) for line in lines)
    _record(consent, form, signing, len(lines), by=by)
    queue_seal(consent)
    return consent


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
        method=signing.method,
        grants=grants,
        text_sha256=consent.text_sha256,
    )


@transaction.atomic
def revoke(
    consent: Consent,
    *,
    by: User | FamilyLink,
    recipient: Agency | None = None,
    category: str = "",
    reason: str = "",
    how: ConsentGrant.Asked | str = ConsentGrant.Asked.WRITTEN,
) -> list[ConsentGrant]:
    """Revoke what still stands of a consent, at once; give the grants revoked.

    All of it, only what goes to one recipient, or only one category, or both. A family that came through its link
    does it itself.

    Nothing is asked of the family: a reason is optional, and a spoken wish stops sharing as a written one does
    (45 CFR 164.508(b)(5), 42 CFR 2.31(a)(6)). Raises `InvalidTransition` when nothing is left to revoke. A decision
    that relies on the grants and this verb wait for each other.
    """
    require(can_revoke(by, consent))
    today = consent.agency.today()
    grants = ConsentGrant.objects.filter(consent=consent, revoked_at=None, expires_on__gte=today)
    if recipient is not None:
        grants = grants.filter(recipient=recipient)
    if category:
        grants = grants.filter(category=category)
    standing = list(grants.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not standing:
        raise InvalidTransition(_("Nothing of this consent is left to revoke."))
    family = isinstance(by, FamilyLink)
    change = {
        "revoked_at": timezone.now(),
        "revoked_through" if family else "revoked_by": by,
        "revocation_reason": reason.strip()[:250],
        "revocation_asked": ConsentGrant.Asked.LINK if family else ConsentGrant.Asked(how),
    }
    ConsentGrant.objects.filter(pk__in=[grant.pk for grant in standing]).update(**change)
    for grant in standing:
        for name, value in change.items():
            setattr(grant, name, value)
    record(
        "consent.revoked",
        **actor(by),
        on=consent,
        youth_id=consent.youth_id,
        grants=[str(grant.pk) for grant in standing],
        recipient=str(recipient.pk) if recipient else None,
        category=category,
        how=str(change["revocation_asked"]),
    )
    return standing


def actor(by: User | FamilyLink) -> dict[str, Any]:
    """Who is written down as having done it: a person, or the family by its link, which has no name in the log."""
    if isinstance(by, FamilyLink):
        return {
            "by": None,
            "actor_name": "Family, by its link",
            "agency_id": by.agency_id,
            "link": str(by.pk),
        }
    return {"by": by}


@transaction.atomic
def record_event(consent: Consent, *, by: User, event: ConsentGrant.EndsWhen | str) -> list[ConsentGrant]:
    """Write down that the event occurred on which lines of a consent end; they end at once. Give those lines.

    Raises `InvalidTransition` when no line that stands ends on this event.
    """
    require(can_revoke(by, consent))
    grants = ConsentGrant.objects.filter(consent=consent, ends_when=event, revoked_at=None, ended_at=None)
    ended = list(grants.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not ended or not event:
        raise InvalidTransition(_("No line of this consent ends on this event."))
    ConsentGrant.objects.filter(pk__in=[grant.pk for grant in ended]).update(
        ended_at=timezone.now(), ended_by=by
    )
    record(
        "consent.event",
        by=by,
        on=consent,
        youth_id=consent.youth_id,
        grants=[str(grant.pk) for grant in ended],
        ends_when=str(event),
    )
    return ended


@transaction.atomic
def save_step(draft: ConsentDraft, *, by: User | FamilyLink, step: str, answers: Any) -> ConsentDraft:
    """Keep the answers of one step. When they change the text, it must be read and signed anew."""
    require(can_record(by, draft.youth))
    stale = {"read": ("read", "sign"), "sign": ("sign",)}.get(step, (step, "read", "sign"))
    kept = {name: given for name, given in draft.answers.items() if name not in stale}
    draft.answers = {**kept, step: answers}
    draft.save()
    return draft


@transaction.atomic
def discard(draft: ConsentDraft, *, by: User | FamilyLink) -> None:
    """Throw away an unfinished consent; throwing away one that was never saved changes nothing."""
    require(can_record(by, draft.youth))
    ConsentDraft.objects.filter(pk=draft.pk).delete()


def _as_signed(
    youth: YouthRecord, form: ConsentForm, signing: Signing, lines: Sequence[GrantLine]
) -> Consent:
    """The consent with everything that stands on the form, and the hash of its exact text."""
    filled_in = particulars(form, signing, lines)
    return Consent(
        agency=youth.agency,
        youth=youth,
        form=form,
        youth_name=signing.youth_name,
        youth_birth_date=signing.born,
        signer_name=signing.signer_name,
        signer_capacity=signing.capacity.value,
        minor_also_signed=signing.minor_also_signed,
        method=signing.method,
        interpreter=signing.interpreter,
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
