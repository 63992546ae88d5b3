"""Find and queue what is due. The work is done in the database, so that a million consents need no more memory here."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sharing_portal.rls.context import acting_for

PRINCIPAL = "reminders"
BATCH = 5000


def sweep() -> None:
    """Queue whatever is due.

    Each part can run as often as one likes, also twice at the same time: each reminder is a
    row that can be written once.
    """
    queue_ending_consents()
    queue_birthdays()
    queue_digests()


def queue_ending_consents(batch: int = BATCH) -> int:
    """Of each day within 30 days on which a consent has lines that end; return how many were queued.

    Each batch is a transaction of its own, so that a run that is broken off keeps what it did.
    """
    queued, day, consent = 0, None, None
    while True:
        day, consent, count = _next_batch(day, consent, batch)
        queued += count
        if day is None:
            return queued


def queue_birthdays() -> int:
    """Of young people who turn 18, and for whom somebody else had signed; return how many were queued."""
    return _counted("queue_birthdays")


def queue_digests() -> int:
    """The weekly overviews; return how many agencies get theirs."""
    return _counted("queue_digests")


def _next_batch(day: date | None, consent: UUID | None, batch: int) -> tuple[date | None, UUID | None, int]:
    with acting_for(principal=PRINCIPAL), connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_day, last_consent, queued FROM portal.queue_ending_consents(%s, %s, %s, %s)",
            [timezone.now(), day, consent, batch],
        )
        return cursor.fetchone()


def _counted(function: str) -> int:
    with acting_for(principal=PRINCIPAL), connection.cursor() as cursor:
        cursor.execute(f"SELECT portal.{function}(%s)", [timezone.now()])
        return int(cursor.fetchone()[0])
