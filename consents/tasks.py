"""Background work of consents. It is safe to run as often as one likes."""

from celery import shared_task


@shared_task
def seal_consent(entry_id: str) -> None:
    """Seal the signed form of a consent that was recorded."""
    from consents.sealing import seal_queued_consent  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    seal_queued_consent(entry_id)


@shared_task
def send_family_mail(entry_id: str) -> None:
    """Send a family its link."""
    from consents.mailing import send_queued_link  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    send_queued_link(entry_id)


@shared_task
def queue_reminders() -> None:
    """Find and queue every reminder that is due: of consents that end, of 18th birthdays, and the weekly overview."""
    from consents.reminders.sweep import sweep  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    sweep()


@shared_task
def send_reminder(entry_id: str) -> None:
    """Tell staff of one reminder."""
    from consents.reminders import staff  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    staff.send_reminder(entry_id)


@shared_task
def remind_family(entry_id: str) -> None:
    """Send the family the mail of one reminder."""
    from consents.reminders import family  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    family.remind_family(entry_id)


@shared_task
def send_digest(entry_id: str) -> None:
    """Tell an agency's records custodians that the week's overview is there."""
    from consents.reminders import digest  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    digest.send_digest(entry_id)
