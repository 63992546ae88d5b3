"""Agreements, their parties, terms and signatures. A term in force lets one *ask*; it is no legal authority."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.roles import Duty, Reach, reaching, with_duty
from law.vocabulary import Category, Purpose
from mous.states import Standing, State
from sharing_portal.rls.policy import AGENCY, ME, PRINCIPAL, RowPolicy, any_role, one_of
from sharing_portal.rls.trigger import Trigger

READERS = any_role(*reaching(Reach.AGREEMENTS))
DRAFTERS = any_role(*with_duty(Duty.DRAFT_AGREEMENT))
SIGNERS = any_role(*with_duty(Duty.SIGN_AGREEMENT))
MINE = f"mou_id {one_of('agreement_ids')} AND {READERS}"
DRAFT = f"mou_id {one_of('draft_agreement_ids')} AND {DRAFTERS}"


class Mou(models.Model):
    """One agreement: sections of text, parties and terms. `agency` drafted it; the text is frozen once sent.

    `frozen_text` is the whole agreement as sent (see `mous/wording.py`) and `text_sha256` the SHA-256 of its UTF-8
    bytes; both are empty exactly while it is a draft, and the other parties see it exactly while they are not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    title = models.CharField(_("title"), max_length=200)
    version = models.PositiveSmallIntegerField(default=1)
    # In order: a list of {"code", "heading", "text"}.
    sections = models.JSONField(default=list)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    state_changed_at = models.DateTimeField(default=timezone.now)
    frozen_text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    ended_on = models.DateField(null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(
                name="mou_rows",
                read=f"(agency_id = {AGENCY} OR id {one_of('agreement_ids')}) AND {READERS}",
                insert=f"agency_id = {AGENCY} AND {DRAFTERS} AND state = 'draft' AND drafted_by_id = {ME}",
                # Every reader may lock the row; what may become of it, and by whom, is the check and the guard.
                update=f"id {one_of('agreement_ids')} AND {READERS}",
                update_check=f"(agency_id = {AGENCY} AND {DRAFTERS} AND state IN ('draft', 'sent', 'cancelled')) OR "
                f"(id {one_of('agreement_ids')} AND {SIGNERS} AND state IN ('draft', 'signed', 'ended'))",
                definer=["SELECT"],
            ),
            Trigger(
                name="mou_guard", clause="BEFORE UPDATE ON {table} FOR EACH ROW", function="guard_agreement"
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="mou_period"),
            models.CheckConstraint(
                name="mou_frozen_when_sent",
                condition=models.Q(state="draft", frozen_text="", text_sha256="")
                | models.Q(state__in=["sent", "signed", "ended"], text_sha256__regex=r"^[0-9a-f]{64}$")
                | models.Q(state="cancelled"),
            ),
            models.CheckConstraint(
                name="mou_ended_has_a_day",
                condition=models.Q(state="ended", ended_on__isnull=False)
                | (~models.Q(state="ended") & models.Q(ended_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_in_force(self, on: date) -> bool:
        """Signed by all, begun, not past its last day, and not ended by a withdrawal."""
        return self.standing(on) == Standing.IN_FORCE

    def standing(self, on: date) -> Standing:
        """How the agreement stands on a day."""
        if self.state != State.SIGNED:
            return Standing(self.state)
        if on < self.starts_on:
            return Standing.UPCOMING
        return Standing.IN_FORCE if on <= self.ends_on else Standing.EXPIRED


class MouParty(models.Model):
    """An agency that the agreement binds, until it withdraws."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["agency__name"]
        verbose_name_plural = "MOU parties"
        constraints = [
            RowPolicy(
                name="mou_party_rows",
                read=MINE,
                insert=DRAFT,
                # Only to withdraw, only once, only oneself.
                update=f"agency_id = {AGENCY} AND {SIGNERS} AND withdrawn_at IS NULL",
                update_check=f"agency_id = {AGENCY} AND {SIGNERS} AND withdrawn_by_id = {ME} AND withdrawn_at = now()",
                update_columns=["withdrawn_at", "withdrawn_by_id", "withdrawal_reason"],
                delete=DRAFT,
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou", "agency"], name="mou_party_once"),
            models.CheckConstraint(
                name="mou_party_withdrawn_pair",
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency)


class MouTerm(models.Model):
    """One flow: records of these categories may be asked of one party by another, for these purposes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="terms")
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("holder"))
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("who may ask"))
    categories = ArrayField(
        models.CharField(max_length=40, choices=[(c.value, _(c.label)) for c in Category]),
        verbose_name=_("categories"),
    )
    purposes = ArrayField(
        models.CharField(max_length=40, choices=[(p.value, _(p.label)) for p in Purpose]),
        verbose_name=_("purposes"),
    )
    authority = models.CharField(_("legal authority"), max_length=250)
    conditions = models.TextField(_("conditions"), blank=True)

    class Meta:
        ordering = ["from_agency__name", "to_agency__name", "pk"]
        constraints = [
            RowPolicy(
                name="mou_term_rows", read=MINE, insert=DRAFT, update=DRAFT, delete=DRAFT, definer=["SELECT"]
            ),
            models.CheckConstraint(
                condition=~models.Q(from_agency=models.F("to_agency")), name="mou_term_two_agencies"
            ),
            models.CheckConstraint(
                condition=~models.Q(categories=[]) & ~models.Q(purposes=[]), name="mou_term_says_what"
            ),
        ]
        indexes = [models.Index(fields=["to_agency", "from_agency"])]

    def __str__(self) -> str:
        return f"{self.from_agency_id} → {self.to_agency_id}"


class Proof(models.TextChoices):
    """How a signatory showed who she is, shortly before she signed."""

    PASSWORD = "password", _("password")
    CODE = "totp", _("code of an authenticator app")
    RECOVERY_CODE = "recovery_codes", _("recovery code")
    PASSKEY = "webauthn", _("passkey")


class MouSignature(models.Model):
    """A signatory's signature for one party on one exact text; the database says when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_name = models.CharField(_("your full name"), max_length=150)
    title = models.CharField(_("your title"), max_length=150)
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
                read=MINE,
                insert=f"agency_id = {AGENCY} AND {SIGNERS} AND signed_by_id = {ME} AND signed_at = now() "
                "AND portal.asked_to_sign(mou_id, text_sha256)",
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


class MouSeal(models.Model):
    """The sealed PDF of an agreement that all parties signed. One each; its bytes never change.

    `file` is where it lies in the portal's data folder, `file_sha256` the SHA-256 of its bytes in hexadecimal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.PROTECT, related_name="seals")
    file = models.FileField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            RowPolicy(
                name="mou_seal_rows",
                read=MINE,
                insert=f"mou_id {one_of('agreement_ids')} AND {PRINCIPAL} = 'outbox' AND sealed_at = now()",
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou"], name="mou_seal_once"),
        ]
        indexes = [models.Index(fields=["file_sha256"], name="mou_seal_by_hash")]

    def __str__(self) -> str:
        return self.file_sha256


class MouEvent(models.Model):
    """What happened to an agreement, for all its parties to read. The audit trail stays each agency's own."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted", _("Draft begun")
        SENT = "sent", _("Sent for signature")
        RETURNED = "returned", _("Sent back to draft")
        SIGNED = "signed", _("Signed")
        COMPLETED = "completed", _("Signed by all parties")
        WITHDRAWN = "withdrawn", _("Withdrew")
        ENDED = "ended", _("Ended: fewer than two parties remain")
        CANCELLED = "cancelled", _("Cancelled")

    # Counted: two events of one transaction have one time.
    id = models.BigAutoField(primary_key=True)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    version = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            RowPolicy(
                name="mou_event_rows",
                read=MINE,
                insert=f"mou_id {one_of('agreement_ids')} AND agency_id = {AGENCY} AND by_id = {ME} AND at = now() "
                f"AND ({DRAFTERS} OR {SIGNERS})",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
