"""Asking for signatures, giving and declining them, and calling the whole thing off."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.roles import Duty, may
from audit.record import record
from mous import queries
from mous.actions.hold import agency_of, lock, need_reason, note_event, tell_parties
from mous.actions.renewing import tell_replaced
from mous.actions.reviewing import check_flows, return_to_draft
from mous.document import fingerprint
from mous.models import Mou, MouEvent, MouSignature, MouSigningRequest, SigningDeputy
from mous.permissions import can_confirm, can_edit, can_sign, deputy_today
from mous.queries import signatures_on
from mous.states import TRANSITIONS, State
from mous.turns import DAYS_TO_SIGN, Turn, TurnState, close_of, turn_of, turns
from mous.wording import statement_for
from notices.actions import queue
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState, require
from sharing_portal.transitions import move


@transaction.atomic
def send(mou: Mou, *, by: User, until: date | None = None, in_order: Sequence[UUID] = ()) -> None:
    """Ask every party's signatories to sign the reviewed text, up to and including a day (default: in 30 days).

    `in_order` names all parties' agencies in the order in which they sign, and each is asked when the one before has
    signed; without it they sign in any order.
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
    ask_parties(mou, until, in_order)
    note_event(mou, MouEvent.Kind.SENT, by=by)
    record("mou.sent", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    _tell_whose_turn_it_is(mou)


def ask_parties(mou: Mou, until: date | None = None, in_order: Sequence[UUID] = ()) -> None:
    """Ask every party to sign the text that is out. The caller holds the agreement's row."""
    day = _day_to_sign(mou, until)
    agencies = list(mou.parties.values_list("agency_id", flat=True))
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
            until=close_of(day, mou.agency),
        )
        for agency in agencies
    )


@transaction.atomic
def ask_again(mou: Mou, *, by: User, until: date | None = None) -> None:
    """Give every party that has not signed time up to and including a day; signatures already given stand."""
    lock(mou)
    require(can_edit(by, mou))
    _must_be_out(mou)
    until_moment = close_of(_day_to_sign(mou, until), mou.agency)
    waiting = [turn.request.pk for turn in turns(mou) if turn.state != TurnState.SIGNED]
    # Nobody's time gets shorter.
    asked = mou.signing_requests.filter(pk__in=waiting, until__lt=until_moment)
    if not asked.update(until=until_moment, asked_at=TransactionNow()):
        raise RefusedInput(
            _("Every party has at least this much time already. Choose a later day."), field="until"
        )
    note_event(mou, MouEvent.Kind.ASKED_AGAIN, by=by)
    record("mou.asked_again", by=by, on=mou, version=mou.version)
    _tell_whose_turn_it_is(mou)


@transaction.atomic
def ask_for_time(mou: Mou, *, by: User) -> None:
    """Tell the drafters that one's agency wants to sign and its time to do so is over. Twice tells them once."""
    lock(mou)
    require(can_sign(by, mou))
    _must_be_out(mou)
    turn = turn_of(mou, agency_of(by))
    if turn is None or turn.state != TurnState.LATE:
        raise InvalidTransition(_("Your agency’s time to sign is not over."))
    # Counted, not timed: it was said once since the parties were last asked.
    last_asked = mou.events.filter(kind__in=[MouEvent.Kind.SENT, MouEvent.Kind.ASKED_AGAIN]).first()
    said = mou.events.filter(kind=MouEvent.Kind.WANTS_TIME, agency_id=agency_of(by))
    if said.filter(pk__gt=last_asked.pk if last_asked else 0).exists():
        return
    note_event(mou, MouEvent.Kind.WANTS_TIME, by=by)
    record("mou.wants_time", by=by, on=mou, version=mou.version)
    about = f"{turn.request.pk}:{turn.request.until.isoformat()}"
    tell_parties(mou, "mou.wants_time", Duty.DRAFT_AGREEMENT, only=mou.agency_id, key=about)


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

    A deputy's signature says in whose place and on what authority. The door must have seen a recent re-authentication,
    and says how in `proofs` (see `Proof`). Signing twice gives the first signature. Raises `StaleState` when the text
    that was read is no longer the one to sign. Under an agreement on paper it confirms the scan and what was entered.
    """
    lock(mou)
    require(can_confirm(by, mou) if mou.on_paper else can_sign(by, mou))
    given = signatures_on(mou).filter(agency_id=agency_of(by)).first()
    if given is not None and given.signed_by_id == by.pk and text_sha256 == mou.text_sha256:
        return given
    paper = _paper_of(by)
    _check_signable(mou, by, given, text_sha256)
    check_statement(by, typed_name, title, attested)
    _check_one_person(mou, typed_name)
    signature = MouSignature.objects.create(
        mou=mou,
        agency_id=agency_of(by),
        signed_by=by,
        typed_name=typed_name.strip(),
        title=title.strip(),
        in_place_of=paper.signatory.name if paper else "",
        authority=paper.evidence if paper else "",
        attestation=statement_for(mou, by.acting_agency.name),
        text_sha256=mou.text_sha256,
        proofs=list(proofs),
    )
    note_event(mou, MouEvent.Kind.CONFIRMED if mou.on_paper else MouEvent.Kind.SIGNED, by=by)
    record(
        "mou.confirmed" if mou.on_paper else "mou.signed",
        by=by,
        on=mou,
        version=mou.version,
        text_sha256=mou.text_sha256,
    )
    _complete(mou, by)
    return signature


@transaction.atomic
def decline(mou: Mou, *, by: User, reason: str) -> None:
    """Say for one's agency that it does not sign this, and why. It becomes a draft again and all parties are told."""
    lock(mou)
    require(can_sign(by, mou))
    need_reason(reason)
    _must_be_out(mou)
    if signatures_on(mou).filter(agency_id=agency_of(by)).exists():
        raise InvalidTransition(_("Your agency has signed. If the text must change, send it back."))
    return_to_draft(mou, MouEvent.Kind.DECLINED, by=by, reason=reason)


