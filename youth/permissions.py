"""Who may do what with youth records. The role table answers for the agency, the grants for the person."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may
from sharing_portal.errors import Forbidden
from youth import grants
from youth.models import YouthRecord


def acting_agency(user: User) -> UUID:
    """The agency the person acts for; who acts for none is refused."""
    if user.acting_agency_id is None:
        raise Forbidden(_("You act for no agency."))
    return user.acting_agency_id


def can_list(user: User) -> bool:
    """Roles that see no youth at all (administrators, signatories, counsel, auditors) have no list of them."""
    return can_read(user, Reach.YOUTH) or can_read(user, Reach.CASELOAD)


def can_view(user: User, record: YouthRecord) -> bool:
    """One's own agency's record, and either the whole agency's or on one's caseload."""
    if record.agency_id != user.acting_agency_id:
        return False
    return can_read(user, Reach.YOUTH) or (can_read(user, Reach.CASELOAD) and grants.has(record, user))


def can_create(user: User) -> bool:
    """A new youth record of the agency one acts for."""
    return may(user, Duty.ADD_RECORDS)


def can_edit(user: User, record: YouthRecord) -> bool:
    """Identity, guardians and items of a record one can see."""
    return may(user, Duty.ADD_RECORDS) and can_view(user, record)


def can_add_item(user: User, record: YouthRecord) -> bool:
    """Add a piece to a record one can see, or correct one."""
    return can_edit(user, record)


def can_hand_over(user: User) -> bool:
    """Decide who works with whom in the agency."""
    return may(user, Duty.ASSIGN_CASELOAD)


def can_assign(user: User, record: YouthRecord) -> bool:
    """Put this youth on a colleague's caseload, or take her off it."""
    return can_hand_over(user) and can_view(user, record)


def can_import_roster(user: User) -> bool:
    """Check a roster and apply it to the agency's records."""
    return may(user, Duty.IMPORT_ROSTER)
