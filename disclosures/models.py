"""Requests, decisions and releases between two agencies, and the legal log of them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from agencies.models import Agency
from agencies.roles import Duty, Reach, reaching, with_duty
from consents.models import Consent, ConsentGrant
from disclosures.states import Answer, Ended, State
from law.vocabulary import Category, Purpose
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, SameAgency, any_role, one_of
from sharing_portal.rls.trigger import append_only
from youth.models import YouthRecord

CATEGORIES = [(category.value, _(category.label)) for category in Category]
PURPOSES = [(purpose.value, _(purpose.label)) for purpose in Purpose]
REQUESTS = any_role(*reaching(Reach.REQUESTS))
CONTENT = any_role(*reaching(Reach.RELEASES))
DECIDERS = any_role(*with_duty(Duty.DECIDE))
RELEASERS = any_role(*with_duty(Duty.RELEASE))
REQUESTERS = any_role(*with_duty(Duty.REQUEST))
HOLDER_ONLY = f"agency_id = {AGENCY} AND {REQUESTS}"


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
    # What the holder tells the asker with a refusal or a question.
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(
                name="request_rows",
                read=f"(asking_agency_id = {AGENCY} AND (requested_by_id = {ME} OR {REQUESTS})) "
                f"OR (holding_agency_id = {AGENCY} AND {REQUESTS} AND state <> 'draft')",
                insert=f"asking_agency_id = {AGENCY} AND requested_by_id = {ME} AND {REQUESTERS} "
                "AND state = 'draft'",
                update=f"(asking_agency_id = {AGENCY} AND {REQUESTERS}) "
                f"OR (holding_agency_id = {AGENCY} AND {DECIDERS} AND state <> 'draft')",
                definer=["SELECT"],
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
                read=f"request_id {one_of('request_ids')}",
                insert=f"request_id {one_of('request_ids')} AND {REQUESTERS}",
                update=f"request_id {one_of('request_ids')} AND {DECIDERS}",
                update_columns=["answer", "answer_reason"],
                delete=f"request_id {one_of('draft_request_ids')}",
            ),
            models.UniqueConstraint(fields=["request", "category"], name="requested_category_once"),
        ]

    def __str__(self) -> str:
        return self.get_category_display()


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
                read=f"request_id {one_of('request_ids')}",
                insert=f"request_id {one_of('request_ids')} AND agency_id = {AGENCY} AND author_id = {ME}",
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
                read=f"request_id {one_of('request_ids')}",
                insert=f"request_id {one_of('request_ids')} AND agency_id = {AGENCY} AND {REQUESTERS}",
                delete=f"agency_id = {AGENCY} AND request_id {one_of('draft_request_ids')}",
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

    class Meta:
        verbose_name_plural = "youth matches"
        constraints = [
            RowPolicy(
                name="youth_match_rows",
                read=HOLDER_ONLY,
                insert=f"{HOLDER_ONLY} AND {DECIDERS}",
                update=f"{HOLDER_ONLY} AND {DECIDERS}",
                update_columns=["youth_id", "matched_by_id", "matched_at", "confirmed"],
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
                insert=f"{HOLDER_ONLY} AND {DECIDERS} AND decided_by_id = {ME}",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.decided_at:%Y-%m-%d}"


class Release(models.Model):
    """Exactly the approved items, given to one agency: a snapshot with the notices that law requires.

    The recipient may always see that it was released; its items only while it is open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(DisclosureRequest, models.PROTECT, related_name="release")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("released by"))
    recipient_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)
    access_until = models.DateTimeField()
    # Texts as given: a list of {"id", "title", "text"}; and the consent copy that 42 CFR 2.32 wants with them.
    notices = models.JSONField(default=list)
    consent_copy = models.JSONField(default=list)
    # SHA-256 over the items and notices in order; what the recipient reads is checked against it.
    content_sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    package = models.FileField(upload_to="", max_length=120, blank=True)

    class Meta:
        ordering = ["-released_at"]
        constraints = [
            RowPolicy(
                name="release_rows",
                read=f"(agency_id = {AGENCY} AND {REQUESTS}) "
                f"OR (recipient_agency_id = {AGENCY} AND ({REQUESTS} OR id {one_of('granted_release_ids')}))",
                insert=f"agency_id = {AGENCY} AND {RELEASERS}",
                update=f"(agency_id = {AGENCY} AND ({RELEASERS} OR {any_role(*with_duty(Duty.REVOKE_CONSENT))})) "
                f"OR (recipient_agency_id = {AGENCY} AND ({CONTENT} OR id {one_of('granted_release_ids')})) "
                f"OR {any_role('system')} AND agency_id = {AGENCY}",
                update_columns=[
                    "opened_at",
                    "acknowledged_at",
                    "acknowledged_by_id",
                    "ended_at",
                    "end_reason",
                    "package",
                ],
                definer=["SELECT", "UPDATE"],
            ),
            models.UniqueConstraint(fields=["id", "agency"], name="release_id_agency"),
            models.CheckConstraint(
                condition=models.Q(access_until__gt=models.F("released_at")), name="release_period"
            ),
            models.CheckConstraint(
                name="release_ended_pair",
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(end_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["recipient_agency", "-released_at"]), models.Index(fields=["agency"])]

    def __str__(self) -> str:
        return str(self.id)


class ReleaseGrant(UserObjectPermissionBase):
    """guardian's grant of one release to one person of the recipient. Given and taken in disclosures/grants.py."""

    content_object = models.ForeignKey(Release, models.CASCADE, related_name="grants")
    # The recipient's agency: the grant is worth nothing while the person acts for another.
    agency = models.ForeignKey(Agency, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        constraints = [
            RowPolicy(
                name="release_grant_rows",
                read=f"agency_id = {AGENCY} OR content_object_id {one_of('made_release_ids')}",
                # The holder gives it with the release; the recipient's custodian may pass it on inside her agency.
                insert=f"content_object_id {one_of('made_release_ids')} AND {RELEASERS} "
                f"OR agency_id = {AGENCY} AND {CONTENT}",
                delete=f"content_object_id {one_of('made_release_ids')} OR agency_id = {AGENCY} AND {CONTENT}",
                definer=["SELECT"],
            )
        ]
        indexes = [
            models.Index(fields=["user", "agency"], include=["content_object"], name="release_grant_by_user")
        ]


class ReleasedItem(models.Model):
    """A copy of one item as it was released. Never changed; read by the recipient only while the release is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="items")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recipient_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    # The holder's item; only an id, because the recipient cannot see what it names.
    item_id = models.UUIDField()
    category = models.CharField(max_length=40, choices=CATEGORIES)
    occurred_on = models.DateField()
    title = models.CharField(max_length=150)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=150, blank=True)
    file = models.FileField(upload_to="", max_length=120, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["category", "-occurred_on", "id"]
        constraints = [
            RowPolicy(
                name="released_item_rows",
                read=f"(agency_id = {AGENCY} AND {CONTENT}) OR (recipient_agency_id = {AGENCY} "
                f"AND release_id {one_of('open_release_ids')} "
                f"AND ({CONTENT} OR release_id {one_of('granted_release_ids')}))",
                insert=f"agency_id = {AGENCY} AND {RELEASERS}",
            ),
            SameAgency(name="released_item_same_agency", field="release"),
            models.UniqueConstraint(fields=["release", "item_id"], name="released_item_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ReleaseBasis(models.Model):
    """A consent grant that a release rests on: when the grant falls, the release closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="bases")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    grant = models.ForeignKey(ConsentGrant, models.PROTECT, related_name="releases")

    class Meta:
        verbose_name_plural = "release bases"
        constraints = [
            RowPolicy(
                name="release_basis_rows",
                read=f"agency_id = {AGENCY}",
                insert=f"agency_id = {AGENCY} AND {RELEASERS}",
                definer=["SELECT"],
            ),
            SameAgency(name="release_basis_same_agency", field="release"),
            models.UniqueConstraint(fields=["release", "grant"], name="release_basis_once"),
        ]

    def __str__(self) -> str:
        return str(self.grant_id)


class LogEntry(models.Model):
    """One line of an agency's disclosure log: 34 CFR 99.32, 45 CFR 164.528, 42 CFR 2.25, 34 CFR 300.614 at once.

    Requests and refusals too (law.md 1.13). No foreign keys: the log stands when everything else is gone.
    """

    class Kind(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        WITHDRAWN = "withdrawn", _("Withdrawn by the asker")
        MORE_NEEDED = "more_needed", _("More information asked for")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        RELEASED = "released", _("Released")
        OPENED = "opened", _("Opened by the recipient")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged by the recipient")
        DOWNLOADED = "downloaded", _("Downloaded by the recipient")
        ENDED = "ended", _("Access ended")
        EXPORTED = "exported", _("Log exported")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain_id = models.UUIDField()
    agency_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    disclosure_request_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=20, blank=True)
    release_id = models.UUIDField(null=True)
    # The agency's own record, known only to the holder, and the name as asked for.
    youth_id = models.UUIDField(null=True)
    youth_name = models.CharField(max_length=310, blank=True)
    youth_number = models.CharField(max_length=60, blank=True)
    holder_name = models.CharField(max_length=200, blank=True)
    # Who asked or received: agency, person, address (99.32(a)(3), 164.528(b)(2)).
    party_agency_id = models.UUIDField(null=True)
    party_name = models.CharField(max_length=200, blank=True)
    party_person = models.CharField(max_length=200, blank=True)
    party_address = models.CharField(max_length=300, blank=True)
    interest = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    consent_ids = ArrayField(models.UUIDField(), default=list)
    records = models.TextField(blank=True)
    item_count = models.PositiveIntegerField(null=True)
    notices = models.CharField(max_length=300, blank=True)
    delivery = models.CharField(max_length=120, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    # 99.32(a)(5): the articulable and significant threat, and whom it was told to.
    threat = models.TextField(blank=True)
    further_disclosures = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "log entries"
        constraints = [
            RowPolicy(
                name="log_rows",
                read=f"agency_id = {AGENCY} AND {any_role(*reaching(Reach.LOG))}",
                # A request stands in the log of both agencies, whoever acts.
                insert=f"(actor_id = {ME} OR {ME} IS NULL) AND (agency_id = {AGENCY} "
                f"OR disclosure_request_id {one_of('request_ids')} "
                f"OR disclosure_request_id {one_of('requests_on_own_consents')})",
                definer=["SELECT"],
            ),
            *append_only("disclosure_log"),
        ]
        indexes = [
            models.Index(fields=["agency_id", "-at"]),
            models.Index(fields=["agency_id", "youth_id", "-at"]),
            models.Index(fields=["disclosure_request_id", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_kind_display()}"
