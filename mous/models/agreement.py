"""The agreement itself, its parties, and what happened to it."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from mous.models.rights import DRAFT, DRAFTERS, READERS, REVIEWERS, SIGNERS, VISIBLE
from mous.states import Standing, State
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, among, one_of
from sharing_portal.rls.trigger import Trigger


class Mou(models.Model):
    """One agreement: sections of text, parties and terms. `agency` drafted it; the text is frozen for review.

    `frozen_text` is the whole agreement as counsel reviews it and everyone signs it (see `mous/document.py`) and
    `text_sha256` the SHA-256 of its UTF-8 bytes; both are empty exactly while it is a draft, and the other parties see
    it while they are not, or when they were invited to draft together.

    An amendment or a renewal `replaces` an agreement; that one is `superseded_on` the first day of the new one, set
    in the transaction in which the new one is signed by all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    title = models.CharField(_("title"), max_length=200)
    version = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    review_on = models.DateField(_("review on"), null=True, blank=True)
    open_to_joinder = models.BooleanField(_("other agencies may join"), default=False)
    # The version of the uniform consent form that the parties adopt (`law/forms.py`); empty when they use another one.
    consent_form = models.CharField(_("consent form adopted"), max_length=20, blank=True)
    # Signed on paper before the portal: `scan` is the original, and the parties confirm instead of signing.
    on_paper = models.BooleanField(default=False)
    signing_in_order = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    superseded_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    state_changed_at = models.DateTimeField(default=timezone.now)
    frozen_text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    ended_on = models.DateField(null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        # The newest of an agency's own, and the newest of all, among which a party of many finds its own.
        indexes = [
            models.Index(fields=["agency", "-created_at", "-id"], name="mou_newest_drafted"),
            models.Index(fields=["-created_at", "-id"], name="mou_newest"),
        ]
        constraints = [
            RowPolicy(
                name="mou_rows",
                read=f"(agency_id = {AGENCY} OR id {among('agreement_ids')}) AND {READERS}",
                insert=f"agency_id = {AGENCY} AND {DRAFTERS} AND state = 'draft' AND drafted_by_id = {ME} "
                "AND superseded_on IS NULL AND (replaces_id IS NULL OR portal.may_replace(replaces_id))",
                # Every reader may lock the row; what may become of it, and by whom, is the check and the guard.
                update=f"id {one_of('agreement_ids')} AND {READERS}",
                update_check=f"(agency_id = {AGENCY} AND {DRAFTERS} AND state IN ('draft', 'review', 'sent', 'cancelled')) "
                f"OR (id {one_of('agreement_ids')} AND {REVIEWERS} AND state IN ('draft', 'review')) "
                f"OR (id {one_of('agreement_ids')} AND {SIGNERS} AND state IN ('draft', 'signed', 'ended'))",
                definer=["SELECT", "UPDATE"],
            ),
            Trigger(
                name="mou_guard", clause="BEFORE UPDATE ON {table} FOR EACH ROW", function="guard_agreement"
            ),
            Trigger(
                name="mou_register",
                clause="AFTER UPDATE ON {table} FOR EACH ROW WHEN (OLD.state = 'signed')",
                function="keep_register",
            ),
            Trigger(
                name="mou_supersedes",
                clause="AFTER UPDATE ON {table} FOR EACH ROW WHEN "
                "(OLD.state = 'sent' AND NEW.state = 'signed' AND NEW.replaces_id IS NOT NULL)",
                function="supersede_replaced",
            ),
            # One new version is under way at a time.
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~models.Q(state__in=["cancelled", "ended"]),
                name="mou_one_successor",
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="mou_period"),
            models.CheckConstraint(
                name="mou_frozen_when_reviewed",
                condition=models.Q(state="draft", frozen_text="", text_sha256="")
                | models.Q(
                    state__in=["review", "sent", "signed", "ended"], text_sha256__regex=r"^[0-9a-f]{64}$"
                )
                | models.Q(state="cancelled"),
            ),
            models.CheckConstraint(
                name="mou_ended_has_a_day",
                condition=models.Q(state="ended", ended_on__isnull=False)
                | (~models.Q(state="ended") & models.Q(ended_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="mou_superseded_was_signed",
                condition=models.Q(superseded_on__isnull=True) | models.Q(state__in=["signed", "ended"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_in_force(self, on: date) -> bool:
        """Signed by all, begun, not past its last day, and neither superseded nor ended."""
        return self.standing(on) == Standing.IN_FORCE

    def standing(self, on: date) -> Standing:
        """How the agreement stands on a day."""
        if self.state != State.SIGNED:
            return Standing(self.state)
        if self.superseded_on is not None and on >= self.superseded_on:
            return Standing.SUPERSEDED
        if on < self.starts_on:
            return Standing.UPCOMING
        return Standing.IN_FORCE if on <= self.ends_on else Standing.EXPIRED


class MouParty(models.Model):
    """An agency that the agreement binds, until it withdraws."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    # Set for a party that joined later by signing an exhibit.
    joined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["agency__name"]
        verbose_name_plural = "MOU parties"
        constraints = [
            RowPolicy(
                name="mou_party_rows",
                read=VISIBLE,
                insert=f"joined_at IS NULL AND withdrawn_at IS NULL AND {DRAFT}",
                # Only to withdraw, only once, only oneself.
                update=f"agency_id = {AGENCY} AND {SIGNERS} AND withdrawn_at IS NULL "
                f"AND mou_id {one_of('bound_agreement_ids')}",
                update_check=f"agency_id = {AGENCY} AND {SIGNERS} AND withdrawn_by_id = {ME} AND withdrawn_at = now()",
                update_columns=["withdrawn_at", "withdrawn_by_id", "withdrawal_reason"],
                delete=DRAFT,
                definer=["SELECT", "INSERT"],
            ),
            Trigger(
                name="mou_party_draft",
                clause="AFTER INSERT OR DELETE ON {table} FOR EACH ROW",
                function="guard_draft",
            ),
            Trigger(
                name="mou_party_register",
                clause="AFTER INSERT OR UPDATE ON {table} FOR EACH ROW "
                "WHEN (NEW.joined_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL)",
                function="keep_register",
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


class MouEvent(models.Model):
    """What happened to an agreement, for all its parties to read. The audit trail stays each agency's own."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted", _("Draft begun")
        INVITED = "invited", _("Invited to draft together")
        SENT_FOR_REVIEW = "sent_for_review", _("Sent to counsel for review")
        REVIEWED = "reviewed", _("Approved by counsel")
        SENT = "sent", _("Sent for signature")
        ASKED_AGAIN = "asked_again", _("Asked again to sign")
        WANTS_TIME = "wants_time", _("Asked for more time to sign")
        RETURNED = "returned", _("Sent back to draft")
        DECLINED = "declined", _("Declined to sign")
        SIGNED = "signed", _("Signed")
        COMPLETED = "completed", _("Signed by all parties")
        CONFIRM_ASKED = "confirm_asked", _("Sent for confirmation")
        CONFIRMED = "confirmed", _("Confirmed the paper original")
        JOINDER_OFFERED = "joinder_offered", _("Invited to join")
        JOINDER_TAKEN_BACK = "joinder_taken_back", _("Invitation to join taken back")
        JOINDER_DECLINED = "joinder_declined", _("Did not join")
        JOINED = "joined", _("Joined")
        REDRAFTED = "redrafted", _("Draft of a new version begun")
        SUPERSEDED = "superseded", _("Replaced by a new version")
        END_AGREED = "end_agreed", _("Agreed to end it")
        END_RETRACTED = "end_retracted", _("No longer agrees to end it")
        WITHDRAWN = "withdrawn", _("Withdrew")
        ENDED = "ended", _("Ended")
        PUBLISHED = "published", _("Agreed to publish it")
        UNPUBLISHED = "unpublished", _("No longer agrees to publish it")
        CANCELLED = "cancelled", _("Cancelled")

    # Counted: two events of one transaction have one time.
    id = models.BigAutoField(primary_key=True)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
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
                read=VISIBLE,
                insert=f"mou_id {one_of('agreement_ids')} AND agency_id = {AGENCY} AND by_id = {ME} AND at = now() "
                f"AND ({DRAFTERS} OR {SIGNERS} OR {REVIEWERS})",
                definer=["INSERT"],
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
