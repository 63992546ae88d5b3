"""A consent is a set of grants: who may share what with whom, for what purpose, until when. Each stands alone."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.roles import Duty, Reach, reaching, with_duty
from consents.states import GrantState
from law.vocabulary import Category, Purpose, SignerCapacity
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, SameAgency, any_role, one_of
from sharing_portal.rls.trigger import Trigger
from youth.models import Guardian, YouthRecord

ALL_CONSENTS = any_role(*reaching(Reach.CONSENTS))
OWN = f"(agency_id = {AGENCY} AND ({ALL_CONSENTS} OR youth_id {one_of('granted_youth_ids')}))"
SHOWN = f"(id {one_of('attached_consent_ids')} AND {any_role(*reaching(Reach.REQUESTS))})"
PART_OF_SHOWN = f"(consent_id {one_of('attached_consent_ids')} AND {any_role(*reaching(Reach.REQUESTS))})"
RECORD = any_role(*with_duty(Duty.RECORD_CONSENT))
REVOKE = any_role(*with_duty(Duty.REVOKE_CONSENT))
# A draft is its author's, while she records consents for a youth she can see.
MINE = f"{OWN} AND author_id = {ME} AND {RECORD}"
ENDS_SOON = timedelta(days=30)


class ConsentForm(models.Model):
    """One version of the uniform form in one language: published wording, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=150)
    # Heading and text of each statement, in order: a list of {"code", "heading", "text"}.
    statements = models.JSONField()
    published_on = models.DateField()

    class Meta:
        ordering = ["-published_on", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="consent_form_version_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version} ({self.language})"

    @property
    def language_name(self) -> str:
        """The language as its speakers call it."""
        return str(LANG_INFO[self.language]["name_local"]).capitalize()


class Consent(models.Model):
    """One signed form. What it allows is in its grants; whether it still does is computed when asked."""

    class Method(models.TextChoices):
        ON_SCREEN = "on_screen", _("Signed in person on screen")
        PAPER = "paper", _("Signed on paper, seen by the recorder")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="consents")
    form = models.ForeignKey(ConsentForm, models.PROTECT, related_name="+")
    # As written on the form, so that it can be read where the youth record cannot.
    youth_name = models.CharField(_("name of the youth"), max_length=250)
    youth_birth_date = models.DateField(_("date of birth"))
    signer_name = models.CharField(_("name of the signer"), max_length=200)
    signer_capacity = models.CharField(
        _("signs as"),
        max_length=40,
        choices=[(capacity.value, _(capacity.label)) for capacity in SignerCapacity],
    )
    signer_authority_evidence = models.CharField(
        _("how the authority was checked"), max_length=250, blank=True
    )
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, blank=True, related_name="consents")
    # A minor's own signature beside the parent's, where the law wants both (42 CFR 2.14(b)).
    minor_also_signed = models.BooleanField(_("the young person signed too"), default=False)
    method = models.CharField(_("how it was signed"), max_length=12, choices=Method.choices)
    signed_at = models.DateTimeField(_("signed at"))
    # What was filled in, word for word in the form's language; with the form's statements it is the text shown.
    particulars = models.TextField()
    # SHA-256 of the exact text the signer was shown: see consents/text.py.
    text_sha256 = models.CharField(max_length=64)
    interpreter = models.CharField(_("interpreter"), max_length=150, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            RowPolicy(
                name="consent_rows",
                read=f"{OWN} OR {SHOWN}",
                insert=f"{OWN} AND {RECORD} AND recorded_by_id = {ME}",
                # No column may be updated; the policy exists so that a decision can lock the row it relies on.
                update=f"{OWN} OR {SHOWN}",
                update_check="false",
                update_columns=["created_at"],
                definer=["SELECT"],
            ),
            SameAgency(name="consent_same_agency", field="youth"),
            models.UniqueConstraint(fields=["id", "agency"], name="consent_id_agency"),
        ]
        indexes = [models.Index(fields=["youth", "-signed_at"])]

    def __str__(self) -> str:
        day = date_format(timezone.localdate(self.signed_at))
        return _("%(name)s, signed %(day)s") % {"name": self.youth_name, "day": day}

    @property
    def reference(self) -> str:
        """What people call this consent in letters and on the phone."""
        return f"C-{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()


