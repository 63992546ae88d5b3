"""Inviting people to an agency, and changing or ending what they may do for it."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import open_account, password_link
from accounts.models import User
from agencies.models import Agency, Membership
from agencies.permissions import can_change_membership, can_invite
from agencies.queries import administrators
from agencies.roles import ROLES
from agencies.states import MEMBERSHIP_TRANSITIONS, MembershipState
from audit.record import record
from notices.actions import queue_mail, tell
from sharing_portal.errors import InvalidTransition, RefusedInput, StaleState, require
from sharing_portal.transitions import move


@transaction.atomic
def invite(agency: Agency, *, by: User, email: str, name: str, roles: Sequence[str]) -> Membership:
    """Invite a person to act for the agency in these roles; she answers after signing in.

    Somebody without an account gets one, and a link to set its password. Nothing is opened before she accepts.
    """
    wanted = _known_roles(roles)
    require(can_invite(by, agency, wanted))
    if by.is_operator and administrators().filter(agency=agency).exists():
        raise RefusedInput(_("The agency has an administrator, who invites everybody else."))
    user = _account_for(email, name)
    existing = Membership.objects.filter(user=user, agency=agency).first()
    invitation = {"roles": wanted, "invited_by": by, "invited_as": name.strip()}
    if existing is None:
        membership = Membership.objects.create(user=user, agency=agency, **invitation)
    elif existing.state == MembershipState.REMOVED and not by.is_operator:
        membership = existing
        move(membership, MembershipState.INVITED, MEMBERSHIP_TRANSITIONS, **invitation)
    elif existing.state in (MembershipState.ACTIVE, MembershipState.SUSPENDED):
        raise RefusedInput(_("This person is already a member of the agency."), field="email")
    else:
        raise RefusedInput(_("This person has already been invited to the agency."), field="email")
    record("membership.invited", by=by, on=membership, agency=str(agency.pk), roles=wanted)
    _mail_invitation(membership)
    return membership


@transaction.atomic
def resend_invitation(membership: Membership, *, by: User) -> None:
    """Mail the invitation once more, with a new link when the person has no password yet."""
    require(can_change_membership(by, membership))
    if membership.state != MembershipState.INVITED:
        raise InvalidTransition(_("This invitation has been answered."))
    record("membership.invitation_resent", by=by, on=membership)
    _mail_invitation(membership)


@transaction.atomic
def change_roles(membership: Membership, *, by: User, roles: Sequence[str]) -> None:
    """Replace the roles; the member's next request is answered under the new ones."""
    require(can_change_membership(by, membership))
    wanted = _known_roles(roles)
    _still_administers(by, membership.agency_id)
    rows = Membership.objects.filter(pk=membership.pk, roles=membership.roles)
    if membership.state == MembershipState.REMOVED or rows.update(roles=wanted) != 1:
        raise StaleState(_("Somebody else has just changed this. Look at it again before you go on."))
    record("membership.roles_changed", by=by, on=membership, was=membership.roles, roles=wanted)
    membership.roles = wanted
    tell([membership.user], "membership.roles_changed", agency_id=membership.agency_id, on=membership)


def suspend(membership: Membership, *, by: User) -> None:
    """Take the agency away from the member for now; it holds from her next request."""
    _end_or_resume(membership, MembershipState.SUSPENDED, by)


def resume(membership: Membership, *, by: User) -> None:
    """Give a suspended member her roles back."""
    _end_or_resume(membership, MembershipState.ACTIVE, by)


def remove(membership: Membership, *, by: User) -> None:
    """End the membership or the invitation; it holds from the next request. She may be invited again."""
    _end_or_resume(membership, MembershipState.REMOVED, by)


@transaction.atomic
def _end_or_resume(membership: Membership, to: MembershipState, by: User) -> None:
    require(can_change_membership(by, membership))
    if to == MembershipState.ACTIVE and membership.state == MembershipState.INVITED:
        raise InvalidTransition(_("Only the invited person can accept the invitation."))
    _still_administers(by, membership.agency_id)
    move(membership, to, MEMBERSHIP_TRANSITIONS)
    verbs = {
        MembershipState.SUSPENDED: "membership.suspended",
        MembershipState.ACTIVE: "membership.resumed",
        MembershipState.REMOVED: "membership.removed",
    }
    record(verbs[to], by=by, on=membership)


def _still_administers(by: User, agency_id: UUID) -> None:
    """Lock the agency's administrators, in order: two who end each other at once cannot both win.

    So the agency always keeps one: the person who acts, who cannot change herself.
    """
    own_agency = administrators().filter(agency_id=agency_id)
    locked = own_agency.select_for_update(of=("self",)).order_by("pk")
    require(by.pk in {membership.user_id for membership in locked})


def _known_roles(roles: Sequence[str]) -> list[str]:
    """The roles in the order of the table; refuses none and unknown ones."""
    if not roles or not set(roles) <= set(ROLES):
        raise RefusedInput(_("Choose at least one role."))
    return [code for code in ROLES if code in roles]


def _account_for(email: str, name: str) -> User:
    """The account of this address, opened if need be; refuses operators and closed accounts."""
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        try:
            with transaction.atomic():
                return open_account(address, name=name)
        except IntegrityError:
            user = User.objects.get(email=address)
    if user.is_operator or not user.is_active:
        raise RefusedInput(_("This person cannot be invited. Ask the people who run the portal."))
    return user


def _mail_invitation(membership: Membership) -> None:
    """The mail names neither the agency nor anybody: which agency invites may reveal a service."""
    user = membership.user
    with translation.override(user.language):
        subject = _("You are invited to the Sharing Portal")
        if user.has_usable_password():
            body = _("Sign in to answer the invitation: %(url)s") % {"url": settings.PORTAL_URL}
        else:
            body = _(
                "Choose a password here, then sign in to answer the invitation:\n\n%(url)s\n\n"
                "The link works once. If it has ended, open %(portal)s and choose “Forgot your password?”."
            ) % {"url": password_link(user), "portal": settings.PORTAL_URL}
    queue_mail(to_address=user.email, subject=subject, body=body, key=f"invitation:{membership.pk}:{uuid4()}")
