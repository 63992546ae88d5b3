"""A member's own calendar of the dates of her agency's agreements."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from agencies.models import Agency
from mous.models.rights import READERS
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy

MINE = f"user_id = {ME} AND agency_id = {AGENCY} AND {READERS}"


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads the dates; one for each member and agency.

    Of the secret only the SHA-256 is kept, in hexadecimal. The address works while the membership is active.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            RowPolicy(
                name="calendar_feed_rows",
                read=MINE,
                insert=f"{MINE} AND made_at = now()",
                delete=MINE,
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["user", "agency"], name="calendar_feed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.agency_id}"
