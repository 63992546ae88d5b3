"""Agreements, their parties, terms and signatures. A term in force lets one *ask*; it is no legal authority."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.roles import Duty, Reach, reaching, with_duty
from law.vocabulary import Category, Purpose
from mous.states import State
from sharing_portal.rls.policy import AGENCY, RowPolicy, any_role, one_of

READERS = any_role(*reaching(Reach.AGREEMENTS))
DRAFTERS = any_role(*with_duty(Duty.DRAFT_AGREEMENT))
SIGNERS = any_role(*with_duty(Duty.SIGN_AGREEMENT))
MINE = f"mou_id {one_of('agreement_ids')} AND {READERS}"
DRAFT = f"mou_id {one_of('draft_agreement_ids')} AND {DRAFTERS}"


class Mou(models.Model):
    """One agreement: sections of text, parties and terms. `agency` drafted it; the text is frozen once sent."""

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
    # SHA-256 of the exact text that is signed; set when it is sent.
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
                insert=f"agency_id = {AGENCY} AND {DRAFTERS}",
                update=f"id {one_of('agreement_ids')} AND ({DRAFTERS} OR {SIGNERS} OR {READERS})",
                update_check=f"id {one_of('agreement_ids')} AND ({DRAFTERS} OR {SIGNERS})",
                definer=["SELECT"],
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="mou_period"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_in_force(self, on: date) -> bool:
        """Signed by all, begun, not past its last day, and not ended by a withdrawal."""
        return (
            self.state == State.SIGNED
            and self.starts_on <= on <= self.ends_on
            and (self.ended_on is None or on < self.ended_on)
        )


class MouParty(models.Model):
    """An agency that the agreement binds."""

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
                update=f"agency_id = {AGENCY} AND {SIGNERS}",
                update_columns=["withdrawn_at", "withdrawn_by_id", "withdrawal_reason"],
                delete=DRAFT,
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou", "agency"], name="mou_party_once"),
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
        constraints = [
            RowPolicy(name="mou_term_rows", read=MINE, insert=DRAFT, update=DRAFT, delete=DRAFT),
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


class MouSignature(models.Model):
    """A signatory's signature for one party on one exact text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_name = models.CharField(_("your full name"), max_length=150)
    title = models.CharField(_("your title"), max_length=150)
    attestation = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            RowPolicy(
                name="mou_signature_rows",
                read=MINE,
                insert=f"agency_id = {AGENCY} AND {SIGNERS} AND mou_id {one_of('agreement_ids')}",
            ),
            # A text that is signed has one hash: the same agency signs a changed text anew.
            models.UniqueConstraint(fields=["mou", "agency", "text_sha256"], name="mou_signature_once"),
        ]

    def __str__(self) -> str:
        return self.typed_name
