"""What must not be lost: work waiting for the worker, and notices waiting for people."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from sharing_portal.rls.policy import AGENCY, INSIDE, ME, PRINCIPAL, RowPolicy

OUTBOX = f"{PRINCIPAL} = 'outbox'"
# The mailer's entries belong to no agency. Any other task is queued for one and about something, and no task of beat
# can be queued: whoever could write a row here would otherwise run any task by its name.
QUEUED = (
    f"(task = 'notices.tasks.send_mail' AND agency_id IS NULL) "
    "OR (task IN ('disclosures.tasks.render_package', 'mous.tasks.seal_agreement', 'mous.tasks.seal_exhibit', "
    f"'consents.tasks.seal_consent', 'consents.tasks.send_family_mail') AND agency_id = {AGENCY})"
)


class OutboxEntry(models.Model):
    """A task to run once, written in the transaction of the verb that wants it.

    `task` is the Celery task's name; it gets this entry's id alone. `reference` is the id of what it is about.
    Mail has its address and text here until it is sent, then they are blanked; they never hold facts about a youth.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Two entries with one key are one effect: the second is not written.
    key = models.CharField(max_length=200, unique=True)
    task = models.CharField(max_length=120)
    agency_id = models.UUIDField(null=True)
    reference = models.UUIDField(null=True)
    to_address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            RowPolicy(
                name="outbox_rows",
                read=f"{OUTBOX} OR agency_id = {AGENCY} AND {INSIDE}",
                insert=QUEUED,
                update=OUTBOX,
                definer=["SELECT", "INSERT"],
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="outbox_waiting",
                condition=models.Q(done_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """An in-app notice to one member of one agency: a kind and what it is about, worded when shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    agency_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(
                name="notice_rows",
                read=f"user_id = {ME} AND agency_id = {AGENCY}",
                # A verb tells people of another agency too: a request tells its holder.
                insert=f"{AGENCY} IS NOT NULL",
                update=f"user_id = {ME} AND agency_id = {AGENCY}",
                update_columns=["read_at"],
            ),
        ]
        indexes = [models.Index(fields=["user", "agency_id", "-created_at"])]

    def __str__(self) -> str:
        return self.kind
