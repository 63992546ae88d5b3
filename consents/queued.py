"""What a verb leaves to the worker: an outbox entry in the verb's transaction, with ids only."""

from consents.models import Consent
from notices.actions import queue


def queue_seal(consent: Consent) -> None:
    """Have a consent sealed, once. What was typed off a paper is sealed when a second person has confirmed it."""
    if consent.method == Consent.Method.PAPER and consent.confirmed_at is None:
        return
    queue(
        "consents.tasks.seal_consent",
        key=f"seal:{consent.pk}",
        agency_id=consent.agency_id,
        reference=consent.pk,
    )