@transaction.atomic
def cancel(mou: Mou, *, by: User, reason: str = "") -> None:
    """Give up a draft, or call back one that is with counsel or out for signature."""
    lock(mou)
    require(can_edit(by, mou))
    was_out = mou.state in (State.REVIEW, State.SENT)
    move(mou, State.CANCELLED, TRANSITIONS)
    note_event(mou, MouEvent.Kind.CANCELLED, by=by, note=reason)
    record("mou.cancelled", by=by, on=mou)
    if was_out:
        tell_parties(mou, "mou.cancelled", Duty.SIGN_AGREEMENT, Duty.REVIEW_AGREEMENT)


def _must_be_out(mou: Mou) -> None:
    if mou.state != State.SENT:
        raise InvalidTransition(_("This agreement is not out for signature."))


def _day_to_sign(mou: Mou, wanted: date | None) -> date:
    """The last day on which to sign, by the drafting agency's calendar."""
    today = mou.agency.today()
    if wanted is None:
        in_time = today + timedelta(days=DAYS_TO_SIGN)
        return min(in_time, mou.ends_on) if mou.ends_on > today else in_time
    if wanted <= today:
        raise RefusedInput(_("The parties need time to sign. Choose a later day."), field="until")
    if wanted > mou.ends_on:
        raise RefusedInput(_("The agreement ends before that day. Choose an earlier one."), field="until")
    return wanted


def _tell_whose_turn_it_is(mou: Mou) -> None:
    """Ask each party that can sign now, once for each time it is given."""
    for turn in turns(mou):
        if turn.state == TurnState.ASKED:
            about = f"{turn.request.pk}:{turn.request.until.isoformat()}"
            tell_parties(mou, "mou.to_sign", Duty.SIGN_AGREEMENT, only=turn.agency.pk, key=about)


def _paper_of(by: User) -> SigningDeputy | None:
    """What makes her a deputy; nothing for a signatory, who signs in nobody's place."""
    if may(by, Duty.SIGN_AGREEMENT):
        return None
    if settings.REQUIRE_SECOND_FACTOR and not by.has_second_factor:
        raise Forbidden(
            _("Whoever signs for an agency needs a second factor. Set one up in your account first.")
        )
    return deputy_today(by)


def _check_signable(mou: Mou, by: User, given: MouSignature | None, text_sha256: str) -> None:
    _must_be_out(mou)
    if text_sha256 != mou.text_sha256 or fingerprint(mou.frozen_text) != mou.text_sha256:
        raise StaleState(_("The text has changed since you opened it. Read it again before you sign."))
    check_flows(mou)
    if given is not None:
        raise InvalidTransition(
            _("%(name)s has already signed for your agency.") % {"name": given.typed_name}
        )
    check_turn(mou, turn_of(mou, agency_of(by)))


def check_turn(mou: Mou, turn: Turn | None) -> None:
    """Refuse, and say why, unless a party in this place of the line can sign now."""
    if turn is None:
        raise InvalidTransition(_("Your agency was not asked to sign this."))
    if turn.state == TurnState.WAITS:
        raise InvalidTransition(
            _("The parties sign one after the other, and it is not your agency’s turn yet.")
        )
    if turn.state == TurnState.LATE:
        day = date_format(turn.last_day, "DATE_FORMAT")
        raise InvalidTransition(
            _("The time to sign ended on %(day)s. %(agency)s can ask your agency again.")
            % {"day": day, "agency": mou.agency}
        )


def check_statement(by: User, typed_name: str, title: str, attested: bool) -> None:
    """Refuse a signature whose statement is not whole: one's own name, a title, and the attestation."""
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


def _check_one_person(mou: Mou, typed_name: str) -> None:
    if queries.signed_elsewhere(mou, typed_name):
        raise RefusedInput(
            _("You have signed this agreement for another party. One person signs for one party.")
        )


def _complete(mou: Mou, by: User) -> None:
    """Call it signed when every party's signature on this text is there. The caller holds the agreement's lock."""
    signed = set(signatures_on(mou).values_list("agency_id", flat=True))
    if signed != set(mou.parties.values_list("agency_id", flat=True)):
        if mou.signing_in_order:
            _tell_whose_turn_it_is(mou)
        return
    move(mou, State.SIGNED, TRANSITIONS)
    note_event(mou, MouEvent.Kind.COMPLETED, by=by)
    record("mou.completed", by=by, on=mou, text_sha256=mou.text_sha256)
    tell_parties(mou, "mou.completed", Duty.SIGN_AGREEMENT)
    tell_replaced(mou, by=by)
    queue("mous.tasks.seal_agreement", key=f"seal:{mou.pk}", agency_id=agency_of(by), reference=mou.pk)
