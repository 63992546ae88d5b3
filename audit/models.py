"""What happened, who did it, when. No foreign keys: history never hangs on live rows."""

import uuid

from django.db import models
from django.utils import timezone

from sharing_portal.rls.policy import AGENCY, ME, PRINCIPAL, RowPolicy, any_role, one_of
from sharing_portal.rls.trigger import Trigger, append_only

# Events of no agency (sign-in, the operator's work) are chained here.
PLATFORM_CHAIN = uuid.UUID(int=0)


class AuditEvent(models.Model):
    """One thing that a person or the portal did or was refused.

    `details` holds ids, codes and counts, never a youth's name or a record's content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.UUIDField(null=True)
    youth_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=32, blank=True)
    details = models.JSONField(default=dict)
    salt = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            RowPolicy(
                name="audit_event_rows",
                read=f"agency_id = {AGENCY} AND ({any_role('auditor', 'privacy_officer')} "
                f"OR actor_id = {ME} OR youth_id {one_of('granted_youth_ids')} "
                f"OR (youth_id IS NOT NULL AND {any_role('records_custodian')}))",
                insert=f"(actor_id = {ME} OR (actor_id IS NULL AND ({PRINCIPAL} <> '' OR {ME} IS NULL))) "
                f"AND (agency_id IS NULL OR agency_id = {AGENCY}) "
                f"AND chain_id = coalesce(agency_id, '{PLATFORM_CHAIN}'::uuid)",
                definer=["SELECT"],
            ),
            *append_only("audit_event"),
        ]
        indexes = [
            models.Index(fields=["agency_id", "-at"]),
            models.Index(fields=["youth_id", "-at"]),
            models.Index(fields=["object_id", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"


class ChainLink(models.Model):
    """The place of one entry in its agency's chain. Written by the database alone, at commit."""

    agency_id = models.UUIDField()
    entry_table = models.CharField(max_length=63)
    entry_id = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    transaction = models.BigIntegerField()
    position = models.BigIntegerField(null=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            RowPolicy(
                name="audit_link_rows",
                read=f"agency_id = {AGENCY} AND {any_role('auditor', 'privacy_officer')}",
                definer=["SELECT", "INSERT", "UPDATE"],
            ),
            models.UniqueConstraint(fields=["agency_id", "position"], name="audit_link_place"),
            Trigger(
                name="audit_link_at_commit",
                clause="AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW",
                function="link",
            ),
        ]
        indexes = [
            models.Index(
                fields=["transaction"], name="audit_link_unplaced", condition=models.Q(position__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.position}"


class ChainHead(models.Model):
    """The last link of an agency's chain."""

    agency_id = models.UUIDField(primary_key=True)
    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            RowPolicy(
                name="audit_head_rows",
                read=f"agency_id = {AGENCY} AND {any_role('auditor', 'privacy_officer')}",
                definer=["SELECT", "INSERT", "UPDATE"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.position}"
