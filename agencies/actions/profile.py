"""An agency's profile and its life in the portal: onboarded, active, suspended."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.actions.members import invite
from agencies.models import Agency
from agencies.permissions import can_edit_agency, can_onboard
from agencies.states import AGENCY_TRANSITIONS, AgencyState
from audit.record import record
from law.vocabulary import AgencyKind, LegalStatus
from sharing_portal.errors import RefusedInput, require
from sharing_portal.transitions import move

# Who an agency is decides which law binds it: agreed at onboarding, changed by the portal's operators only.
OPERATORS_FIELDS = frozenset({"name", "kind", "us_state", "legal_statuses"})
PROFILE_FIELDS = frozenset({"county", "address", "phone", "time_zone"})


@transaction.atomic
def onboard(
    *, by: User, administrator_email: str, administrator_name: str, name: str, kind: str, **profile: Any
) -> Agency:
    """Add an agency, not yet active, and invite its first administrator."""
    require(can_onboard(by) and set(profile) <= PROFILE_FIELDS | OPERATORS_FIELDS)
    if Agency.objects.filter(name__iexact=name.strip()).exists():
        raise RefusedInput(_("An agency of this name is already in the portal."))
    _check(kind=kind, **profile)
    agency = Agency.objects.create(name=name.strip(), kind=kind, **profile)
    record("agency.onboarded", by=by, on=agency, kind=kind)
    invite(agency, by=by, email=administrator_email, name=administrator_name, roles=["agency_admin"])
    return agency


@transaction.atomic
def edit_profile(agency: Agency, *, by: User, **changes: Any) -> None:
    """Change the profile. An active agency keeps at least one legal status: unknown is never yes."""
    require(can_edit_agency(by, agency))
    allowed = PROFILE_FIELDS | OPERATORS_FIELDS if by.is_operator else PROFILE_FIELDS
    require(set(changes) <= allowed)
    _check(**changes)
    if agency.state != AgencyState.INVITED and changes.get("legal_statuses") == []:
        raise RefusedInput(_("Say which law binds the agency: choose at least one legal status."))
    changed = sorted(name for name, value in changes.items() if getattr(agency, name) != value)
    Agency.objects.filter(pk=agency.pk).update(**changes)
    for name, value in changes.items():
        setattr(agency, name, value)
    record("agency.profile_edited", by=by, on=agency, changed=changed)


@transaction.atomic
def activate(agency: Agency, *, by: User) -> None:
    """Let the agency's members act. Its legal statuses must be known."""
    require(can_onboard(by))
    if not agency.legal_statuses:
        raise RefusedInput(_("Enter the agency's legal statuses first: the law engine needs them."))
    only_invited = {AgencyState.INVITED: AGENCY_TRANSITIONS[AgencyState.INVITED]}
    move(agency, AgencyState.ACTIVE, only_invited)
    record("agency.activated", by=by, on=agency)


@transaction.atomic
def suspend_agency(agency: Agency, *, by: User) -> None:
    """Close the portal to all members of the agency, from their next request."""
    require(can_onboard(by))
    move(agency, AgencyState.SUSPENDED, AGENCY_TRANSITIONS)
    record("agency.suspended", by=by, on=agency)


@transaction.atomic
def resume_agency(agency: Agency, *, by: User) -> None:
    """Open the portal again to a suspended agency."""
    require(can_onboard(by))
    only_suspended = {AgencyState.SUSPENDED: AGENCY_TRANSITIONS[AgencyState.SUSPENDED]}
    move(agency, AgencyState.ACTIVE, only_suspended)
    record("agency.resumed", by=by, on=agency)


def _check(*, kind: str = "school", legal_statuses: Sequence[str] = (), **others: Any) -> None:
    if kind not in set(AgencyKind) or not set(legal_statuses) <= set(LegalStatus):
        raise RefusedInput(_("Choose from the lists."))
