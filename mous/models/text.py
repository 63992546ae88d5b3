"""The wording of a draft: sections with their versions, who is editing, what people say about it, who was invited."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from mous.models.agreement import Mou
from mous.models.rights import BY_ME, DRAFT, OF_PARTIES, READERS, SHARED_DRAFT, VISIBLE
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, one_of
from sharing_portal.rls.trigger import Trigger

OF_THE_SAME_AGREEMENT = (
    "EXISTS (SELECT FROM mous_mousection s WHERE s.id = section_id AND s.mou_id = {table}.mou_id)"
)


class MouInvitation(models.Model):
    """A party that was let into the draft: its drafters may read and word it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            RowPolicy(
                name="mou_invitation_rows",
                read=VISIBLE,
                insert=f"{DRAFT} AND invited_by_id = {ME} AND invited_at = now()",
                delete=DRAFT,
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou", "agency"], name="mou_invitation_once"),
        ]

    def __str__(self) -> str:
        return str(self.agency)


class MouSection(models.Model):
    """One section of the text, in Markdown, as it stands now. `number` counts its versions from 1.

    A section is left out by emptying it: what it said stays among its versions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="sections")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    number = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            RowPolicy(
                name="mou_section_rows",
                read=VISIBLE,
                insert=f"{SHARED_DRAFT} AND number = 1",
                update=SHARED_DRAFT,
                update_columns=["position", "heading", "text", "number"],
                definer=["SELECT"],
            ),
            # New words are the next version.
            Trigger(
                name="mou_section_guard",
                clause="BEFORE UPDATE ON {table} FOR EACH ROW",
                function="guard_section",
            ),
            models.UniqueConstraint(fields=["mou", "code"], name="mou_section_code_once"),
        ]

    def __str__(self) -> str:
        return self.heading


class MouSectionVersion(models.Model):
    """A section as somebody saved it. Versions are only added; the newest is the section's own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="+")
    section = models.ForeignKey(MouSection, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["-number"]
        constraints = [
            RowPolicy(
                name="mou_section_version_rows",
                read=OF_PARTIES,
                # Nobody writes history: a version is what the section says now.
                insert=f"{SHARED_DRAFT} AND {BY_ME} AND at = now() AND EXISTS (SELECT FROM mous_mousection s "
                "WHERE s.id = section_id AND s.mou_id = mous_mousectionversion.mou_id "
                "AND (s.number, s.heading, s.text) = (mous_mousectionversion.number, "
                "mous_mousectionversion.heading, mous_mousectionversion.text))",
            ),
            models.UniqueConstraint(fields=["section", "number"], name="mou_section_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.heading} {self.number}"


class MouSectionLock(models.Model):
    """Who is editing a section. It ends by itself, and another may take it over; nothing typed is lost by that."""

    section = models.OneToOneField(MouSection, models.CASCADE, primary_key=True, related_name="lock")
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=TransactionNow())
    until = models.DateTimeField()

    class Meta:
        constraints = [
            RowPolicy(
                name="mou_section_lock_rows",
                read=OF_PARTIES,
                insert=f"{SHARED_DRAFT} AND {BY_ME} AND "
                + OF_THE_SAME_AGREEMENT.format(table="mous_mousectionlock"),
                update=SHARED_DRAFT,
                update_check=f"{SHARED_DRAFT} AND {BY_ME}",
                update_columns=["agency_id", "by_id", "since", "until"],
                delete=SHARED_DRAFT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} until {self.until}"


class MouComment(models.Model):
    """A remark on a section or, without one, on the whole; an answer names what it answers.

    Only the first of a thread is resolved, and by anyone who may word the draft or by its author.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="comments")
    section = models.ForeignKey(MouSection, models.SET_NULL, null=True, related_name="comments")
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    version = models.PositiveSmallIntegerField()
    text = models.TextField(_("comment"), max_length=4000)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            RowPolicy(
                name="mou_comment_rows",
                read=OF_PARTIES,
                insert=f"mou_id {one_of('agreement_ids')} AND {READERS} AND {BY_ME} AND at = now() AND resolved_at IS NULL",
                update=f"mou_id {one_of('agreement_ids')} AND {READERS} AND (by_id = {ME} AND agency_id = {AGENCY} "
                f"OR {SHARED_DRAFT})",
                update_check=f"mou_id {one_of('agreement_ids')} AND (resolved_by_id IS NULL "
                f"OR resolved_by_id = {ME} AND resolved_at = now())",
                update_columns=["resolved_at", "resolved_by_id"],
                definer=["SELECT"],
            ),
            # Only while it is drafted and reviewed; answer and section belong to the same agreement.
            Trigger(
                name="mou_comment_guard",
                clause="BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW",
                function="guard_comment",
            ),
            models.CheckConstraint(
                name="mou_comment_resolved_pair",
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="mou_comment_first_is_resolved",
                condition=models.Q(answers__isnull=True) | models.Q(resolved_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
