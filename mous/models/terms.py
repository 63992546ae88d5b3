"""What an agreement lets its parties ask for, and what its drafters attest of it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.roles import ASKING_ROLES, ROLES
from law.vocabulary import Category, Purpose
from mous.models.agreement import Mou
from mous.models.rights import BY_ME, DRAFT, OF_PARTIES, SHARED_DRAFT, VISIBLE
from sharing_portal.rls.policy import RowPolicy
from sharing_portal.rls.trigger import Trigger


def asking_roles() -> list[str]:
    """All roles that may ask at all: what a flow names unless its drafters choose fewer."""
    return list(ASKING_ROLES)


class MouTerm(models.Model):
    """One flow: people in these roles at one party may ask another for these categories, for these purposes."""

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
    roles = ArrayField(
        models.CharField(max_length=20, choices=[(code, ROLES[code].name) for code in ASKING_ROLES]),
        default=asking_roles,
        verbose_name=_("roles that may ask"),
    )
    authority = models.CharField(_("legal authority"), max_length=250)
    need = models.CharField(_("why these roles need it"), max_length=250, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)

    class Meta:
        ordering = ["from_agency__name", "to_agency__name", "authority", "categories", "pk"]
        constraints = [
            RowPolicy(
                name="mou_term_rows",
                read=VISIBLE,
                insert=DRAFT,
                update=DRAFT,
                delete=DRAFT,
                definer=["SELECT", "INSERT"],
            ),
            Trigger(
                name="mou_term_draft",
                clause="AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW",
                function="guard_draft",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_agency=models.F("to_agency")), name="mou_term_two_agencies"
            ),
            models.CheckConstraint(
                condition=~models.Q(categories=[]) & ~models.Q(purposes=[]) & ~models.Q(roles=[]),
                name="mou_term_says_what",
            ),
        ]
        indexes = [models.Index(fields=["to_agency", "from_agency"])]

    def __str__(self) -> str:
        return f"{self.from_agency_id} → {self.to_agency_id}"


class MouChecklistNote(models.Model):
    """What people attest of an item of the checklist that the portal cannot compute; the numbers are those of `checklist/items.py`."""

    class Answer(models.TextChoices):
        COMPLETE = "complete", _("Complete")
        NOT_APPLICABLE = "not_applicable", _("Does not apply")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mou = models.ForeignKey(Mou, models.CASCADE, related_name="checklist_notes")
    item = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=15, choices=Answer.choices)
    note = models.CharField(_("note"), max_length=500)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ["item"]
        constraints = [
            RowPolicy(
                name="mou_checklist_note_rows",
                read=OF_PARTIES,
                insert=f"{SHARED_DRAFT} AND {BY_ME} AND at = now()",
                delete=SHARED_DRAFT,
            ),
            models.UniqueConstraint(fields=["mou", "item"], name="mou_checklist_note_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.answer}"
