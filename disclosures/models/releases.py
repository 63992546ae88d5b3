"""What was given to whom: snapshots, who may read them, and what they rest on."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from agencies.models import Agency
from consents.models import ConsentGrant
from disclosures.models.reach import (
    CATEGORIES,
    CONTENT,
    RELEASERS,
    REQUESTS,
)
from disclosures.models.requests import DisclosureRequest
from disclosures.states import Ended
from law.notices import VIEW_ONLY
from sharing_portal.rls.policy import (
    AGENCY,
    INSIDE,
    ME,
    RowPolicy,
    SameAgency,
    any_role,
    filter_only,
    one_of,
    seen,
)
from sharing_portal.rls.trigger import Trigger


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
    # Texts as given: a list of {"id", "citation", "title", "text"}; and the consent copy that 42 CFR 2.32 wants with them.
    notices = models.JSONField(default=list)
    consent_copy = models.JSONField(default=list)
    # SHA-256 over items, notices and consent copies in order; what the recipient reads is checked against it.
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
                read=filter_only(
                    f"(agency_id = {AGENCY} AND {REQUESTS}) "
                    f"OR (recipient_agency_id = {AGENCY} AND ({REQUESTS} OR id {one_of('granted_release_ids')}))"
                ),
                insert=f"agency_id = {AGENCY} AND {RELEASERS} AND released_by_id = {ME} "
                "AND portal.is_granted_to(request_id, recipient_agency_id)",
                update=f"(agency_id = {AGENCY} AND {RELEASERS}) "
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
            Trigger(
                name="release_guard", clause="BEFORE UPDATE ON {table} FOR EACH ROW", function="guard_release"
            ),
            models.UniqueConstraint(fields=["id", "agency"], name="release_id_agency"),
            models.CheckConstraint(
                condition=models.Q(access_until__gt=models.F("released_at")), name="release_period"
            ),
            models.CheckConstraint(
                name="release_acknowledged_pair",
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
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

    @property
    def view_only(self) -> bool:
        """Whether the recipient reads it on screen and is given no file of it (`law.duties.Condition.VIEW_ONLY`)."""
        return any(notice["id"] == VIEW_ONLY.id for notice in self.notices)

    @property
    def consents_told(self) -> list[dict[str, Any]]:
        """The consent copies as given, with their days as dates."""
        return [
            copy | {name: date.fromisoformat(copy[name]) for name in ("signed_on", "through")}
            for copy in self.consent_copy
        ]


OF_MADE_RELEASE = seen("disclosures_release", "content_object_id", f"r.agency_id = {AGENCY}")
OF_RECEIVED_RELEASE = seen("disclosures_release", "content_object_id", f"r.recipient_agency_id = {AGENCY}")


class ReleaseGrant(UserObjectPermissionBase):
    """guardian's grant of one release to one person of the recipient. Given in disclosures/grants.py."""

    content_object = models.ForeignKey(Release, models.CASCADE, related_name="grants")
    # The recipient's agency: the grant is worth nothing while the person acts for another.
    agency = models.ForeignKey(Agency, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        constraints = [
            RowPolicy(
                name="release_grant_rows",
                read=f"(agency_id = {AGENCY} OR {OF_MADE_RELEASE}) AND {INSIDE}",
                # The holder gives it with the release; the recipient's custodian may pass it on inside her agency.
                insert=f"{OF_MADE_RELEASE} AND {RELEASERS} "
                f"OR agency_id = {AGENCY} AND {CONTENT} AND {OF_RECEIVED_RELEASE}",
                delete=f"{OF_MADE_RELEASE} AND {RELEASERS} OR agency_id = {AGENCY} AND {CONTENT}",
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
                definer=["SELECT"],
            ),
            SameAgency(name="released_item_same_agency", field="release"),
            models.UniqueConstraint(fields=["release", "item_id"], name="released_item_once"),
            models.CheckConstraint(
                name="released_item_file_is_an_items",
                condition=models.Q(file="") | models.Q(file__startswith="items/"),
            ),
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
                read=f"agency_id = {AGENCY} AND {INSIDE}",
                insert=f"agency_id = {AGENCY} AND {RELEASERS}",
                definer=["SELECT"],
            ),
            SameAgency(name="release_basis_same_agency", field="release"),
            models.UniqueConstraint(fields=["release", "grant"], name="release_basis_once"),
        ]

    def __str__(self) -> str:
        return str(self.grant_id)