class ConsentGrant(models.Model):
    """One line of a consent: discloser → recipient, one category, these purposes, from a day through a day."""

    class Asked(models.TextChoices):
        WRITTEN = "written", _("In writing")
        SPOKEN = "spoken", _("By phone or in person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="grants")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="+")
    discloser = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("who may share"))
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("with whom"))
    category = models.CharField(_("what"), max_length=40, choices=[(c.value, _(c.label)) for c in Category])
    purposes = ArrayField(
        models.CharField(max_length=40, choices=[(p.value, _(p.label)) for p in Purpose]),
        verbose_name=_("purposes"),
    )
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("through"))
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revocation_reason = models.CharField(max_length=250, blank=True)
    # How the family asked: what was only said stops sharing at once and is confirmed in writing.
    revocation_asked = models.CharField(max_length=10, choices=Asked.choices, blank=True)

    class Meta:
        ordering = ["recipient__name", "category"]
        constraints = [
            RowPolicy(
                name="consent_grant_rows",
                read=f"{OWN} OR {PART_OF_SHOWN}",
                insert=f"{OWN} AND {RECORD}",
                # Revoking is the recording agency's; an agency that was shown the consent may only lock the row.
                update=f"{OWN} OR {PART_OF_SHOWN}",
                update_check=f"{OWN} AND {REVOKE}",
                update_columns=["revoked_at", "revoked_by_id", "revocation_reason", "revocation_asked"],
                definer=["SELECT"],
            ),
            Trigger(
                name="consent_grant_guard",
                clause="BEFORE UPDATE ON {table} FOR EACH ROW",
                function="guard_consent_grant",
            ),
            SameAgency(name="consent_grant_same_agency", field="consent"),
            SameAgency(name="consent_grant_same_youth_agency", field="youth"),
            models.UniqueConstraint(
                fields=["consent", "discloser", "recipient", "category"], name="consent_grant_once"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("starts_on")), name="consent_grant_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(discloser=models.F("recipient")), name="consent_grant_two_agencies"
            ),
            models.CheckConstraint(condition=~models.Q(purposes=[]), name="consent_grant_purpose"),
            models.CheckConstraint(
                name="consent_grant_revoked_pair",
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on"], condition=models.Q(revoked_at=None), name="grant_expiry")
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.discloser_id} → {self.recipient_id}"

    @property
    def purpose_labels(self) -> list[str]:
        """The purposes in words."""
        return [str(_(Purpose(purpose).label)) for purpose in self.purposes]

    def is_in_force(self, on: date) -> bool:
        """Whether the grant stands on this day at the recording agency: begun, not ended, not revoked."""
        return self.revoked_at is None and self.starts_on <= on <= self.expires_on

    def state_on(self, on: date) -> GrantState:
        """How the grant stands on this day, in the word that people are shown."""
        if self.revoked_at is not None:
            return GrantState.REVOKED
        if on > self.expires_on:
            return GrantState.ENDED
        if on < self.starts_on:
            return GrantState.NOT_BEGUN
        return GrantState.ENDS_SOON if self.expires_on - on <= ENDS_SOON else GrantState.IN_FORCE


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
            ),
            SameAgency(name="reminder_same_agency", field="consent"),
            models.UniqueConstraint(fields=["consent", "expires_on", "days_before"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.days_before} days"


class ConsentDraft(models.Model):
    """A consent being filled in by one person for one youth: it survives a time-out, and goes when it is recorded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.CASCADE, related_name="consent_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The answers of each finished step, by the step's name.
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            RowPolicy(name="consent_draft_rows", read=MINE, insert=MINE, update=MINE, delete=MINE),
            SameAgency(name="consent_draft_same_agency", field="youth"),
            models.UniqueConstraint(fields=["youth", "author"], name="consent_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.youth_id} by {self.author_id}"
