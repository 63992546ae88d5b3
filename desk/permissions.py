"""Who may read and export the log and the audit trail. Questions only."""

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may


def can_read_log(user: User) -> bool:
    """Read the disclosure log and the audit trail of the agency she acts for: auditors and privacy officers."""
    return user.acting_agency_id is not None and can_read(user, Reach.LOG)


def can_export_log(user: User) -> bool:
    """Take a copy of the log she may read."""
    return can_read_log(user) and may(user, Duty.EXPORT_LOG)
