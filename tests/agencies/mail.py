"""Mail that waits in the outbox."""

from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for


def waiting() -> list[OutboxEntry]:
    """The queued mails, oldest first."""
    with acting_for(principal="outbox"):
        return list(OutboxEntry.objects.filter(task="notices.tasks.send_mail").order_by("created_at"))
