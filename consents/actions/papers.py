"""A consent signed on paper: its scan, the record typed off it, and the second person who holds them together."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from consents.actions.drafting import keep_answers, new_draft, save_step, take_away
from consents.actions.recording import record_drafted
from consents.actions.revoking import revoke
from consents.drafting import ON_FILE, ON_PAPER, joint_hash, steps, texts
from consents.models import Consent, ConsentDraft, ConsentGrant, ConsentScan
from consents.permissions import can_confirm, can_record, can_retype
from consents.queued import queue_seal
from consents.scans import KeptScan, keep, let_go
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, require


@transaction.atomic
def keep_scan(draft: ConsentDraft, *, by: User, file: File[bytes]) -> ConsentDraft:
    """Keep the scan with the draft, in the place of one put in before. Refused when it is no such file."""
    require(can_record(by, draft.youth))
    kept = keep(file).as_answer()
    let_go(draft.answers.get("scan"))
    return save_step(draft, by=by, step="scan", answers=kept)


@transaction.atomic
def compare_paper(
    draft: ConsentDraft, *, by: User, signed_on: date, initials: list[dict[str, str]]
) -> ConsentDraft:
    """Keep the day on the paper and the initials of each flow, as whoever typed the lines read them there.

    Refused without a scan, without initials beside each kind of record, and when the paper can be no valid consent.
    Raises `InvalidTransition` when it is not to be signed on paper, or none of its lines was typed.
    """
    require(can_record(by, draft.youth))
    if steps(draft) != ON_PAPER or not draft.answers.get("sharing"):
        raise InvalidTransition(_("This is no consent on paper yet: say that it is, and type its lines."))
    if not draft.answers.get("scan"):
        raise RefusedInput(_("Put in the scan of the signed paper."), field="file")
    flows = [
        {**flow, "initials": marks} for flow, marks in zip(draft.answers["sharing"], initials, strict=True)
    ]
    if not all(_are_initialed(flow) for flow in flows):
        raise RefusedInput(_("Write the initials that stand on the paper beside each kind of record."))
    # On the day of the signature they are checked below; today they need not be what they were then.
    keep_answers(draft, "sharing", flows)
    signed = texts(draft, signed_on)
    for one in signed:
        one.check()
    # The paper names a day: noon of it, or now when that is still to come.
    noon = datetime.combine(signed_on, time(12), tzinfo=draft.youth.agency.zone)
    answers = {"signed_at": min(noon, timezone.now()).isoformat(), "text_sha256": joint_hash(signed)}
    return save_step(draft, by=by, step="sign", answers=answers)


@transaction.atomic
def record_paper(draft: ConsentDraft, *, by: User) -> list[Consent]:
    """Record what was typed off the paper, one consent for each young person, with its scan; the draft goes.

    None of them is in force before a second person has confirmed it.
    """
    signed_at = datetime.fromisoformat(draft.answers["sign"]["signed_at"])
    signed = texts(draft, draft.youth.agency.day_of(signed_at))
    if joint_hash(signed) != draft.answers["sign"]["text_sha256"]:
        raise RefusedInput(_("Something has changed since you read the paper. Compare them again."))
    consents = [record_drafted(one, by=by, signed_at=signed_at) for one in signed]
    for consent in consents:
        _file(consent, KeptScan(**draft.answers["scan"]), by=by)
    take_away(draft)
    return consents


@transaction.atomic
def put_in_scan(consent: Consent, *, by: User, file: File[bytes]) -> ConsentScan:
    """Give a consent that was recorded from paper its scan, once."""
    require(can_record(by, consent.youth))
    if consent.method != Consent.Method.PAPER or ConsentScan.objects.filter(consent=consent).exists():
        raise InvalidTransition(_("This consent takes no scan."))
    return _file(consent, keep(file), by=by)


@transaction.atomic
def confirm(consent: Consent, *, by: User) -> Consent:
    """Confirm, as the second person, that scan and record agree: from now on it is in force, and it is sealed."""
    require(can_confirm(by, consent))
    waiting = Consent.objects.filter(pk=consent.pk, confirmed_at=None, method=Consent.Method.PAPER)
    waiting = waiting.filter(pk__in=ConsentGrant.objects.filter(revoked_at=None).values("consent"))
    now = timezone.now()
    if not waiting.update(confirmed_at=now, confirmed_by=by):
        raise InvalidTransition(_("This consent does not wait for a second person."))
    consent.confirmed_at, consent.confirmed_by = now, by
    record("consent.confirmed", by=by, on=consent, youth_id=consent.youth_id)
    queue_seal(consent)
    return consent


@transaction.atomic
def send_back(consent: Consent, *, by: User, reason: str) -> list[ConsentGrant]:
    """Say that what was typed is not what the paper says. It is never edited: it ends, and is typed anew."""
    require(can_confirm(by, consent))
    if consent.confirmed_at is not None or consent.method != Consent.Method.PAPER:
        raise InvalidTransition(_("This consent does not wait for a second person."))
    if not reason.strip():
        raise RefusedInput(_("Say what differs."), field="reason")
    ended = revoke(consent, by=by, reason=reason, how=ConsentGrant.Asked.WRONG)
    record("consent.sent_back", by=by, on=consent, youth_id=consent.youth_id)
    tell([consent.recorded_by], "consent.sent_back", agency_id=consent.agency_id, on=consent)
    return ended


@transaction.atomic
def retype(consent: Consent, *, by: User) -> ConsentDraft:
    """A draft with what was recorded wrongly and the same scan, to be put right and confirmed anew.

    Raises `InvalidTransition` when another draft for the young person is half filled in.
    """
    require(can_retype(by, consent))
    scan = ConsentScan.objects.get(consent=consent)
    kept = KeptScan(str(scan.file), scan.file_name, scan.file_sha256)
    answers = {"signer": _signer(consent), "sharing": _flows(consent), "scan": kept.as_answer()}
    draft = new_draft(consent.youth, by=by, answers=answers)
    record("consent.retyped", by=by, on=consent, youth_id=consent.youth_id)
    return draft


def _are_initialed(flow: dict[str, Any]) -> bool:
    """Whether the person has initialed exactly the kinds of record of this flow."""
    marks = flow["initials"]
    return set(marks) == set(flow["categories"]) and all(mark.strip() for mark in marks.values())


def _file(consent: Consent, kept: KeptScan, *, by: User) -> ConsentScan:
    scan = ConsentScan(
        consent=consent, agency_id=consent.agency_id, youth_id=consent.youth_id, by=by, **kept.as_answer()
    )
    scan.save(force_insert=True)
    record("consent.scan_put_in", by=by, on=consent, youth_id=consent.youth_id, file_sha256=kept.file_sha256)
    return scan


def _signer(consent: Consent) -> dict[str, Any]:
    """The answers of the first step, as they were given."""
    return {
        "who": f"{ON_FILE}{consent.guardian_id}" if consent.guardian_id else consent.signer_capacity,
        "signer_name": consent.signer_name,
        "authority_evidence": consent.signer_authority_evidence,
        "grounds": consent.signer_grounds,
        "minor_also_signed": consent.minor_also_signed,
        "form": str(consent.form_id),
        "interpreter": consent.interpreter,
        "method": Consent.Method.PAPER.value,
    }


def _flows(consent: Consent) -> list[dict[str, Any]]:
    """The lines as they were typed: those that differ in the kind of record alone are one flow."""
    signed_on = consent.agency.day_of(consent.signed_at)
    flows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for grant in consent.grants.order_by("recipient__name", "category"):
        flow = {
            "discloser": str(grant.discloser_id),
            "recipient": str(grant.recipient_id),
            "purposes": grant.purposes,
            "starts_on": grant.starts_on.isoformat() if grant.starts_on != signed_on else "",
            "expires_on": grant.expires_on.isoformat(),
            "may_send": grant.may_send,
            "may_talk": grant.may_talk,
            "ends_when": grant.ends_when,
        }
        place = (*(str(value) for value in flow.values()),)
        found = flows.setdefault(place, {**flow, "categories": [], "initials": {}})
        found["categories"].append(grant.category)
        found["initials"][grant.category] = grant.initials
    return list(flows.values())
