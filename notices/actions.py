"""Tell people, and queue what must not be lost. Both are rows in the verb's transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notices.models import Notice, OutboxEntry
from notices.tasks import relay_outbox


def queue(
    task: str,
    *,
    key: str,
    agency_id: UUID | None = None,
    reference: UUID | None = None,
    to_address: str = "",
    subject: str = "",
    body: str = "",
) -> None:
    """Queue a task by its Celery name; a second entry with the same `key` is not written.

    The worker gets it after the commit; the relay finds it should that message be lost.
    """
    OutboxEntry.objects.bulk_create(
        [
            OutboxEntry(
                key=key,
                task=task,
                agency_id=agency_id,
                reference=reference,
                to_address=to_address,
                subject=subject,
                body=body,
            )
        ],
        ignore_conflicts=True,
    )
    _wake_relay_after_commit()


def _wake_relay_after_commit() -> None:
    """Once a transaction, however much it queues: each call would wait anew for a broker that is away."""
    after_commit = [step for _, step, *_ in transaction.get_connection().run_on_commit]
    if relay_outbox.delay not in after_commit:
        transaction.on_commit(relay_outbox.delay, robust=True)


def queue_mail(*, to_address: str, subject: str, body: str, key: str) -> None:
    """Queue one mail. The text must hold no names, no facts about a youth, no agency that reveals a service."""
    queue("notices.tasks.send_mail", key=key, to_address=to_address, subject=subject, body=body)


def tell(users: Iterable[Any], kind: str, *, agency_id: UUID, on: models.Model, key: str = "") -> None:
    """Give each user an in-app notice of `kind` (see `notices/kinds.py`), and a mail that says only to sign in.

    With a `key`, the same notice (kind, object, key) reaches a person once however often it is told; without one,
    each call tells anew.
    """
    key = key or timezone.now().isoformat()
    for user in users:
        notice = Notice(
            pk=uuid5(on.pk, f"{kind}:{user.pk}:{key}"),
            user=user,
            agency_id=agency_id,
            kind=kind,
            object_type=on._meta.label_lower,
            object_id=on.pk,
        )
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
        with translation.override(user.language):
            subject = _("You have a new message in the Sharing Portal")
            body = _("Sign in to read it: %(url)s") % {"url": settings.PORTAL_URL}
        queue_mail(
            to_address=user.message_address,
            subject=subject,
            body=body,
            key=f"notice:{kind}:{on.pk}:{user.pk}:{key}",
        )


def mark_read(notice: Notice) -> None:
    """Mark a notice as read; reading it again changes nothing."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(user: Any) -> None:
    """Mark the user's notices at the agency she acts for as read."""
    own = Notice.objects.filter(user=user, agency_id=user.acting_agency_id, read_at=None)
    own.update(read_at=timezone.now())
