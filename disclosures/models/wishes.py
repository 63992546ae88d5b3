"""What a family asks about what was shared: a copy, or that something be put right; and what came of it."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consents.models import Consent, FamilyLink
from consents.models.rights import FAMILY, PART_OF_FAMILY_CONSENT
from disclosures.models.reach import DECIDERS
from disclosures.models.releases import Release
from law.vocabulary import AgencyKind
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, SameAgency, one_of

HEALTH = (AgencyKind.HIPAA_PROVIDER, AgencyKind.PART2_PROGRAM)


class FamilyWish(models.Model):
    """About one release, or about the consent itself; in the family's words.

    `agency`, whose record it is, writes down by `due_on` what was done; the agency that recorded the consent reads along,
    and the family sees both on its page. Nothing else of it changes.
    """

    class Kind(models.TextChoices):
        COPY = "copy", _("I want a copy of what was shared")
        CORRECTION = "correction", _("Something in it is wrong")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recording_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(FamilyLink, models.PROTECT, related_name="+")
    # As the consent and the link have them, for an agency that sees neither.
    youth_name = models.CharField(_("name of the youth"), max_length=250)
    person_name = models.CharField(_("who asks"), max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(_("what the family wrote"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(db_default=TransactionNow())
    answer = models.CharField(_("what was done"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            RowPolicy(
                name="family_wish_rows",
                read=f"(agency_id = {AGENCY} OR recording_agency_id = {AGENCY}) AND {DECIDERS} "
                f"OR recording_agency_id = {AGENCY} AND {FAMILY} AND {PART_OF_FAMILY_CONSENT}",
                insert=f"recording_agency_id = {AGENCY} AND {FAMILY} AND {PART_OF_FAMILY_CONSENT} "
                f"AND link_id = portal.family_link_id() AND (release_id IS NULL AND agency_id = {AGENCY} "
                f"OR release_id {one_of('family_release_ids')}) AND asked_at = now() AND answered_at IS NULL",
                update=f"agency_id = {AGENCY} AND {DECIDERS} AND answered_at IS NULL",
                update_check=f"agency_id = {AGENCY} AND {DECIDERS} AND answered_at IS NOT NULL AND answered_by_id = {ME}",
                update_columns=["answer", "answered_at", "answered_by_id"],
            ),
            SameAgency(name="family_wish_consent_agency", field="consent", agency="recording_agency"),
            SameAgency(name="family_wish_release_agency", field="release"),
            models.UniqueConstraint(
                name="family_wish_once_until_answered",
                fields=["consent", "release", "kind"],
                condition=models.Q(answered_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="family_wish_says_what_is_wrong",
                condition=~models.Q(kind="correction", words=""),
            ),
            models.CheckConstraint(
                name="family_wish_answered_once",
                condition=models.Q(answered_at=None, answered_by=None, answer="")
                | models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(answer=""),
            ),
        ]
        indexes = [models.Index(fields=["agency", "asked_at"], name="family_wish_by_agency")]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d}"

    @property
    def due_on(self) -> date:
        """The last day to answer: 30 days for a copy and 60 for a correction in health care (45 CFR 164.524(b)(2),
        164.526(b)(2)), 45 at a school (34 CFR 99.10(b)) and, for want of a shorter rule, everywhere else.
        """
        days = 45
        if self.agency.kind in HEALTH:
            days = 30 if self.kind == self.Kind.COPY else 60
        return self.agency.day_of(self.asked_at) + timedelta(days=days)
