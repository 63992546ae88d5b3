"""Counsel's review, the signatures, and the ways back to the draft."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.roles import Duty
from audit.record import record
from mous import queries
from mous.actions.hold import agency_of, lock, need_reason, note_event, open_draft, tell_parties
from mous.checklist import missing_from
from mous.document import canonical, compose, fingerprint
from mous.models import Mou, MouEvent, MouReview, MouSignature, MouSigningRequest
from mous.permissions import can_edit, can_review, can_send_back, can_sign
from mous.queries import signatures_on
from mous.states import TRANSITIONS, State
from mous.wording import ATTESTATION
from notices.actions import queue
from sharing_portal.errors import InvalidTransition, RefusedInput, StaleState, require
from sharing_portal.transitions import move

ANSWER_WITHIN = timedelta(days=30)
"""How long a party is asked to sign unless the drafters say otherwise; then it can be asked again."""


@transaction.atomic
def send_for_review(mou: Mou, *, by: User) -> None:
    """Freeze the text and ask every party's counsel to review exactly this. Refuses a draft that lacks anything."""
    open_draft(mou, by)
    _freeze(mou, State.REVIEW)
    note_event(mou, MouEvent.Kind.SENT_FOR_REVIEW, by=by)
    record("mou.sent_for_review", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    tell_parties(mou, "mou.to_review", Duty.REVIEW_AGREEMENT)


@transaction.atomic
def approve_text(mou: Mou, *, by: User, text_sha256: str, note: str = "") -> MouReview:
    """Say as counsel of one's agency that it may sign the text with this hash. Approving twice gives the first.

    Raises `StaleState` when the text that was read is no longer the one under review. Who wants changes sends it back.
    """
    lock(mou)
    require(can_review(by, mou))
    if mou.state != State.REVIEW:
        raise InvalidTransition(_("This agreement is not under review."))
    if text_sha256 != mou.text_sha256:
        raise StaleState(_("The text has changed since you opened it. Read it again before you approve it."))
    review, created = MouReview.objects.get_or_create(
        mou=mou,
        agency_id=agency_of(by),
        text_sha256=text_sha256,
        defaults={"by": by, "outcome": MouReview.Outcome.APPROVED, "note": note.strip()},
    )
    if not created:
        return review
    note_event(mou, MouEvent.Kind.REVIEWED, by=by, note=note)
    record("mou.reviewed", by=by, on=mou, version=mou.version, text_sha256=text_sha256)
    if not queries.awaiting_review_by(mou):
        tell_parties(mou, "mou.reviewed", Duty.DRAFT_AGREEMENT, only=mou.agency_id)
    return review


@transaction.atomic
def send(mou: Mou, *, by: User, until: datetime | None = None, in_order: Sequence[UUID] = ()) -> None:
    """Ask every party's signatories to sign the reviewed text until a time (default: in 30 days).

    `in_order` names all parties' agencies in the order in which they sign; without it they sign in any order.
    """
    lock(mou)
    require(can_edit(by, mou))
    if mou.state != State.REVIEW:
        raise InvalidTransition(
            _("Counsel of every party reviews an agreement before anyone is asked to sign it.")
        )
    if waiting := queries.awaiting_review_by(mou):
        raise InvalidTransition(
            _("Counsel has not approved the text yet at %(agencies)s.")
            % {"agencies": ", ".join(agency.name for agency in waiting)}
        )
    move(mou, State.SENT, TRANSITIONS, signing_in_order=bool(in_order))
    _ask_to_sign(mou, until or timezone.now() + ANSWER_WITHIN, in_order)
    note_event(mou, MouEvent.Kind.SENT, by=by)
    record("mou.sent", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    tell_parties(mou, "mou.to_sign", Duty.SIGN_AGREEMENT)


@transaction.atomic
def send_back(mou: Mou, *, by: User, reason: str) -> None:
    """Return it to its drafters with a reason instead of signing. It becomes the next version; signatures fall."""
    lock(mou)
    require(can_send_back(by, mou))
    need_reason(reason)
    # Told and noted first: from the next line on, only the drafter's agency sees it.
    if mou.state in (State.REVIEW, State.SENT):
        note_event(mou, MouEvent.Kind.RETURNED, by=by, note=reason)
        tell_parties(mou, "mou.returned", Duty.DRAFT_AGREEMENT, only=mou.agency_id)
    returned = mou.version
    move(mou, State.DRAFT, TRANSITIONS, version=mou.version + 1, frozen_text="", text_sha256="")
    record("mou.returned", by=by, on=mou, version=returned)


@transaction.atomic
def sign(
    mou: Mou,
    *,
    by: User,
    typed_name: str,
    title: str,
    attested: bool,
    text_sha256: str,
    proofs: Collection[str] = (),
) -> MouSignature:
    """Sign for the agency one acts for the text with this hash; the last party's signature completes the agreement.

    The door must have seen a recent re-authentication, and says how in `proofs` (see `Proof`). Signing twice gives the first signature. Raises `StaleState`
    when the text that was read is no longer the one to sign.
    """
    lock(mou)
    require(can_sign(by, mou))
    given = signatures_on(mou).filter(agency_id=agency_of(by)).first()
    if given is not None and given.signed_by_id == by.pk and text_sha256 == mou.text_sha256:
        return given
    _check_signable(mou, by, given, text_sha256)
    _check_statement(by, typed_name, title, attested)
    signature = MouSignature.objects.create(
        mou=mou,
        agency_id=agency_of(by),
        signed_by=by,
        typed_name=typed_name.strip(),
        title=title.strip(),
        attestation=ATTESTATION.format(agency=by.acting_agency.name),
        text_sha256=mou.text_sha256,
        proofs=list(proofs),
    )
    note_event(mou, MouEvent.Kind.SIGNED, by=by)
    record("mou.signed", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    _complete(mou, by)
    return signature


@transaction.atomic
def cancel(mou: Mou, *, by: User, reason: str = "") -> None:
    """Give up a draft, or call back one that is out for signature."""
    lock(mou)
    require(can_edit(by, mou))
    was_out = mou.state in (State.REVIEW, State.SENT)
    move(mou, State.CANCELLED, TRANSITIONS)
    note_event(mou, MouEvent.Kind.CANCELLED, by=by, note=reason)
    record("mou.cancelled", by=by, on=mou)
    if was_out:
        tell_parties(mou, "mou.cancelled", Duty.SIGN_AGREEMENT, Duty.REVIEW_AGREEMENT)


def _freeze(mou: Mou, state: State) -> None:
    if missing := missing_from(mou):
        raise RefusedInput(
            _("This cannot be sent yet: %(missing)s") % {"missing": " ".join(lack.text for lack in missing)},
            missing=[lack.text for lack in missing],
        )
    text = canonical(compose(mou))
    move(mou, state, TRANSITIONS, frozen_text=text, text_sha256=fingerprint(text))


def _ask_to_sign(mou: Mou, until: datetime, in_order: Sequence[UUID]) -> None:
    agencies = list(mou.parties.values_list("agency_id", flat=True))
    if until <= timezone.now():
        raise RefusedInput(_("The parties need time to sign. Choose a later day."), field="until")
    if in_order and sorted(in_order) != sorted(agencies):
        raise RefusedInput(
            _("Give every party its place in the order, and each place once."), field="in_order"
        )
    MouSigningRequest.objects.bulk_create(
        MouSigningRequest(
            mou=mou,
            agency_id=agency,
            text_sha256=mou.text_sha256,
            position=in_order.index(agency) + 1 if in_order else 1,
            until=until,
        )
        for agency in agencies
    )


def _check_signable(mou: Mou, by: User, given: MouSignature | None, text_sha256: str) -> None:
    if mou.state != State.SENT:
        raise InvalidTransition(_("This agreement is not out for signature."))
    if text_sha256 != mou.text_sha256 or fingerprint(mou.frozen_text) != mou.text_sha256:
        raise StaleState(_("The text has changed since you opened it. Read it again before you sign."))
    if given is not None:
        raise InvalidTransition(
            _("%(name)s has already signed for your agency.") % {"name": given.typed_name}
        )
    if signatures_on(mou).filter(signed_by=by).exists():
        raise RefusedInput(
            _("You have signed this agreement for another party. One person signs for one party.")
        )


def _check_statement(by: User, typed_name: str, title: str, attested: bool) -> None:
    # Loosely: titles, middle names and order may differ, but some word must be the account's.
    if not set(typed_name.casefold().split()) & set(by.name.casefold().split()):
        raise RefusedInput(_("Type your own name: %(name)s.") % {"name": by.name}, field="typed_name")
    if not title.strip():
        raise RefusedInput(
            _("Type your title, so that the other parties know in which office you sign."), field="title"
        )
    if not attested:
        raise RefusedInput(
            _("Tick the box to say that you have read the agreement and may sign it."), field="attested"
        )


def _complete(mou: Mou, by: User) -> None:
    """Call it signed when every party's signature on this text is there. The caller holds the agreement's lock."""
    signed = set(signatures_on(mou).values_list("agency_id", flat=True))
    if signed != set(mou.parties.values_list("agency_id", flat=True)):
        return
    move(mou, State.SIGNED, TRANSITIONS)
    note_event(mou, MouEvent.Kind.COMPLETED, by=by)
    record("mou.completed", by=by, on=mou, text_sha256=mou.text_sha256)
    tell_parties(mou, "mou.completed", Duty.SIGN_AGREEMENT)
    queue("mous.tasks.seal_agreement", key=f"seal:{mou.pk}", agency_id=agency_of(by), reference=mou.pk)
