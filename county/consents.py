"""Records the county's consents, each in the name of the person who works with the young person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from agencies.acting import acting_as
from consents import actions
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm, ConsentGrant
from consents.queued import queue_seal
from consents.text import Signing, particulars, text_hash
from county.consent_plans import ConsentPlan
from county.offices import Office
from county.scans import scan_of
from disclosures.actions import revoke_consent
from law.vocabulary import Category, SignerCapacity, SignerGround
from youth.models import Guardian, YouthRecord

AGREEMENT_TO_CARE = "The agreement to the care, signed at the first visit (Example Code 12-3 and 12-5)"
CAPACITIES = {
    "minor": SignerCapacity.MINOR,
    "adult": SignerCapacity.ADULT_YOUTH,
    Guardian.Authority.PARENT: SignerCapacity.PARENT,
    Guardian.Authority.GUARDIAN: SignerCapacity.GUARDIAN,
}


def sign(plan: ConsentPlan, number: int, *, by: User, offices: Mapping[str, Office], today: date) -> Consent:
    """The consent of this young person or of who may sign for her, recorded by `by`."""
    office = offices[plan.at]
    record = office.records[number]
    with acting_as(by, office.agency):
        if plan.ends < 0:
            return _sign_long_ago(plan, record, by, offices, today)
        guardian = None if plan.signer in ("minor", "adult") else _signer(record)
        consent = actions.record_consent(
            record,
            by=by,
            form=_form(plan),
            signer_name=str(guardian) if guardian else record.full_name,
            capacity=CAPACITIES[guardian.authority if guardian else plan.signer],
            grounds=_grounds(plan),
            authority_evidence=AGREEMENT_TO_CARE if _grounds(plan) else "",
            lines=_lines(plan, offices, today),
            guardian=guardian,
            minor_also_signed=plan.signer == "both",
            method=plan.method,
            interpreter=plan.interpreter,
            signed_at=_signed_at(plan),
        )
        if plan.method == Consent.Method.PAPER:
            actions.put_in_scan(consent, by=by, file=scan_of(consent))
    if plan.method == Consent.Method.PAPER and plan.compared:
        with acting_as(_second(office, by), office.agency):
            actions.confirm(consent, by=_second(office, by))
    return consent


def revoke(plan: ConsentPlan, consent: Consent, *, by: User, offices: Mapping[str, Office]) -> None:
    """Record the revocation the plan tells of, and close what rests on it."""
    recipient = None if plan.revoke == "all" else offices[plan.revoke].agency
    with acting_as(by, offices[plan.at].agency):
        revoke_consent(consent, by=by, reason=plan.reason, recipient=recipient, how=plan.asked)


def _second(office: Office, first: User) -> User:
    """Another who may hold the paper against the record."""
    keepers = office.all("records_custodian", "privacy_officer")
    return next(person for person in keepers if person != first)


def _signer(record: YouthRecord) -> Guardian:
    """The adult whose authority this agency has checked."""
    known = (Guardian.Authority.PARENT, Guardian.Authority.GUARDIAN)
    return Guardian.objects.filter(youth=record, authority__in=known).order_by("pk")[0]


def _grounds(plan: ConsentPlan) -> list[SignerGround]:
    """Who agreed to the care of which the records tell: from 16 on, in this state, it may have been the young person."""
    told = {category for line in plan.lines for category in line.categories}
    if plan.signer == "minor" and told & {Category.MENTAL_HEALTH, Category.SUBSTANCE_USE}:
        return [SignerGround.CARE_ALONE]
    return [SignerGround.AGREED_TO_CARE] if plan.signer == "parent" and Category.MENTAL_HEALTH in told else []


def _form(plan: ConsentPlan) -> ConsentForm:
    return ConsentForm.objects.filter(kind="uniform", language=plan.language).latest("published_on")


def _signed_at(plan: ConsentPlan) -> datetime:
    return timezone.now() - timedelta(days=plan.signed)


def _lines(plan: ConsentPlan, offices: Mapping[str, Office], today: date) -> list[GrantLine]:
    return [
        GrantLine(
            discloser=offices[line.discloser].agency,
            recipient=offices[line.recipient].agency,
            category=category,
            purposes=line.purposes,
            starts_on=today - timedelta(days=max(plan.signed - 1, 0)),
            expires_on=today + timedelta(days=plan.ends),
        )
        for line in plan.lines
        for category in line.categories
    ]


def _sign_long_ago(
    plan: ConsentPlan, record: YouthRecord, by: User, offices: Mapping[str, Office], today: date
) -> Consent:
    """A consent that has run out cannot be recorded any more; this one was recorded in its time."""
    guardian, form, lines = _signer(record), _form(plan), _lines(plan, offices, today)
    signing = Signing(
        youth_name=record.full_name,
        born=record.birth_date,
        signer_name=str(guardian),
        capacity=CAPACITIES[guardian.authority],
        signed_on=_signed_at(plan).date(),
        method=plan.method,
    )
    filled_in = particulars(form, signing, lines)
    consent = Consent.objects.create(
        agency=record.agency,
        youth=record,
        form=form,
        youth_name=signing.youth_name,
        youth_birth_date=signing.born,
        signer_name=signing.signer_name,
        signer_capacity=signing.capacity.value,
        signer_authority_evidence=guardian.authority_evidence,
        guardian=guardian,
        method=plan.method,
        signed_at=_signed_at(plan),
        particulars=filled_in,
        text_sha256=text_hash(form, filled_in),
        recorded_by=by,
        created_at=_signed_at(plan),
    )
    _grant(consent, lines)
    queue_seal(consent)
    return consent


def _grant(consent: Consent, lines: Sequence[GrantLine]) -> None:
    ConsentGrant.objects.bulk_create(
        ConsentGrant(
            consent=consent,
            agency_id=consent.agency_id,
            youth_id=consent.youth_id,
            discloser=line.discloser,
            recipient=line.recipient,
            category=line.category,
            purposes=list(line.purposes),
            starts_on=line.starts_on,
            expires_on=line.expires_on,
        )
        for line in lines
    )
