"""Background work on releases. Tasks get ids only, act for the holder, and are safe to run twice."""

from celery import shared_task


@shared_task
def render_package(entry_id: str) -> None:
    """Render the PDF package of a release that was just made."""
    from disclosures.pdf import render_queued_package  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    render_queued_package(entry_id)


@shared_task
def end_what_lost_its_agreement() -> None:
    """Record, log and tell that access has ended where its agreement has."""
    from disclosures.actions import end_what_lost_its_agreement as end  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    end()


@shared_task
def end_what_lost_its_consent() -> None:
    """Record, log and tell that access has ended with its consent, or with its last day."""
    from disclosures.actions import end_what_lost_its_consent as end  # noqa: PLC0415 -- leaf: see ARCHITECTURE.md

    end()
