"""What was reminded of, so that it is reminded of once."""

import uuid

from django.db import models
from django.utils import timezone

from agencies.models import Agency
from consents.models.consent import Consent
from consents.models.rights import ALL_CONSENTS
from sharing_portal.rls.policy import AGENCY, RowPolicy, SameAgency


class Reminder(models.Model):
    """That a reminder of a consent's end was sent, so that it is sent once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="reminders")
    expires_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            RowPolicy(
                name="reminder_rows",
                read=f"agency_id = {AGENCY} AND {ALL_CONSENTS}",
                insert=f"agency_id = {AGENCY} AND (SELECT portal.principal()) <> ''",
                definer=["SELECT"],
            ),
            SameAgency(name="reminder_same_agency", field="consent"),
            models.UniqueConstraint(fields=["consent", "expires_on", "days_before"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.days_before} days"
