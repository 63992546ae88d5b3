"""What becomes of an agreement that all have signed: a party withdraws, all agree to end it."""

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.roles import Duty
from audit.record import record
from mous.actions.hold import agency_of, lock, need_reason, note_event, tell_parties
from mous.bound import bound_by, not_agreed_to_end
from mous.models import Mou, MouEvent, MouTermination
from mous.permissions import can_sign
from mous.states import LIVING, TRANSITIONS, State
from sharing_portal.errors import InvalidTransition, require
from sharing_portal.transitions import move


@transaction.atomic
def withdraw(mou: Mou, *, by: User, reason: str) -> None:
    """Take one's agency out at once: its flows end now, and the agreement with them when fewer than two remain.

    It ends as well when all who remain have agreed to end it. What rested on the flows is closed by
    `disclosures.actions.withdraw_from`.
    """
    _hold(mou, by, reason)
    mou.parties.filter(agency_id=agency_of(by)).update(
        withdrawn_at=TransactionNow(), withdrawn_by=by, withdrawal_reason=reason
    )
    note_event(mou, MouEvent.Kind.WITHDRAWN, by=by, note=reason)
    record("mou.withdrawn", by=by, on=mou)
    if len(bound_by(mou)) < 2 or not not_agreed_to_end(mou):
        _end(mou, by)
    tell_parties(mou, "mou.withdrawn", Duty.SIGN_AGREEMENT, Duty.DECIDE, key=f"{agency_of(by)}")


@transaction.atomic
def agree_to_end(mou: Mou, *, by: User, reason: str) -> None:
    """Say for one's agency that the agreement shall end for everybody; it ends with the last party that says so.

    Saying it twice changes nothing. What rested on the agreement is closed by `disclosures.actions.end_agreement`.
    """
    _hold(mou, by, reason)
    agreed, created = MouTermination.objects.get_or_create(
        mou=mou, agency_id=agency_of(by), defaults={"by": by, "reason": reason.strip()}
    )
    if not created:
        return
    note_event(mou, MouEvent.Kind.END_AGREED, by=by, note=reason)
    record("mou.end_agreed", by=by, on=mou)
    if not_agreed_to_end(mou):
        tell_parties(mou, "mou.end_agreed", Duty.SIGN_AGREEMENT, key=f"{agreed.pk}")
    else:
        _end(mou, by)
        tell_parties(mou, "mou.ended", Duty.SIGN_AGREEMENT, Duty.DECIDE)


@transaction.atomic
def retract_end(mou: Mou, *, by: User) -> None:
    """Take back for one's agency that the agreement shall end, before the last party has agreed."""
    lock(mou)
    require(can_sign(by, mou))
    agreed = mou.terminations.filter(agency_id=agency_of(by)).first()
    if mou.state != State.SIGNED or agreed is None:
        raise InvalidTransition(_("There is nothing to take back: your agency has not agreed to end it."))
    mou.terminations.filter(pk=agreed.pk).delete()
    note_event(mou, MouEvent.Kind.END_RETRACTED, by=by)
    record("mou.end_retracted", by=by, on=mou)
    tell_parties(mou, "mou.end_retracted", Duty.SIGN_AGREEMENT, key=f"{agreed.pk}")


def _hold(mou: Mou, by: User, reason: str) -> None:
    """What both ways out ask first: a signatory's right, a reason, and an agreement that can still end."""
    lock(mou)
    require(can_sign(by, mou))
    need_reason(reason)
    if mou.state != State.SIGNED:
        raise InvalidTransition(_("Only an agreement signed by all can be withdrawn from or ended."))
    if mou.standing(by.acting_agency.today()) not in LIVING:
        raise InvalidTransition(_("This agreement is over already: there is nothing left to end."))


def _end(mou: Mou, by: User) -> None:
    move(mou, State.ENDED, TRANSITIONS, ended_on=by.acting_agency.today())
    note_event(mou, MouEvent.Kind.ENDED, by=by)
    record("mou.ended", by=by, on=mou)
