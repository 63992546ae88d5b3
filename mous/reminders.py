"""Reminders of a review or a signature that is missing: once each, and they change nothing themselves."""

import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from agencies.models import Agency
from agencies.roles import Duty
from audit.record import record
from mous.actions.hold import tell_parties
from mous.models import Mou, MouReminder
from mous.states import State
from mous.turns import TurnState, turn_of
from sharing_portal.rls.context import acting_for

logger = logging.getLogger(__name__)
DAYS_IN_REVIEW = (14, 7)
"""After so many days with counsel."""
DAYS_BEFORE_CLOSE = (1, 3, 7)
"""So many days before the last day to sign."""
PRINCIPAL = "reminders"


@dataclass(frozen=True)
class Due:
    """What to remind of: the day that is counted from or to, and the step of the ladder."""

    kind: MouReminder.Kind
    day: date
    days: int


def remind() -> int:
    """Send every reminder that is due and was not sent; return how many parties were reminded.

    Each is a transaction of its own: one that fails is logged, tried again at the next run, and holds up no other.
    """
    with acting_for(principal=PRINCIPAL), connection.cursor() as cursor:
        cursor.execute("SELECT mou_id, agency_id FROM portal.agreements_waiting()")
        waiting = cursor.fetchall()
    return sum(_reminded(mou_id, agency_id) for mou_id, agency_id in sorted(waiting))


def _reminded(mou_id: UUID, agency_id: UUID) -> bool:
    try:
        with acting_for(principal=PRINCIPAL, agency_id=agency_id):
            # Its row is held, so that nobody signs or approves while it is being said that they have not.
            mou = Mou.objects.select_for_update(no_key=True).filter(pk=mou_id).first()
            return mou is not None and remind_party(mou, Agency.objects.get(pk=agency_id))
    except Exception:
        logger.exception("a reminder of an agreement failed")
        return False


def remind_party(mou: Mou, agency: Agency) -> bool:
    """Tell a party's counsel or signatories when a reminder is due to them; say whether it was sent.

    After missed days only the closest reminder is sent.
    """
    due = _review_due(mou, agency) if mou.state == State.REVIEW else _signature_due(mou, agency)
    if due is None:
        return False
    _reminder, new = MouReminder.objects.get_or_create(
        mou=mou, agency=agency, kind=due.kind, day=due.day, days=due.days
    )
    if new:
        duty = Duty.REVIEW_AGREEMENT if due.kind == MouReminder.Kind.REVIEW else Duty.SIGN_AGREEMENT
        about = f"{mou.version}:{due.day}:{due.days}"
        tell_parties(mou, f"mou.{due.kind}_reminder", duty, only=agency.pk, key=about)
        record("mou.reminded", by=None, agency_id=agency.pk, on=mou, kind=due.kind, days=due.days)
    return new


def _review_due(mou: Mou, agency: Agency) -> Due | None:
    if mou.reviews.filter(agency=agency, text_sha256=mou.text_sha256).exists():
        return None
    asked_on = agency.day_of(mou.state_changed_at)
    waited = (agency.today() - asked_on).days
    days = next((days for days in DAYS_IN_REVIEW if waited >= days), None)
    return Due(MouReminder.Kind.REVIEW, asked_on, days) if days is not None else None


def _signature_due(mou: Mou, agency: Agency) -> Due | None:
    turn = turn_of(mou, agency.pk)
    if turn is None or turn.state != TurnState.ASKED:
        return None
    left = (turn.last_day - agency.today()).days
    days = next((days for days in DAYS_BEFORE_CLOSE if left <= days), None)
    # Who was asked only yesterday for three days is not told a week ahead.
    if days is None or days > (turn.last_day - agency.day_of(turn.request.asked_at)).days:
        return None
    return Due(MouReminder.Kind.SIGN, turn.last_day, days)
