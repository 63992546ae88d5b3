"""What a person does about her own memberships: answer an invitation, choose for whom to act."""

from django.db import transaction

from accounts.models import User
from agencies.acting import act_for, acting_as
from agencies.models import Membership
from agencies.permissions import can_answer_invitation
from agencies.states import MEMBERSHIP_TRANSITIONS, AgencyState, MembershipState
from audit.record import record
from sharing_portal.errors import require
from sharing_portal.transitions import move


@transaction.atomic
def accept(membership: Membership, *, by: User) -> None:
    """Accept an invitation; from now on she may act for the agency once it is active."""
    require(can_answer_invitation(by, membership))
    move(membership, MembershipState.ACTIVE, {MembershipState.INVITED: frozenset({MembershipState.ACTIVE})})
    _record_there("membership.accepted", membership, by)


@transaction.atomic
def decline(membership: Membership, *, by: User) -> None:
    """Decline an invitation; the agency may invite her again."""
    require(can_answer_invitation(by, membership))
    only_invited = {MembershipState.INVITED: MEMBERSHIP_TRANSITIONS[MembershipState.INVITED]}
    move(membership, MembershipState.REMOVED, only_invited)
    _record_there("membership.declined", membership, by)


@transaction.atomic
def enter(membership: Membership, *, by: User) -> None:
    """Act for this agency in the rest of the request; the caller keeps the choice in a session of a new key."""
    usable = membership.state == MembershipState.ACTIVE and membership.agency.state == AgencyState.ACTIVE
    require(usable and membership.user_id == by.pk and not by.is_operator)
    act_for(by, membership)
    record("agency.entered", by=by, on=membership.agency)


def _record_there(event: str, membership: Membership, by: User) -> None:
    """Write the event into the inviting agency's trail, never into that of the agency she happens to act for."""
    with acting_as(by, membership.agency_id):
        record(event, by=by, on=membership, agency=str(membership.agency_id))
