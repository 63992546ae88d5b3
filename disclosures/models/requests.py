"""Requests between two agencies, and the holder's decision on them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consents.models import Consent
from disclosures.models.reach import (
    CATEGORIES,
    DECIDERS,
    HOLDER_ONLY,
    OF_ANSWERABLE_REQUEST,
    OF_OWN_DRAFT,
    OF_SEEN_REQUEST,
    OF_WAITING_REQUEST,
    PURPOSES,
    REQUESTERS,
    REQUESTS,
)
from disclosures.states import Answer, State
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, SameAgency, filter_only
from sharing_portal.rls.trigger import Trigger
from youth.models import YouthRecord


class DisclosureRequest(models.Model):
    """One agency asks another for records about a youth it describes; the holder finds out whom it means."""

    class Urgency(models.TextChoices):
        ROUTINE = "routine", _("Routine: within 10 working days")
        SOON = "soon", _("Soon: within 3 working days")
        TODAY = "today", _("Today")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("A consent signed by the family or the young person")
        SCHOOL_OFFICIAL = "school_official", _("Works for the school under its direct control")
        ENROLLMENT = "enrollment", _("The student enrolls with us")
        TREATMENT = "treatment", _("Treatment of the young person")
        CUSTODY = "custody", _("We are legally responsible for the care of the young person")
        COURT_ORDER = "court_order", _("A court order or subpoena")
        EMERGENCY = "emergency", _("A health or safety emergency")
        UNSURE = "unsure", _("We are not sure")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("asking agency")
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    holding_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("whom you ask")
    )
    asking_youth = models.ForeignKey(YouthRecord, models.PROTECT, null=True, related_name="requests_made")
    first_name = models.CharField(_("first name"), max_length=100)
    middle_name = models.CharField(_("middle name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100)
    birth_date = models.DateField(_("date of birth"), null=True)
    details = models.CharField(_("anything else that helps to find the record"), max_length=250, blank=True)
    purpose = models.CharField(_("purpose"), max_length=40, choices=PURPOSES)
    reason = models.TextField(_("why you need it"))
    basis = models.CharField(_("what allows it"), max_length=20, choices=Basis.choices)
    # Facts stated for the basis claimed, by question code; see disclosures/evidence.py.
    evidence = models.JSONField(default=dict)
    urgency = models.CharField(_("how soon"), max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    due_on = models.DateField(_("answer due"), null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    state_changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    # When the last approval was taken back, because a consent it rested on had ended.
    reopened_at = models.DateTimeField(null=True)
    # What the holder tells the asker with a refusal or a question.
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(
                name="request_rows",
                read=filter_only(
                    f"(asking_agency_id = {AGENCY} AND (requested_by_id = {ME} OR ({REQUESTS} AND submitted_at IS NOT NULL))) "
                    f"OR (holding_agency_id = {AGENCY} AND {REQUESTS} AND submitted_at IS NOT NULL)"
                ),
                insert=f"asking_agency_id = {AGENCY} AND requested_by_id = {ME} AND {REQUESTERS} "
                "AND state = 'draft'",
                update=f"(asking_agency_id = {AGENCY} AND {REQUESTERS}) "
                f"OR (holding_agency_id = {AGENCY} AND {DECIDERS} AND submitted_at IS NOT NULL)",
                definer=["SELECT", "UPDATE"],
            ),
            Trigger(
                name="request_guard", clause="BEFORE UPDATE ON {table} FOR EACH ROW", function="guard_request"
            ),
            SameAgency(name="request_same_agency", field="asking_youth", agency="asking_agency"),
            models.CheckConstraint(
                condition=~models.Q(asking_agency=models.F("holding_agency")), name="request_two_agencies"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT)
                | models.Q(state=State.WITHDRAWN)
                | models.Q(submitted_at__isnull=False, due_on__isnull=False),
                name="request_submitted_has_dates",
            ),
        ]
        indexes = [
            models.Index(fields=["holding_agency", "state", "due_on"]),
            models.Index(fields=["asking_agency", "requested_by", "state"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """A short number for people; made from the id, so that it counts nothing."""
        return f"R-{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()

    @property
    def decided_anew(self) -> bool:
        """Whether it was approved, and waits again because a consent that the approval rested on has ended."""
        return self.reopened_at is not None and self.state in (State.SUBMITTED, State.MORE_NEEDED)

    @property
    def described_name(self) -> str:
        """The youth's name as the asker wrote it."""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)


