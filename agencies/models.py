"""Agencies, their contacts, and the memberships through which people act for them."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.roles import ROLES, Duty, with_duty
from agencies.states import AgencyState, MembershipState
from law.vocabulary import AgencyKind, LegalStatus
from sharing_portal.rls.policy import AGENCY, INSIDE, ME, OPERATOR, RowPolicy, any_role
from sharing_portal.rls.trigger import Trigger

SIGNED_IN = f"{ME} IS NOT NULL OR (SELECT portal.principal()) <> ''"


class Agency(models.Model):
    """A partner agency. Every signed-in person may read its profile: partners must know whom to call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("legal name"), max_length=200, unique=True)
    kind = models.CharField(
        _("kind"), max_length=40, choices=[(kind.value, _(kind.label)) for kind in AgencyKind]
    )
    legal_statuses = ArrayField(
        models.CharField(max_length=40, choices=[(status.value, _(status.label)) for status in LegalStatus]),
        verbose_name=_("legal statuses"),
        default=list,
        blank=True,
    )
    us_state = models.CharField(
        _("state"), max_length=2, validators=[RegexValidator(r"^[A-Z]{2}$")], default="WA"
    )
    county = models.CharField(_("county"), max_length=80, blank=True)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/Los_Angeles")
    state = models.CharField(max_length=12, choices=AgencyState.choices, default=AgencyState.INVITED)
    state_changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [
            RowPolicy(
                name="agency_rows",
                read=SIGNED_IN,
                insert=OPERATOR,
                update=f"id = {AGENCY} AND {any_role(*with_duty(Duty.EDIT_AGENCY))} OR {OPERATOR}",
                definer=["SELECT"],
            ),
            Trigger(
                name="agency_guard", clause="BEFORE UPDATE ON {table} FOR EACH ROW", function="guard_agency"
            ),
            # No legal status may stay unknown once an agency is active.
            models.CheckConstraint(
                name="agency_active_has_statuses",
                condition=~models.Q(state=AgencyState.ACTIVE) | ~models.Q(legal_statuses=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone by whose calendar this agency's days begin and end."""
        return ZoneInfo(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The calendar day of a moment where the agency is."""
        return moment.astimezone(self.zone).date()

    def today(self) -> date:
        """The calendar day where the agency is."""
        return self.day_of(timezone.now())


class AgencyContact(models.Model):
    """Whom to call at an agency: privacy officer, counsel, head, or a place in its chain of contact.

    The chain of contact is the contacts with a `position`, in that order; each has hours and the minutes after
    which the next one is called.
    """

    class Purpose(models.TextChoices):
        HEAD = "head", _("Head of the agency")
        PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
        COUNSEL = "counsel", _("Counsel")
        CHAIN = "chain", _("Chain of contact")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="contacts")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    position = models.PositiveSmallIntegerField(_("place in the chain"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("job title"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40)
    alternate_phone = models.CharField(_("other phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    backup_after_minutes = models.PositiveSmallIntegerField(_("call the next after (minutes)"), default=15)
    last_verified_on = models.DateField(_("last verified on"), null=True, blank=True)

    class Meta:
        ordering = ["purpose", "position", "name"]
        constraints = [
            RowPolicy(
                name="agency_contact_rows",
                read=SIGNED_IN,
                insert=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.EDIT_AGENCY))} OR {OPERATOR}",
                update=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.EDIT_AGENCY))}",
                delete=f"agency_id = {AGENCY} AND {any_role(*with_duty(Duty.EDIT_AGENCY))}",
            ),
            models.CheckConstraint(
                name="agency_contact_chain_has_place",
                condition=models.Q(purpose="chain", position__isnull=False)
                | (~models.Q(purpose="chain") & models.Q(position__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["agency", "position"],
                name="agency_contact_one_a_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_purpose_display()})"


class Membership(models.Model):
    """A user may act for an agency, in these roles, while the state is active. Read anew on every request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30), verbose_name=_("roles"))
    state = models.CharField(max_length=12, choices=MembershipState.choices, default=MembershipState.INVITED)
    state_changed_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The name that whoever invites typed: an account that exists already gives its own only once it accepts.
    invited_as = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            RowPolicy(
                name="membership_rows",
                read=f"user_id = {ME} OR agency_id = {AGENCY} AND {INSIDE} OR {OPERATOR}",
                insert=f"user_id <> {ME} AND (agency_id = {AGENCY} AND {any_role(*with_duty(Duty.MANAGE_MEMBERS))} "
                f"OR {OPERATOR})",
                # The invited person answers for herself; everything else is the administrator's.
                update=f"(agency_id = {AGENCY} AND {any_role(*with_duty(Duty.MANAGE_MEMBERS))}) "
                f"OR (user_id = {ME} AND state = 'invited')",
                update_check=f"(agency_id = {AGENCY} AND {any_role(*with_duty(Duty.MANAGE_MEMBERS))}) "
                f"OR (user_id = {ME} AND state IN ('active', 'removed'))",
                update_columns=["roles", "state", "state_changed_at", "invited_by_id", "invited_as"],
                definer=["SELECT"],
            ),
            Trigger(
                name="membership_guard",
                clause="BEFORE UPDATE ON {table} FOR EACH ROW",
                function="guard_membership",
            ),
            models.UniqueConstraint(fields=["user", "agency"], name="membership_once"),
            models.CheckConstraint(condition=~models.Q(roles=[]), name="membership_has_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.agency}"

    @property
    def role_names(self) -> list[str]:
        """The roles in words."""
        return [str(ROLES[code].name) for code in self.roles]

    @property
    def shown_name(self) -> str:
        """Until she accepts, the name and address that were typed: the name of an account is its owner's to give."""
        if self.state != MembershipState.INVITED:
            return self.user.name
        return f"{self.invited_as} ({self.user.email})" if self.invited_as else self.user.email
