"""Choosing the agency one acts for: the step from a user to a user of an agency."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from accounts.models import User
from agencies.models import Agency, Membership
from agencies.states import AgencyState, MembershipState
from sharing_portal.rls.context import acting_for, set_identity


def chosen_membership(user: User, agency_id: str | None) -> Membership | None:
    """The active membership for the agency chosen in the session; the only one when none was chosen yet.

    When the chosen one has ended, the person chooses again: nobody slips into another agency unawares.
    """
    active = list(
        Membership.objects.filter(
            user=user, state=MembershipState.ACTIVE, agency__state=AgencyState.ACTIVE
        ).select_related("agency")[:50]
    )
    if agency_id:
        return next((membership for membership in active if str(membership.agency_id) == agency_id), None)
    return active[0] if len(active) == 1 else None


def act_for(user: User, membership: Membership | None) -> None:
    """Let the user act for the membership's agency for the rest of this transaction, or for none."""
    user.acting_agency = membership.agency if membership else None
    user.acting_agency_id = membership.agency_id if membership else None
    user.acting_roles = frozenset(membership.roles) if membership else frozenset()
    set_identity(user_id=user.pk, agency_id=user.acting_agency_id)


@contextmanager
def acting_as(user: User, agency: Agency | UUID | None = None) -> Iterator[User]:
    """Run a block as this user, acting for this agency (default: the only one she acts for). For tasks and tests."""
    agency_id = agency.pk if isinstance(agency, Agency) else agency
    with acting_for(user_id=user.pk, agency_id=agency_id):
        outer = (user.acting_agency, user.acting_agency_id, user.acting_roles)
        act_for(user, chosen_membership(user, str(agency_id) if agency_id else None))
        try:
            yield user
        finally:
            user.acting_agency, user.acting_agency_id, user.acting_roles = outer
