"""Background work on agreements. Tasks get ids only, act for a party, and are safe to run twice."""

from celery import shared_task


@shared_task
def seal_agreement(entry_id: str) -> None:
    """Seal an agreement that all its parties have signed."""
    from mous.sealing import seal_queued_agreement  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    seal_queued_agreement(entry_id)


@shared_task
def seal_exhibit(entry_id: str) -> None:
    """Seal the exhibit by which an agency joined an agreement."""
    from mous.sealing import seal_queued_exhibit  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    seal_queued_exhibit(entry_id)


@shared_task
def remind_of_waiting_agreements() -> None:
    """Remind counsel and signatories of agreements that wait for them."""
    from mous.reminders import remind  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    remind()


@shared_task
def remind_of_ending_agreements() -> None:
    """Remind the people concerned of agreements that end, or whose review is due."""
    from mous.ladder import remind  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    remind()
