"""The sweep and the worker in one step."""

from consents import tasks
from consents.reminders.sweep import queue_ending_consents
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for

TASKS = ("send_reminder", "remind_family", "send_digest")


def remind() -> int:
    """Queue the reminders of ending consents and send them; give how many were queued."""
    queued = queue_ending_consents()
    deliver()
    return queued


def deliver() -> None:
    """Send what is queued, each twice, as a worker does whose message was delivered again."""
    with acting_for(principal="outbox"):
        waiting = list(
            OutboxEntry.objects.filter(done_at=None, task__in=[f"consents.tasks.{name}" for name in TASKS])
        )
    for entry in waiting * 2:
        getattr(tasks, entry.task.rpartition(".")[2])(str(entry.pk))
