"""The door of a family: a link that opens one draft to sign, or the page of what was agreed. No account."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consents.models.drafting import ConsentDraft
from consents.models.rights import ABOUT_IT, FAMILY, OWN, PART_OF_FAMILY_CONSENT, RECORD, REVOKE
from sharing_portal.rls.policy import AGENCY, ME, PRINCIPAL, RowPolicy, SameAgency
from sharing_portal.rls.trigger import Trigger
from youth.models import Guardian, YouthRecord

THIS_LINK = "(id = (SELECT portal.family_link_id()))"
# Who prepares a link knows its code and the date of birth: in her own mailbox she could sign as the family.
NO_COLLEAGUE = "NOT portal.is_colleagues_address(email)"
# What a family that has just signed may make for itself; asked of a new row alone.
OWN_PAGE = (
    f"agency_id = {AGENCY} AND {FAMILY} AND kind = 'page' AND draft_id IS NULL "
    "AND verified_at IS NULL AND used_at IS NULL AND wrong_answers = 0 AND closed_at IS NULL "
    "AND portal.is_own_page(consent_id, youth_id, guardian_id, created_by_id, check_by) "
    f"AND {NO_COLLEAGUE}"
)


class FamilyLink(models.Model):
    """One link for one person of one family.

    The token is nowhere stored: it is derived from the id by a key of its own (`consents/links.py`), and only its
    SHA-256 is kept. Before the check is passed the link opens nothing and tells nothing. Five wrong answers close it.
    """

    class Kind(models.TextChoices):
        SIGN = "sign", _("To choose and sign at home")
        KIOSK = "kiosk", _("To choose and sign on the agency’s device")
        PAGE = "page", _("To see what is shared, and to stop it")

    class Check(models.TextChoices):
        CODE = "code", _("A code told by phone or handed over")
        BIRTH_DATE = "birth_date", _("The young person’s date of birth")
        IN_PERSON = "in_person", _("In person, by the member of staff who handed over the device")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="family_links")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    check_by = models.CharField(_("how the person is checked"), max_length=12, choices=Check.choices)
    person_name = models.CharField(_("for whom"), max_length=200)
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=5, default="en")
    email = models.EmailField(_("e-mail"), blank=True)
    # What it opens: a draft to sign (which is emptied when it is signed), or one consent and what the same person signed.
    draft = models.ForeignKey(ConsentDraft, models.SET_NULL, null=True, related_name="links")
    consent = models.ForeignKey("Consent", models.PROTECT, null=True, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    # HMAC of the code with a key of the portal, in hexadecimal; empty when the check is another.
    code_hash = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=TransactionNow())
    expires_at = models.DateTimeField()
    wrong_answers = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    # When it was used to sign: a link signs once.
    used_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(
                name="family_link_rows",
                read=f"{OWN} OR {THIS_LINK} OR {PART_OF_FAMILY_CONSENT} OR agency_id = {AGENCY} AND {PRINCIPAL} = 'outbox'",
                insert=f"{OWN} AND {RECORD} AND created_by_id = {ME} AND verified_at IS NULL AND used_at IS NULL "
                f"AND wrong_answers = 0 AND closed_at IS NULL AND {NO_COLLEAGUE} OR {OWN_PAGE}",
                update=f"{OWN} AND ({RECORD} OR {REVOKE}) OR {THIS_LINK}",
                update_columns=["closed_at", "closed_by_id", "used_at", "draft_id"],
                definer=["SELECT", "UPDATE"],
            ),
            Trigger(
                name="family_link_guard",
                clause="BEFORE UPDATE ON {table} FOR EACH ROW",
                function="guard_family_link",
            ),
            SameAgency(name="family_link_same_agency", field="youth"),
            SameAgency(name="family_link_guardian_agency", field="guardian"),
            models.CheckConstraint(
                name="family_link_closed_pair",
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="family_link_opens_something",
                condition=models.Q(kind="page", consent__isnull=False) | ~models.Q(kind="page"),
            ),
            models.CheckConstraint(
                name="family_link_check",
                condition=models.Q(check_by="code") & ~models.Q(code_hash="")
                | ~models.Q(check_by="code") & models.Q(code_hash=""),
            ),
            models.CheckConstraint(
                name="family_link_kiosk_in_person",
                condition=models.Q(kind="kiosk", check_by="in_person")
                | ~models.Q(kind="kiosk") & ~models.Q(check_by="in_person"),
            ),
        ]
        indexes = [models.Index(fields=["youth", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d}"


class FamilyMail(models.Model):
    """The e-mail address to which the family wants reminders of one consent, until it asks to stop them."""

    consent = models.OneToOneField("Consent", models.CASCADE, primary_key=True, related_name="family_mail")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    youth = models.ForeignKey(YouthRecord, models.PROTECT, related_name="+")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=5, default="en")
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            RowPolicy(
                name="family_mail_rows",
                read=f"{OWN} OR agency_id = {AGENCY} AND {PART_OF_FAMILY_CONSENT}",
                insert=f"({OWN} AND {RECORD} OR agency_id = {AGENCY} AND {FAMILY} AND {PART_OF_FAMILY_CONSENT}) "
                f"AND {ABOUT_IT}",
                update=f"{OWN} AND {RECORD} OR agency_id = {AGENCY} AND {PART_OF_FAMILY_CONSENT}",
                update_columns=["stopped_at", "email", "language"],
                definer=["SELECT"],
            ),
            SameAgency(name="family_mail_same_agency", field="consent"),
        ]

    def __str__(self) -> str:
        return str(self.consent_id)
