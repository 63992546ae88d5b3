"""Effects that must not be lost: claim an entry, do its work once, and remember that it is done."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from celery import current_app
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for

logger = logging.getLogger(__name__)
ATTEMPTS = 5
# A task that has not finished by then was lost with its worker or its message: hand it out again. Each further wait
# is four times as long (3 and 12 minutes, 48 minutes, 3 hours, half a day), so that a mail server may be away a night.
LOST_AFTER = timedelta(minutes=3)
LONGER_EACH_TIME = 4
BATCH = 100


def relay() -> int:
    """Send a message for each entry that waits and was not handed out lately; return how many.

    An entry handed out for the fifth time in vain is marked failed and left for a person.
    """
    with acting_for(principal="outbox"):
        waiting = (
            OutboxEntry.objects.select_for_update(skip_locked=True)
            .filter(_due(timezone.now()), done_at=None, failed_at=None)
            .order_by("created_at")
        )
        batch = [(entry.pk, entry.task, entry.attempts) for entry in waiting[:BATCH]]
        spent = [pk for pk, _, attempts in batch if attempts >= ATTEMPTS]
        live = [(pk, task) for pk, task, attempts in batch if attempts < ATTEMPTS]
        OutboxEntry.objects.filter(pk__in=spent).update(failed_at=timezone.now())
        OutboxEntry.objects.filter(pk__in=[pk for pk, _ in live]).update(
            sent_at=timezone.now(), attempts=F("attempts") + 1
        )
    for pk, task in live:
        current_app.send_task(task, kwargs={"entry_id": str(pk)})
    return len(live)


def _due(now: datetime) -> Q:
    """Entries never handed out, and those whose wait since then is over."""
    due = Q(sent_at=None)
    for attempts in range(1, ATTEMPTS + 1):
        wait = LOST_AFTER * LONGER_EACH_TIME ** (attempts - 1)
        due |= Q(attempts=attempts, sent_at__lt=now - wait)
    return due


@contextmanager
def once(entry_id: str) -> Iterator[OutboxEntry | None]:
    """Give the entry to do, or None when it is done or another worker has it; mark it done with the block's work.

    The block runs in one transaction as the principal `outbox` for the entry's agency: when it raises, nothing of it
    stays, the kind of error is kept, and the relay hands the entry out again; after the fifth failure it does not.
    """
    with acting_for(principal="outbox"):
        agency_id = OutboxEntry.objects.filter(pk=entry_id).values_list("agency_id", flat=True).first()
    try:
        with acting_for(principal="outbox", agency_id=agency_id):
            entry = (
                OutboxEntry.objects.select_for_update(skip_locked=True)
                .filter(pk=entry_id, done_at=None, failed_at=None)
                .first()
            )
            yield entry
            if entry is not None:
                OutboxEntry.objects.filter(pk=entry_id).update(done_at=timezone.now(), last_error="")
    except Exception as error:
        _note_failure(entry_id, error)
        raise


def _note_failure(entry_id: str, error: Exception) -> None:
    """Keep the error's kind, never its text, which may hold an address; after the last attempt give up."""
    with acting_for(principal="outbox"):
        entries = OutboxEntry.objects.filter(pk=entry_id, done_at=None)
        entries.update(last_error=type(error).__name__[:200])
        entries.filter(attempts__gte=ATTEMPTS, failed_at=None).update(failed_at=timezone.now())


def deliver_mail(entry_id: str) -> None:
    """Send the entry's mail and blank its address and text; a mail already sent is not sent again.

    Only a crash between the mail server's yes and the commit can send a mail twice; none is lost.
    """
    with once(entry_id) as entry:
        if entry is None:
            return
        EmailMessage(entry.subject, entry.body, to=[entry.to_address]).send()
        OutboxEntry.objects.filter(pk=entry_id).update(to_address="", subject="", body="")
