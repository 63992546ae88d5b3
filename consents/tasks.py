"""Background work of consents. Beat starts it; it is safe to run as often as one likes."""

from celery import shared_task


@shared_task
def remind_of_expiring_consents() -> None:
    """Remind the people concerned of consents that end within 30 days."""
    from consents.reminders import remind  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    remind()
