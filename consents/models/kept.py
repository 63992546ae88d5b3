"""What is kept beside a signed consent: that a copy was given, the scan of the paper, the sealed file."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consents.models.consent import Consent
from consents.models.rights import (
    ABOUT_IT,
    BY_ME,
    FAMILY,
    OWN,
    PART_OF_FAMILY_CONSENT,
    PART_OF_SHOWN,
    RECORD,
)
from sharing_portal.rls.policy import AGENCY, PRINCIPAL, RowPolicy, SameAgency
from youth.models import YouthRecord


class ConsentCopy(models.Model):
    """That the signer was given a copy, when and how (45 CFR 164.508(c)(4))."""

    class Method(models.TextChoices):
        HANDED = "handed", _("Printed and handed over")
        LINK = "link", _("Downloaded on the family’s page")
        SCREEN = "screen", _("Downloaded on the agency’s device")
        MAILED = "mailed", _("Sent by mail")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="copies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="+")
    method = models.CharField(_("how"), max_length=10, choices=Method.choices)
    # Nobody of the agency when the family took it from its own page.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["given_at"]
        constraints = [
            RowPolicy(
                name="consent_copy_rows",
                read=f"{OWN} OR agency_id = {AGENCY} AND {PART_OF_FAMILY_CONSENT}",
                insert=f"given_at = now() AND ({OWN} AND {ABOUT_IT} AND {RECORD} AND {BY_ME} "
                f"OR agency_id = {AGENCY} AND {FAMILY} AND {PART_OF_FAMILY_CONSENT} AND by_id IS NULL)",
            ),
            SameAgency(name="consent_copy_same_agency", field="consent"),
        ]

    def __str__(self) -> str:
        return self.method


class ConsentScan(models.Model):
    """The scan of a form that was signed on paper. It does not change."""

    consent = models.OneToOneField(Consent, models.PROTECT, primary_key=True, related_name="scan")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())
    file = models.FileField(max_length=200)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            RowPolicy(
                name="consent_scan_rows",
                read=OWN,
                insert=f"{OWN} AND {ABOUT_IT} AND {RECORD} AND {BY_ME} AND at = now()",
                definer=["SELECT"],
            ),
            SameAgency(name="consent_scan_same_agency", field="consent"),
            models.CheckConstraint(
                name="consent_scan_file_is_its_own", condition=models.Q(file__startswith="consents/")
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ConsentSeal(models.Model):
    """The sealed PDF of a signed consent. One each; its bytes never change.

    `file` is where it lies in the portal's data folder, `file_sha256` the SHA-256 of its bytes in hexadecimal.
    """

    consent = models.OneToOneField(Consent, models.PROTECT, primary_key=True, related_name="seal")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="+")
    file = models.FileField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            RowPolicy(
                name="consent_seal_rows",
                read=f"{OWN} OR {PART_OF_SHOWN} OR agency_id = {AGENCY} AND {PART_OF_FAMILY_CONSENT}",
                insert=f"agency_id = {AGENCY} AND {ABOUT_IT} AND {PRINCIPAL} = 'outbox' AND sealed_at = now()",
                definer=["SELECT"],
            ),
            SameAgency(name="consent_seal_same_agency", field="consent"),
            models.CheckConstraint(
                name="consent_seal_file_is_its_own", condition=models.Q(file__startswith="consents/")
            ),
        ]
        indexes = [models.Index(fields=["file_sha256"], name="consent_seal_by_hash")]

    def __str__(self) -> str:
        return self.file_sha256
