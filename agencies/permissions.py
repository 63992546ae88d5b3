"""Who may do what to agencies and their members. Questions only; the verbs enforce the answers."""

from accounts.models import User
from agencies.models import Agency, Membership
from agencies.roles import Duty, Reach, can_read, may


def can_see_members(user: User) -> bool:
    """Whether she may read the list of her agency's members."""
    return can_read(user, Reach.MEMBERS)


def can_manage_members(user: User) -> bool:
    """Whether she invites, suspends and removes members of the agency she acts for."""
    return may(user, Duty.MANAGE_MEMBERS)


def can_invite(user: User, agency: Agency, roles: list[str]) -> bool:
    """An agency's administrator invites anybody; an operator invites administrators, and nobody else."""
    if user.is_operator:
        return roles == ["agency_admin"]
    return can_manage_members(user) and user.acting_agency_id == agency.pk


def can_change_membership(user: User, membership: Membership) -> bool:
    """Nobody changes her own membership: what she may do is for another administrator to decide."""
    own_agency = membership.agency_id == user.acting_agency_id
    return own_agency and can_manage_members(user) and membership.user_id != user.pk


def can_answer_invitation(user: User, membership: Membership) -> bool:
    """Only the invited person; portal operators act for no agency."""
    return membership.user_id == user.pk and not user.is_operator


def can_edit_agency(user: User, agency: Agency) -> bool:
    """Its own administrator; an operator, who onboards agencies and corrects their names and kinds."""
    return user.is_operator or can_edit_contacts(user, agency)


def can_edit_contacts(user: User, agency: Agency) -> bool:
    """The agency's own administrator."""
    return user.acting_agency_id == agency.pk and may(user, Duty.EDIT_AGENCY)


def can_onboard(user: User) -> bool:
    """Whether she brings agencies into the portal, and suspends them."""
    return user.is_operator
