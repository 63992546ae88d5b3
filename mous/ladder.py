"""The renewal ladder: reminders before an agreement's last day and its review, once each. They never end it."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from agencies.models import Agency
from agencies.roles import Duty
from audit.record import record
from mous.actions.hold import tell_parties
from mous.models import Mou, MouReminder
from sharing_portal.rls.context import acting_for

logger = logging.getLogger(__name__)
DAYS_BEFORE_END = (1, 7, 14, 30, 60, 90)
RENEWAL = timedelta(days=max(DAYS_BEFORE_END))
"""From then on an agreement ends soon, and renewing it is the first thing to do."""
DAYS_BEFORE_REVIEW = (0, 7, 30)
PRINCIPAL = "reminders"
# The people whom an agreement's end concerns: who would renew it, who signs, and who works by it.
CONCERNED = (Duty.SIGN_AGREEMENT, Duty.DRAFT_AGREEMENT, Duty.DECIDE)


def remind() -> int:
    """Send every reminder that is due and was not sent; return how many.

    Each party of each agreement is a transaction of its own: one that fails is logged, tried again at the next run,
    and keeps no other from being sent.
    """
    # A day more to either side: it is another day where some agencies are.
    today = timezone.now().date()
    first, last = today - timedelta(days=1), today + timedelta(days=max(DAYS_BEFORE_END) + 1)
    with acting_for(principal=PRINCIPAL), connection.cursor() as cursor:
        cursor.execute(
            "SELECT mou_id, agency_id FROM portal.agreements_with_a_day_between(%s, %s)", [first, last]
        )
        near = cursor.fetchall()
    return sum(_reminded(mou_id, agency_id) for mou_id, agency_id in sorted(near))


def _reminded(mou_id: UUID, agency_id: UUID) -> int:
    try:
        with acting_for(principal=PRINCIPAL, agency_id=agency_id):
            return remind_party(Mou.objects.get(pk=mou_id), Agency.objects.get(pk=agency_id))
    except Exception:
        logger.exception("a reminder of an agreement's end failed")
        return 0


def remind_party(mou: Mou, agency: Agency) -> int:
    """Tell the people concerned at one party what is due there today; say how many reminders were sent.

    After missed days only the closest step is sent, and none that lay before the party was bound.
    """
    if not mou.is_in_force(agency.today()):
        return 0
    party = mou.parties.get(agency=agency)
    bound_on = agency.day_of(party.joined_at or mou.state_changed_at)
    ladders: list[tuple[MouReminder.Kind, date, Sequence[int]]] = [
        (MouReminder.Kind.ENDS, mou.ends_on, DAYS_BEFORE_END)
    ]
    if mou.review_on:
        ladders.append((MouReminder.Kind.REVIEW_DAY, mou.review_on, DAYS_BEFORE_REVIEW))
    return sum(
        _remind(mou, agency, kind, day, days)
        for kind, day, steps in ladders
        if (days := _step(day, steps, today=agency.today(), bound_on=bound_on)) is not None
    )


def _step(day: date, steps: Sequence[int], *, today: date, bound_on: date) -> int | None:
    """The step that is due: the closest at or after today, unless the day is past or the step lay before the party."""
    left = (day - today).days
    due = next((days for days in steps if days >= left), None)
    return due if left >= 0 and due is not None and due <= (day - bound_on).days else None


def _remind(mou: Mou, agency: Agency, kind: MouReminder.Kind, day: date, days: int) -> bool:
    _reminder, new = MouReminder.objects.get_or_create(mou=mou, agency=agency, kind=kind, day=day, days=days)
    if new:
        notice = "mou.ends_soon" if kind == MouReminder.Kind.ENDS else "mou.review_due"
        tell_parties(mou, notice, *CONCERNED, only=agency.pk, key=f"{day}:{days}")
        record("mou.reminded", by=None, agency_id=agency.pk, on=mou, kind=kind, day=str(day), days=days)
    return new
