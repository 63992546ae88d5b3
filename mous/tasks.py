"""Background work on agreements. Tasks get ids only, act for a party, and are safe to run twice."""

from celery import shared_task


@shared_task
def seal_agreement(entry_id: str) -> None:
    """Seal an agreement that all its parties have signed."""
    from mous.pdf import seal_queued_agreement  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    seal_queued_agreement(entry_id)
