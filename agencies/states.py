"""Lifecycles of agencies and memberships."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgencyState(TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


AGENCY_TRANSITIONS: dict[AgencyState, frozenset[AgencyState]] = {
    AgencyState.INVITED: frozenset({AgencyState.ACTIVE, AgencyState.LEFT}),
    AgencyState.ACTIVE: frozenset({AgencyState.SUSPENDED, AgencyState.LEFT}),
    AgencyState.SUSPENDED: frozenset({AgencyState.ACTIVE, AgencyState.LEFT}),
}


class MembershipState(TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REMOVED = "removed", _("Removed")


MEMBERSHIP_TRANSITIONS: dict[MembershipState, frozenset[MembershipState]] = {
    MembershipState.INVITED: frozenset({MembershipState.ACTIVE, MembershipState.REMOVED}),
    MembershipState.ACTIVE: frozenset({MembershipState.SUSPENDED, MembershipState.REMOVED}),
    MembershipState.SUSPENDED: frozenset({MembershipState.ACTIVE, MembershipState.REMOVED}),
    # An invitation of somebody who left before starts over.
    MembershipState.REMOVED: frozenset({MembershipState.INVITED}),
}