class RequestedCategory(models.Model):
    """One category asked for, and the holder's answer to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DisclosureRequest, models.CASCADE, related_name="categories")
    category = models.CharField(_("category"), max_length=40, choices=CATEGORIES)
    period_start = models.DateField(_("records from"), null=True, blank=True)
    period_end = models.DateField(_("records to"), null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.PENDING)
    answer_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["category"]
        verbose_name_plural = "requested categories"
        constraints = [
            RowPolicy(
                name="requested_category_rows",
                read=OF_SEEN_REQUEST,
                insert=f"{OF_OWN_DRAFT} AND {REQUESTERS} AND answer = 'pending'",
                update=f"{OF_ANSWERABLE_REQUEST} AND {DECIDERS}",
                update_columns=["answer", "answer_reason"],
                delete=OF_OWN_DRAFT,
                definer=["SELECT", "UPDATE"],
            ),
            models.UniqueConstraint(fields=["request", "category"], name="requested_category_once"),
        ]

    def __str__(self) -> str:
        return self.get_category_display()

    @property
    def period(self) -> str:
        """The days it should cover, in words; empty where everything is asked for."""
        if not (self.period_start or self.period_end):
            return ""
        start = date_format(self.period_start) if self.period_start else "…"
        end = date_format(self.period_end) if self.period_end else gettext("today")
        return f"{start} – {end}"


class RequestMessage(models.Model):
    """What the two agencies wrote to each other about a request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DisclosureRequest, models.CASCADE, related_name="messages")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("message"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            RowPolicy(
                name="request_message_rows",
                read=OF_SEEN_REQUEST,
                insert=f"{OF_SEEN_REQUEST} AND agency_id = {AGENCY} AND author_id = {ME}",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class AttachedConsent(models.Model):
    """A consent the asker shows the holder with a request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DisclosureRequest, models.CASCADE, related_name="attached_consents")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            RowPolicy(
                name="attached_consent_rows",
                read=OF_SEEN_REQUEST,
                insert=f"{OF_WAITING_REQUEST} AND agency_id = {AGENCY} AND {REQUESTERS}",
                delete=f"agency_id = {AGENCY} AND {OF_OWN_DRAFT}",
                definer=["SELECT"],
            ),
            SameAgency(name="attached_consent_same_agency", field="consent"),
            models.UniqueConstraint(fields=["request", "consent"], name="attached_consent_once"),
        ]

    def __str__(self) -> str:
        return str(self.consent_id)


class YouthMatch(models.Model):
    """Which youth record of the holder the asker means. The asker never sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(DisclosureRequest, models.CASCADE, related_name="match")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="requests_received")
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    matched_at = models.DateTimeField(default=timezone.now)
    # Codes of the facts the asker stated and the holder has checked; only these reach the law engine.
    confirmed = ArrayField(models.CharField(max_length=60), default=list)
    # Why it is the same young person although a name or the birth date differs; empty where nothing does.
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "youth matches"
        constraints = [
            RowPolicy(
                name="youth_match_rows",
                read=HOLDER_ONLY,
                insert=f"{HOLDER_ONLY} AND {DECIDERS} AND matched_by_id = {ME} AND {OF_ANSWERABLE_REQUEST}",
                update=f"{HOLDER_ONLY} AND {DECIDERS}",
                update_columns=["youth_id", "matched_by_id", "matched_at", "confirmed", "reason"],
                definer=["SELECT"],
            ),
            SameAgency(name="youth_match_same_agency", field="youth"),
        ]

    def __str__(self) -> str:
        return str(self.youth_id)


class Decision(models.Model):
    """What the law engine answered and what the custodian decided, with rule versions and facts. The holder's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DisclosureRequest, models.PROTECT, related_name="decisions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    approved_categories = ArrayField(models.CharField(max_length=40), default=list)
    facts = models.JSONField()
    engine = models.JSONField()
    note = models.TextField(_("note for the file"), blank=True)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            RowPolicy(
                name="decision_rows",
                read=HOLDER_ONLY,
                insert=f"{HOLDER_ONLY} AND {DECIDERS} AND decided_by_id = {ME} AND {OF_ANSWERABLE_REQUEST}",
                definer=["SELECT"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.decided_at:%Y-%m-%d}"
