"""The legal log."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.roles import Duty, Reach, reaching, with_duty
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, any_role
from sharing_portal.rls.trigger import append_only


class LogEntry(models.Model):
    """One line of an agency's disclosure log: 34 CFR 99.32, 45 CFR 164.528, 42 CFR 2.25, 34 CFR 300.614 at once.

    Requests and refusals too. No foreign keys: the log stands when everything else is gone.
    """

    class Kind(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        WITHDRAWN = "withdrawn", _("Withdrawn by the asker")
        MORE_NEEDED = "more_needed", _("More information asked for")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        RELEASED = "released", _("Released")
        OPENED = "opened", _("Opened by the recipient")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged by the recipient")
        DOWNLOADED = "downloaded", _("Downloaded by the recipient")
        REOPENED = "reopened", _("Approval ended with its consent")
        ENDED = "ended", _("Access ended")
        EXPORTED = "exported", _("Log exported")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain_id = models.UUIDField()
    agency_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    disclosure_request_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=20, blank=True)
    release_id = models.UUIDField(null=True)
    # The agency's own record, known only to the holder, and the name as asked for.
    youth_id = models.UUIDField(null=True)
    youth_name = models.CharField(max_length=310, blank=True)
    youth_number = models.CharField(max_length=60, blank=True)
    holder_name = models.CharField(max_length=200, blank=True)
    # Who asked or received: agency, person, address (99.32(a)(3), 164.528(b)(2)).
    party_agency_id = models.UUIDField(null=True)
    party_name = models.CharField(max_length=200, blank=True)
    party_person = models.CharField(max_length=200, blank=True)
    party_address = models.CharField(max_length=300, blank=True)
    interest = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    consent_ids = ArrayField(models.UUIDField(), default=list)
    records = models.TextField(blank=True)
    item_count = models.PositiveIntegerField(null=True)
    notices = models.CharField(max_length=300, blank=True)
    delivery = models.CharField(max_length=120, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    # 99.32(a)(5): the articulable and significant threat, and whom it was told to.
    threat = models.TextField(blank=True)
    further_disclosures = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "log entries"
        constraints = [
            RowPolicy(
                name="log_rows",
                read=f"agency_id = {AGENCY} AND {any_role(*reaching(Reach.LOG))}",
                # A request stands in the log of both agencies, whoever acts; an export in one's own.
                insert=f"chain_id = agency_id AND actor_id = {ME} "
                "AND (portal.may_log(agency_id, disclosure_request_id, kind) "
                f"OR (kind = 'exported' AND agency_id = {AGENCY} AND {any_role(*with_duty(Duty.EXPORT_LOG))}))",
                definer=["SELECT", "INSERT"],
            ),
            *append_only("disclosure_log"),
        ]
        indexes = [
            models.Index(fields=["agency_id", "-at"]),
            models.Index(fields=["agency_id", "youth_id", "-at"]),
            models.Index(fields=["disclosure_request_id", "-at"]),
            models.Index(fields=["release_id", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_kind_display()}"
