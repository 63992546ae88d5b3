"""What one agency holds about a young person. No other agency ever sees these rows, only releases made from them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from agencies.models import Agency
from agencies.roles import Duty, Reach, reaching, with_duty
from law.vocabulary import Category
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, SameAgency, any_role, one_of

WHOLE_AGENCY = any_role(*reaching(Reach.YOUTH))
CATEGORIES = [(category.value, _(category.label)) for category in Category]


def _reach(youth: str) -> str:
    """The agency's own row, and either the role sees all of them or this youth is on the person's caseload."""
    return f"agency_id = {AGENCY} AND ({WHOLE_AGENCY} OR {youth} {one_of('granted_youth_ids')})"


def _reach_or_family(youth: str) -> str:
    """The same, and a family that came through its link sees whom it is about (`consents.models.FamilyLink`)."""
    return (
        f"agency_id = {AGENCY} AND ({WHOLE_AGENCY} OR {youth} {one_of('granted_youth_ids')} "
        f"OR {youth} {one_of('family_youth_ids')})"
    )


def _write(youth: str, *duties: Duty) -> str:
    roles = sorted({code for duty in duties for code in with_duty(duty)})
    return f"{_reach(youth)} AND {any_role(*roles)}"


class YouthRecord(models.Model):
    """One agency's record of a young person."""

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("youth", "Active")
        LEFT = "left", _("No longer with the agency")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="youth_records", verbose_name=_("agency"))
    number = models.CharField(_("local number"), max_length=60, blank=True)
    first_name = models.CharField(_("first name"), max_length=100)
    middle_name = models.CharField(_("middle name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100)
    preferred_name = models.CharField(_("name used"), max_length=100, blank=True)
    birth_date = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=20, blank=True)
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    site = models.CharField(_("school or site"), max_length=150, blank=True)
    language = models.CharField(_("home language"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    source_system = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            RowPolicy(
                name="youth_rows",
                read=_reach_or_family("id"),
                insert=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.ADD_RECORDS))}",
                update=_write("id", Duty.ADD_RECORDS, Duty.DECIDE),
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["id", "agency"], name="youth_id_agency"),
            models.UniqueConstraint(
                fields=["agency", "source_system", "external_id"],
                name="youth_once_per_source",
                condition=~models.Q(external_id=""),
            ),
        ]
        indexes = [models.Index(fields=["agency", "last_name", "first_name", "id"], name="youth_by_name")]

    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"

    @property
    def full_name(self) -> str:
        """First, middle and last name as one would write it on a letter."""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)


class YouthRecordGrant(UserObjectPermissionBase):
    """guardian's grant of one youth record to one person: her caseload. Given and taken in youth/grants.py.

    It carries the agency, because a guardian row binds a user and the same person may act for two agencies.
    """

    content_object = models.ForeignKey(YouthRecord, models.CASCADE, related_name="grants")
    agency = models.ForeignKey(
        Agency, models.CASCADE, db_default=models.Func(function="portal.acting_agency_id")
    )

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        constraints = [
            RowPolicy(
                name="youth_grant_rows",
                read=f"agency_id = {AGENCY} AND ({WHOLE_AGENCY} OR user_id = {ME})",
                # Who may not assign can give only to herself: the record she has just made.
                insert=f"agency_id = {AGENCY} AND ({any_role(*with_duty(Duty.ASSIGN_CASELOAD))} "
                f"OR (user_id = {ME} AND {any_role(*with_duty(Duty.ADD_RECORDS))} "
                "AND portal.is_new_to_all(content_object_id)))",
                delete=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.ASSIGN_CASELOAD))}",
                definer=["SELECT"],
            ),
            SameAgency(name="youth_grant_same_agency", field="content_object"),
        ]
        indexes = [
            models.Index(fields=["user", "agency"], include=["content_object"], name="youth_grant_by_user")
        ]


