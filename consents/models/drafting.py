"""What comes before a consent is signed: what staff prepare, and that another parent disagrees."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consents.models.rights import BY_ME, FAMILY_DRAFT, OWN, RECORD
from sharing_portal.rls.policy import ME, RowPolicy, SameAgency
from sharing_portal.rls.trigger import Trigger
from youth.models import Guardian, YouthRecord

# A draft is its author's, while she records consents for a youth she can see.
MINE = f"{OWN} AND author_id = {ME} AND {RECORD}"


class ConsentDraft(models.Model):
    """A consent being prepared by one person for one youth, or for brothers and sisters in one sitting.

    It survives a time-out. A family that was given a link to it fills in its own part. What staff record from paper takes
    the row with it; a family's signature leaves it empty, because only through it may the link that signs write.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.CASCADE, related_name="consent_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # Brothers and sisters for whom the same person signs in the same sitting: one consent each.
    siblings = ArrayField(models.UUIDField(), default=list, blank=True)
    # The answers of each finished step, by the step's name.
    answers = models.JSONField(default=dict)
    # Where it came from when it was not typed in: the name of the file of an imported FHIR Consent.
    source = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            RowPolicy(
                name="consent_draft_rows",
                read=f"{MINE} OR {FAMILY_DRAFT}",
                insert=MINE,
                update=f"{MINE} OR {FAMILY_DRAFT}",
                delete=f"{MINE} OR {FAMILY_DRAFT}",
                definer=["SELECT"],
            ),
            Trigger(
                name="consent_draft_guard",
                clause="BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW",
                function="guard_consent_draft",
            ),
            SameAgency(name="consent_draft_same_agency", field="youth"),
            models.UniqueConstraint(fields=["youth", "author"], name="consent_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.youth_id} by {self.author_id}"


class Objection(models.Model):
    """A parent or guardian who disagrees with what another one agreed to.

    Under FERPA either may consent (34 CFR 99.4), so it does not end a consent by itself: whoever decides sees it and
    asks. It can be withdrawn once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="objections")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="objections")
    words = models.CharField(_("what the person said"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            RowPolicy(
                name="objection_rows",
                read=OWN,
                insert=f"{OWN} AND {RECORD} AND {BY_ME} AND withdrawn_at IS NULL",
                update=f"{OWN} AND {RECORD} AND withdrawn_at IS NULL",
                update_check=f"{OWN} AND {RECORD} AND withdrawn_at IS NOT NULL AND withdrawn_by_id = {ME}",
                update_columns=["withdrawn_at", "withdrawn_by_id"],
                definer=["SELECT"],
            ),
            SameAgency(name="objection_same_youth_agency", field="youth"),
            models.CheckConstraint(
                name="objection_withdrawn_pair",
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            SameAgency(name="objection_same_guardian_agency", field="guardian"),
        ]

    def __str__(self) -> str:
        return self.words
