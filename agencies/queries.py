"""Reads of agencies and their members."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from agencies.models import Agency, AgencyContact, Membership
from agencies.states import AgencyState, MembershipState


def visible_to(user: User) -> QuerySet[Agency]:
    """The agencies she may look up: operators all, a member the active ones, so that she knows whom to call."""
    if user.is_operator:
        return Agency.objects.all()
    if user.acting_agency_id is None:
        return Agency.objects.none()
    return Agency.objects.filter(Q(state=AgencyState.ACTIVE) | Q(pk=user.acting_agency_id))


def administrators() -> QuerySet[Membership]:
    """The active administrators of the agencies whose memberships the person may read."""
    return Membership.objects.filter(state=MembershipState.ACTIVE, roles__contains=["agency_admin"])


def with_administrator(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Mark each agency that has an active administrator. Only operators see other agencies' memberships."""
    return agencies.annotate(has_administrator=Exists(administrators().filter(agency=OuterRef("pk"))))


def contacts_visible_to(user: User) -> QuerySet[AgencyContact]:
    """The contacts of the agencies she may look up."""
    return AgencyContact.objects.filter(agency__in=visible_to(user)).select_related("agency")


def members_of(user: User) -> QuerySet[Membership]:
    """The memberships, past ones too, of the agency the user acts for."""
    if user.acting_agency_id is None:
        return Membership.objects.none()
    return Membership.objects.filter(agency_id=user.acting_agency_id).select_related("user", "agency")


def own_memberships(user: User, state: MembershipState) -> QuerySet[Membership]:
    """The user's own memberships in this state, with their agencies."""
    own = Membership.objects.filter(user=user, state=state).select_related("agency")
    return own.order_by("agency__name")


def members_to_tell(agency_id: UUID, roles: Sequence[str]) -> list[User]:
    """The active members of any agency who hold one of these roles: the people a notice goes to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.member_ids(%s, %s)", [agency_id, list(roles)])
        ids = cursor.fetchone()[0] or []
    return list(User.objects.filter(pk__in=ids).order_by("name"))