class Assignment(models.Model):
    """A youth on a person's caseload, from a day until a day. The grant follows it; the history stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT)
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since"]
        constraints = [
            RowPolicy(
                name="assignment_rows",
                read=_reach("youth_id"),
                insert=f"agency_id = {AGENCY} AND ({any_role(*with_duty(Duty.ASSIGN_CASELOAD))} "
                f"OR (user_id = {ME} AND {any_role(*with_duty(Duty.ADD_RECORDS))} "
                "AND portal.is_new_to_all(youth_id)))",
                update=_write("youth_id", Duty.ASSIGN_CASELOAD),
                update_columns=["until"],
                definer=["SELECT"],
            ),
            SameAgency(name="assignment_same_agency", field="youth"),
            models.UniqueConstraint(
                fields=["youth", "user"], condition=models.Q(until__isnull=True), name="assignment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="assignment_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.youth_id}"


class YouthKey(models.Model):
    """A key to find a youth by: a name part, folded, for search by its start; or a matching key.

    LIKE is not leakproof and would not use its index under a policy, so search compares ranges of these keys.
    """

    class Kind(models.TextChoices):
        NAME = "name"
        MATCH = "match"

    youth = models.ForeignKey(YouthRecord, models.CASCADE, related_name="keys")
    agency = models.ForeignKey(Agency, models.CASCADE)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    key = models.CharField(max_length=120, db_collation="C")

    class Meta:
        constraints = [
            RowPolicy(
                name="youth_key_rows",
                read=_reach("youth_id"),
                insert=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.ADD_RECORDS))}",
                delete=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.ADD_RECORDS))}",
            ),
            SameAgency(name="youth_key_same_agency", field="youth"),
            models.UniqueConstraint(fields=["youth", "kind", "key"], name="youth_key_once"),
        ]
        indexes = [models.Index(fields=["agency", "kind", "key", "youth"], name="youth_key_lookup")]

    def __str__(self) -> str:
        return self.key


class Guardian(models.Model):
    """A parent, guardian or other adult in the youth's life: a relation, not an authority to consent.

    `authority` says what is known about the right to decide for the youth, and `authority_evidence` how.
    """

    class Relation(models.TextChoices):
        MOTHER = "mother", _("Mother")
        FATHER = "father", _("Father")
        PARENT = "parent", _("Parent")
        STEPPARENT = "stepparent", _("Stepparent")
        GRANDPARENT = "grandparent", _("Grandparent")
        FOSTER_PARENT = "foster_parent", _("Foster parent")
        GUARDIAN = "guardian", _("Legal guardian")
        RELATIVE = "relative", _("Other relative")
        OTHER = "other", _("Other")

    class Authority(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        PARENT = "parent", _("Parent with full rights")
        GUARDIAN = "guardian", _("Legal guardian by court order")
        ACTING_PARENT = "acting_parent", _("Acts as a parent in the absence of one")
        NONE = "none", _("No authority to decide")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT)
    youth = models.ForeignKey(YouthRecord, models.CASCADE, related_name="guardians")
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    authority = models.CharField(
        _("authority"), max_length=20, choices=Authority.choices, default=Authority.UNKNOWN
    )
    authority_evidence = models.CharField(_("how we know"), max_length=250, blank=True)
    rights_revoked = models.BooleanField(
        _("rights revoked by a court order or other document"), default=False
    )
    language = models.CharField(_("language"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["last_name", "first_name"]
        constraints = [
            RowPolicy(
                name="guardian_rows",
                read=_reach_or_family("youth_id"),
                insert=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.ADD_RECORDS))}",
                update=_write("youth_id", Duty.ADD_RECORDS),
                definer=["SELECT"],
            ),
            SameAgency(name="guardian_same_agency", field="youth"),
            models.UniqueConstraint(
                fields=["youth", "external_id"],
                name="guardian_once_per_source",
                condition=~models.Q(external_id=""),
            ),
            models.UniqueConstraint(fields=["id", "agency"], name="guardian_id_agency"),
            models.CheckConstraint(
                name="guardian_authority_has_evidence",
                condition=models.Q(authority__in=["unknown", "none"]) | ~models.Q(authority_evidence=""),
            ),
        ]
        indexes = [models.Index(fields=["youth"])]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def is_barred(self) -> bool:
        """Whether she may not decide for the youth (34 CFR 99.4); `portal.is_barred` says the same."""
        return self.rights_revoked or self.authority == self.Authority.NONE

    @property
    def may_decide(self) -> bool:
        """Whether she is known to decide for the youth: not barred, and her authority was shown."""
        return not self.is_barred and self.authority != self.Authority.UNKNOWN

    @property
    def known_facts(self) -> list[str]:
        """What is entered of proof, language and ways to reach the person, for one line."""
        facts = (self.authority_evidence, self.language, self.phone, self.email, self.address)
        return [fact for fact in facts if fact]


class RecordItem(models.Model):
    """One piece of a youth record. Never edited: a correction is a new item that names the one it corrects."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT)
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="items")
    category = models.CharField(_("category"), max_length=40, choices=CATEGORIES)
    occurred_on = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    source = models.CharField(_("source"), max_length=150, blank=True)
    # The file lies under a random name outside the web root and is served by one authorised view only.
    file = models.FileField(upload_to="", max_length=120, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_size = models.PositiveIntegerField(null=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    correction_reason = models.CharField(_("reason for the correction"), max_length=250, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-occurred_on", "-created_at"]
        constraints = [
            RowPolicy(
                name="record_item_rows",
                read=_reach("youth_id"),
                insert=_write("youth_id", Duty.ADD_RECORDS),
            ),
            SameAgency(name="record_item_same_agency", field="youth"),
            models.UniqueConstraint(fields=["id", "agency"], name="record_item_id_agency"),
            SameAgency(name="record_item_corrects_own", field="corrects"),
            # No item serves another folder's files: not a package, not a roster.
            models.CheckConstraint(
                name="record_item_file_is_an_items",
                condition=models.Q(file="") | models.Q(file__startswith="items/"),
            ),
            models.CheckConstraint(
                name="record_item_has_content", condition=~models.Q(text="") | ~models.Q(file="")
            ),
        ]
        indexes = [models.Index(fields=["youth", "category", "-occurred_on"])]

    def __str__(self) -> str:
        return self.title


class RosterImport(models.Model):
    """One upload of a roster: what it would change, and whether that was done.

    The file kept until then is the checked roster, never the upload itself, which may hold passwords.
    """

    class State(models.TextChoices):
        CHECKED = "checked", _("Checked, not applied")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")
        DISCARDED = "discarded", _("Discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices)
    bundle = models.FileField(upload_to="", max_length=120, blank=True)
    bundle_sha256 = models.CharField(max_length=64)
    summary = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(
                name="roster_import_rows",
                read=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.IMPORT_ROSTER))}",
                insert=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.IMPORT_ROSTER))}",
                update=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.IMPORT_ROSTER))}",
                update_columns=["state", "applied_at", "bundle", "summary"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.get_state_display()}"
