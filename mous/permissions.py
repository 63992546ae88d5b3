"""Who may do what with an agreement. Questions only; whether its state allows it the verbs decide."""

from accounts.models import User
from agencies.roles import Duty, may
from mous.models import Mou


def is_party(user: User, mou: Mou) -> bool:
    """Whether the agency she acts for is bound by it and has not withdrawn."""
    agency_id = user.acting_agency_id
    return agency_id is not None and mou.parties.filter(agency_id=agency_id, withdrawn_at=None).exists()


def can_draft(user: User) -> bool:
    """Begin an agreement for the agency she acts for."""
    return user.acting_agency_id is not None and may(user, Duty.DRAFT_AGREEMENT)


def can_edit(user: User, mou: Mou) -> bool:
    """Write, send and cancel it: drafters of the agency that began it."""
    return can_draft(user) and mou.agency_id == user.acting_agency_id


def can_sign(user: User, mou: Mou) -> bool:
    """Sign it for a party, and withdraw that party from it."""
    return may(user, Duty.SIGN_AGREEMENT) and is_party(user, mou)


def can_send_back(user: User, mou: Mou) -> bool:
    """Ask for a change instead of signing: any party's signatory, or the drafters themselves."""
    return can_edit(user, mou) or can_sign(user, mou)
