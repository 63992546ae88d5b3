"""The relay and the mailer. Tasks get ids only, act as the principal `outbox`, and are safe to run twice."""

from celery import shared_task


@shared_task
def relay_outbox() -> None:
    """Hand every waiting entry to its task."""
    from notices.outbox import relay  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    relay()


@shared_task
def send_mail(entry_id: str) -> None:
    """Send one queued mail, then blank it."""
    from notices.outbox import deliver_mail  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    deliver_mail(entry_id)
