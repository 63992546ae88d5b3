"""What was reminded of, so that it is reminded of once. The rows are written by the sweep (`rls/reminders.sql`) alone."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consents.models.consent import Consent
from consents.models.rights import ALL_CONSENTS
from sharing_portal.rls.policy import AGENCY, RowPolicy, SameAgency


class Reminder(models.Model):
    """That a reminder was queued, so many days before a day on which lines of a consent end, or its youth turns 18."""

    class Kind(models.TextChoices):
        ENDS = "ends", _("A consent ends")
        TURNS_18 = "turns_18", _("A young person turns 18")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            RowPolicy(
                name="reminder_rows",
                read=f"agency_id = {AGENCY} AND {ALL_CONSENTS}",
                definer=["SELECT", "INSERT"],
            ),
            SameAgency(name="reminder_same_agency", field="consent"),
            models.UniqueConstraint(fields=["consent", "kind", "day", "days_before"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.days_before} days"


class Digest(models.Model):
    """That an agency's custodians were sent the overview of a week, which begins on this Monday."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    week = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            RowPolicy(
                name="digest_rows",
                read=f"agency_id = {AGENCY} AND {ALL_CONSENTS}",
                definer=["SELECT", "INSERT"],
            ),
            models.UniqueConstraint(fields=["agency", "week"], name="digest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.week:%G-W%V}"
