"""A consent is a set of grants: who may share what with whom, for what purpose, until when. Each stands alone."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consents.models.family import FamilyLink
from consents.models.form import ConsentForm
from consents.models.rights import (
    FAMILY,
    FAMILY_CONSENT,
    OWN,
    PART_OF_FAMILY_CONSENT,
    PART_OF_SHOWN,
    RECORD,
    REVOKE,
    SHOWN,
)
from consents.states import GrantState
from law.vocabulary import Category, Purpose, SignerCapacity, SignerGround
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, SameAgency, one_of
from sharing_portal.rls.trigger import Trigger
from youth.models import Guardian, YouthRecord

ENDS_SOON = timedelta(days=30)
# Asked of a new row alone.
ASKED_FOR = (
    "portal.is_asked_for(discloser_id, recipient_id, category, purposes::text[], expires_on, "
    "starts_on, may_send, may_talk, ends_when)"
)


class Consent(models.Model):
    """One signed form. What it allows is in its grants; whether it still does is computed when asked."""

    class Method(models.TextChoices):
        ON_SCREEN = "on_screen", _("Signed in person on screen")
        LINK = "link", _("Signed by a link sent to the family")
        PAPER = "paper", _("Signed on paper")

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
    # On what that right rests, where the capacity alone does not give it: the law engine reads it here and nowhere else.
    signer_grounds = ArrayField(
        models.CharField(max_length=30, choices=[(ground.value, _(ground.label)) for ground in SignerGround]),
        verbose_name=_("what the right to decide rests on"),
        default=list,
        blank=True,
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
    # The strokes of a drawn signature, an extra beside the typed name: JSON, points between 0 and 1 (consents/drawing.py).
    drawing = models.TextField(blank=True)
    # How the person was known to be the one who signs (34 CFR 99.30(d)): codes and times, never a secret.
    signature_evidence = models.JSONField(default=dict)
    # The link through which the family signed; then `recorded_by` is the member of staff who prepared it.
    link = models.ForeignKey(FamilyLink, models.PROTECT, null=True, related_name="consents")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # What was typed off a paper counts when a second person has held it against the paper.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            RowPolicy(
                name="consent_rows",
                read=f"{OWN} OR {SHOWN} OR agency_id = {AGENCY} AND {FAMILY_CONSENT}",
                insert=f"{OWN} AND {RECORD} AND recorded_by_id = {ME} AND link_id IS NULL AND confirmed_at IS NULL "
                f"OR agency_id = {AGENCY} AND {FAMILY} AND link_id = (SELECT portal.family_link_id()) "
                f"AND youth_id {one_of('family_youth_ids')} AND method <> 'paper' AND confirmed_at IS NULL "
                "AND portal.is_asked_to_sign(signer_name, signer_grounds::text[], method, recorded_by_id)",
                # Whoever relies on the row may lock it; only its confirmation may be written.
                update=f"{OWN} OR {SHOWN}",
                update_check=f"{OWN} AND {RECORD} AND confirmed_by_id = {ME} AND recorded_by_id <> {ME} "
                "AND method = 'paper'",
                update_columns=["confirmed_at", "confirmed_by_id"],
                definer=["SELECT"],
            ),
            Trigger(
                name="consent_guard",
                clause="BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW",
                function="guard_consent",
            ),
            SameAgency(name="consent_same_agency", field="youth"),
            models.CheckConstraint(
                name="consent_confirmed_by_a_second",
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False) & ~models.Q(confirmed_by=models.F("recorded_by")),
            ),
            # Whom nobody can name has signed nothing (34 CFR 99.30(a), 42 CFR 2.31(a)).
            models.CheckConstraint(name="consent_has_a_signer", condition=~models.Q(signer_name="")),
            # Whose rights end on the file of the young person must stand there (34 CFR 99.4).
            models.CheckConstraint(
                name="consent_family_is_on_file",
                condition=~models.Q(
                    signer_capacity__in=[
                        SignerCapacity.PARENT.value,
                        SignerCapacity.GUARDIAN.value,
                        SignerCapacity.CARETAKER.value,
                    ]
                )
                | models.Q(guardian__isnull=False),
            ),
            models.UniqueConstraint(fields=["id", "agency"], name="consent_id_agency"),
        ]
        indexes = [
            models.Index(fields=["youth", "-signed_at"]),
            models.Index(fields=["youth_birth_date"], name="consent_birthdays"),
        ]

    def __str__(self) -> str:
        day = date_format(timezone.localdate(self.signed_at))
        return _("%(name)s, signed %(day)s") % {"name": self.youth_name, "day": day}

    @property
    def reference(self) -> str:
        """What people call this consent in letters and on the phone."""
        return f"C-{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()

    @property
    def grounds(self) -> tuple[SignerGround, ...]:
        """What the signer's right rests on, in the order of the law's list."""
        return tuple(ground for ground in SignerGround if ground in self.signer_grounds)


class ConsentGrant(models.Model):
    """One line of a consent: discloser → recipient, one category, these purposes, from a day through a day."""

    class Asked(models.TextChoices):
        WRITTEN = "written", _("In writing")
        SPOKEN = "spoken", _("By phone or in person")
        LINK = "link", _("On the family’s page")
        # Nobody asked: what was typed off the paper is not what the paper says.
        WRONG = "wrong", _("Entered by mistake")

    class EndsWhen(models.TextChoices):
        SERVICE_ENDS = "service_ends", _("when the service or treatment ends")
        LEAVES_SCHOOL = "leaves_school", _("when the young person leaves the school")
        CUSTODY_CHANGES = "custody_changes", _("when custody or placement changes")
        CASE_CLOSES = "case_closes", _("when the case is closed")

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
    # Sending papers and talking are agreed to apart.
    may_send = models.BooleanField(_("send documents"), default=True)
    may_talk = models.BooleanField(_("talk with each other"), default=False)
    # Of the signer, beside this line; empty on forms that do not ask for them.
    initials = models.CharField(_("initials"), max_length=10, blank=True)
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("through"))
    # An event on which it ends sooner, and that it occurred.
    ends_when = models.CharField(_("or sooner"), max_length=20, choices=EndsWhen.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The family's own link through which it was revoked; then no member of staff did it.
    revoked_through = models.ForeignKey(FamilyLink, models.PROTECT, null=True, related_name="+")
    revocation_reason = models.CharField(max_length=250, blank=True)
    # How the family asked: what was only said stops sharing at once and is confirmed in writing.
    revocation_asked = models.CharField(max_length=10, choices=Asked.choices, blank=True)
    # When the letter that confirms a spoken wish was sent.
    revocation_letter_at = models.DateTimeField(null=True)
    revocation_letter_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["recipient__name", "category"]
        constraints = [
            RowPolicy(
                name="consent_grant_rows",
                read=f"{OWN} OR {PART_OF_SHOWN} OR agency_id = {AGENCY} AND {PART_OF_FAMILY_CONSENT}",
                insert=f"({OWN} AND {RECORD} AND portal.is_recording(consent_id) "
                f"OR agency_id = {AGENCY} AND {FAMILY} AND {PART_OF_FAMILY_CONSENT} AND {ASKED_FOR}) "
                "AND revoked_at IS NULL AND ended_at IS NULL",
                # Revoking is the recording agency's and the family's; an agency that was shown the consent may only
                # lock the row.
                update=f"{OWN} OR {PART_OF_SHOWN} OR agency_id = {AGENCY} AND {PART_OF_FAMILY_CONSENT}",
                update_check=f"{OWN} AND {REVOKE} OR agency_id = {AGENCY} AND {PART_OF_FAMILY_CONSENT}",
                update_columns=[
                    "revoked_at",
                    "revoked_by_id",
                    "revoked_through_id",
                    "revocation_reason",
                    "revocation_asked",
                    "revocation_letter_at",
                    "revocation_letter_by_id",
                    "ended_at",
                    "ended_by_id",
                ],
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
                condition=models.Q(revoked_at=None, revoked_by=None, revoked_through=None)
                | models.Q(revoked_at__isnull=False)
                & (models.Q(revoked_by=None) ^ models.Q(revoked_through=None)),
            ),
            models.CheckConstraint(
                name="consent_grant_letter_pair",
                condition=models.Q(revocation_letter_at=None, revocation_letter_by=None)
                | models.Q(revocation_letter_at__isnull=False, revocation_letter_by__isnull=False)
                & models.Q(revoked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_grant_sends_or_talks",
                condition=models.Q(may_send=True) | models.Q(may_talk=True),
            ),
            models.CheckConstraint(
                name="consent_grant_ended_by_its_event",
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ends_when=""),
            ),
        ]
        indexes = [
            # For the sweep of reminders, which reads the index alone.
            models.Index(
                fields=["expires_on", "consent"],
                include=["agency"],
                condition=models.Q(revoked_at=None, ended_at=None),
                name="grant_expiry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.discloser_id} → {self.recipient_id}"

    @property
    def purpose_labels(self) -> list[str]:
        """The purposes in words."""
        return [str(_(Purpose(purpose).label)) for purpose in self.purposes]

    def state_on(self, on: date) -> GrantState:
        """How the grant stands on this day, in the word that people are shown.

        Its consent must be loaded with what `consents.queries.with_right_to_sign` adds. The database gives the same answer
        to what is opened: `portal.standing_grants_among`.
        """
        if self.revoked_at is not None:
            return GrantState.REVOKED
        if on > self.expires_on or self.ended_at is not None:
            return GrantState.ENDED
        right: str = self.consent.right_of_signer  # type: ignore[attr-defined]
        if right == "signer":
            return GrantState.NO_RIGHT
        if right == "turned_18":
            return GrantState.PAUSED
        if self.consent.method == Consent.Method.PAPER and self.consent.confirmed_at is None:
            return GrantState.UNCONFIRMED
        if on < self.starts_on:
            return GrantState.NOT_BEGUN
        return GrantState.ENDS_SOON if self.expires_on - on <= ENDS_SOON else GrantState.IN_FORCE
