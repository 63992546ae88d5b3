"""Background work of consents. It is safe to run as often as one likes."""

from celery import shared_task


@shared_task
def seal_consent(entry_id: str) -> None:
    """Seal the signed form of a consent that was recorded."""
    from consents.sealing import seal_queued_consent  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    seal_queued_consent(entry_id)


@shared_task
def remind_of_expiring_consents() -> None:
    """Remind the people concerned of consents that end within 30 days."""
    from consents.reminders import remind  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    remind()
