"""What becomes of an agreement in force: agencies join, all agree to end it, the parties publish it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from mous.models.agreement import Mou
from mous.models.rights import BY_ME, SIGNERS, VISIBLE
from mous.models.signing import Proof
from sharing_portal.rls.policy import AGENCY, ME, RowPolicy, one_of
from sharing_portal.rls.trigger import Trigger


class MouJoinder(models.Model):
    """An offer to an agency to become a party on the terms that bind `like`, and its signature on that exhibit.

    The exhibit is frozen when it is offered. When it is signed, the database itself makes the agency a party and
    gives it the flows of `like`; nobody else's terms change.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        JOINED = "joined", _("Joined")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.PROTECT, related_name="joinders")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("who may join"))
    like = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("on the terms of"))
    offered_for = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(db_default=TransactionNow())
    exhibit_text = models.TextField()
    exhibit_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=250, blank=True)
    typed_name = models.CharField(max_length=150, blank=True)
    title = models.CharField(max_length=150, blank=True)
    # A deputy says in whose place and on what authority.
    in_place_of = models.CharField(max_length=150, blank=True)
    authority = models.CharField(max_length=500, blank=True)
    attestation = models.TextField(blank=True)
    proofs = ArrayField(models.CharField(max_length=20, choices=Proof.choices), default=list)

    class Meta:
        ordering = ["offered_at"]
        constraints = [
            RowPolicy(
                name="mou_joinder_rows",
                read=VISIBLE,
                insert=f"mou_id {one_of('bound_agreement_ids')} AND {SIGNERS} AND offered_for_id = {AGENCY} "
                f"AND offered_by_id = {ME} AND offered_at = now() AND state = 'offered'",
                update=f"state = 'offered' AND {SIGNERS} AND (agency_id = {AGENCY} OR offered_for_id = {AGENCY})",
                update_check=f"closed_by_id = {ME} AND closed_at = now() AND "
                f"(agency_id = {AGENCY} AND (state = 'declined' "
                "OR state = 'joined' AND portal.signs_as(in_place_of, authority)) "
                f"OR offered_for_id = {AGENCY} AND state = 'taken_back')",
                update_columns=[
                    "state",
                    "closed_at",
                    "closed_by_id",
                    "note",
                    "typed_name",
                    "title",
                    "in_place_of",
                    "authority",
                    "attestation",
                    "proofs",
                ],
                definer=["SELECT"],
            ),
            Trigger(
                name="mou_joinder_admits",
                clause="BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW",
                function="admit_joiner",
            ),
            models.UniqueConstraint(
                fields=["mou", "agency"],
                condition=models.Q(state__in=["offered", "joined"]),
                name="mou_joinder_once",
            ),
            models.CheckConstraint(
                name="mou_joinder_closed",
                condition=models.Q(state="offered", closed_at__isnull=True, closed_by__isnull=True)
                | (~models.Q(state="offered") & models.Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency)


class MouTermination(models.Model):
    """A party agrees to end the agreement for everyone. It ends when every party that has not withdrawn agrees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="terminations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["at"]
        constraints = [
            RowPolicy(
                name="mou_termination_rows",
                read=VISIBLE,
                insert=f"mou_id {one_of('bound_agreement_ids')} AND {SIGNERS} AND {BY_ME} AND at = now()",
                # What an ended agreement ended by stays.
                delete=f"agency_id = {AGENCY} AND {SIGNERS} AND mou_id {one_of('bound_agreement_ids')}",
                definer=["SELECT"],
            ),
            models.UniqueConstraint(fields=["mou", "agency"], name="mou_termination_once"),
        ]

    def __str__(self) -> str:
        return str(self.agency)


class MouPublication(models.Model):
    """A party agrees that the agreement stands in the public register. It does when every party agrees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="publications")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            RowPolicy(
                name="mou_publication_rows",
                read=VISIBLE,
                insert=f"portal.may_publish(mou_id) AND {SIGNERS} AND {BY_ME} AND at = now()",
                delete=f"agency_id = {AGENCY} AND {SIGNERS}",
                definer=["SELECT", "DELETE"],
            ),
            Trigger(
                name="mou_publication_register",
                clause="AFTER INSERT OR DELETE ON {table} FOR EACH ROW",
                function="keep_register",
            ),
            models.UniqueConstraint(fields=["mou", "agency"], name="mou_publication_once"),
        ]

    def __str__(self) -> str:
        return str(self.agency)


class PublishedMou(models.Model):
    """A copy for everyone to read, without an account. The database writes it, and takes it away, itself."""

    id = models.UUIDField(primary_key=True, editable=False)
    title = models.CharField(max_length=200)
    document = models.JSONField()
    # What people search and filter by: codes of `law.vocabulary`, and the parties' names.
    parties = ArrayField(models.CharField(max_length=200))
    categories = ArrayField(models.CharField(max_length=40))
    purposes = ArrayField(models.CharField(max_length=40))
    starts_on = models.DateField()
    ends_on = models.DateField()
    superseded_on = models.DateField(null=True)
    text_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["title"]
        constraints = [
            RowPolicy(
                name="published_mou_rows", read="true", definer=["SELECT", "INSERT", "UPDATE", "DELETE"]
            ),
        ]

    def __str__(self) -> str:
        return self.title
