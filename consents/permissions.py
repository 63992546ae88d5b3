"""Who may record a consent, and who may record that it was revoked."""

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may
from consents.models import Consent
from youth.models import YouthRecord
from youth.permissions import can_view


def can_record(user: User, youth: YouthRecord) -> bool:
    """Record a consent for a youth whose record one can see."""
    return may(user, Duty.RECORD_CONSENT) and can_view(user, youth)


def can_revoke(user: User, consent: Consent) -> bool:
    """Record a revocation in the agency that recorded the consent; an agency that was shown it cannot."""
    own = user.acting_agency_id is not None and consent.agency_id == user.acting_agency_id
    return own and may(user, Duty.REVOKE_CONSENT)


def can_list(user: User) -> bool:
    """See consents at all: of the whole agency, or of the youth on one's caseload."""
    return can_read(user, Reach.CONSENTS) or can_read(user, Reach.CASELOAD)
