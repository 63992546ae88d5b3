"""What staff are told: that a consent ends, and that a young person who turns 18 is to be asked."""

from django.db import connection

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import ROLES
from audit.record import record
from consents.models import Consent, Reminder
from notices.actions import tell
from notices.outbox import once

NOTICES = {
    (Reminder.Kind.ENDS, True): "consent.ends_soon",
    (Reminder.Kind.TURNS_18, True): "consent.turns_18",
    (Reminder.Kind.TURNS_18, False): "consent.turned_18",
}


def send_reminder(entry_id: str) -> None:
    """Tell the people concerned of a reminder that was queued, once; of one that was overtaken, nobody."""
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        reminder = Reminder.objects.select_related("consent__agency").get(pk=entry.reference)
        if still_due(reminder):
            _tell(reminder)


def still_due(reminder: Reminder) -> bool:
    """Whether what is reminded of still lies ahead: nobody is told of a line that was revoked or has ended since."""
    if reminder.kind == Reminder.Kind.TURNS_18:
        return reminder.consent.grants.filter(revoked_at=None).exists()
    standing = reminder.consent.grants.filter(expires_on=reminder.day, revoked_at=None, ended_at=None)
    return reminder.day >= reminder.consent.agency.today() and standing.exists()


def _tell(reminder: Reminder) -> None:
    consent = reminder.consent
    people = people_concerned(consent)
    kind = NOTICES[Reminder.Kind(reminder.kind), reminder.days_before > 0]
    tell(people, kind, agency_id=consent.agency_id, on=consent, key=f"{reminder.day}:{reminder.days_before}")
    record(
        "consent.reminded",
        by=None,
        agency_id=consent.agency_id,
        on=consent,
        youth_id=consent.youth_id,
        kind=reminder.kind,
        days_before=reminder.days_before,
        told=len(people),
    )


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
