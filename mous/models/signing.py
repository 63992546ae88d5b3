"""Counsel's reviews, who is asked to sign until when, deputies, signatures, and the sealed file."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.roles import Duty, with_duty
from mous.models.agreement import Mou
from mous.models.rights import BY_ME, DRAFT, DRAFTERS, OF_PARTIES, REVIEWERS, SIGNERS, VISIBLE
from sharing_portal.rls.policy import AGENCY, INSIDE, ME, PRINCIPAL, RowPolicy, any_role, one_of

MANAGERS = any_role(*with_duty(Duty.SIGN_AGREEMENT), *with_duty(Duty.EDIT_AGENCY))


class MouReview(models.Model):
    """What a party's counsel says of one exact text. Everyone's approval of it is needed before anyone signs."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes wanted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="reviews")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)
    text_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["at"]
        constraints = [
            RowPolicy(
                name="mou_review_rows",
                read=OF_PARTIES,
                insert=f"{REVIEWERS} AND {BY_ME} AND at = now() AND portal.asked_to_review(mou_id, text_sha256)",
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou", "agency", "text_sha256"], name="mou_review_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class MouFrozenText(models.Model):
    """A text that went to counsel, as it was: what a later version is compared with. The database itself keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="frozen_texts")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["-version"]
        constraints = [
            RowPolicy(name="mou_frozen_text_rows", read=OF_PARTIES, definer=["SELECT", "INSERT"]),
            models.UniqueConstraint(fields=["mou", "version"], name="mou_frozen_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mou_id} {self.version}"

    @property
    def document(self) -> dict[str, Any]:
        """The text in its parts, as `mous.document.document_of` gives it."""
        return json.loads(self.text)


class MouSigningRequest(models.Model):
    """A party is asked to sign one exact text until a time; then it must be asked again. The agreement goes on.

    `position` is its turn, counted from 1, where the parties sign in order; all have 1 where they do not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="signing_requests")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(db_default=TransactionNow())
    until = models.DateTimeField()

    class Meta:
        ordering = ["position", "agency__name"]
        constraints = [
            RowPolicy(
                name="mou_signing_request_rows",
                read=VISIBLE,
                insert=f"mou_id {one_of('agreement_ids')} AND {DRAFTERS} AND portal.drafted_here(mou_id)",
                update=f"mou_id {one_of('agreement_ids')} AND {DRAFTERS} AND portal.drafted_here(mou_id)",
                update_columns=["asked_at", "until"],
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou", "agency", "text_sha256"], name="mou_signing_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} until {self.until}"


class MouReminder(models.Model):
    """That a party was reminded of a day, so that it is reminded once: of a review that is due, of the last day to sign."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("Counsel’s review is missing")
        SIGN = "sign", _("Your signature is missing")
        ENDS = "ends", _("It ends soon")
        REVIEW_DAY = "review_day", _("Its review is due")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="reminders")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The day from which, or to which, the days are counted.
    day = models.DateField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            RowPolicy(
                name="mou_reminder_rows",
                read=f"agency_id = {AGENCY} AND {VISIBLE}",
                insert=f"agency_id = {AGENCY} AND mou_id {one_of('agreement_ids')} AND {PRINCIPAL} <> ''",
            ),
            models.UniqueConstraint(
                fields=["mou", "agency", "kind", "day", "days"], name="mou_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.days}"


class SigningDeputy(models.Model):
    """A member who signs agreements for her agency in a signatory's place, on these days, on this authority."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("deputy")
    )
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("in whose place")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    evidence = models.CharField(_("on what authority"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on"]
        verbose_name_plural = "signing deputies"
        constraints = [
            RowPolicy(
                name="signing_deputy_rows",
                read=f"agency_id = {AGENCY} AND {INSIDE}",
                # Nobody makes herself a deputy.
                insert=f"{BY_ME} AND {MANAGERS} AND deputy_id <> {ME} AND at = now() AND revoked_at IS NULL",
                update=f"agency_id = {AGENCY} AND {MANAGERS} AND revoked_at IS NULL",
                update_check=f"agency_id = {AGENCY} AND revoked_by_id = {ME} AND revoked_at = now()",
                update_columns=["revoked_at", "revoked_by_id"],
                definer=["SELECT"],
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="signing_deputy_period"
            ),
            models.CheckConstraint(
                name="signing_deputy_revoked_pair",
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.deputy)


class Proof(models.TextChoices):
    """How a signatory showed who she is, shortly before she signed."""

    PASSWORD = "password", _("password")
    CODE = "totp", _("code of an authenticator app")
    RECOVERY_CODE = "recovery_codes", _("recovery code")
    PASSKEY = "webauthn", _("passkey")


class MouSignature(models.Model):
    """A signature for one party on one exact text; the database says when.

    A deputy's says in whose place and on what authority. Under an agreement on paper it confirms the scan.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_name = models.CharField(_("your full name"), max_length=150)
    title = models.CharField(_("your title"), max_length=150)
    in_place_of = models.CharField(max_length=150, blank=True)
    authority = models.CharField(max_length=500, blank=True)
    attestation = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(db_default=TransactionNow())
    # In order; empty only where the door that took the signature did not say.
    proofs = ArrayField(models.CharField(max_length=20, choices=Proof.choices), default=list)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            RowPolicy(
                name="mou_signature_rows",
                read=VISIBLE,
                # An agreement on paper is confirmed by a second person of the agency that entered it.
                insert=f"agency_id = {AGENCY} AND ({SIGNERS} OR {DRAFTERS} AND portal.entered_paper_here(mou_id)) "
                f"AND signed_by_id = {ME} AND signed_at = now() AND NOT portal.entered_paper(mou_id) "
                "AND portal.asked_to_sign(mou_id, text_sha256) AND (portal.signs_as(in_place_of, authority) "
                "OR in_place_of = '' AND authority = '' AND portal.entered_paper_here(mou_id)) "
                "AND NOT portal.signed_elsewhere(mou_id, text_sha256, typed_name)",
                definer=["SELECT"],
            ),
            # A text that is signed has one hash: the same agency signs a changed text anew.
            models.UniqueConstraint(fields=["mou", "agency", "text_sha256"], name="mou_signature_once"),
            # One person never signs for two parties.
            models.UniqueConstraint(
                fields=["mou", "signed_by", "text_sha256"], name="mou_signature_one_party"
            ),
        ]

    def __str__(self) -> str:
        return self.typed_name

    @property
    def proof_words(self) -> str:
        """How the signatory showed who she is; empty when that was not kept."""
        return ", ".join(str(Proof(proof).label) for proof in self.proofs)


class MouScan(models.Model):
    """The original of an agreement that was signed on paper: its scan, and who put it in.

    It does not change; a wrong one is taken out of the draft, and another put in.
    """

    mou = models.OneToOneField(Mou, models.CASCADE, primary_key=True, related_name="scan")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())
    file = models.FileField(max_length=200)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    signed_on = models.DateField(_("day of the last signature on paper"))

    class Meta:
        constraints = [
            RowPolicy(
                name="mou_scan_rows",
                read=VISIBLE,
                insert=f"{DRAFT} AND {BY_ME} AND at = now()",
                delete=DRAFT,
                definer=["SELECT"],
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class MouSeal(models.Model):
    """The sealed PDF of an agreement that all parties signed, or of the exhibit by which one more joined it.

    One each; its bytes never change. `file` is where it lies in the portal's data folder, `file_sha256` the SHA-256 of its bytes in hexadecimal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.PROTECT, related_name="seals")
    joinder = models.ForeignKey("MouJoinder", models.PROTECT, null=True, related_name="+")
    file = models.FileField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            RowPolicy(
                name="mou_seal_rows",
                read=VISIBLE,
                insert=f"mou_id {one_of('agreement_ids')} AND {PRINCIPAL} = 'outbox' AND sealed_at = now()",
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou", "joinder"], nulls_distinct=False, name="mou_seal_once"),
        ]
        indexes = [models.Index(fields=["file_sha256"], name="mou_seal_by_hash")]

    def __str__(self) -> str:
        return self.file_sha256
