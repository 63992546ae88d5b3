"""Reminders of a consent's end: 30, 14, 7 and 1 days before, once each. They are never what ends it."""

import logging
from uuid import UUID

from django.db import connection

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import ROLES
from audit.record import record
from consents.models import Consent, Reminder
from notices.actions import tell
from sharing_portal.rls.context import acting_for

logger = logging.getLogger(__name__)
DAYS_BEFORE = (1, 7, 14, 30)
PRINCIPAL = "reminders"


def remind() -> int:
    """Send every reminder that is due and was not sent; return how many consents were reminded of.

    Each consent is a transaction of its own: one that fails is logged, tried again at the next run, and keeps no
    other from being sent.
    """
    with acting_for(principal=PRINCIPAL), connection.cursor() as cursor:
        cursor.execute(
            "SELECT consent_id, agency_id FROM portal.consents_ending_within(%s)", [max(DAYS_BEFORE)]
        )
        ending = cursor.fetchall()
    return sum(_reminded(consent_id, agency_id) for consent_id, agency_id in sorted(ending))


def _reminded(consent_id: UUID, agency_id: UUID) -> bool:
    try:
        with acting_for(principal=PRINCIPAL, agency_id=agency_id):
            return remind_of(Consent.objects.select_related("agency").get(pk=consent_id))
    except Exception:
        logger.exception("a reminder of a consent's end failed")
        return False


def remind_of(consent: Consent) -> bool:
    """Tell the people concerned when a reminder is due for the grant that ends first; say whether it was sent.

    After missed days only the closest reminder is sent, and none from before the consent was recorded.
    """
    today = consent.agency.today()
    standing = consent.grants.filter(revoked_at=None, expires_on__gte=today).order_by("expires_on")
    end = standing.values_list("expires_on", flat=True).first()
    if end is None:
        return False
    left = (end - today).days
    due = next((days for days in DAYS_BEFORE if days >= left), None)
    lifetime = (end - consent.agency.day_of(consent.created_at)).days
    if due is None or due > lifetime:
        return False
    _reminder, new = Reminder.objects.get_or_create(
        consent=consent, expires_on=end, days_before=due, defaults={"agency_id": consent.agency_id}
    )
    if new:
        people = people_concerned(consent)
        tell(people, "consent.ends_soon", agency_id=consent.agency_id, on=consent, key=f"{end}:{due}")
        record(
            "consent.reminded",
            by=None,
            agency_id=consent.agency_id,
            on=consent,
            youth_id=consent.youth_id,
            days_before=due,
            told=len(people),
        )
    return new


def people_concerned(consent: Consent) -> list[User]:
    """Who recorded it and who has the youth on the caseload, as far as they still work for the agency.

    Where nobody has the youth on the caseload, the records custodians look after it.
    """
    members = {user.pk: user for user in members_to_tell(consent.agency_id, list(ROLES))}
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.caseload_ids(%s)", [consent.youth_id])
        workers = [pk for pk in cursor.fetchone()[0] or [] if pk in members]
    custodians = members_to_tell(consent.agency_id, ["records_custodian"])
    concerned = [consent.recorded_by_id, *workers, *([] if workers else [user.pk for user in custodians])]
    return [members[pk] for pk in dict.fromkeys(concerned) if pk in members]
