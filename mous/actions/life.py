"""What becomes of an agreement that all have signed."""

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.roles import Duty
from audit.record import record
from mous.actions.hold import agency_of, lock, need_reason, note_event, tell_parties
from mous.models import Mou, MouEvent
from mous.permissions import can_sign
from mous.states import TRANSITIONS, State
from sharing_portal.errors import InvalidTransition, require
from sharing_portal.transitions import move


@transaction.atomic
def withdraw(mou: Mou, *, by: User, reason: str) -> None:
    """Take one's agency out at once: its flows end now, and the agreement with them when fewer than two remain."""
    lock(mou)
    require(can_sign(by, mou))
    need_reason(reason)
    if mou.state != State.SIGNED:
        raise InvalidTransition(_("Only an agreement signed by all can be withdrawn from."))
    mou.parties.filter(agency_id=agency_of(by)).update(
        withdrawn_at=TransactionNow(), withdrawn_by=by, withdrawal_reason=reason
    )
    note_event(mou, MouEvent.Kind.WITHDRAWN, by=by, note=reason)
    record("mou.withdrawn", by=by, on=mou)
    if mou.parties.filter(withdrawn_at=None).count() < 2:
        move(mou, State.ENDED, TRANSITIONS, ended_on=by.acting_agency.today())
        note_event(mou, MouEvent.Kind.ENDED, by=by)
        record("mou.ended", by=by, on=mou)
    tell_parties(mou, "mou.withdrawn", Duty.SIGN_AGREEMENT, Duty.DECIDE)
